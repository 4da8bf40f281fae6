"""Administrators get a letter a day where something needs doing, each in the own language, and else none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from consultation.models import Beat
from consultation.watching import checks, telling
from consultation.watching.findings import ok, warn
from tests import factories

NOW = timezone.now().replace(hour=12)


@pytest.fixture
def found(monkeypatch):
    """What the looks of the day find; the test says it."""
    findings = {}
    monkeypatch.setattr(checks, "run_checks", lambda names: iter(findings.items()))
    return findings


def test_nothing_is_written_where_all_is_well(db, found):
    factories.holder("administrator")
    found["disk"] = ok("Free.")
    telling.email_findings(NOW)
    assert Letter.objects.count() == 0


def test_what_needs_doing_is_written_once_a_day(db, found):
    administrator, _moderator = factories.holder("administrator"), factories.holder("moderator")
    found |= {"disk": warn("Free disk space: %(n)s GB.", "Delete logs.", n=1), "cache": ok("Fine.")}
    for hours in (0, 1, 24):
        telling.email_findings(NOW + timedelta(hours=hours))
    assert [letter.to for letter in Letter.objects.all()] == [administrator] * 2
    assert Letter.objects.first().body == "Free disk space: 1 GB.\nDelete logs."


def test_the_demonstration_writes_to_nobody(db, found, settings):
    settings.DEMONSTRATION = True
    factories.holder("administrator")
    found["disk"] = warn("Full.", "Delete.")
    telling.email_findings(NOW)
    assert Letter.objects.count() == 0


def test_of_two_workers_one_looks(db):
    assert [Beat.objects.claim("look", NOW, NOW + timedelta(seconds=n)) for n in range(3)] == [True, False, False]


def test_after_a_clock_that_was_ahead_administrators_are_written_to_again(db, found):
    factories.holder("administrator")
    found["disk"] = warn("Full.", "Delete.")
    for days in (400, 0, 1):
        telling.email_findings(NOW + timedelta(days=days))
    days = [(letter.written_at - NOW).days for letter in Letter.objects.order_by("written_at")]
    assert days == [0, 1, 400]


def test_a_beat_that_never_was_has_no_age(db):
    assert Beat.objects.age("turn", NOW) is None
    Beat.objects.note("turn", NOW)
    assert Beat.objects.age("turn", NOW + timedelta(seconds=9)) == timedelta(seconds=9)
