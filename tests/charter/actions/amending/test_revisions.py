"""A city answers when the text moved under its amendment."""

from __future__ import annotations

import pytest

from accounts.rules import Refused
from charter.actions.amending import positions, revisions
from charter.actions.amending.amendments import ChangeInput, Faults
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
    revisions.keep_proposal(amendment=moved, by=delegate, seen_text=moved.text_id)
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
        revisions.keep_proposal(amendment=moved, by=officer, seen_text=moved.text_id)
    with pytest.raises(Faults, match="text changed"):
        revisions.keep_proposal(amendment=moved, by=delegate, seen_text=moved.text_id - 1)


def test_what_is_wholly_void_cannot_be_kept(round_, city, delegate, provision):
    amendment = factories.confirmed(round_, city, delegate)
    factories.adopt(provision, NOW, by=factories.holder("moderator"))
    amendment.refresh_from_db()
    with pytest.raises(Faults, match="No part of this amendment fits the current text"):
        revisions.keep_proposal(amendment=amendment, by=delegate, seen_text=amendment.text_id)


def test_where_nothing_moved_there_is_nothing_to_answer(round_, city, delegate):
    amendment = factories.confirmed(round_, city, delegate)
    with pytest.raises(Refused, match="The delegate can withdraw the amendment until the decisions"):
        revisions.keep_proposal(amendment=amendment, by=delegate, seen_text=amendment.text_id)
