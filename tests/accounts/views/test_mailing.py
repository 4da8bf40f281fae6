"""Choosing among mails, signed in or by the link of a mail alone."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.messages import stop_token
from accounts.models import Mailbox
from accounts.states import OF_FOLLOWERS, MailKind
from tests import factories

PAGE = "/en/accounts/mail/"


@pytest.fixture
def who(db):
    return factories.person()


@pytest.fixture
def link(who):
    return f"{PAGE}stop/{stop_token(who.pk, ['confirmed', 'decisions'])}/"


def off(person):
    return Mailbox.objects.get(person=person).off


def test_choices_are_kept_and_shown_again(client, who):
    client.force_login(who)
    sent = client.post(PAGE, {"rhythm": "weekly", "kinds": ["to_confirm", "decisions"]})
    assert (sent.status_code, sent["Location"]) == (302, PAGE)
    box = Mailbox.objects.get(person=who)
    assert (box.rhythm, "to_confirm" in box.off, "moved" in box.off) == ("weekly", False, True)
    assert client.get(PAGE).context["form"].initial == {"rhythm": "weekly", "kinds": ["to_confirm", "decisions"]}


def test_a_rhythm_that_nobody_knows_is_refused_beside_the_field(client, who):
    client.force_login(who)
    page = client.post(PAGE, {"rhythm": "hourly", "kinds": []})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["rhythm"])
    assert not Mailbox.objects.exists()


def test_the_safety_of_an_account_cannot_be_switched_off(client, who):
    client.force_login(who)
    client.post(PAGE, {"rhythm": "daily", "kinds": []})
    always = {"security", "invitation", "joining", "server"}
    assert set(MailKind.values) - set(off(who)) == always | {kind.value for kind in OF_FOLLOWERS}


def test_the_page_of_choices_asks_for_signing_in(client, db):
    assert client.get(PAGE)["Location"].endswith(f"/login/?next={PAGE}")


def test_opening_the_link_of_a_mail_changes_nothing(client, link):
    page = client.get(link)
    assert page.status_code == 200
    assert "Stop these emails?" in page.content.decode()
    assert not Mailbox.objects.exists()
    assert not client.session.get("_auth_user_id")


def test_the_link_names_nobody(client, link, who):
    page = client.get(link).content.decode()
    assert who.email not in page
    assert who.name not in page


def test_a_mail_program_stops_the_kinds_of_its_mail_by_one_post(who, link):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, off(who)) == (200, ["confirmed", "decisions"])
    assert "_auth_user_id" not in client.session


def test_a_person_stops_and_takes_back_without_signing_in(client, who, link):
    assert client.post(link)["Location"] == link
    assert "You will no longer receive these emails" in client.get(link).content.decode()
    client.post(link, {"again": "1"})
    assert off(who) == []


def test_all_mails_are_stopped_by_one_press_on_the_page_of_the_link(client, who, link):
    assert client.post(link, {"all": "1"})["Location"] == link
    always = {"security", "invitation", "joining", "server"} | {kind.value for kind in OF_FOLLOWERS}
    assert set(MailKind.values) - set(off(who)) == always
    page = client.get(link).content.decode()
    assert "You will receive no more emails" in page and 'name="all"' not in page
    assert (
        "Start these emails again: An amendment that you prepared was confirmed and Decisions on your amendments"
        in page
    )
    client.post(link, {"again": "1"})
    assert set(MailKind.values) - set(off(who)) == always | {"confirmed", "decisions"}


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "x", lambda t: "a:b:c"]
)
def test_a_link_that_was_changed_is_not_found(client, who, change):
    token = change(stop_token(who.pk, ["confirmed"]))
    assert client.post(f"{PAGE}stop/{token}/").status_code == 404
    assert not Mailbox.objects.exists()


def test_a_link_cannot_stop_what_keeps_an_account_safe(client, who):
    client.post(f"{PAGE}stop/{stop_token(who.pk, ['security', 'confirmed'])}/")
    assert off(who) == ["confirmed"]
