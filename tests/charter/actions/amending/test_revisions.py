"""A city answers when the text moved under its amendment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions.amending import positions, revisions
from charter.actions.amending.amendments import ChangeInput, Faults
from charter.actions.deciding import decisions
from charter.queries.amending import member_tasks
from charter.states import RebaseState
from tests import factories

BOTH = "The city keeps one third of new homes for people with low incomes and large families."
NOW = "The city keeps one quarter of new homes for people with low incomes."


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def moved(round_, city, delegate, provision):
    """An amendment of which one part can stand in the new words and one cannot."""
    amendment = factories.confirmed(round_, city, delegate, BOTH)
    factories.adopt(provision, NOW, by=factories.holder("moderator"))
    amendment.refresh_from_db()
    return amendment


def test_a_city_keeps_it_as_it_reads_now(moved, delegate):
    revisions.keep_rebased_proposal(amendment=moved, by=delegate, seen_text=moved.text_id)
    assert (moved.text.changes.get().carry, moved.texts.count()) == (RebaseState.CLEAN, 2)
    moved.refresh_from_db()
    assert moved.text.confirmed_by == delegate


def test_a_city_writes_it_anew_over_the_present_words(moved, delegate, provision, other_city, other_delegate):
    positions.take_position(organisation=other_city, text=moved.text, by=other_delegate, stance="support")
    change = ChangeInput("replace", provision, "The city keeps one third of new homes.")
    text = revisions.revise_amendment(
        amendment=moved, by=delegate, changes=[change], reason="Still.", seen_text=moved.text_id
    )
    assert (text.number, text.changes.get().base) == (3, factories.working(provision).wording)
    assert (moved.number, text.positions.count(), text.confirmed_by) == (1, 0, delegate)


def revise(amendment, delegate, provision):
    return revisions.revise_amendment(
        amendment=amendment,
        by=delegate,
        changes=[ChangeInput("replace", provision, "The city keeps one third of new homes.")],
        reason="Still.",
        seen_text=amendment.text_id,
    )


@pytest.fixture
def supported(round_, city, delegate, provision, other_city, other_delegate):
    """An amendment with a supporter and a co-sponsor, under which the text moves after the time for positions."""
    partner = factories.organisation("Kisumbai")
    amendment = factories.confirmed(round_, city, delegate, BOTH)
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    positions.join_amendment(amendment=amendment, organisation=partner, by=factories.member(partner, "delegate"))
    end_support(round_)
    factories.adopt(provision, NOW, by=factories.holder("moderator"))
    Letter.objects.all().delete()
    amendment.refresh_from_db()
    return amendment


def end_support(round_):
    past = timezone.now() - timedelta(hours=1)
    names = ("opens_at", "proposals_until", "confirm_until", "support_until")
    for hours, name in enumerate(reversed(names)):
        setattr(round_, name, past - timedelta(hours=hours))
    round_.save()


def test_after_the_time_for_positions_nobody_is_asked_to_confirm_one(supported, delegate, provision, other_delegate):
    revise(supported, delegate, provision)
    letters = {letter.organisation.name.text: letter for letter in Letter.objects.filter(kind="ask_again")}
    assert {name: letter.subject for name, letter in letters.items()} == {
        "Velmora": "Your position on amendment 1/1 no longer counts",
        "Kisumbai": "Kisumbai is no longer a co-sponsor of amendment 1/1",
    }
    assert all("onfirm" not in letter.body and "is over" in letter.body for letter in letters.values())
    assert letters["Kisumbai"].body.endswith("so the amendment no longer names Kisumbai.")
    assert (supported.text.positions.count(), supported.joined) == (0, [])


def test_nobody_is_asked_in_the_workspace_for_what_the_site_refuses(supported, delegate, provision):
    partner = supported.co_proposals.get().organisation
    revise(supported, delegate, provision)
    assert member_tasks.co_proposals_to_join(partner) == []
    assert member_tasks.count_pending_items([partner]) == 0


def test_a_question_to_a_cosponsor_ends_with_the_time_for_positions(round_, moved, other_city, other_delegate):
    officer = factories.member(other_city, "officer")
    positions.join_amendment(amendment=moved, organisation=other_city, by=officer)
    assert [len(member_tasks.co_proposals_to_join(other_city)), member_tasks.count_pending_items([other_city])] == [
        1,
        1,
    ]
    end_support(round_)
    moved.refresh_from_db()
    with pytest.raises(Refused, match="The time for positions is over"):
        positions.join_amendment(amendment=moved, organisation=other_city, by=other_delegate)
    assert [len(member_tasks.co_proposals_to_join(other_city)), member_tasks.count_pending_items([other_city])] == [
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("is_public", "possible"),
    [
        (False, "You can withdraw the amendment until its decision is published."),
        (True, "you can no longer edit or withdraw it"),
    ],
)
def test_nobody_is_asked_to_edit_what_is_decided(round_, city, delegate, moderator, provision, is_public, possible):
    amendment = factories.confirmed(round_, city, delegate, BOTH)
    end_support(round_)
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome="accepted", reason={"en": "It is clear."})
    if is_public:
        decisions.release_decisions(round_=round_, by=moderator)
    factories.adopt(provision, NOW, by=moderator)
    letter = Letter.objects.get(kind="moved", to=delegate)
    assert letter.subject == "The working text that your amendment 1/1 refers to has changed"
    assert possible in letter.body and "Keep" not in letter.body
    amendment.refresh_from_db()
    with pytest.raises(Refused, match="already decided"):
        revise(amendment, delegate, provision)


def test_new_words_are_checked_as_any_others(moved, delegate, provision):
    with pytest.raises(Faults, match="Changes of spacing do not count"):
        revisions.revise_amendment(
            amendment=moved,
            by=delegate,
            changes=[ChangeInput("replace", provision, NOW)],
            reason="Still.",
            seen_text=moved.text_id,
        )
    assert moved.texts.count() == 2


def test_only_the_delegate_answers_and_only_to_the_words_seen(moved, officer, delegate):
    with pytest.raises(Refused, match="Only the delegate"):
        revisions.keep_rebased_proposal(amendment=moved, by=officer, seen_text=moved.text_id)
    with pytest.raises(Faults, match="text changed"):
        revisions.keep_rebased_proposal(amendment=moved, by=delegate, seen_text=moved.text_id - 1)


def test_what_is_wholly_void_cannot_be_kept(round_, city, delegate, provision):
    amendment = factories.confirmed(round_, city, delegate)
    factories.adopt(provision, NOW, by=factories.holder("moderator"))
    amendment.refresh_from_db()
    with pytest.raises(Faults, match="No part of this amendment applies to the current text"):
        revisions.keep_rebased_proposal(amendment=amendment, by=delegate, seen_text=amendment.text_id)


def test_where_nothing_moved_there_is_nothing_to_answer(round_, city, delegate):
    amendment = factories.confirmed(round_, city, delegate)
    with pytest.raises(Refused, match="The delegate can withdraw the amendment until the decisions"):
        revisions.keep_rebased_proposal(amendment=amendment, by=delegate, seen_text=amendment.text_id)
