"""On which mandate each act of a city stands, and what stays when a mandate ends."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.actions import members
from accounts.models import Mandate, Person, Record
from accounts.rules import Refused
from charter import rules
from charter.actions import advice, amendments, positions, remarks
from charter.models import Position
from tests import factories


def of(person) -> int:
    return Mandate.objects.get(person=person, ended=None).pk


def stood_on(act: str) -> int | None:
    return Record.objects.get(act=act).mandate


def test_each_act_of_a_city_says_on_which_mandate_it_stands(round_, city, officer, delegate, other_city, stranger):
    asked = factories.sent(round_, city, officer)
    amendments.confirm(amendment=asked, by=delegate, seen_text=asked.text_id)
    speaking = factories.member(other_city, "delegate")
    advice.give(organisation=other_city, text=asked.text, by=stranger, stance="support")
    positions.take(organisation=other_city, text=asked.text, by=speaking, stance="objection")
    positions.join(amendment=asked, organisation=other_city, by=stranger)
    said = {"target": asked, "text": "Who pays?", "language": "en", "round_": round_}
    remarks.post(by=stranger, organisation=other_city, **said)
    amendments.withdraw(amendment=asked, by=delegate)
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
    asked = factories.sent(round_, city, both)
    held = Mandate.objects.get(person=both, organisation=city)
    assert (asked.organisation, stood_on("amendment sent"), asked.text.prepared_on) == (city, held.pk, held)
    with pytest.raises(Refused, match="Only the delegate of Tamanrit"):
        amendments.confirm(amendment=asked, by=both, seen_text=asked.text_id)


def test_a_delegate_who_leaves_undoes_nothing(round_, city, delegate, other_city, other_delegate, moderator):
    asked = factories.confirmed(round_, city, delegate)
    positions.take(organisation=other_city, text=asked.text, by=other_delegate, stance="support")
    for who in (delegate, other_delegate):
        members.end_mandate(mandate=Mandate.objects.get(person=who), by=moderator)
    asked.refresh_from_db()
    assert (asked.state, asked.text.confirmed_on.person, Position.objects.get().superseded_at) == (
        "under_review",
        delegate,
        None,
    )
    assert not rules.may_commit(Person.objects.get(pk=delegate.pk), city)


def test_a_substitute_speaks_while_the_delegate_is_away_and_no_longer(round_, city, officer, delegate):
    standing_in = factories.member(city, "substitute")
    asked = factories.sent(round_, city, officer)
    with pytest.raises(Refused, match="not away now"):
        amendments.confirm(amendment=asked, by=standing_in, seen_text=asked.text_id)
    members.mark_away(mandate=Mandate.objects.get(person=delegate), by=delegate)
    amendments.confirm(amendment=asked, by=standing_in, seen_text=asked.text_id)
    assert stood_on("amendment confirmed") == of(standing_in)
    members.mark_away(mandate=Mandate.objects.get(person=delegate), by=delegate, away=False)
    assert not rules.may_commit(standing_in, city)
