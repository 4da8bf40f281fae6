"""Wordings that stay open: in brackets in the text, referred to the body, and merged when it has chosen."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.rules import Refused
from charter.actions.deciding import decision_writing, decisions
from charter.actions.deciding.decision_writing import Decided
from charter.actions.merging import merge_reversals, merges
from charter.models import Adoption, Amendment, Article, Decision
from charter.queries.versions import data_faults
from charter.states import AmendmentState, Outcome, RebaseState
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD, QUARTER = FIFTH.replace("fifth", "third"), FIFTH.replace("fifth", "quarter")
WHY = "The members are divided."


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def begun(deciding, city, other_city, officer, moderator, homes):
    """Two cities' accepted amendments on one paragraph, chosen for a merge."""

    def begin(first, second, **more):
        amendments = [
            factories.under_review(deciding, city, officer, homes, first),
            factories.under_review(deciding, other_city, officer, homes, second, **more),
        ]
        chosen = [factories.accepted(amendment, moderator) for amendment in amendments]
        article = Article.objects.get(slug="a-home-one-can-keep")
        merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
        return merges.choose_amendments(merge=merge, amendments=chosen, by=moderator), chosen

    return begin


@pytest.fixture
def refer(begun, moderator):
    def referred(first, second, **more):
        merge, chosen = begun(first, second, **more)
        for conflict in merges.preview_merge(merge).conflicts:
            merges.refer_conflict(merge=merge, conflict_id=conflict.id, reason=WHY, by=moderator)
        merges.apply_merge(merge=merge, by=moderator)
        return merge, [Amendment.objects.get(pk=amendment.pk) for amendment in chosen]

    return referred


def test_every_alternative_stands_in_brackets_with_what_stood(refer, homes):
    refer(THIRD, QUARTER)
    assert factories.working(homes).wording.text == FIFTH.replace("fifth", "[fifth] [third] [quarter]")
    assert list(data_faults.all_faults()) == []


def test_each_alternative_is_credited_to_its_own_amendment(refer, homes):
    _merge, (first, second) = refer(THIRD, QUARTER)
    marks = {a.change.text.amendment_id: f"adoption:{a.pk}" for a in Adoption.objects.all()}
    runs = [(run["text"], run["by"]) for run in factories.working(homes).wording.runs]
    assert [run for run in runs if "adoption" in run[1][0]] == [
        ("[third]", [marks[first.pk]]),
        ("[quarter]", [marks[second.pk]]),
    ]
    assert {a.reason.text for a in Adoption.objects.all()} == {WHY}


def test_the_amendments_are_referred_to_the_body_in_public(refer):
    _merge, amendments = refer(THIRD, QUARTER)
    assert [a.state for a in amendments] == [AmendmentState.DECIDED] * 2
    assert [(a.decision.outcome, a.decision.reason.text) for a in amendments] == [(Outcome.REFERRED, WHY)] * 2
    assert all(a.decision.is_released and "square brackets" in a.decision.note.text for a in amendments)


def test_each_asks_for_its_own_words_in_place_of_the_brackets(refer, homes):
    _merge, amendments = refer(THIRD, QUARTER)
    changes = [(c.html, c.base, c.carry) for a in amendments for c in a.text.changes.all()]
    base = factories.working(homes).wording
    assert changes == [(THIRD, base, RebaseState.CLEAN), (QUARTER, base, RebaseState.CLEAN)]


def test_what_the_body_chose_is_merged_like_any_other(refer, homes, moderator, deciding):
    merge, (first, _second) = refer(THIRD, QUARTER)
    decisions.correct_decision(
        decision=first.decision, by=moderator, outcome="accepted", reason={"en": "Voted."}, note="Voted."
    )
    again = merges.begin_merge(article=merge.article, language="en", round_=deciding, by=moderator)
    merges.choose_amendments(merge=again, amendments=[first], by=moderator)
    merges.apply_merge(merge=again, by=moderator)
    assert factories.working(homes).wording.text == THIRD
    assert Amendment.objects.get(pk=first.pk).state == AmendmentState.MERGED
    assert list(data_faults.all_faults()) == []


