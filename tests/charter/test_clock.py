"""The clock of a round: when clocks change, on a leap day, in two zones, and while nobody is there to close it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.actions import letters
from accounts.rules import Refusal, Refused
from charter import rules
from charter.actions.amending import amendments
from tests import factories

SECOND = timedelta(seconds=1)
# The end as it is written on the wall, and the moment it is for everybody.
ENDS = [
    ("Europe/Madrid", datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),  # 02:00 to 03:00 is not
    ("Europe/Madrid", datetime(2027, 10, 31, 1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
    ("Europe/Madrid", datetime(2027, 10, 31, 3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),  # an hour came twice
    ("America/Bogota", datetime(2028, 2, 29, 23, 59), datetime(2028, 3, 1, 4, 59, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2028, 2, 29, 0, 0), datetime(2028, 2, 28, 18, 15, tzinfo=UTC)),
]


def ending(version, at):
    round_ = factories.round_(version)
    round_.opens_at, round_.proposals_until = at - timedelta(days=20), at - timedelta(days=1)
    round_.confirm_until, round_.support_until = at, at + timedelta(days=5)
    return round_


@pytest.mark.parametrize(("zone", "wall", "moment"), ENDS)
def test_a_round_ends_at_one_moment_in_every_zone(version, zone, wall, moment):
    round_ = ending(version, wall.replace(tzinfo=ZoneInfo(zone)))
    before, after = round_.phase(moment - SECOND), round_.phase(moment + SECOND)
    assert (before, after == before) == ("confirming", False)


@pytest.mark.parametrize("away", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_who_is_a_day_ahead_or_behind_confirms_by_the_same_clock(version, city, officer, delegate, away):
    delegate.zone = away
    delegate.save()
    moment = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
    round_ = factories.round_(version)
    amendment = factories.sent(round_, city, officer)
    _move(round_, moment)
    amendment.refresh_from_db()
    assert rules.may_confirm(delegate, amendment, now=moment - SECOND) is True
    assert isinstance(rules.may_confirm(delegate, amendment, now=moment + SECOND), Refusal)


def test_a_round_that_closed_while_the_site_was_down_closed_at_its_hour(version, city, officer, delegate):
    round_ = factories.round_(version)
    amendment = factories.sent(round_, city, officer)
    moment = datetime(2028, 2, 29, 12, 0, tzinfo=UTC)
    _move(round_, moment)
    amendment.refresh_from_db()
    with time_machine.travel(moment + timedelta(hours=3), tick=False), pytest.raises(Refused):
        amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.number) == ("sent", None)


def _move(round_, moment):
    round_.opens_at, round_.proposals_until = moment - timedelta(days=20), moment - timedelta(days=1)
    round_.confirm_until, round_.support_until = moment, moment + timedelta(days=5)
    round_.save()


def test_the_morning_of_a_leap_day_is_a_morning():
    zone = ZoneInfo("Europe/Madrid")
    due = letters.next_mail(datetime(2028, 2, 28, 12, tzinfo=UTC), zone, "daily")
    assert due.astimezone(zone) == datetime(2028, 2, 29, 7, tzinfo=zone)
