"""A counter-wording, put to members and answered once each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions import compromises
from charter.states import CompromiseState
from tests import factories


@pytest.fixture
def amendments(round_, charter, city, officer, other_city, stranger):
    provision = factories.provision(charter, 5)
    return [
        factories.under_review(round_, city, officer, provision, "One third."),
        factories.under_review(round_, other_city, stranger, provision, "One quarter."),
    ]


@pytest.fixture
def compromise(amendments, round_, charter, delegate, moderator):
    return compromises.put(
        round_=round_,
        amendments=amendments,
        provision=factories.provision(charter, 5),
        language="en",
        html="Three in ten.",
        reason={"en": "It lies between."},
        by=moderator,
        answer_by=timezone.now() + timedelta(days=10),
    )


def test_each_member_concerned_gets_one_letter(compromise, delegate):
    assert [letter.to for letter in Letter.objects.filter(kind="compromise")] == [delegate]


def test_the_delegate_answers_and_may_answer_anew(compromise, city, delegate):
    compromises.answer(compromise=compromise, organisation=city, by=delegate, answer="no")
    compromises.answer(compromise=compromise, organisation=city, by=delegate, answer="yes_with_a_word", word="If.")
    assert [a.answer for a in compromise.assents.filter(superseded_at=None)] == ["yes_with_a_word"]


def test_a_yes_with_a_word_has_a_word(compromise, city, delegate):
    with pytest.raises(Refused, match="Write the word"):
        compromises.answer(compromise=compromise, organisation=city, by=delegate, answer="yes_with_a_word")


def test_an_officer_cannot_bind_the_member(compromise, city, officer):
    with pytest.raises(Refused, match="Only the delegate"):
        compromises.answer(compromise=compromise, organisation=city, by=officer, answer="yes")


def test_a_member_that_was_not_asked_cannot_answer(compromise):
    third = factories.organisation("Third")
    with pytest.raises(Refused):
        compromises.answer(
            compromise=compromise, organisation=third, by=factories.member(third, "delegate"), answer="yes"
        )


def test_a_closed_one_is_answered_no_more(compromise, city, delegate, moderator):
    compromises.close(compromise=compromise, by=moderator, agreed=False)
    assert (compromise.state, compromise.agreed) == (CompromiseState.CLOSED, False)
    with pytest.raises(Refused, match="closed"):
        compromises.answer(compromise=compromise, organisation=city, by=delegate, answer="yes")
