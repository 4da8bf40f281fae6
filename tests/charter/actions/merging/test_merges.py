"""Merging: chosen amendments, conflicts settled by a person, applied once with every word's origin."""

from __future__ import annotations

import pytest

from accounts.rules import Refused
from charter.actions.amending import amendments
from charter.actions.deciding import compromises, decisions
from charter.actions.merging import merges
from charter.models import Adoption, Amendment, Article, CurrentWording, Provision
from charter.queries.languages import ledger
from charter.states import AmendmentState, MergeState, RebaseState
from charter.wording.merges import stale_sentence
from tests import factories

FIFTH = "The city keeps one fifth of new homes for people with low incomes."
THIRD = "The city keeps one third of new homes for people with low incomes."
QUARTER = "The city keeps one quarter of new homes for people with low incomes."
RENT = "The city keeps one fifth of new homes at a fair rent for people with low incomes."


@pytest.fixture
def deciding(version):
    return factories.deciding(version)


@pytest.fixture
def article(charter):
    return Article.objects.get(slug="a-home-one-can-keep")


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def merge(article, deciding, moderator):
    return merges.begin_merge(article=article, language="en", round_=deciding, by=moderator)


@pytest.fixture
def ask(deciding, homes, city, officer, moderator):
    """Asks for words of the paragraph on homes, accepted and released unless said otherwise."""

    def asked(html, organisation=city, provision=homes, decided=None, **more):
        amendment = factories.under_review(deciding, organisation, officer, provision, html, **more)
        return factories.accepted(amendment, moderator, **(decided or {}))

    return asked


def words(provision, language="en"):
    return CurrentWording.objects.get(provision=provision, language=language).wording


def test_clean_changes_are_merged_and_each_word_knows_who_asked(merge, ask, homes, moderator, other_city):
    first, second = ask(THIRD), ask(RENT, other_city)
    merges.choose_amendments(merge=merge, amendments=[first, second], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    wording = words(homes)
    by = {a.change.text.amendment_id: f"adoption:{a.pk}" for a in Adoption.objects.all()}
    assert wording.text == FIFTH.replace("fifth", "third").replace("homes", "homes at a fair rent")
    assert [(run["text"], run["by"]) for run in wording.runs if "adoption" in run["by"][0]] == [
        ("third", [by[first.pk]]),
        (" at a fair rent", [by[second.pk]]),
    ] or "".join(run["text"] for run in wording.runs) == wording.text
    assert {mark for run in wording.runs for mark in run["by"]} >= set(by.values())
    assert set(Amendment.objects.values_list("state", flat=True)) == {AmendmentState.MERGED}


def test_the_same_new_provision_is_in_the_text_once_and_credits_all_who_proposed_it(
    merge, ask, charter, city, moderator, other_city
):
    trees = {"html": "Trees grow in every street.", "kind": "insert", "new_kind": "subparagraph"}
    both = [
        ask(organisation=member, new_provision=Provision.objects.create(charter=charter), **trees)
        for member in (city, other_city)
    ]
    merges.choose_amendments(merge=merge, amendments=both, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    [standing] = CurrentWording.objects.filter(provision__charter=charter, wording__html=trees["html"])
    adoptions = Adoption.objects.all()
    assert [adoption.provision for adoption in adoptions] == [standing.provision] * 2
    assert {mark for run in standing.wording.runs for mark in run["by"]} == {f"adoption:{a.pk}" for a in adoptions}


def test_the_same_words_credit_all_who_asked(merge, ask, homes, moderator, other_city):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD), ask(THIRD, other_city)], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    run = next(run for run in words(homes).runs if run["text"].strip() == "third")
    assert len(run["by"]) == 2


def test_the_other_languages_are_behind_afterwards(merge, ask, homes, charter, moderator):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD)], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert [(line.provision, line.language) for line in ledger.out_of_step(charter)] == [(homes, "fr"), (homes, "es")]


def test_a_conflict_keeps_the_merge_from_being_applied(merge, ask, moderator, other_city):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD), ask(QUARTER, other_city)], by=moderator)
    view = merges.preview_merge(merge)
    assert [option.html for option in view.conflicts[0].options] == [FIFTH, THIRD, QUARTER]
    with pytest.raises(Refused, match="Resolve 1 conflict first"):
        merges.apply_merge(merge=merge, by=moderator)


def test_a_chosen_side_is_credited_and_the_other_falls(merge, ask, homes, moderator, other_city):
    first, second = ask(THIRD), ask(QUARTER, other_city)
    merges.choose_amendments(merge=merge, amendments=[first, second], by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0]
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, html=QUARTER, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    first.refresh_from_db()
    second.refresh_from_db()
    assert words(homes).text == QUARTER
    assert (first.state, second.state) == (AmendmentState.DECIDED, AmendmentState.MERGED)
    assert (first.decision.outcome, first.decision.because_of) == ("falls", second)


