"""What others say to words: one stance an organisation and text; asking together; carrying on."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions.amending import amendments, positions
from charter.actions.amending.amendments import ChangeInput, Faults
from charter.actions.city import suggested_positions
from charter.models import CoProposal, Position, SuggestedPosition
from charter.queries.amending import supports
from charter.queries.versions import data_faults
from charter.states import AmendmentState, CoProposalState, SuggestionState
from tests import factories


def adopt(provision, html, language="en"):
    """The secretariat takes new words into the text."""
    return factories.adopt(provision, html, by=factories.holder("moderator"), language=language)


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


def stances(text) -> list[str]:
    return list(text.positions.filter(superseded_at=None).values_list("stance", flat=True))


def test_a_city_takes_one_stance_and_may_change_it(amendment, other_city, other_delegate):
    for stance in ("support", "reservation"):
        positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance=stance)
    assert stances(amendment.text) == ["reservation"]
    assert Position.objects.count() == 2


def test_a_stance_can_be_taken_back(amendment, other_city, other_delegate):
    positions.take_position(
        organisation=other_city, text=amendment.text, by=other_delegate, stance="objection", line="Why?"
    )
    positions.retire_position(organisation=other_city, text=amendment.text, by=other_delegate)
    assert stances(amendment.text) == []


def test_an_officer_does_not_speak_for_the_city(amendment, other_city, stranger):
    with pytest.raises(Refused, match="Only the delegate of Velmora"):
        positions.take_position(organisation=other_city, text=amendment.text, by=stranger, stance="support")


def test_nobody_supports_the_own_amendment(amendment, city, delegate):
    with pytest.raises(Refused, match="its own amendment"):
        positions.take_position(organisation=city, text=amendment.text, by=delegate, stance="support")


def test_nobody_speaks_to_words_that_are_not_the_present_ones(round_, amendment, other_city, other_delegate):
    old = amendment.text
    adopt(factories.provision(round_.charter, 5), "A city keeps one fifth of new homes for people with low incomes.")
    with pytest.raises(Faults, match="text changed"):
        positions.take_position(organisation=other_city, text=old, by=other_delegate, stance="support")


def test_a_partner_may_take_a_position(amendment):
    partner = factories.organisation("Network", kind="partner")
    person = factories.member(partner, "officer")
    positions.take_position(organisation=partner, text=amendment.text, by=person, stance="support")
    assert stances(amendment.text) == ["support"]


def test_a_delegate_joins_at_once_and_the_support_ends(amendment, other_city, other_delegate):
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    joined = positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    assert (joined.state, stances(amendment.text)) == (CoProposalState.JOINED, [])


def test_who_asks_together_takes_no_position(amendment, other_city, other_delegate, stranger):
    arguments = {"organisation": other_city, "by": other_delegate}
    positions.join_amendment(amendment=amendment, **arguments)
    with pytest.raises(Refused, match="A co-sponsor does not take a position of its own"):
        positions.take_position(text=amendment.text, stance="support", **arguments)
    with pytest.raises(Refused, match="A co-sponsor does not take a position of its own"):
        suggested_positions.suggest_position(
            organisation=other_city, text=amendment.text, by=stranger, stance="support"
        )
    positions.leave_amendment(amendment=amendment, **arguments)
    positions.take_position(text=amendment.text, stance="support", **arguments)
    assert supports.count_supports([amendment.pk]) == {amendment.pk: 1}


def test_a_support_that_came_before_is_not_counted_beside_it(amendment, other_city, other_delegate, stranger):
    suggested_positions.suggest_position(organisation=other_city, text=amendment.text, by=stranger, stance="support")
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    assert supports.count_supports([amendment.pk]) == {}
    assert not SuggestedPosition.objects.filter(state=SuggestionState.WAITING)


def test_an_officer_does_not_ask_again_for_what_the_delegate_joined(amendment, other_city, other_delegate, stranger):
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    with pytest.raises(Refused):
        positions.join_amendment(amendment=amendment, organisation=other_city, by=stranger)
    assert CoProposal.objects.get().state == CoProposalState.JOINED


def test_an_officer_asks_and_the_delegate_joins(amendment, other_city, other_delegate, stranger):
    co_proposal = positions.join_amendment(amendment=amendment, organisation=other_city, by=stranger)
    assert co_proposal.state == CoProposalState.ASKED
    assert Letter.objects.get(kind="asked_to_join").to == other_delegate
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    assert CoProposal.objects.get().state == CoProposalState.JOINED


def test_a_partner_does_not_join(amendment):
    partner = factories.organisation("Network", kind="partner")
    with pytest.raises(Refused, match="Only member governments"):
        positions.join_amendment(amendment=amendment, organisation=partner, by=factories.member(partner, "officer"))


def test_who_joined_may_leave(amendment, other_city, other_delegate):
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    left = positions.leave_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    assert left.state == CoProposalState.LEFT


def test_a_co_proposer_carries_it_on_under_its_number(amendment, city, delegate, other_city, other_delegate):
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    amendments.withdraw_amendment(amendment=amendment, by=delegate)
    assert Letter.objects.get(kind="may_carry_on").to == other_delegate
    taken_over = positions.take_over_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    amendment.refresh_from_db()
    assert taken_over.revision == amendment.revision
    assert (amendment.organisation, amendment.number, amendment.state) == (other_city, 1, AmendmentState.UNDER_REVIEW)
    assert CoProposal.objects.get().organisation == city


def test_nobody_else_carries_it_on(amendment, delegate, other_city, other_delegate):
    amendments.withdraw_amendment(amendment=amendment, by=delegate)
    with pytest.raises(Refused, match="Only a co-sponsor can take over an amendment that was withdrawn"):
        positions.take_over_amendment(amendment=amendment, organisation=other_city, by=other_delegate)


def test_changes_of_several_provisions_stand_in_one_text(round_, city, delegate):
    places = [factories.provision(round_.charter, n) for n in (5, 6)]
    both = [ChangeInput("replace", places[0], "New words."), ChangeInput("delete", places[1])]
    amendment = factories.confirmed(round_, city, delegate, changes=both)
    assert [c.kind for c in amendment.text.changes.all()] == ["replace", "delete"]


def test_who_has_not_joined_or_has_left_is_told_so(round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, city, delegate)
    arguments = {"amendment": amendment, "organisation": other_city, "by": other_delegate}
    with pytest.raises(
        Refused, match="The member is not a proposer of the amendment, so the member cannot withdraw from it"
    ):
        positions.leave_amendment(**arguments)
    positions.join_amendment(**arguments)
    positions.leave_amendment(**arguments)
    with pytest.raises(
        Refused, match="The member is not a proposer of the amendment, so the member cannot withdraw from it"
    ):
        positions.leave_amendment(**arguments)


def test_a_position_beside_the_own_asking_is_a_fault_and_an_upgrade_ends_it(amendment, other_city, other_delegate):
    position = positions.take_position(
        organisation=other_city, text=amendment.text, by=other_delegate, stance="support"
    )
    joined = positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    Position.objects.filter(pk=position.pk).update(superseded_at=None)
    faults = list(data_faults.proposers_take_no_position())
    assert faults == [f"Velmora asks for amendment {amendment} and takes a position on it."]
    upgrade = import_module("charter.migrations.0013_who_asks_takes_no_position")
    upgrade.end_positions(apps, None)
    position.refresh_from_db()
    assert (list(data_faults.proposers_take_no_position()), position.superseded_at) == ([], joined.at)