def test_taken_back_they_ask_for_their_words_over_those_before(refer, homes, moderator):
    merge, (first, second) = refer(THIRD, QUARTER)
    merge_reversals.reverse_merge(merge=merge, reason={"en": "Too soon."}, by=moderator)
    base = factories.working(homes).wording
    changes = [Amendment.objects.get(pk=a.pk).text.changes.get() for a in (first, second)]
    assert base.html == FIFTH
    assert [(c.base, c.html, c.carry) for c in changes] == [
        (base, THIRD, RebaseState.CLEAN),
        (base, QUARTER, RebaseState.CLEAN),
    ]
    outcomes = Decision.objects.filter(superseded_at=None).values_list("outcome", flat=True)
    assert list(outcomes) == ["accepted", "accepted"]
    assert list(data_faults.all_faults()) == []


PEOPLE, POOR = " for people", "for people with low incomes"


@pytest.mark.parametrize(
    ("first", "second", "old", "brackets"),
    [
        (
            " at a fair rent for people",
            " with a garden for people",
            PEOPLE,
            " [at a fair rent] [with a garden] for people",
        ),
        ("", " for people with small incomes", f" {POOR}", f" [{POOR}] [—] [for people with small incomes]"),
    ],
    ids=["put in at one point", "taken out or changed"],
)
def test_words_keep_their_spaces_around_the_brackets(refer, homes, first, second, old, brackets):
    refer(FIFTH.replace(old, first), FIFTH.replace(old, second))
    assert factories.working(homes).wording.text == FIFTH.replace(old, brackets)
    assert list(data_faults.all_faults()) == []


def test_what_nobody_contests_enters_beside_the_brackets(refer, homes):
    refer(THIRD.replace("new homes", "all homes"), QUARTER)
    words = FIFTH.replace("fifth", "[fifth] [third] [quarter]").replace("new homes", "all homes")
    assert factories.working(homes).wording.text == words
    assert list(data_faults.all_faults()) == []


def test_a_provision_taken_out_by_one_and_changed_by_another_stays_in_brackets(refer, homes):
    refer(THIRD, "", kind="delete")
    assert factories.working(homes).wording.text == f"[{FIFTH}] [{THIRD}] [—]"
    assert list(data_faults.all_faults()) == []


def test_a_reason_is_asked_for(begun, moderator):
    merge, _chosen = begun(THIRD, QUARTER)
    conflict = merges.preview_merge(merge).conflicts[0]
    with pytest.raises(Refused, match="Give the reason for leaving the conflict open"):
        merges.refer_conflict(merge=merge, conflict_id=conflict.id, reason=" ", by=moderator)


def test_words_of_the_secretariat_cannot_stay_open_as_a_members(begun, moderator):
    merge, (first, _second) = begun(THIRD, QUARTER)
    half = {first.text.changes.get().pk: FIFTH.replace("fifth", "half")}
    decided = Decided(Outcome.WITH_CHANGES, {"en": "Better."}, words=half)
    before, at = first.decision, timezone.now()
    # Public beside one that it conflicts with, as before such corrections were refused.
    corrected = decision_writing.write_corrected_decision(before, decided, "Better.", moderator, at)
    decision_writing.publish_corrections([(corrected, before)], "Better.", moderator, at)
    conflict = merges.preview_merge(merge).conflicts[0]
    with pytest.raises(Refused, match="The wordings cannot be shown side by side in square brackets"):
        merges.refer_conflict(merge=merge, conflict_id=conflict.id, reason=WHY, by=moderator)


def test_it_is_undone_like_any_choice(begun, moderator):
    merge, _chosen = begun(THIRD, QUARTER)
    conflict = merges.preview_merge(merge).conflicts[0]
    merges.refer_conflict(merge=merge, conflict_id=conflict.id, reason=WHY, by=moderator)
    merges.undo_step(merge=merge, by=moderator)
    assert [conflict.id for conflict in merges.preview_merge(merge).conflicts] == [conflict.id]
