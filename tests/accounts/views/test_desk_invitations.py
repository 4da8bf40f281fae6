"""Inviting by file at the desk."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Invitation
from tests import factories

ADDRESS = "desk_invitations"
HEAD = "email,member,kind\n"


@pytest.fixture
def desk(client, db):
    client.force_login(factories.secretariat())
    return client


def upload(desk, text):
    file = SimpleUploadedFile("people.csv", text.encode())
    return desk.post(reverse(ADDRESS), {"file": file}).content.decode()


def test_previewed_first_and_invited_once_by_a_button(desk, city):
    page = upload(desk, HEAD + "a@example.org,Tamanrit,officer\nnobody,Tamanrit,officer\n")
    assert "New: 1. Already invited or registered: 0. With errors: 1." in " ".join(page.split())
    assert "Invite 1 person" in page and Invitation.objects.count() == 0
    rows = unescape(re.search(r'name="rows" value="([^"]*)"', page)[1])
    for _time in range(2):
        desk.post(reverse(ADDRESS), {"rows": rows, "token": "a"})
    assert list(Invitation.objects.values_list("email", "sendings")) == [("a@example.org", 1)]


def test_an_unreadable_file_and_a_damaged_preview_are_refused(desk):
    assert "quotation mark" in upload(desk, 'email\n"open')
    assert desk.post(reverse(ADDRESS), {"rows": "[[1]]", "token": "a"}).status_code == 422


def test_it_is_not_there_for_others(client, delegate):
    client.force_login(delegate)
    assert client.get(reverse(ADDRESS)).status_code == 404
    assert client.post(reverse(ADDRESS), {"rows": "[]"}).status_code == 404
