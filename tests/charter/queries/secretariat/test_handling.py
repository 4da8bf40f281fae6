"""The pace of the desk, and the last act on several that can be undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from charter.actions.deciding import decisions
from charter.actions.secretariat import batches, handling
from charter.queries.secretariat import handling as handling_queries
from charter.queries.secretariat.handling import Pace
from tests import factories

TODAY = date(2026, 11, 25)
WHY = {"en": "It is clear."}


@pytest.fixture
def asked(round_, charter, city, officer):
    places = (4, 5, 6)
    return [factories.under_review(round_, city, officer, factories.provision(charter, p), "Other.") for p in places]


def test_the_pace_counts_decisions_of_the_last_days_and_the_last_due_day(asked, round_, moderator):
    now = timezone.now()
    for amendment, days in ((asked[0], 1), (asked[1], 9)):
        at = now - timedelta(days=days, hours=1)
        decisions.decide_amendment(amendment=amendment, by=moderator, outcome="accepted", reason=WHY, at=at)
    handling.assign_amendment(amendment=asked[2], to=None, due_on=TODAY, by=moderator)
    assert handling_queries.pace_of_decisions(round_, 1, now) == Pace(1, 0.5, TODAY)


@pytest.mark.parametrize(
    ("pace", "days", "in_time", "needed"),
    [
        (Pace(10, 5.0, TODAY + timedelta(days=1)), 2, True, 5),
        (Pace(10, 4.0, TODAY + timedelta(days=1)), 3, False, 5),
        (Pace(10, 0.0, TODAY - timedelta(days=3)), None, False, 10),
        (Pace(10, 5.0, None), 2, False, 10),
    ],
)
def test_a_pace_says_how_long_it_takes_and_what_is_needed(pace, days, in_time, needed):
    assert (pace.days, pace.is_in_time(TODAY), pace.needed(TODAY)) == (days, in_time, needed)


def test_work_is_given_to_those_who_moderate_now(moderator, second_moderator, officer):
    factories.holder("body_member")
    assert set(handling_queries.moderators_at(timezone.now())) == {moderator, second_moderator}


def test_nobody_has_an_amendment_until_it_is_given(asked, moderator):
    assert handling_queries.handling_of(asked[0]) is None
    assigned = handling.assign_amendment(amendment=asked[0], to=moderator, due_on=None, by=moderator)
    assert handling_queries.handling_of(type(asked[0]).objects.get(pk=asked[0].pk)) == assigned


def test_the_last_act_on_several_is_offered_until_it_is_undone(asked, round_, moderator, second_moderator):
    batch = batches.decide_batch(amendments=asked[:2], by=moderator, outcome="not_accepted", reason=WHY)
    assert handling_queries.last_batch(moderator, round_) == batch
    assert handling_queries.last_batch(second_moderator, round_) is None
    batches.undo_batch(batch=batch, by=moderator)
    assert handling_queries.last_batch(moderator, round_) is None


def test_what_is_public_is_not_offered_to_be_undone(asked, round_, moderator):
    batches.decide_batch(amendments=asked[:2], by=moderator, outcome="not_accepted", reason=WHY)
    later = round_.support_until + timedelta(days=1)
    decisions.release_decisions(round_=round_, by=moderator, amendments=asked[:1], at=later)
    assert handling_queries.last_batch(moderator, round_) is None


def test_notes_and_views_come_in_order(asked, moderator, second_moderator):
    for text in ("First.", "Second."):
        handling.add_note(amendment=asked[0], by=moderator, text=text)
    for name in ("Mine", "All"):
        handling.save_view(name=name, query="state=all", by=moderator)
    handling.save_view(name="Theirs", query="", by=second_moderator)
    assert [note.text for note in handling_queries.desk_notes(asked[0])] == ["First.", "Second."]
    assert [view.name for view in handling_queries.views_of(moderator)] == ["All", "Mine"]
