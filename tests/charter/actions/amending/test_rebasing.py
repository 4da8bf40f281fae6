"""When the text moves, what was written for the old words is written for the new ones, or its city is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from charter.actions.amending import amendments, positions, rebasing
from charter.actions.amending.amendments import ChangeInput, Faults
from charter.actions.deciding import decisions
from charter.models import Round
from charter.states import CoProposalState, RebaseState
from tests import factories


def adopt(provision, html, language="en"):
    """The secretariat takes new words into the text."""
    return factories.adopt(provision, html, by=factories.holder("moderator"), language=language)


OLD = "The city keeps one fifth of new homes for people with low incomes."
APART = "The city keeps one fifth of new homes for people who earn little."
SAME = "The city keeps one quarter of new homes for people with low incomes."


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def amendment(round_, city, delegate):
    """Asks for "one third" instead of "one fifth"."""
    return factories.confirmed(round_, city, delegate)


def now(amendment):
    amendment.refresh_from_db()
    return amendment.text


def test_a_change_elsewhere_in_the_words_is_carried_clean(amendment, provision):
    old = amendment.text
    moved = adopt(provision, APART)
    change = now(amendment).changes.get()
    assert (amendment.text.carried_from, amendment.text.number) == (old, 2)
    assert (change.base, change.carry) == (moved, RebaseState.CLEAN)
    assert change.html == "The city keeps one third of new homes for people who earn little."
    assert old.changes.get().html == "The city keeps one third of new homes for people with low incomes."


def test_nobody_is_mailed_where_nobody_must_check(amendment, provision, other_city, other_delegate):
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    before = Letter.objects.count()
    adopt(provision, APART)
    assert now(amendment).number == 2 and Letter.objects.count() == before


def test_the_member_is_asked_to_check_and_supporters_to_confirm(amendment, provision, other_city, other_delegate):
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    adopt(provision, SAME)
    subjects = dict(Letter.objects.filter(kind__in=("moved", "ask_again")).values_list("kind", "subject"))
    assert subjects == {
        "moved": "Check your amendment 1/1: the working text has changed",
        "ask_again": "Confirm your position on amendment 1/1 again",
    }


def test_the_same_words_changed_otherwise_keep_the_old_base_and_say_why(amendment, provision):
    before = amendment.text.changes.get().base
    adopt(provision, SAME)
    change = now(amendment).changes.get()
    assert (change.carry, change.base) == (RebaseState.VOID, before)
    assert change.carry_note == "The new text has changed the same wording: “fifth”."
    assert Letter.objects.filter(kind="moved").count() == 1


def test_what_meets_only_in_part_is_to_be_checked_over_the_new_words(round_, city, delegate, provision):
    words = "The city keeps one third of new homes for people with low incomes and large families."
    amendment = factories.confirmed(round_, city, delegate, words)
    moved = adopt(provision, SAME)
    change = now(amendment).changes.get()
    assert (change.carry, change.base) == (RebaseState.CHECK, moved)
    assert change.html == SAME.replace("incomes.", "incomes and large families.")
    assert amendment.text.confirmed_by is None


@pytest.mark.parametrize(
    ("words", "moved", "reading"),
    [
        (OLD.replace("new homes", "new social homes"), "homes", "one fifth of social homes"),
        (OLD.replace("new homes for", "new homes yearly for"), "new flats", "new flats yearly for"),
        (OLD.replace("new homes", "homes"), "new flats", "one fifth of flats"),
    ],
    ids=["the word before deleted", "the word before replaced", "a deletion beside a replaced word"],
)
def test_a_change_beside_words_that_changed_is_to_be_checked(round_, city, delegate, provision, words, moved, reading):
    amendment = factories.confirmed(round_, city, delegate, words)
    new = adopt(provision, OLD.replace("new homes", moved))
    change = now(amendment).changes.get()
    assert (change.carry, change.base) == (RebaseState.CHECK, new)
    assert reading in change.html
    assert "next to this change" in change.carry_note


def test_what_the_text_says_already_has_nothing_left_to_ask(amendment, provision):
    adopt(provision, OLD.replace("fifth", "third"))
    change = now(amendment).changes.get()
    assert (change.carry, change.carry_note) == (RebaseState.ADOPTED, "The text already contains the proposed change.")


def test_words_of_another_language_move_nothing(amendment, provision):
    adopt(provision, "La ville réserve un quart des logements neufs.", "fr")
    assert now(amendment).number == 1


def test_a_new_row_of_the_same_words_makes_no_new_text(amendment, provision):
    moved = adopt(provision, OLD)
    assert (now(amendment).number, amendment.text.changes.get().base) == (1, moved)


def test_a_deletion_of_words_that_changed_is_not_carried_unseen(round_, city, delegate, provision):
    delete = ChangeInput("delete", provision)
    amendment = factories.confirmed(round_, city, delegate, changes=[delete])
    adopt(provision, SAME)
    assert now(amendment).changes.get().carry != RebaseState.CLEAN


def test_positions_go_with_words_that_stayed(amendment, provision, other_city, other_delegate):
    positions.take_position(
        organisation=other_city, text=amendment.text, by=other_delegate, stance="support", line="Yes."
    )
    adopt(provision, APART)
    position = now(amendment).positions.get()
    assert (position.stance, position.line, position.superseded_at) == ("support", "Yes.", None)


def test_positions_lapse_where_the_words_changed_and_are_asked_again(amendment, provision, other_city, other_delegate):
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    old = amendment.text
    adopt(provision, SAME)
    assert not now(amendment).positions.exists()
    assert old.positions.get().superseded_at is not None
    assert Letter.objects.get(kind="ask_again").to == other_delegate


def test_co_proposers_are_asked_again_where_the_words_changed(amendment, provision, other_city, other_delegate):
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    adopt(provision, APART)
    assert now(amendment).amendment.co_proposals.get().state == CoProposalState.JOINED
    adopt(provision, SAME)
    assert amendment.co_proposals.get().state == CoProposalState.ASKED


def test_after_the_time_for_positions_they_stay_and_nobody_is_asked(amendment, provision, other_city, other_delegate):
    third = factories.organisation("Larandia")
    third_delegate = factories.member(third, "delegate")
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    positions.join_amendment(amendment=amendment, organisation=third, by=third_delegate)
    over = timezone.now() - timedelta(days=2)
    windows = {"proposals_until": over, "confirm_until": over, "support_until": over}
    Round.objects.filter(pk=amendment.round_id).update(**windows)
    factories.reword(provision, SAME, by=factories.holder("moderator"))
    text = now(amendment)
    assert text.number == 2
    assert [position.organisation for position in text.positions.filter(superseded_at=None)] == [other_city]
    assert amendment.co_proposals.get().state == CoProposalState.JOINED
    assert not Letter.objects.filter(kind="ask_again").exists()


def test_what_moved_the_words_is_not_carried_over_them(amendment, provision):
    old, new = factories.working(provision).wording, adopt(provision, OLD)
    assert rebasing.rebase_amendments([(old, new)], exclude={amendment.pk}) == []


def test_one_that_waits_for_its_delegate_is_carried_too(round_, city, officer, provision):
    sent = factories.sent(round_, city, officer)
    adopt(provision, APART)
    assert (now(sent).number, sent.state, sent.text.fixed_at is not None) == (2, "sent", True)


def test_a_draft_is_carried_when_it_is_opened(round_, city, officer, provision):
    draft = factories.draft(round_, city, officer)
    moved = adopt(provision, APART)
    assert now(draft).number == 1
    text = rebasing.open_draft(amendment=draft, by=officer)
    assert (text.changes.get().base, text.fixed_at) == (moved, None)
    assert rebasing.open_draft(amendment=draft, by=officer) is None


def test_a_provision_that_leaves_the_text_makes_a_change_void(amendment, charter):
    factories.without(charter, 5)
    change = now(amendment).changes.get()
    assert (change.carry, change.carry_note) == (RebaseState.VOID, "The provision is no longer in the text.")


def test_an_insertion_stands_after_the_one_before_where_its_place_left_the_text(round_, city, delegate, charter):
    insert = ChangeInput("insert", factories.provision(charter, 6), "The list is public.")
    before = factories.provision(charter, 5)
    amendment = factories.confirmed(round_, city, delegate, changes=[insert])
    factories.without(charter, 6)
    change = now(amendment).changes.get()
    assert (change.provision, change.carry, change.html) == (before, RebaseState.CHECK, "The list is public.")
    assert change.new_provision is not None


def test_a_decision_follows_with_the_secretariats_words(amendment, provision, moderator):
    from accounts.models import create_localized_text
    from charter.models import DecidedWords, Decision

    decision = Decision.objects.create(
        amendment=amendment,
        text=amendment.text,
        outcome="accepted_with_changes",
        reason=create_localized_text("Shorter.", "en"),
        by=moderator,
        at=amendment.confirmed_at,
    )
    html = OLD.replace("fifth", "fourth")
    words = DecidedWords.objects.create(decision=decision, change=amendment.text.changes.get(), html=html)
    adopt(provision, APART)
    words.refresh_from_db()
    decision.refresh_from_db()
    assert (decision.text, words.change.text) == (now(amendment), amendment.text)
    assert words.html == APART.replace("fifth", "fourth")


BOTH = "The city keeps one third of new homes for people with low incomes and large families."


def test_what_waits_to_be_looked_at_goes_on_waiting_however_often_the_text_moves(round_, city, delegate, provision):
    amendment = factories.confirmed(round_, city, delegate, BOTH)
    adopt(provision, SAME)
    adopt(provision, SAME.replace("The city", "Each city"))
    change = now(amendment).changes.get()
    assert (change.carry, amendment.text.number) == (RebaseState.CHECK, 3)
    assert change.html == "Each city keeps one quarter of new homes for people with low incomes and large families."


def test_a_delegate_does_not_confirm_what_can_no_longer_stand(round_, city, officer, delegate, provision):
    sent = factories.sent(round_, city, officer)
    adopt(provision, SAME)
    with pytest.raises(Faults, match="The text has changed since you wrote this amendment"):
        amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=now(sent).pk)


def test_confirming_what_was_to_be_checked_is_the_answer(round_, city, officer, delegate, provision):
    sent = factories.sent(round_, city, officer, BOTH)
    adopt(provision, SAME)
    amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=now(sent).pk)
    assert (sent.number, sent.text.changes.get().carry) == (1, RebaseState.CLEAN)


def test_a_draft_that_could_not_be_carried_is_saved_again_over_the_present_words(round_, city, officer, provision):
    draft = factories.draft(round_, city, officer)
    moved = adopt(provision, SAME)
    rebasing.open_draft(amendment=draft, by=officer)
    assert draft.text.changes.get().carry == RebaseState.VOID
    change = ChangeInput("replace", provision, SAME.replace("quarter", "third"))
    amendments.save_draft(amendment=draft, by=officer, changes=[change], reason="Why.", language="en")
    assert (draft.text.changes.get().base, amendments.faults_of(draft)) == (moved, ())


@pytest.mark.parametrize(("outcome", "texts"), [("not_accepted", 1), ("referred", 2)])
def test_a_released_refusal_ends_an_amendment_and_a_referral_does_not(
    round_, amendment, provision, moderator, outcome, texts
):
    now, day = timezone.now(), timedelta(days=1)
    ended = {"proposals_until": now - 3 * day, "confirm_until": now - 2 * day, "support_until": now - day}
    Round.objects.filter(pk=round_.pk).update(**ended)
    round_.refresh_from_db()
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome=outcome, reason={"en": "For the body."})
    decisions.release_decisions(round_=round_, by=moderator)
    adopt(provision, APART)
    assert amendment.texts.count() == texts