def test_the_base_may_be_kept(merge, ask, homes, moderator, other_city):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD), ask(QUARTER, other_city)], by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0]
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice={"base": True}, by=moderator)
    assert merges.preview_merge(merge).conflicts == ()
    merges.apply_merge(merge=merge, by=moderator)
    assert words(homes).text == FIFTH


def test_written_words_credit_askers_for_theirs_and_the_secretariat_for_the_rest(
    merge, ask, homes, moderator, other_city
):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD), ask(QUARTER, other_city)], by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0]
    written = FIFTH.replace("one fifth", "one third, or one quarter where land is scarce,")
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, html=written, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    wording = words(homes)
    of = {run["text"].strip(): run["by"] for run in wording.runs}
    own = Adoption.objects.get(change=None)
    assert wording.text == written
    assert any(f"adoption:{own.pk}" in marks for marks in of.values())
    assert Adoption.objects.exclude(change=None).count() == 2
    assert "".join(run["text"] for run in wording.runs) == wording.text


def test_words_that_only_the_decision_has_are_the_secretariats(merge, ask, homes, moderator, charter, officer, city):
    amendment = factories.under_review(merge.round, city, officer, homes, THIRD)
    change = amendment.text.changes.get()
    decided = THIRD.replace("new homes", "the new homes it permits")
    amendment = factories.accepted(amendment, moderator, outcome="accepted_with_changes", words={change.pk: decided})
    merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    city_s, own = Adoption.objects.get(asked_by=city), Adoption.objects.get(asked_by=None)
    marks = {run["text"].strip(): run["by"] for run in words(homes).runs}
    assert words(homes).text == decided
    assert marks["third"] == [f"adoption:{city_s.pk}"]
    assert marks["it permits"] == [f"adoption:{own.pk}"]


def test_in_part_only_the_taken_changes_enter(merge, deciding, city, officer, charter, homes, moderator):
    amendment = factories.under_review(deciding, city, officer, homes, THIRD)
    answers = factories.provision(charter, 6)
    more = factories.change(amendment, answers, "The city answers each request within ten days.")
    amendment = factories.accepted(amendment, moderator, outcome="accepted_in_part", taken={more.pk: False})
    merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    amendment.refresh_from_db()
    assert (words(homes).text, words(answers).text[-12:]) == (THIRD, "thirty days.")
    assert amendment.state == AmendmentState.MERGED


def test_an_agreed_compromise_stands_in_for_its_amendments(merge, ask, homes, moderator, deciding):
    from datetime import timedelta

    proposed = [ask(THIRD), ask(FIFTH.replace("fifth", "quarter"))]
    wording = {"language": "en", "html": FIFTH.replace("one fifth", "three tenths"), "reason": {"en": "Between."}}
    compromise = compromises.propose_compromise(
        round_=deciding,
        amendments=proposed,
        provision=homes,
        by=moderator,
        answer_by=deciding.support_until + timedelta(days=100),
        **wording,
    )
    factories.agreed(compromise, moderator)
    merges.choose_amendments(merge=merge, amendments=proposed, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    brought = Adoption.objects.filter(compromise=compromise)
    assert words(homes).text == wording["html"]
    assert {adoption.asked_by for adoption in brought} == {None}
    assert {adoption.change.text.amendment for adoption in brought} == set(proposed)
    new = [run["by"] for run in words(homes).runs if "tenths" in run["text"]]
    assert new == [[f"adoption:{adoption.pk}" for adoption in brought.order_by("pk")]]


def test_a_new_provision_a_deletion_and_a_move_make_a_new_arrangement(merge, ask, charter, homes, moderator):
    fresh = Provision.objects.create(charter=charter)
    answers, rights = factories.provision(charter, 6), factories.provision(charter, 4)
    amendments = [
        ask("It counts the homes that stand empty.", kind="insert", new_kind="subparagraph", new_provision=fresh),
        ask("", provision=rights, kind="delete"),
        ask("", provision=homes, kind="move", after=answers),
    ]
    merges.choose_amendments(merge=merge, amendments=amendments, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    charter.refresh_from_db()
    section = charter.arrangement.section(merge.article.key)
    keys = [block.key for block in section.blocks]
    assert str(rights.key) not in keys
    assert keys.index(str(homes.key)) > keys.index(str(answers.key))
    assert str(fresh.key) in keys
    assert charter.arrangement.fates[str(fresh.key)]["fate"] == "inserted"
    assert words(fresh).text == "It counts the homes that stand empty."


def test_a_provision_moves_into_another_article(merge, ask, charter, homes, moderator):
    target = factories.provision(charter, 8)
    merges.choose_amendments(merge=merge, amendments=[ask("", kind="move", after=target)], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    charter.refresh_from_db()
    assert charter.arrangement.section_of(homes.key).slug == "water-for-all"
    assert charter.arrangement.fates[str(homes.key)]["fate"] == "moved"


def test_applying_twice_does_it_once(merge, ask, homes, moderator):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD)], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    with pytest.raises(Refused, match="The merge was already applied"):
        merges.apply_merge(merge=merge, by=moderator)
    assert Adoption.objects.count() == 1
    assert merge.state == MergeState.APPLIED


def test_an_unreleased_decision_keeps_the_merge_from_being_applied(merge, ask, moderator):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD, decided={"release": False})], by=moderator)
    with pytest.raises(Refused, match="The decision on"):
        merges.apply_merge(merge=merge, by=moderator)


