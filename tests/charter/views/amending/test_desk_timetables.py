"""Earlier dates of a round: proposed on the form of the round, answered by a second moderator, then public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter
from charter.actions.amending import timetables
from charter.models import ProposedTimetable, Round, TimetableMove
from charter.queries.amending import timetables as timetable_queries
from charter.wording.round_times import format_moment
from tests import factories

HERE = "/en/desk/rounds/"
DAY = timedelta(days=1)


def typed(at, round_):
    return at.astimezone(round_.tz).strftime("%Y-%m-%dT%H:%M")


def text(answer):
    return answer.content.decode()


@pytest.fixture
def second(db):
    """Another moderator, signed in."""
    client = Client()
    client.force_login(factories.secretariat())
    return client


@pytest.fixture
def earlier(round_):
    return (round_.support_until - 3 * DAY).replace(second=0, microsecond=0)


@pytest.fixture
def proposed(round_, moderator, earlier):
    return timetables.change_timetable(
        round_=round_, by=moderator, note="The assembly meets earlier.", support_until=earlier
    )


def test_from_the_form_of_the_round_to_the_public_page(desk, second, client, round_, earlier, officer):
    form = {"act": "extend", "support_until": typed(earlier, round_), "note_en": "The assembly meets earlier."}
    answer = desk.post(HERE, {**form, "token": "a"}, follow=True)
    assert "Proposed. A second moderator must confirm the dates." in text(answer)
    proposed = ProposedTimetable.objects.get()
    page = reverse("desk_timetable", args=[proposed.pk])
    assert answer.redirect_chain == [(page, 302)]
    assert Round.objects.get().support_until == round_.support_until
    old, new = (format_moment(at, round_) for at in (round_.support_until, earlier))
    assert new not in text(client.get("/en/rounds/1/"))

    assert page in text(second.get(reverse("desk_waiting"))) and page in text(second.get(HERE))
    shown = text(second.get(page))
    assert old in shown and new in shown and "The assembly meets earlier." in shown
    confirmed = second.post(page, {"act": "confirm", "token": "b"}, follow=True)
    assert confirmed.redirect_chain == [(HERE, 302)]
    assert "Members are notified by email." in text(confirmed)
    assert page not in text(second.get(reverse("desk_waiting")))

    for reader, address in ((second, HERE), (Client(), "/en/rounds/1/")):
        shown = text(reader.get(address))
        assert f"<strong>{new}</strong> instead of {old}" in shown and "The assembly meets earlier." in shown
    assert Letter.objects.get(kind="timetable_moved").to == officer
    assert "Confirmed by" in text(desk.get(page))


def test_the_form_says_what_an_earlier_date_needs(desk, round_, settings):
    settings.SHORTENING_NOTICE_HOURS = 48
    needs = "a second moderator must confirm it. Members must have 48 hours of notice."
    assert needs in text(desk.get(HERE))
    settings.SHORTENING_NEEDS_TWO = False
    page = text(desk.get(HERE))
    assert needs not in page and "If a date becomes earlier, members must have 48 hours of notice." in page


def test_too_little_notice_is_refused_with_the_earliest_date_and_the_typed_reason_is_kept(desk, round_):
    ends = dict.fromkeys(("proposals_until", "confirm_until", "support_until"))
    soon = typed(timezone.now() + DAY, round_)
    form = {"act": "extend", **dict.fromkeys(ends, soon), "note_en": "A short round.", "token": "a"}
    answer = desk.post(HERE, form)
    assert answer.status_code == 422
    earliest = timetable_queries.earliest_date(timezone.now())
    assert f"{earliest.astimezone(round_.tz):%H:%M} Barcelona time" in text(answer)
    assert "A short round." in text(answer) and soon in text(answer)
    assert not ProposedTimetable.objects.exists()


def test_by_the_setting_one_moderator_changes_the_dates_at_once(desk, round_, earlier, settings):
    settings.SHORTENING_NEEDS_TWO = False
    form = {"act": "extend", "support_until": typed(earlier, round_), "note_en": "So.", "token": "a"}
    answer = desk.post(HERE, form, follow=True)
    assert answer.redirect_chain == [(HERE, 302)] and "The dates were changed." in text(answer)
    assert Round.objects.get().support_until == earlier and TimetableMove.objects.count() == 1


def test_the_proposer_can_withdraw_and_not_confirm(client, round_, proposed, moderator):
    client.force_login(factories.with_second_factor(moderator))
    page = reverse("desk_timetable", args=[proposed.pk])
    shown = text(client.get(page))
    assert 'value="withdraw"' in shown and 'value="confirm"' not in shown and 'value="refuse"' not in shown
    refused = client.post(page, {"act": "confirm", "token": "a"})
    assert refused.status_code == 422 and "A second person must approve it" in text(refused)
    assert page not in text(client.get(reverse("desk_waiting")))
    withdrawn = client.post(page, {"act": "withdraw", "token": "b"}, follow=True)
    assert "The proposed dates were withdrawn." in text(withdrawn)
    assert "Withdrawn by" in text(client.get(page))


def test_a_refusal_needs_a_reason_that_the_proposer_reads(desk, second, proposed):
    page = reverse("desk_timetable", args=[proposed.pk])
    empty = second.post(page, {"act": "refuse", "reason": " ", "token": "a"})
    assert empty.status_code == 422 and "Give the reason for the refusal." in text(empty)
    answer = second.post(page, {"act": "refuse", "reason": "Members have holidays.", "token": "b"}, follow=True)
    assert "The proposed dates were refused." in text(answer)
    assert page in text(desk.get(HERE)) and "Members have holidays." in text(desk.get(page))


def test_a_confirmation_does_not_drop_a_typed_reason(second, proposed):
    page = reverse("desk_timetable", args=[proposed.pk])
    answer = second.post(page, {"act": "confirm", "reason": "Please wait.", "token": "a"})
    assert answer.status_code == 422 and "Please wait." in text(answer)
    assert "To confirm the dates, delete the text." in text(answer)


def test_a_confirmation_after_the_dates_changed_is_refused_with_a_sentence(second, round_, proposed, moderator):
    until = round_.proposals_until + DAY
    timetables.change_timetable(round_=round_, by=moderator, note="More write.", proposals_until=until)
    answer = second.post(reverse("desk_timetable", args=[proposed.pk]), {"act": "confirm", "token": "a"})
    assert answer.status_code == 422
    assert "The dates of the round have changed since the proposal." in text(answer)


def test_a_confirmation_that_comes_too_late_is_refused_with_a_sentence(second, round_, proposed, settings):
    settings.SHORTENING_NOTICE_HOURS = 24 * 40
    answer = second.post(reverse("desk_timetable", args=[proposed.pk]), {"act": "confirm", "token": "a"})
    assert answer.status_code == 422
    assert "Members can no longer have the notice of 960 hours" in text(answer)


def test_nobody_else_reads_it(client, proposed, officer):
    for reader in (officer, factories.holder("body_member")):
        client.force_login(reader)
        assert client.get(reverse("desk_timetable", args=[proposed.pk])).status_code == 404


def test_more_changes_of_dates_ask_no_more(desk, round_, moderator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        desk.get(HERE)
        with CaptureQueriesContext(connection) as caught:
            desk.get(HERE)
        return len(caught)

    def extend(days):
        until = round_.support_until + days * DAY
        timetables.change_timetable(round_=round_, by=moderator, note="So.", support_until=until)

    extend(1)
    once = count()
    extend(2)
    extend(3)
    assert count() == once
