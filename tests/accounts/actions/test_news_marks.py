"""Until when a person has read the news of a workspace."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.actions import news_marks
from accounts.models import NewsMark, Record

NOW = timezone.now()


def mark(person, city, until=NOW):
    news_marks.mark_news_as_read(person=person, organisation=city, until=until)
    return NewsMark.objects.get(person=person, organisation=city).at


def test_a_mark_goes_forward_and_never_back(officer, city):
    assert mark(officer, city) == NOW
    assert mark(officer, city, NOW - timedelta(hours=1)) == NOW
    assert mark(officer, city, NOW + timedelta(hours=1)) == NOW + timedelta(hours=1)


def test_each_workspace_has_its_own_and_no_mark_is_an_act(officer, city, other_city):
    acts = Record.objects.count()
    mark(officer, city)
    mark(officer, other_city, NOW + timedelta(days=1))
    assert (NewsMark.objects.get(organisation=city).at, Record.objects.count()) == (NOW, acts)
