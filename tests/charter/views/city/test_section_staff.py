"""The page of a section's staff: what concerns its members, and nothing private."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Pledge
from charter.actions.amending import positions
from tests import factories

VIEWS = ("members", "amendments", "positions", "joining")


@pytest.fixture
def staff(db):
    return factories.holder("section_staff", scope=["africa", "metropolis"])


@pytest.fixture
def inside(city):
    """The city belongs to the section."""
    city.sections = ["africa"]
    city.save()
    return city


def page(client, person, view="members", **more):
    client.force_login(person)
    return client.get(reverse("section"), {"view": view, **more})


def test_its_members_stand_there_and_who_has_no_delegate(client, staff, inside, other_city):
    text = page(client, staff).content.decode()
    assert "Tamanrit" in text and "No delegate" in text and "Velmora" not in text


def test_a_delegate_is_named_by_the_office_and_away(client, staff, inside):
    factories.member(inside, "delegate", office="Mayor", away_since=timezone.now(), away_note="ill")
    text = page(client, staff).content.decode()
    assert "Mayor" in text and "(away)" in text and "ill" not in text and "No delegate" not in text


def test_amendments_of_its_members_and_no_draft(client, staff, inside, round_, delegate, other_city, other_delegate):
    factories.confirmed(round_, inside, delegate, title="Ours in public")
    factories.draft(round_, inside, delegate, title="Ours in private")
    factories.sent(round_, inside, delegate, title="Ours that waits")
    factories.confirmed(round_, other_city, other_delegate, title="Theirs")
    text = page(client, staff, "amendments").content.decode()
    assert "Ours in public" in text and "Under review" in text
    assert not any(words in text for words in ("Ours in private", "Ours that waits", "Theirs"))


def test_what_its_members_say(client, staff, inside, round_, delegate, other_city, other_delegate):
    theirs = factories.confirmed(round_, other_city, other_delegate)
    positions.take_position(organisation=inside, text=theirs.text, by=delegate, stance="reservation", line="Who pays?")
    text = page(client, staff, "positions").content.decode()
    assert "Tamanrit" in text and "Reservation" in text and "Who pays?" in text


def test_forms_that_were_sent_and_none_that_is_being_written(client, staff):
    now = timezone.now()
    for name, state in (("Sentville", "complete"), ("Writingville", "pledged")):
        arguments = {"name": name, "state": state, "sections": ["africa"], "digest": name, "language": "en"}
        Pledge.objects.create(**arguments, name_language="en", email="a@example.org", begun_at=now, changed_at=now)
    text = page(client, staff, "joining").content.decode()
    assert "Sentville" in text and "Writingville" not in text and "a@example.org" not in text


def test_of_several_sections_one_is_shown_and_the_others_lead_there(client, staff, inside):
    assert "?section=metropolis" in page(client, staff).content.decode()
    assert "Tamanrit" not in page(client, staff, section="metropolis").content.decode()


def test_another_section_is_hidden(client, staff):
    assert page(client, staff, section="europe").status_code == 404


@pytest.mark.parametrize("kind", ["moderator", "drafter", "officer"])
def test_for_everybody_else_there_is_no_such_page(kind, client, city):
    person = factories.member(city, kind) if kind == "officer" else factories.secretariat(kind)
    assert page(client, person).status_code == 404


def test_the_menu_leads_there(client, staff):
    assert "My section" in page(client, staff).content.decode()


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_asks_more_for_three_than_for_one(view, client, staff, round_):
    def more():
        city = factories.organisation(sections=["africa"])
        speaker = factories.member(city, "delegate")
        amendment = factories.confirmed(round_, city, speaker, f"Words of {city.pk}.")
        for_all = factories.member(factories.organisation(sections=["africa"]), "delegate")
        arguments = {"organisation": for_all.mandates.get().organisation, "by": for_all}
        positions.take_position(text=amendment.text, stance="support", **arguments)

    more()
    page(client, staff, view)
    for_one = queries(client, view)
    more(), more()
    assert queries(client, view) == for_one


def queries(client, view):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("section"), {"view": view})
    return len(caught)
