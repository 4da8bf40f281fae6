"""The calendar of one person: an address that only the person knows, and the dates of the person's city."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from accounts.actions import calendars, erasures
from accounts.models import Mandate, Person, Record
from charter import observances
from charter.actions.amending import positions
from charter.actions.city import suggested_positions
from charter.actions.deciding import compromises
from cms.models import CalendarPage
from tests import factories
from tests.cms.test_campaign import event


def key_of(person):
    return Person.objects.get(pk=person.pk).calendar_key


@pytest.fixture
def subscribed(city, delegate, officer, stranger):
    """Three people with a calendar of their own: a delegate, an officer of the same city, and a stranger."""
    for person in (delegate, officer, stranger):
        calendars.renew_calendar_key(person=person)
    return delegate


def entries(client, person):
    """The entries of the own calendar by their `uid` without the host."""
    answer = client.get(f"/feeds/me/{key_of(person)}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = Calendar.from_ical(answer.content)
    return {str(entry["uid"]).partition("@")[0]: entry for entry in calendar.walk("VEVENT")}


def own_titles(client, person):
    """The titles of what the public calendar lacks."""
    public = {str(e["uid"]) for e in Calendar.from_ical(client.get("/feeds/en/calendar.ics").content).walk("VEVENT")}
    return [str(e["summary"]) for e in entries(client, person).values() if str(e["uid"]) not in public]


def test_the_address_is_made_replaced_and_ended_by_the_person(client, site, officer):
    client.force_login(officer)
    assert "/feeds/me/" not in client.get("/en/account/").content.decode()
    assert client.post("/en/account/calendar/renew/").status_code == 302
    first = key_of(officer)
    page = client.get("/en/account/").content.decode()
    assert f"http://localhost:8000/feeds/me/{first}.ics" in page and "Everybody who has this address" in page
    client.post("/en/account/calendar/renew/")
    second = key_of(officer)
    statuses = [client.get(f"/feeds/me/{key}.ics").status_code for key in (first, second)]
    assert (len(first) >= 40, statuses) == (True, [404, 200])
    client.post("/en/account/calendar/end/")
    assert client.get(f"/feeds/me/{second}.ics").status_code == 404
    assert client.post("/en/account/calendar/other/").status_code == 404
    assert client.get("/en/account/calendar/renew/").status_code == 405


def test_no_store_keeps_it_and_no_sign_in_is_needed(client, site, subscribed):
    answer = client.get(f"/feeds/me/{key_of(subscribed)}.ics")
    assert {part.strip() for part in answer["Cache-Control"].split(",")} == {"private", "no-store"}
    assert not answer.cookies
    assert [client.get(f"/feeds/me/{key}.ics").status_code for key in ("None", "calendar", "x" * 300)] == [404] * 3


def test_it_has_what_the_public_calendar_has_in_the_language_of_the_person(client, site, round_, subscribed):
    event("reading")
    Person.objects.filter(pk=subscribed.pk).update(language="fr")
    titles = {str(entry["summary"]) for entry in entries(client, subscribed).values()}
    public = Calendar.from_ical(client.get("/feeds/fr/calendar.ics").content).walk("VEVENT")
    assert "Soirée reading" in titles and len(titles) > len(observances.DAYS)
    assert {str(entry["summary"]) for entry in public} <= titles


def test_without_a_public_calendar_it_has_the_deadlines(client, site, round_, subscribed):
    CalendarPage.objects.update(live=False)
    assert f"round-{round_.number}-confirm_until" in entries(client, subscribed)


def test_an_amendment_that_awaits_the_delegate_is_there_for_its_city_alone_and_without_its_title(
    client, site, round_, city, officer, stranger, subscribed
):
    draft = factories.sent(round_, city, officer)
    sentence = "Tamanrit: 1 amendment awaits confirmation"
    assert own_titles(client, subscribed) == own_titles(client, officer) == [sentence]
    entry = next(e for uid, e in entries(client, officer).items() if uid.startswith("confirm-"))
    assert entry["dtstart"].dt == round_.confirm_until.replace(microsecond=0)
    assert str(entry["url"]) == f"http://localhost:8000/en/city/?as={city.slug}"
    assert own_titles(client, stranger) == []
    title = str(draft.text.title)
    assert title and title not in client.get(f"/feeds/me/{key_of(officer)}.ics").content.decode()


def test_a_draft_that_was_not_sent_and_requests_to_the_delegate(client, site, round_, city, officer, subscribed):
    factories.draft(round_, city, officer)
    assert own_titles(client, officer) == ["Tamanrit: 1 draft has not been sent yet"]


def test_all_that_awaits_who_may_bind_the_member_has_its_date(
    client, site, round_, city, other_city, officer, stranger, delegate, other_delegate, moderator, subscribed
):
    where, other = (factories.provision(round_.charter, place) for place in (5, 6))
    mine = factories.under_review(round_, city, officer, where, "One third.")
    theirs = factories.under_review(round_, other_city, stranger, where, "One quarter.")
    second, third = (
        factories.under_review(round_, other_city, stranger, other, words) for words in ("Every family.", "Everybody.")
    )
    suggested_positions.suggest_position(organisation=city, text=second.text, by=officer, stance="support", word="")
    positions.join_amendment(amendment=third, organisation=city, by=officer)
    until = timezone.now() + timedelta(days=4)
    compromises.propose_compromise(
        round_=round_,
        amendments=[mine, theirs],
        provision=where,
        language="en",
        html="Three in ten.",
        reason={"en": "Between both."},
        by=moderator,
        answer_by=until,
    )
    suggested = "Tamanrit: 1 suggested position awaits confirmation"
    asked = ["Tamanrit: 1 compromise text awaits a reply", "Tamanrit: 1 request to co-sponsor awaits a reply"]
    assert own_titles(client, subscribed) == [suggested, *asked]
    assert own_titles(client, officer) == [suggested]
    entry = next(e for uid, e in entries(client, subscribed).items() if uid.startswith("answer-"))
    assert entry["dtstart"].dt == until.replace(microsecond=0)


def test_positions_that_lapsed_are_there_for_the_delegate(
    client, site, round_, city, other_city, officer, delegate, other_delegate, moderator, subscribed
):
    theirs = factories.confirmed(round_, other_city, other_delegate)
    positions.take_position(organisation=city, text=theirs.text, by=delegate, stance="support")
    assert own_titles(client, subscribed) == []
    factories.adopt(factories.provision(round_.charter, 5), "The city keeps one home in four.", by=moderator)
    sentence = "Tamanrit: 1 position has lapsed and can be confirmed again"
    assert (own_titles(client, subscribed), own_titles(client, officer)) == ([sentence], [])


def test_absences_and_ends_of_mandates_are_there_until_the_mandate_ends(client, site, city, officer, subscribed):
    now = timezone.now()
    Mandate.objects.filter(person=subscribed).update(away_since=now, until=now + timedelta(days=9))
    assert own_titles(client, subscribed) == [
        "Tamanrit: the absence of the delegate begins",
        "Tamanrit: your mandate ends (Delegate)",
    ]
    assert own_titles(client, officer) == ["Tamanrit: the absence of the delegate begins"]
    Mandate.objects.filter(person=officer).update(ended=now)
    assert own_titles(client, officer) == []


def test_an_account_that_is_erased_has_no_calendar(client, site, subscribed):
    key = key_of(subscribed)
    assert erasures.export_person(subscribed)["person"]["calendar_key"] == "(secret)"
    erasures.erase_person(person=subscribed)
    assert (key_of(subscribed), client.get(f"/feeds/me/{key}.ics").status_code) == (None, 404)


def test_a_closed_account_keeps_no_key(subscribed):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=subscribed.pk).update(is_active=False)


def test_the_audit_log_does_not_say_who_subscribes(subscribed):
    assert not Record.objects.filter(person=subscribed.pk).exists()


def test_the_workspace_and_the_calendar_lead_to_it(client, site, subscribed):
    assert "/en/account/#calendar" not in client.get("/en/calendar/").content.decode()
    client.force_login(subscribed)
    for address in ("/en/city/", "/en/calendar/"):
        assert 'href="/en/account/#calendar"' in client.get(address).content.decode()
