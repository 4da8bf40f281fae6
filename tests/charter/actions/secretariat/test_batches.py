"""One act on several amendments: all or none, conflicts named, undone in one step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.models import Record
from accounts.rules import Refused
from charter.actions.deciding import decisions
from charter.actions.secretariat import batches, handling
from charter.actions.secretariat.handling import Assignment
from charter.models import Amendment, Batch, Decision, Handling
from charter.states import AmendmentState
from tests import factories

FIFTH = "The city keeps one fifth of new homes for people with low incomes."
WHY = {"en": "It is clear.", "fr": "C’est clair."}
DUE = date(2026, 12, 2)


@pytest.fixture
def asked(round_, charter, city, other_city, officer, stranger):
    """Two that conflict on homes, and one elsewhere."""
    homes = factories.provision(charter, 5)
    return [
        factories.under_review(round_, city, officer, homes, FIFTH.replace("fifth", "third")),
        factories.under_review(round_, other_city, stranger, homes, FIFTH.replace("fifth", "quarter")),
        factories.under_review(round_, city, officer, factories.provision(charter, 6), "Other words."),
    ]


def fresh(stale):
    amendments = {
        amendment.pk: amendment for amendment in Amendment.objects.select_related("handling__assigned_to", "round")
    }
    return [amendments[amendment.pk] for amendment in stale]


def states(amendments):
    return [amendment.state for amendment in fresh(amendments)]


def test_several_are_decided_with_one_reason_and_undone_in_one_step(asked, moderator):
    batch = batches.decide_batch(amendments=asked, by=moderator, outcome="not_accepted", reason=WHY)
    assert states(asked) == [AmendmentState.DECIDED] * 3
    assert {d.reason.in_language("fr").text for d in Decision.objects.all()} == {"C’est clair."}
    batches.undo_batch(batch=batch, by=moderator)
    assert states(asked) == [AmendmentState.UNDER_REVIEW] * 3
    named = ["amendments decided together", "batch undone"]
    assert list(Record.objects.filter(act__in=named).order_by("number").values_list("act", flat=True)) == named


def test_those_that_clash_are_not_accepted_together_and_are_named(asked, moderator):
    with pytest.raises(Refused, match="amendment 1 with amendment 2"):
        batches.decide_batch(amendments=asked, by=moderator, outcome="accepted", reason=WHY)
    assert states(asked) == [AmendmentState.UNDER_REVIEW] * 3
    batches.decide_batch(amendments=asked[1:], by=moderator, outcome="accepted", reason=WHY)
    assert states(asked) == [AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED, AmendmentState.DECIDED]


@pytest.mark.parametrize("outcome", ["accepted_in_part", "accepted_with_changes", "nonsense"])
def test_what_needs_words_of_each_is_not_decided_together(asked, moderator, outcome):
    with pytest.raises(Refused):
        batches.decide_batch(amendments=asked, by=moderator, outcome=outcome, reason=WHY)
    assert Batch.objects.count() == 0


def test_one_that_is_decided_already_stops_them_all(asked, moderator):
    decisions.decide_amendment(amendment=asked[2], by=moderator, outcome="accepted", reason=WHY)
    with pytest.raises(Refused, match=r"Amendment 3 is no longer under review"):
        batches.decide_batch(amendments=asked, by=moderator, outcome="not_accepted", reason=WHY)
    assert states(asked)[:2] == [AmendmentState.UNDER_REVIEW] * 2


def test_only_moderators_act_on_several_and_on_one_round(asked, moderator, officer, version):
    arguments = {"outcome": "not_accepted", "reason": WHY}
    for amendments, by in ((asked, officer), ([], moderator)):
        with pytest.raises(Refused):
            batches.decide_batch(amendments=amendments, by=by, **arguments)


def test_falling_because_of_another_is_said_of_several(asked, moderator):
    batches.decide_batch(amendments=asked[1:], by=moderator, outcome="falls", reason=WHY, because_of=asked[0])
    assert set(Decision.objects.values_list("because_of__number", flat=True)) == {1}


def test_a_decision_changed_since_stays_when_the_rest_is_undone(asked, moderator):
    batch = batches.decide_batch(amendments=asked[1:], by=moderator, outcome="not_accepted", reason=WHY)
    decisions.decide_amendment(amendment=asked[1], by=moderator, outcome="kept_for_advocacy", reason=WHY)
    batches.undo_batch(batch=batch, by=moderator)
    assert states(asked)[1:] == [AmendmentState.DECIDED, AmendmentState.UNDER_REVIEW]


def test_nothing_is_undone_twice_or_after_a_release(asked, round_, moderator, officer):
    first = batches.decide_batch(amendments=asked[:1], by=moderator, outcome="not_accepted", reason=WHY)
    second = batches.decide_batch(amendments=asked[1:], by=moderator, outcome="not_accepted", reason=WHY)
    batches.undo_batch(batch=first, by=moderator)
    later = round_.support_until + timedelta(days=1)
    decisions.release_decisions(round_=round_, by=moderator, amendments=asked[1:2], at=later)
    for batch, by in ((first, moderator), (second, moderator), (second, officer)):
        with pytest.raises(Refused):
            batches.undo_batch(batch=batch, by=by)
    assert states(asked)[2] == AmendmentState.DECIDED


def test_several_are_given_and_go_back_to_who_had_them(asked, moderator, second_moderator):
    handling.assign_amendment(amendment=asked[0], to=moderator, due_on=DUE, by=moderator)
    assignment = Assignment(changes_person=True, to=second_moderator)
    batch = batches.assign_batch(amendments=fresh(asked), assignment=assignment, by=moderator)
    had = [(h.assigned_to, h.due_on) for h in Handling.objects.order_by("amendment__number")]
    assert had == [(second_moderator, DUE), (second_moderator, None), (second_moderator, None)]
    handling.assign_amendment(amendment=asked[2], to=moderator, due_on=None, by=second_moderator)
    batches.undo_batch(batch=batch, by=moderator)
    had = [(h.assigned_to, h.due_on) for h in Handling.objects.order_by("amendment__number")]
    assert had == [(moderator, DUE), (None, None), (moderator, None)]


def test_giving_says_to_whom_or_until_when(asked, moderator):
    with pytest.raises(Refused, match="Choose a person"):
        batches.assign_batch(amendments=asked, assignment=Assignment(), by=moderator)
