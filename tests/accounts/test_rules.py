"""Who a person is for an organisation: mandates hold from, until, and while somebody is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts import rules
from accounts.actions import members
from accounts.models import Mandate, Person
from accounts.rules import Refusal
from tests import factories


def fresh(person):
    """The person as a new request loads them."""
    return Person.objects.get(pk=person.pk)


def test_a_delegate_binds_the_city(delegate, city):
    assert rules.committing_mandate(delegate, city).kind == "delegate"


def test_an_officer_does_not_and_is_told_who_does(officer, city):
    answer = rules.committing_mandate(officer, city)
    assert isinstance(answer, Refusal)
    assert "Only the delegate of Tamanrit" in str(answer.why)


def test_for_a_stranger_the_answer_is_hidden(stranger, city):
    assert rules.committing_mandate(stranger, city).hidden


def test_a_substitute_acts_while_the_delegate_is_away_alone(delegate, city):
    substitute = factories.member(city, "substitute")
    assert not rules.committing_mandate(substitute, city)
    members.mark_away(mandate=Mandate.objects.get(person=delegate), by=delegate)
    assert rules.committing_mandate(fresh(substitute), city).kind == "substitute"


@pytest.mark.parametrize("field", ["until", "ended"])
def test_a_mandate_ends_at_the_second(city, field):
    now = timezone.now()
    delegate = factories.member(city, "delegate", **{field: now})
    assert rules.mandates_of(delegate, now) == []
    assert len(rules.mandates_of(delegate, now - timedelta(seconds=1))) == 1


def test_a_city_has_one_delegate_at_a_time(delegate, city):
    with pytest.raises(IntegrityError):
        factories.member(city, "delegate")


def test_a_new_delegate_follows_when_the_old_mandate_has_ended(delegate, moderator, city):
    members.end_mandate(mandate=Mandate.objects.get(person=delegate), by=moderator)
    factories.member(city, "delegate")
    assert Mandate.objects.filter(organisation=city, kind="delegate").count() == 2


def test_an_inactive_account_holds_nothing(delegate):
    Person.objects.filter(pk=delegate.pk).update(is_active=False)
    assert rules.mandates_of(fresh(delegate)) == []
