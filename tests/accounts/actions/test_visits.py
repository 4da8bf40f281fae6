"""When a person was last in a room."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.actions import visits
from accounts.models import Record, Visit

NOW = timezone.now()


def enter(who, city, at=NOW):
    return visits.enter(person=who, organisation=city, at=at)


def test_the_first_visit_has_none_before_it(officer, city):
    assert enter(officer, city) is None


def test_opened_again_within_an_hour_it_is_the_same_visit(officer, city):
    enter(officer, city)
    assert enter(officer, city, NOW + timedelta(minutes=59)) is None
    assert enter(officer, city, NOW + timedelta(minutes=118)) is None


def test_a_later_visit_says_when_the_one_before_ended(officer, city):
    enter(officer, city)
    enter(officer, city, NOW + timedelta(minutes=30))
    later = NOW + timedelta(days=2)
    assert enter(officer, city, later) == NOW + timedelta(minutes=30)
    assert enter(officer, city, later + timedelta(minutes=5)) == NOW + timedelta(minutes=30)


def test_each_room_has_its_own_and_no_visit_is_an_act(officer, city, other_city):
    enter(officer, city)
    acts = Record.objects.count()
    assert enter(officer, other_city, NOW + timedelta(days=1)) is None
    assert (Visit.objects.count(), Record.objects.count()) == (2, acts)
