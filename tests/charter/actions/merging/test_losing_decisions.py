"""Settling a conflict says what follows for those who lose; words of one's own are put as a compromise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter, Record
from accounts.rules import Refused
from charter.actions.deciding.decisions import Endorsed, correct_decision
from charter.actions.merging import merge_reversals, merges
from charter.models import Adoption, Amendment, Article, Change, Compromise, Decision
from charter.queries.merging.forecasts import forecast_merge
from charter.queries.versions import data_faults
from charter.states import Outcome
from tests import factories

FIFTH = factories.WORDS["en"][5]
THIRD = FIFTH.replace("fifth", "third")
QUARTER = FIFTH.replace("fifth", "quarter")
BOTH = QUARTER.replace("low incomes", "low or no incomes")


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def begun(deciding, homes, city, other_city, officer, moderator):
    """A merge of two accepted wordings; `release` says whether the decisions are public."""

    def begun(second=QUARTER, release=True):
        amendments = [
            factories.under_review(deciding, city, officer, homes, THIRD),
            factories.under_review(deciding, other_city, officer, homes, second),
        ]
        chosen = [factories.accepted(amendment, moderator, release=release) for amendment in amendments]
        article = Article.objects.get(slug="a-home-one-can-keep")
        merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
        return merges.choose_amendments(merge=merge, amendments=chosen, by=moderator)

    return begun


def settled(merge, moderator, **more):
    conflict = merges.preview_merge(merge).conflicts[0]
    side = next(option for option in conflict.options if option.html == THIRD or "third" in option.html)
    return merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice=side.choice, by=moderator, **more)


def held(number):
    return Decision.objects.get(amendment__number=number, superseded_at=None)


def test_the_one_that_lost_falls_in_public_because_of_the_chosen_one(begun, moderator):
    merge = settled(begun(), moderator, why="More members asked for a third.")
    assert forecast_merge(merges.preview_merge(merge)).falls == ()
    merges.apply_merge(merge=merge, by=moderator)
    lost = held(2)
    assert (lost.outcome, lost.because_of.number, lost.reason.text) == ("falls", 1, "More members asked for a third.")
    assert lost.is_released and lost.note is not None
    assert Change.objects.get(text=lost.amendment.text).carry == "clean"
    assert Record.objects.filter(act="decision followed").count() == 1


def test_a_word_written_for_two_stands_for_both_where_a_word_beside_it_is_replaced_too(begun, moderator):
    merge = begun(second=QUARTER.replace("quarter of", "quarter among"))
    conflict = merges.preview_merge(merge).conflicts[0]
    written = FIFTH.replace("fifth of", "tenth among")
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, html=written, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert [held(number).outcome for number in (1, 2)] == ["accepted", "accepted"]


def test_one_of_which_something_is_taken_is_accepted_in_part(begun, moderator):
    merge = settled(begun(second=BOTH), moderator, why="A third.")
    merges.apply_merge(merge=merge, by=moderator)
    part = held(2)
    assert (part.outcome, part.amendment.state) == ("accepted_in_part", "merged")
    assert "low or no incomes" in factories.working(factories.provision(merge.charter, 5)).wording.text


def test_without_a_word_the_one_that_lost_falls_with_a_standard_reason_and_an_email(begun, moderator, other_delegate):
    merges.apply_merge(merge=settled(begun(), moderator), by=moderator)
    standard_reason = "For the same place in the text, the wording of amendment 1 was chosen."
    assert (held(2).outcome, held(2).because_of.number, held(2).reason.text) == ("falls", 1, standard_reason)
    body = Letter.objects.filter(to=other_delegate, kind="decisions").latest("pk").body
    assert "1/2: Falls because of No. 1, before: Accepted." in body and standard_reason in body


def test_a_member_that_loses_with_two_amendments_gets_one_email_and_one_more_if_the_merge_is_reversed(
    deciding, homes, city, other_city, officer, moderator, other_delegate
):
    wordings = ((city, THIRD), (other_city, QUARTER), (other_city, FIFTH.replace("fifth", "half")))
    amendments = [factories.under_review(deciding, member, officer, homes, html) for member, html in wordings]
    chosen = [factories.accepted(amendment, moderator) for amendment in amendments]
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
    merge = merges.choose_amendments(merge=merge, amendments=chosen, by=moderator)
    letters = Letter.objects.filter(to=other_delegate, kind="decisions").order_by("pk")
    before = letters.count()
    merge = merges.apply_merge(merge=settled(merge, moderator), by=moderator)
    [lost] = letters[before:]
    assert "1/2: Falls because of No. 1" in lost.body and "1/3: Falls because of No. 1" in lost.body
    merge_reversals.reverse_merge(merge=merge, reason={"en": "Too soon."}, by=moderator)
    [restored] = letters[before + 1 :]
    assert "1/2: Accepted" in restored.body and "1/3: Accepted" in restored.body


def test_kept_as_it_stands_the_wordings_are_not_accepted(begun, moderator):
    merge = begun()
    conflict = merges.preview_merge(merge).conflicts[0]
    merges.resolve_conflict(
        merge=merge, conflict_id=conflict.id, choice={"base": True}, by=moderator, why="A fifth is enough."
    )
    merges.apply_merge(merge=merge, by=moderator)
    assert [held(n).outcome for n in (1, 2)] == ["not_accepted", "not_accepted"]


def test_release_and_apply_are_one_act(begun, moderator):
    merge = settled(begun(release=False), moderator, why="A third.")
    with pytest.raises(Refused):
        merges.apply_merge(merge=merge, by=moderator)
    today = timezone.localdate()
    merges.apply_merge(merge=merge, by=moderator, release=Endorsed("The assembly", today, "Minutes, 3"))
    assert [held(n).outcome for n in (1, 2)] == ["accepted", "falls"]
    releases = {held(n).release for n in (1, 2)}
    assert [release.minutes for release in releases] == ["Minutes, 3"]


def test_a_body_without_its_minutes_releases_nothing(begun, moderator):
    merge = settled(begun(release=False), moderator)
    with pytest.raises(Refused):
        merges.apply_merge(merge=merge, by=moderator, release=Endorsed("The assembly"))
    merge.refresh_from_db()
    assert merge.state == "open"


@pytest.fixture
def written(begun, moderator):
    merge = begun()
    conflict = merges.preview_merge(merge).conflicts[0]
    html = FIFTH.replace("one fifth", "a fair share")
    until = timezone.now() + timedelta(days=7)
    arguments = {"reason": {"en": "Both can live with it."}, "answer_by": until, "by": moderator}
    return merges.write_compromise(merge=merge, conflict_id=conflict.id, html=html, **arguments)


def test_words_of_ones_own_are_put_to_the_members(written):
    compromise = Compromise.objects.get()
    assert sorted(compromise.amendments.values_list("number", flat=True)) == [1, 2]
    assert compromise.html == FIFTH.replace("one fifth", "a fair share")
    assert merges.preview_merge(written).conflicts == ()


def test_before_its_date_they_are_applied_only_for_a_reason_that_is_printed(written, moderator):
    with pytest.raises(Refused):
        merges.apply_merge(merge=written, by=moderator)
    merges.apply_merge(merge=written, by=moderator, early="The assembly meets tomorrow.")
    own = Adoption.objects.get(change=None)
    assert (own.reason.text, own.compromise) == ("The assembly meets tomorrow.", None)
    compromise = Compromise.objects.get()
    assert (compromise.state, compromise.agreed) == ("closed", False)


def test_words_that_members_agreed_to_are_those_of_the_compromise(written, moderator):
    factories.agreed(Compromise.objects.get(), moderator)
    merges.apply_merge(merge=written, by=moderator)
    assert Adoption.objects.filter(compromise=Compromise.objects.get()).exists()


def test_the_forecast_names_those_whose_place_leaves_the_text(deciding, homes, charter, city, officer, moderator):
    gone = factories.accepted(factories.under_review(deciding, city, officer, homes, "", kind="delete"), moderator)
    heard = factories.provision(charter, 6)
    ask = {
        "in French": ("replace", homes, factories.WORDS["fr"][5].replace("cinquième", "tiers"), {"language": "fr"}),
        "put in behind it": ("insert", homes, "Trees grow.", {"new_kind": "subparagraph"}),
        "moved behind it": ("move", heard, "", {"after": homes}),
    }
    amendments = {
        name: factories.under_review(deciding, city, officer, place, html, kind=kind, **more)
        for name, (kind, place, html, more) in ask.items()
    }
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
    merges.choose_amendments(merge=merge, amendments=[gone], by=moderator)
    forecast = forecast_merge(merges.preview_merge(merge))
    assert forecast.falls == (amendments["in French"],)
    assert forecast.checks == (amendments["put in behind it"], amendments["moved behind it"])
    merges.apply_merge(merge=merge, by=moderator)
    now = {
        name: Change.objects.get(text=Amendment.objects.get(pk=amendment.pk).text).carry
        for name, amendment in amendments.items()
    }
    assert now == {"in French": "void", "put in behind it": "check", "moved behind it": "check"}


def test_a_merge_that_is_taken_back_takes_the_decisions_of_those_who_lost_with_it(begun, moderator, homes):
    merge = settled(begun(), moderator, why="More members asked for a third.")
    before = held(2)
    merges.apply_merge(merge=merge, by=moderator)
    merge_reversals.reverse_merge(merge=merge, reason={"en": "It was applied too soon."}, by=moderator)
    now = held(2)
    assert (now.outcome, now.because_of, now.reason) == ("accepted", None, before.reason)
    assert now.is_released and "It was applied too soon." in now.note.text
    [record] = Record.objects.filter(act="decision restored")
    assert record.content["before"]["outcome"] == "falls"
    assert Record.objects.get(act="merge taken back").content["decided_again"] == [now.amendment_id]
    change = now.amendment.text.changes.get()
    assert (change.carry, change.base) == ("clean", factories.working(homes).wording)
    assert list(data_faults.all_faults()) == []


def test_a_reversal_does_not_give_identical_amendments_opposite_outcomes(
    begun, moderator, deciding, city, officer, homes
):
    merge = begun()
    third = factories.accepted(
        factories.under_review(deciding, city, officer, homes, QUARTER), moderator, release=True
    )
    merge = settled(
        merges.choose_amendments(merge=merge, amendments=[*merge.amendments.all(), third], by=moderator), moderator
    )
    merges.apply_merge(merge=merge, by=moderator)
    kept = {"by": moderator, "outcome": Outcome.ADVOCACY, "reason": {"en": "For later."}, "note": "It was an error."}
    correct_decision(decision=held(3), **kept)
    with pytest.raises(Refused, match="Amendments 2 and 3 propose identical text"):
        merge_reversals.reverse_merge(merge=merge, reason={"en": "It was applied too soon."}, by=moderator)
    assert factories.working(homes).wording.html == THIRD and held(2).outcome == "falls"
    correct_decision(decision=held(2), **kept)
    merge_reversals.reverse_merge(merge=merge, reason={"en": "It was applied too soon."}, by=moderator)
    assert (held(2).outcome, held(3).outcome) == (Outcome.ADVOCACY, Outcome.ADVOCACY)
    assert list(data_faults.all_faults()) == []


def test_one_that_lost_is_accepted_as_part_of_an_identical_one_that_enters_with_changed_text(
    deciding, homes, city, other_city, officer, moderator
):
    same = [factories.under_review(deciding, member, officer, homes, QUARTER) for member in (city, other_city)]
    changed = {"outcome": "accepted_with_changes", "words": {same[1].text.changes.get().pk: THIRD}}
    chosen = [
        factories.accepted(same[0], moderator),
        factories.accepted(same[1], moderator, **changed),
    ]
    article = Article.objects.get(slug="a-home-one-can-keep")
    merge = merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)
    merge = settled(merges.choose_amendments(merge=merge, amendments=chosen, by=moderator), moderator)
    merge = merges.apply_merge(merge=merge, by=moderator)
    assert (held(1).outcome, held(1).because_of.number, held(2).outcome) == (
        "accepted_as_part",
        2,
        "accepted_with_changes",
    )
    assert list(data_faults.all_faults()) == []
    merge_reversals.reverse_merge(merge=merge, reason={"en": "It was applied too soon."}, by=moderator)
    assert held(1).outcome == "accepted"


def test_taken_back_both_can_be_merged_again_and_the_other_chosen(begun, moderator, homes):
    merge = settled(begun(release=False), moderator, why="A third.")
    merges.apply_merge(merge=merge, by=moderator, release=Endorsed())
    merge_reversals.reverse_merge(merge=merge, reason={"en": "Too soon."}, by=moderator)
    again = merges.begin_merge(article=merge.article, language="en", round_=merge.round, by=moderator)
    merges.choose_amendments(merge=again, amendments=Amendment.objects.all(), by=moderator)
    conflict = merges.preview_merge(again).conflicts[0]
    side = next(option for option in conflict.options if "quarter" in option.html)
    merges.resolve_conflict(
        merge=again, conflict_id=conflict.id, choice=side.choice, by=moderator, why="A quarter after all."
    )
    merges.apply_merge(merge=again, by=moderator)
    assert factories.working(homes).wording.html == QUARTER
    assert (held(1).outcome, held(2).outcome) == ("falls", "accepted")


def test_one_that_was_accepted_in_part_is_accepted_as_a_whole_again(begun, moderator):
    merge = settled(begun(second=BOTH), moderator, why="A third.")
    merges.apply_merge(merge=merge, by=moderator)
    merge_reversals.reverse_merge(merge=merge, reason={"en": "Too soon."}, by=moderator)
    assert (held(2).outcome, held(2).amendment.state) == ("accepted", "decided")
