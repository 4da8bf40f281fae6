"""On which mandate each act of a city stands, and what stays when a mandate ends."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.actions import members
from accounts.models import Mandate, Person, Record
from accounts.rules import Refused
from charter import rules
from charter.actions.amending import amendments, positions
from charter.actions.city import suggested_positions
from charter.actions.comments import comments
from charter.models import Position
from tests import factories


def of(person) -> int:
    return Mandate.objects.get(person=person, ended=None).pk


def stood_on(act: str) -> int | None:
    return Record.objects.get(act=act).mandate


def test_each_act_of_a_city_says_on_which_mandate_it_stands(round_, city, officer, delegate, other_city, stranger):
    amendment = factories.sent(round_, city, officer)
    amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)
    speaking = factories.member(other_city, "delegate")
    suggested_positions.suggest_position(organisation=other_city, text=amendment.text, by=stranger, stance="support")
    positions.take_position(organisation=other_city, text=amendment.text, by=speaking, stance="objection")
    positions.join_amendment(amendment=amendment, organisation=other_city, by=stranger)
    arguments = {"target": amendment, "text": "Who pays?", "language": "en", "round_": round_}
    comments.post_comment(by=stranger, organisation=other_city, **arguments)
    amendments.withdraw_amendment(amendment=amendment, by=delegate)
    expected = {
        "amendment begun": officer,
        "amendment sent": officer,
        "amendment confirmed": delegate,
        "support suggested": stranger,
        "position objection": speaking,
        "co-proposing asked": stranger,
        "comment posted": stranger,
        "amendment withdrawn": delegate,
    }
    assert {act: stood_on(act) for act in expected} == {act: of(person) for act, person in expected.items()}


def test_of_two_mandates_the_one_of_the_city_that_was_chosen(round_, city, delegate, other_city):
    both = factories.member(other_city, "delegate")
    Mandate.objects.create(organisation=city, person=both, kind="officer", since=timezone.now())
    amendment = factories.sent(round_, city, both)
    mandate = Mandate.objects.get(person=both, organisation=city)
    assert (amendment.organisation, stood_on("amendment sent"), amendment.text.prepared_on) == (
        city,
        mandate.pk,
        mandate,
    )
    with pytest.raises(Refused, match="Only the delegate of Tamanrit"):
        amendments.confirm_amendment(amendment=amendment, by=both, seen_text=amendment.text_id)


def test_a_delegate_who_leaves_undoes_nothing(round_, city, delegate, other_city, other_delegate, moderator):
    amendment = factories.confirmed(round_, city, delegate)
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    for person in (delegate, other_delegate):
        members.end_mandate(mandate=Mandate.objects.get(person=person), by=moderator)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.text.confirmed_on.person, Position.objects.get().superseded_at) == (
        "under_review",
        delegate,
        None,
    )
    assert not rules.may_commit(Person.objects.get(pk=delegate.pk), city)


def test_a_substitute_speaks_while_the_delegate_is_away_and_no_longer(round_, city, officer, delegate):
    standing_in = factories.member(city, "substitute")
    amendment = factories.sent(round_, city, officer)
    with pytest.raises(Refused, match="not away now"):
        amendments.confirm_amendment(amendment=amendment, by=standing_in, seen_text=amendment.text_id)
    members.mark_away(mandate=Mandate.objects.get(person=delegate), by=delegate)
    amendments.confirm_amendment(amendment=amendment, by=standing_in, seen_text=amendment.text_id)
    assert stood_on("amendment confirmed") == of(standing_in)
    members.mark_away(mandate=Mandate.objects.get(person=delegate), by=delegate, away=False)
    assert not rules.may_commit(standing_in, city)
