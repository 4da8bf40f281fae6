"""Members by file at the desk."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Organisation
from tests import factories


@pytest.fixture
def desk(client, db):
    client.force_login(factories.secretariat())
    return client


def upload(desk, text):
    file = SimpleUploadedFile("members.csv", text.encode())
    return desk.post(reverse("desk_members_file"), {"file": file}).content.decode()


def test_previewed_first_and_taken_in_by_a_button(desk):
    page = upload(desk, "address,name,country\na,Aville,ES\nb,=1,ES\n")
    assert "New: 1. Changed: 0. Unchanged: 0. With errors: 1." in " ".join(page.split())
    assert Organisation.objects.count() == 0
    rows = unescape(re.search(r'name="rows" value="([^"]*)"', page)[1])
    desk.post(reverse("desk_members_file"), {"rows": rows, "token": "a"})
    assert list(Organisation.objects.values_list("slug", flat=True)) == ["a"]


def test_a_damaged_preview_is_refused(desk):
    assert desk.post(reverse("desk_members_file"), {"rows": "[[1]]", "token": "a"}).status_code == 422


def test_an_unreadable_file_is_refused_beside_the_field(desk):
    assert "quotation mark" in upload(desk, 'name\n"open')


@pytest.mark.parametrize("name", ["desk_members_file", "desk_members_export"])
def test_it_is_not_there_for_others(client, officer, name):
    client.force_login(officer)
    args = ["csv"] if name == "desk_members_export" else []
    assert client.get(reverse(name, args=args)).status_code == 404


def test_exports_are_files(desk, city):
    answer = desk.get(reverse("desk_members_export", args=["csv"]))
    assert answer["Content-Disposition"] == 'attachment; filename="members.csv"'
    assert b"Tamanrit" in answer.content
    assert desk.get(reverse("desk_members_export", args=["xlsx"])).content.startswith(b"PK")
    assert desk.get(reverse("desk_members_export", args=["exe"])).status_code == 404


def test_the_command_shows_first_and_stops_at_faults(db, tmp_path, capsys):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("address,name\na,Aville\n", encoding="utf-8")
    bad.write_text("address,name\nb,Bville\nc,=1\n", encoding="utf-8")
    call_command("import_members", good)
    assert Organisation.objects.count() == 0
    call_command("import_members", good, apply=True)
    with pytest.raises(CommandError, match="Nothing was saved"):
        call_command("import_members", bad, apply=True)
    assert list(Organisation.objects.values_list("slug", flat=True)) == ["a"]
