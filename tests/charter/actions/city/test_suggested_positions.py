"""Positions that officers suggest, and what the delegate makes of them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Letter, Record
from accounts.rules import Refused
from charter.actions.amending import positions
from charter.actions.amending.amendments import Faults
from charter.actions.city import suggested_positions
from charter.actions.city.suggested_positions import ChosenPosition
from charter.models import Position, SuggestedPosition
from charter.queries.amending import member_tasks
from charter.states import SuggestionState
from tests import factories


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


@pytest.fixture
def suggest(amendment, other_city, stranger):
    def suggest(target=amendment, **overrides):
        values = {"stance": "support", "word": "We asked for it too.", **overrides}
        return suggested_positions.suggest_position(organisation=other_city, text=target.text, by=stranger, **values)

    return suggest


def states() -> list[str]:
    return list(SuggestedPosition.objects.order_by("pk").values_list("state", flat=True))


def test_an_officer_suggests_and_nothing_is_said_yet(suggest, other_city, other_delegate, stranger):
    suggestion = suggest()
    assert (
        Position.objects.count(),
        member_tasks.suggestions_to_answer(other_city),
        member_tasks.count_pending_items([other_city]),
    ) == (0, [suggestion], 1)
    letter = Letter.objects.get(to=other_delegate, kind="advice")
    assert letter.subject == f"{stranger} suggests a position for Velmora"
    assert Record.objects.get(act="support suggested").mandate == stranger.mandates.get().pk


def test_suggested_again_it_takes_the_place_of_the_first(suggest, other_city):
    suggest(), suggest(stance="objection")
    assert states() == ["replaced", "waiting"]
    assert [suggestion.stance for suggestion in member_tasks.suggestions_to_answer(other_city)] == ["objection"]


def test_one_waits_for_an_organisation_and_words(suggest):
    suggestion = suggest()
    suggestion.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        suggestion.save()


def test_the_delegate_confirms_a_list_at_once(round_, suggest, amendment, city, delegate, other_delegate):
    second = factories.confirmed(round_, city, delegate, "The city answers within ten days.", 6)
    suggestions = [suggest(), suggest(second, stance="reservation", line="Ten days are few.")]
    suggested_positions.confirm_suggestions(
        chosen=[ChosenPosition(suggestion, suggestion.stance, suggestion.line) for suggestion in suggestions],
        by=other_delegate,
        language="en",
    )
    confirmed = Position.objects.order_by("pk").values_list("stance", "line", "language", "by")
    assert list(confirmed) == [
        ("support", "", "", other_delegate.pk),
        ("reservation", "Ten days are few.", "en", other_delegate.pk),
    ]
    assert states() == ["taken", "taken"]


def test_the_delegate_changes_a_stance_and_the_officer_is_told(suggest, other_delegate, stranger):
    suggested_positions.confirm_suggestions(chosen=[ChosenPosition(suggest(), "objection")], by=other_delegate)
    assert (Position.objects.get().stance, states()) == ("objection", ["changed"])
    assert (
        "you suggested Support; the position of Velmora is Objection."
        in Letter.objects.get(to=stranger, kind="advice").body
    )


def test_the_delegate_declines_and_the_officer_is_told(suggest, other_delegate, other_city, stranger):
    suggested_positions.decline_suggestion(suggestion=suggest(), by=other_delegate)
    assert (Position.objects.count(), states(), member_tasks.count_pending_items([other_city])) == (0, ["declined"], 0)
    assert "takes no position" in Letter.objects.get(to=stranger, kind="advice").body


def test_a_stance_taken_on_the_page_answers_what_was_suggested(suggest, amendment, other_city, other_delegate):
    suggest()
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    assert states() == ["taken"]


def test_an_officer_does_not_confirm_what_was_suggested(suggest, stranger):
    with pytest.raises(Refused, match="Only the delegate of Velmora"):
        suggested_positions.confirm_suggestions(chosen=[ChosenPosition(suggest(), "support")], by=stranger)
    with pytest.raises(Refused, match="Only the delegate of Velmora"):
        suggested_positions.decline_suggestion(suggestion=SuggestedPosition.objects.get(), by=stranger)


def test_all_or_none_are_confirmed(round_, suggest, city, delegate, other_delegate):
    second = factories.confirmed(round_, city, delegate, "The city answers within ten days.", 6)
    first, long = suggest(), suggest(second)
    with pytest.raises(Faults, match="longer than 500"), transaction.atomic():
        suggested_positions.confirm_suggestions(
            chosen=[ChosenPosition(first, "support"), ChosenPosition(long, "support", "x" * 501)], by=other_delegate
        )
    assert (Position.objects.count(), states()) == (0, ["waiting", "waiting"])


def test_none_chosen_is_a_fault(other_delegate):
    with pytest.raises(Faults, match="at least one"):
        suggested_positions.confirm_suggestions(chosen=[], by=other_delegate)


def test_it_lapses_with_the_words(round_, suggest, other_city):
    suggest()
    html = "A city keeps one fifth of new homes for people with low incomes."
    factories.adopt(factories.provision(round_.charter, 5), html, by=factories.holder("moderator"))
    assert (member_tasks.suggestions_to_answer(other_city), member_tasks.count_pending_items([other_city])) == ([], 0)


def test_it_waits_no_longer_than_support_runs(suggest, round_, other_city):
    suggest()
    over = dict.fromkeys(("proposals_until", "confirm_until", "support_until"), timezone.now())
    type(round_).objects.update(**over)
    assert member_tasks.suggestions_to_answer(other_city) == []


def test_who_is_of_the_city_cannot_suggest_on_its_own_amendment(amendment, city, officer):
    with pytest.raises(Refused, match="its own amendment"):
        suggested_positions.suggest_position(organisation=city, text=amendment.text, by=officer, stance="support")


def test_people_of_a_partner_speak_themselves(amendment):
    partner = factories.organisation("Union of tenants", "partner")
    with pytest.raises(Refused, match="Only the team of a partner organization can act for it"):
        suggested_positions.suggest_position(
            organisation=partner, text=amendment.text, by=factories.member(partner, "officer"), stance="support"
        )


def test_a_stranger_suggests_nothing(amendment, other_city, officer):
    with pytest.raises(Refused) as refused:
        suggested_positions.suggest_position(
            organisation=other_city, text=amendment.text, by=officer, stance="support"
        )
    assert refused.value.refusal.hidden


def test_words_for_the_delegate_are_a_line(suggest):
    with pytest.raises(Faults, match="longer than 500"):
        suggest(word="x" * 501)
    assert states() == [] and SuggestionState.WAITING == "waiting"