def test_nothing_is_applied_while_the_text_stands_still(article, version, city, officer, homes, moderator):
    running = factories.round_(version)
    merge = merges.begin_merge(article=article, language="en", round_=running, by=moderator)
    amendment = factories.under_review(running, city, officer, homes, THIRD)
    merges.choose_amendments(
        merge=merge, amendments=[factories.accepted(amendment, moderator, release=False)], by=moderator
    )
    with pytest.raises(Refused, match="cannot change"):
        merges.apply_merge(merge=merge, by=moderator)


def test_a_text_that_moved_meanwhile_is_told(merge, ask, charter, moderator):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD)], by=moderator)
    factories.reword(factories.provision(charter, 6), "The city answers soon.", by=moderator)
    assert merges.preview_merge(merge).stale.text_changed
    with pytest.raises(Refused, match="has changed"):
        merges.apply_merge(merge=merge, by=moderator)
    merges.choose_amendments(merge=merge, amendments=merge.amendments.all(), by=moderator)
    assert merges.preview_merge(merge).stale is None


def test_a_decision_that_changed_meanwhile_is_told_by_name(merge, ask, homes, moderator):
    amendment = ask(THIRD)
    merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
    note = {"by": moderator, "reason": {"en": "A part of it."}, "note": "The count was wrong."}
    decisions.correct_decision(
        decision=amendment.decision,
        outcome="accepted_with_changes",
        words={amendment.text.changes.get().pk: QUARTER},
        **note,
    )
    warning = "Amendments that changed since the merge was saved: 1/1. Check them again."
    assert stale_sentence(merges.preview_merge(merge).stale) == warning
    with pytest.raises(Refused, match="changed since the merge was saved: 1/1"):
        merges.apply_merge(merge=merge, by=moderator)
    assert words(homes).html == FIFTH
    merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert words(homes).html == QUARTER


def test_a_chosen_amendment_that_was_withdrawn_meanwhile_is_told_by_name(merge, ask, homes, delegate, moderator):
    amendment = ask(THIRD, decided={"release": False})
    merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
    amendments.withdraw_amendment(amendment=amendment, by=delegate)
    assert merges.preview_merge(merge).stale.amendments == (amendment,)
    with pytest.raises(Refused, match="changed since the merge was saved: 1/1"):
        merges.apply_merge(merge=merge, by=moderator)
    assert words(homes).html == FIFTH


def test_an_older_revision_is_told_who_was_faster(merge, ask, moderator, second_moderator):
    amendment = ask(THIRD)
    merges.choose_amendments(merge=merge, amendments=[amendment], by=second_moderator, revision=1)
    with pytest.raises(Refused, match=second_moderator.name):
        merges.choose_amendments(merge=merge, amendments=[], by=moderator, revision=1)


def test_choices_are_undone_and_done_again(merge, ask, moderator):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD)], by=moderator)
    merges.undo_step(merge=merge, by=moderator)
    assert merge.amendments.count() == 0
    merges.redo_step(merge=merge, by=moderator)
    assert merge.amendments.count() == 1


def test_only_accepted_ones_on_this_article_are_chosen(merge, deciding, city, officer, homes, moderator):
    amendment = factories.under_review(deciding, city, officer, homes, THIRD)
    with pytest.raises(Refused, match="Only accepted"):
        merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)


def test_a_merged_change_is_marked_so(merge, ask, moderator):
    amendment = ask(THIRD)
    merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    assert amendment.text.changes.get().carry == RebaseState.MERGED


