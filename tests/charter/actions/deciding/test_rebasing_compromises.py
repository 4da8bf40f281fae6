"""Compromises that run follow the words under them, or are closed with a note."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from charter.actions.deciding import compromises
from charter.states import CompromiseState
from tests import factories

FIFTH = "The city keeps one fifth of new homes for people with low incomes."
THIRD = FIFTH.replace("fifth", "third")
ELSEWHERE = FIFTH.replace("low incomes", "low or no incomes")


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def put(round_, homes, city, officer, moderator):
    amendment = factories.under_review(round_, city, officer, homes, FIFTH.replace("fifth", "half"))
    until = timezone.now() + timedelta(days=10)
    arguments = {"reason": {"en": "It lies between."}, "answer_by": until, "by": moderator, "html": THIRD}
    return compromises.propose_compromise(
        round_=round_, amendments=[amendment], provision=homes, language="en", **arguments
    )


def answered(compromise, city, delegate):
    return compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")


def test_a_compromise_follows_words_that_moved_elsewhere_and_keeps_its_answers(put, homes, city, delegate, moderator):
    answer = answered(put, city, delegate)
    moved = factories.reword(homes, ELSEWHERE, by=moderator)
    put.refresh_from_db()
    assert (put.state, put.base, put.html) == (CompromiseState.ASKED, moved, ELSEWHERE.replace("fifth", "third"))
    assert list(put.responses.filter(superseded_at=None)) == [answer]
    assert [row["html"] for row in put.earlier] == [THIRD]


def test_one_that_is_agreed_and_not_applied_follows_too(put, homes, moderator):
    factories.agreed(put, moderator)
    factories.reword(homes, ELSEWHERE, by=moderator)
    put.refresh_from_db()
    assert (put.state, put.agreed, put.html) == ("closed", True, ELSEWHERE.replace("fifth", "third"))


def test_one_that_was_merged_for_another_amendment_can_be_merged_again_after_the_reversal(put, homes, moderator):
    """Its text became the text without it, so the amendments entered with their own words."""
    factories.agreed(put, moderator)
    factories.reword(homes, THIRD, by=moderator)
    factories.reword(homes, FIFTH, by=moderator)
    put.refresh_from_db()
    assert (put.agreed, put.base, put.html) == (True, factories.working(homes).wording, THIRD)


def test_answers_lapse_where_part_of_its_words_is_in_the_text(put, homes, city, delegate, moderator):
    put.html = THIRD.replace("people", "families")
    put.save()
    factories.agreed(put, moderator)
    answered_before = put.responses.get(organisation=city, by=delegate)
    factories.reword(homes, THIRD, by=moderator)
    put.refresh_from_db()
    answered_before.refresh_from_db()
    assert (put.state, put.agreed, put.html) == ("asked", None, THIRD.replace("people", "families"))
    assert answered_before.superseded_at is not None
    assert Letter.objects.filter(key__startswith="compromise_again", to=delegate).count() == 1


def test_one_that_collides_is_closed_with_a_note_to_the_moderators(put, homes, moderator):
    factories.reword(homes, FIFTH.replace("fifth", "quarter"), by=moderator)
    put.refresh_from_db()
    assert (put.state, put.agreed, put.html) == (CompromiseState.CLOSED, False, THIRD)
    assert "“fifth”" in put.note
    assert Letter.objects.filter(key__startswith="compromise_closed", to=moderator).count() == 1


def test_one_that_is_closed_without_agreement_is_left_alone(put, homes, moderator):
    compromises.close_compromise(compromise=put, by=moderator, agreed=False)
    factories.reword(homes, ELSEWHERE, by=moderator)
    put.refresh_from_db()
    assert (put.html, put.earlier) == (THIRD, [])


def test_one_on_a_provision_that_leaves_the_text_is_closed(put, charter):
    factories.without(charter, 5)
    put.refresh_from_db()
    assert (put.state, put.agreed, put.note) == ("closed", False, "The provision is no longer in the text.")
