"""The database holds one position of a member on the words of an amendment, and one answer to a compromise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from charter.actions.amending import positions
from charter.actions.deciding import compromises
from charter.models import Position, Response
from tests import factories

# PostgreSQL names the constraint, SQLite its columns.
POSITION = r"position_one_an_organisation|position\.organisation_id"
ASSENT = r"assent_one_an_organisation|assent\.organisation_id"
WORDS = "A city keeps one quarter of new homes for people with low incomes."


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


@pytest.fixture
def position(amendment, other_city, other_delegate):
    return positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")


@pytest.fixture
def assent(round_, amendment, moderator, city, delegate):
    where = {"provision": factories.provision(round_.charter, 5), "language": "en"}
    arguments = {"html": WORDS, "reason": {"en": "Between the two."}, "answer_by": timezone.now() + timedelta(days=7)}
    compromise = compromises.propose_compromise(
        round_=round_, amendments=[amendment], by=moderator, **where, **arguments
    )
    return compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")


def again(row, **other):
    """The same row a second time, past every action of ours."""
    fields = (field.attname for field in row._meta.concrete_fields if not field.primary_key)
    return type(row).objects.create(**{name: getattr(row, name) for name in fields} | other)


@pytest.mark.parametrize("stance", ["support", "objection"])
def test_a_second_position_on_the_same_words_is_refused(position, stance):
    with pytest.raises(IntegrityError, match=POSITION), transaction.atomic():
        again(position, stance=stance)
    assert Position.objects.count() == 1


def test_one_that_was_replaced_stays_beside_it(position):
    again(position, superseded_at=timezone.now())
    assert Position.objects.count() == 2


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_second_answer_to_the_same_compromise_is_refused(assent, answer):
    with pytest.raises(IntegrityError, match=ASSENT), transaction.atomic():
        again(assent, answer=answer)
    assert Response.objects.count() == 1


def test_an_answer_that_was_replaced_stays_beside_it(assent):
    again(assent, superseded_at=timezone.now())
    assert Response.objects.count() == 2
