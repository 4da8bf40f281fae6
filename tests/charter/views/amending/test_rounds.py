"""Rounds: timetable, zone, who may do what."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from charter.wording.round_times import days_left, format_moment, format_offset
from charter.wording.rounds import timetable_of
from tests import factories


def test_a_moment_is_said_in_the_rounds_own_zone_with_its_offset(round_):
    at = datetime(2026, 12, 18, 22, 59, tzinfo=ZoneInfo("UTC"))
    assert format_moment(at, round_) == "18 December 2026, 23:59 Barcelona time (UTC+1)"


def test_ones_own_zone_comes_first(round_):
    at = datetime(2026, 12, 18, 22, 59, tzinfo=ZoneInfo("UTC"))
    person = factories.person(zone="Asia/Kolkata")
    said = format_moment(at, round_, person)
    assert said == "19 December 2026, 04:29 your time; 18 December 2026, 23:59 Barcelona time (UTC+1)"


def test_an_unknown_zone_is_left_out(round_):
    person = factories.person(zone="Mars/Olympus")
    assert "your time" not in format_moment(round_.opens_at, round_, person)


@pytest.mark.parametrize(("zone", "said"), [("UTC", "UTC"), ("Asia/Kolkata", "UTC+5:30"), ("America/Lima", "UTC−5")])
def test_offsets(zone, said):
    assert format_offset(datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))) == said


def test_the_last_day_counts_hours():
    now = timezone.now()
    assert days_left(now + timedelta(days=3, hours=1), now) == "3 days left"
    assert days_left(now + timedelta(hours=5, minutes=1), now) == "5 hours left"
    assert days_left(now + timedelta(minutes=20, seconds=5), now) == "20 minutes left"
    assert days_left(now + timedelta(seconds=70), now) == "1 minute left"


def test_the_timetable_says_what_is_done_now_and_to_come(round_):
    steps = timetable_of(round_)
    assert [step["now"] for step in steps] == [False, True, False, False, False, False]
    assert [step["done"] for step in steps] == [True, False, False, False, False, False]


def test_the_page_says_who_may_do_what(client, round_):
    html = client.get("/en/rounds/1/").content.decode()
    assert "Round 1 is open" in html
    assert "All local governments on the list" in html
    assert "the assembly of members" in html


def test_rounds_are_listed_the_newest_first(client, version):
    factories.deciding(version, closed_at=timezone.now())
    factories.round_(version)
    html = client.get("/en/rounds/").content.decode()
    assert html.index("/en/rounds/2/") < html.index("/en/rounds/1/")


def test_without_a_round_the_page_says_so(client, db):
    assert "No round has been announced yet." in client.get("/en/rounds/").content.decode()


def test_an_unknown_round_is_not_found(client, version):
    assert client.get("/en/rounds/9/").status_code == 404