def test_what_waits_is_carried_over_and_what_was_applied_is_not(merge, ask, homes, deciding, moderator, officer):
    applied = ask(THIRD)
    pending = factories.under_review(deciding, factories.organisation("Karasu"), officer, homes, RENT)
    merges.choose_amendments(merge=merge, amendments=[applied], by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    old = pending.text
    pending.refresh_from_db()
    change = pending.text.changes.get()
    assert (pending.text.carried_from, change.base, change.carry) == (old, words(homes), RebaseState.CLEAN)
    assert change.html == RENT.replace("fifth", "third")
    assert applied.texts.count() == 1


def test_an_accepted_one_that_lost_can_be_decided_anew(merge, ask, moderator, other_city):
    from charter.actions.deciding import decisions

    first, second = ask(THIRD), ask(QUARTER, other_city)
    merges.choose_amendments(merge=merge, amendments=[first, second], by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0]
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, html=THIRD, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    second.refresh_from_db()
    decisions.correct_decision(
        decision=second.decision,
        by=moderator,
        outcome="falls",
        because_of=first,
        reason={"en": "The other wording was chosen."},
        note="Two accepted wordings met.",
    )
    second.refresh_from_db()
    assert second.decision.outcome == "falls"


def test_an_amendment_in_another_language_stays_outside(merge, deciding, city, officer, homes, moderator):
    amendment = factories.under_review(deciding, city, officer, homes, "La ville réserve un tiers.", language="fr")
    amendment = factories.accepted(amendment, moderator)
    with pytest.raises(Refused, match="in this language"):
        merges.choose_amendments(merge=merge, amendments=[amendment], by=moderator)


NEAR = "The city keeps one fifth of new homes near transport for people with low incomes."


def test_words_put_in_at_one_point_may_stand_both_in_order(merge, ask, homes, moderator, other_city):
    first, second = ask(RENT), ask(NEAR, other_city)
    merges.choose_amendments(merge=merge, amendments=[first, second], by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0]
    both = conflict.options[-1]
    words_of_both = FIFTH.replace("homes", "homes at a fair rent near transport")
    assert (both.is_both, both.html, [asking.amendment for asking in both.merge_changes]) == (
        True,
        words_of_both,
        [first, second],
    )
    merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice={"both": True}, by=moderator)
    merges.apply_merge(merge=merge, by=moderator)
    by = {a.asked_by: f"adoption:{a.pk}" for a in Adoption.objects.all()}
    of = {run["text"].strip(): run["by"] for run in words(homes).runs}
    assert words(homes).html == words_of_both
    assert of["at a fair rent"] == [by[first.organisation]]
    assert of["near transport"] == [by[other_city]]
    assert set(Amendment.objects.values_list("state", flat=True)) == {AmendmentState.MERGED}


def test_other_conflicts_offer_no_order(merge, ask, moderator, other_city):
    merges.choose_amendments(merge=merge, amendments=[ask(THIRD), ask(QUARTER, other_city)], by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0]
    assert [option.is_both for option in conflict.options] == [False, False, False]
    with pytest.raises(Refused, match="Choose one of the wordings"):
        merges.resolve_conflict(merge=merge, conflict_id=conflict.id, choice={"both": True}, by=moderator)


def test_undo_goes_back_to_the_beginning_however_far_that_is(merge, ask, moderator):
    proposed = [ask(THIRD), ask(QUARTER)]
    for number in range(70):
        merges.choose_amendments(merge=merge, amendments=proposed[number % 2 :], by=moderator)
    for _step in range(70):
        merges.undo_step(merge=merge, by=moderator)
    assert (list(merge.amendments.all()), merge.past, len(merge.future)) == ([], [], 70)
    with pytest.raises(Refused, match="nothing to undo"):
        merges.undo_step(merge=merge, by=moderator)


def test_several_steps_that_were_undone_are_done_again_in_their_order(merge, ask, moderator):
    proposed = [ask(THIRD), ask(QUARTER)]
    merges.choose_amendments(merge=merge, amendments=proposed[:1], by=moderator)
    merges.choose_amendments(merge=merge, amendments=proposed, by=moderator)
    conflict = merges.preview_merge(merge).conflicts[0].id
    merges.resolve_conflict(merge=merge, conflict_id=conflict, html=QUARTER, by=moderator)
    stood = [(2, merge.resolutions)]
    for _step in range(3):
        merges.undo_step(merge=merge, by=moderator)
        stood.append((merge.amendments.count(), merge.resolutions))
    assert [(count, bool(settled)) for count, settled in stood] == [(2, True), (2, False), (1, False), (0, False)]
    for count, settled in reversed(stood[:-1]):
        merges.redo_step(merge=merge, by=moderator)
        assert (merge.amendments.count(), merge.resolutions) == (count, settled)
    with pytest.raises(Refused, match="There is nothing to redo"):
        merges.redo_step(merge=merge, by=moderator)


def test_a_step_of_a_merge_begun_before_is_undone_too(merge, ask, moderator):
    amendment = ask(THIRD)
    merge.past = [{"amendments": [], "resolutions": {}}]
    merge.save()
    merge.amendments.set([amendment])
    merges.undo_step(merge=merge, by=moderator)
    assert list(merge.amendments.all()) == []
    merges.redo_step(merge=merge, by=moderator)
    assert list(merge.amendments.all()) == [amendment]
