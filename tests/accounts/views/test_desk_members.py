"""The secretariat's list of members."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate
from tests import factories

PAGES = ["desk_members", "desk_roles"]


@pytest.fixture
def desk(client, db):
    moderator = factories.secretariat()
    client.force_login(moderator)
    return client


@pytest.mark.parametrize("name", PAGES)
def test_it_is_not_there_for_others(client, officer, name):
    assert client.get(reverse(name)).status_code == 302
    client.force_login(officer)
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize(
    ("state", "shown"),
    [("", {"Tamanrit", "Velmora"}), ("no_delegate", {"Velmora"}), ("away", set()), ("invited", {"Velmora"})],
)
def test_filters(desk, city, other_city, delegate, moderator, state, shown):
    factories.invited(other_city, moderator)
    page = desk.get(reverse("desk_members"), {"state": state}).content.decode()
    assert {name for name in ("Tamanrit", "Velmora") if f">{name}</a>" in page} == shown


def test_found_by_name_and_by_section(desk, city):
    factories.organisation("Elsewhere", sections=["europe"])
    by_name = desk.get(reverse("desk_members"), {"words": "tamanr"}).content.decode()
    by_section = desk.get(reverse("desk_members"), {"section": "europe"}).content.decode()
    assert (">Tamanrit</a>" in by_name, ">Elsewhere</a>" in by_name) == (True, False)
    assert (">Tamanrit</a>" in by_section, ">Elsewhere</a>" in by_section) == (False, True)


@pytest.mark.parametrize("words", ["évora", "EVORA", "vora é"])
def test_found_by_name_however_it_is_spelt(desk, words):
    factories.organisation("Évora")
    factories.organisation("Elsewhere")
    page = desk.get(reverse("desk_members"), {"words": words}).content.decode()
    assert (">Évora</a>" in page, ">Elsewhere</a>" in page) == (True, False)


def test_a_member_shows_evidence_history_and_absence(desk, city, delegate, moderator):
    from accounts.actions import members

    mandate = Mandate.objects.get(person=delegate)
    members.mark_away(mandate=mandate, by=delegate)
    over = factories.member(city, "officer", ended=timezone.now())
    Mandate.objects.filter(pk=mandate.pk).update(evidence="Decision 12 of the council")
    page = desk.get(reverse("desk_member", args=[city.slug])).content.decode()
    assert "Decision 12 of the council" in page
    assert "Past mandates" in page and over.name in page
    assert "Marked as away" in page


def test_a_mandate_is_entered_with_a_file_that_others_do_not_open(desk, client, city, officer):
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 signed")
    data = {"person": officer.email, "kind": "delegate", "since": "2026-01-01", "evidence": "a letter", "token": "a"}
    desk.post(reverse("desk_mandate", args=[city.slug]), {**data, "evidence_file": file})
    mandate = Mandate.objects.get(kind="delegate")
    assert b"".join(desk.get(reverse("desk_evidence", args=[mandate.pk])).streaming_content) == b"%PDF-1.4 signed"
    client.force_login(officer)
    assert client.get(reverse("desk_evidence", args=[mandate.pk])).status_code == 404


def test_a_file_that_is_no_document_is_refused(desk, city, officer):
    file = SimpleUploadedFile("letter.pdf", b"<html><script>")
    data = {"person": officer.email, "kind": "officer", "since": "2026-01-01", "evidence_file": file}
    answer = desk.post(reverse("desk_mandate", args=[city.slug]), data)
    assert "Choose a PDF, PNG or JPEG file" in answer.content.decode()


def test_a_role_is_given_and_ended(desk, officer):
    desk.post(
        reverse("desk_roles"), {"person": officer.email, "kind": "language_editor", "language": "fr", "token": "a"}
    )
    role = officer.roles.get()
    assert (role.kind, role.language) == ("language_editor", "fr")
    desk.post(reverse("desk_role_end", args=[role.pk]), {"token": "b"})
    assert officer.roles.get().ended is not None


def test_queries_stay_the_same_with_more_members(desk, city, delegate):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            desk.get(reverse("desk_members"))
        return len(caught)

    asked()
    few = asked()
    for number in range(3):
        factories.member(factories.organisation(f"City {number}"), "delegate")
    assert asked() == few
