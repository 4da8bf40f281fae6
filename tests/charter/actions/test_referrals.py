"""Wordings that stay open: in brackets in the text, referred to the body, and merged when it has chosen."""

from __future__ import annotations

import pytest

from accounts.rules import Refused
from charter.actions import decisions, merge_returns, merges
from charter.models import Adoption, Amendment, Article, Decision
from charter.queries import faults
from charter.states import AmendmentState, CarryState, Outcome
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
        asked = [
            factories.under_review(deciding, city, officer, homes, first),
            factories.under_review(deciding, other_city, officer, homes, second, **more),
        ]
        chosen = [factories.accepted(amendment, moderator) for amendment in asked]
        article = Article.objects.get(slug="a-home-one-can-keep")
        merge = merges.begin(article=article, language="en", round_=deciding, by=moderator)
        return merges.choose(merge=merge, amendments=chosen, by=moderator), chosen

    return begin


@pytest.fixture
def refer(begun, moderator):
    def referred(first, second, **more):
        merge, chosen = begun(first, second, **more)
        for clash in merges.preview(merge).clashes:
            merges.refer(merge=merge, conflict_id=clash.id, reason=WHY, by=moderator)
        merges.apply(merge=merge, by=moderator)
        return merge, [Amendment.objects.get(pk=amendment.pk) for amendment in chosen]

    return referred


def test_every_alternative_stands_in_brackets_with_what_stood(refer, homes):
    refer(THIRD, QUARTER)
    assert factories.working(homes).wording.text == FIFTH.replace("fifth", "[fifth] [third] [quarter]")
    assert list(faults.all_faults()) == []


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
    found = [(c.html, c.base, c.carry) for a in amendments for c in a.text.changes.all()]
    base = factories.working(homes).wording
    assert found == [(THIRD, base, CarryState.CLEAN), (QUARTER, base, CarryState.CLEAN)]


def test_what_the_body_chose_is_merged_like_any_other(refer, homes, moderator, deciding):
    merge, (first, _second) = refer(THIRD, QUARTER)
    decisions.correct(
        decision=first.decision, by=moderator, outcome="accepted", reason={"en": "Voted."}, note="Voted."
    )
    again = merges.begin(article=merge.article, language="en", round_=deciding, by=moderator)
    merges.choose(merge=again, amendments=[first], by=moderator)
    merges.apply(merge=again, by=moderator)
    assert factories.working(homes).wording.text == THIRD
    assert Amendment.objects.get(pk=first.pk).state == AmendmentState.MERGED
    assert list(faults.all_faults()) == []


def test_taken_back_they_ask_for_their_words_over_those_before(refer, homes, moderator):
    merge, (first, second) = refer(THIRD, QUARTER)
    merge_returns.take_back(merge=merge, reason={"en": "Too soon."}, by=moderator)
    base = factories.working(homes).wording
    changes = [Amendment.objects.get(pk=a.pk).text.changes.get() for a in (first, second)]
    assert base.html == FIFTH
    assert [(c.base, c.html, c.carry) for c in changes] == [
        (base, THIRD, CarryState.CLEAN),
        (base, QUARTER, CarryState.CLEAN),
    ]
    outcomes = Decision.objects.filter(superseded_at=None).values_list("outcome", flat=True)
    assert list(outcomes) == ["accepted", "accepted"]
    assert list(faults.all_faults()) == []


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
    assert list(faults.all_faults()) == []


def test_what_nobody_contests_enters_beside_the_brackets(refer, homes):
    refer(THIRD.replace("new homes", "all homes"), QUARTER)
    words = FIFTH.replace("fifth", "[fifth] [third] [quarter]").replace("new homes", "all homes")
    assert factories.working(homes).wording.text == words
    assert list(faults.all_faults()) == []


def test_a_provision_taken_out_by_one_and_changed_by_another_stays_in_brackets(refer, homes):
    refer(THIRD, "", kind="delete")
    assert factories.working(homes).wording.text == f"[{FIFTH}] [{THIRD}] [—]"
    assert list(faults.all_faults()) == []


def test_a_reason_is_asked_for(begun, moderator):
    merge, _chosen = begun(THIRD, QUARTER)
    clash = merges.preview(merge).clashes[0]
    with pytest.raises(Refused, match="Say why it stays open"):
        merges.refer(merge=merge, conflict_id=clash.id, reason=" ", by=moderator)


def test_words_of_the_secretariat_cannot_stay_open_as_a_members(begun, moderator):
    merge, (first, _second) = begun(THIRD, QUARTER)
    half = {first.text.changes.get().pk: FIFTH.replace("fifth", "half")}
    said = {"outcome": "accepted_with_changes", "reason": {"en": "Better."}, "note": "Better.", "words": half}
    decisions.correct(decision=first.decision, by=moderator, **said)
    clash = merges.preview(merge).clashes[0]
    with pytest.raises(Refused, match="cannot stand side by side"):
        merges.refer(merge=merge, conflict_id=clash.id, reason=WHY, by=moderator)


def test_it_is_undone_like_any_choice(begun, moderator):
    merge, _chosen = begun(THIRD, QUARTER)
    clash = merges.preview(merge).clashes[0]
    merges.refer(merge=merge, conflict_id=clash.id, reason=WHY, by=moderator)
    merges.undo(merge=merge, by=moderator)
    assert [one.id for one in merges.preview(merge).clashes] == [clash.id]
