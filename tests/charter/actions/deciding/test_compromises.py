"""A counter-wording, put to members and answered once each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter, Record
from accounts.rules import Refused
from charter.actions.amending import positions
from charter.actions.deciding import compromises
from charter.models import Compromise
from charter.queries.amending import member_tasks
from charter.queries.deciding import compromise_answers
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
    return compromises.propose_compromise(
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
    compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="no")
    compromises.answer_compromise(
        compromise=compromise, organisation=city, by=delegate, answer="yes_with_a_word", word="If."
    )
    assert [a.answer for a in compromise.responses.filter(superseded_at=None)] == ["yes_with_a_word"]


def test_a_yes_with_a_word_has_a_word(compromise, city, delegate):
    with pytest.raises(Refused, match="Enter the statement for your reply"):
        compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes_with_a_word")


def test_an_officer_cannot_bind_the_member(compromise, city, officer):
    with pytest.raises(Refused, match="Only the delegate"):
        compromises.answer_compromise(compromise=compromise, organisation=city, by=officer, answer="yes")


def test_a_member_that_was_not_asked_cannot_answer(compromise):
    third = factories.organisation("Third")
    with pytest.raises(Refused):
        compromises.answer_compromise(
            compromise=compromise, organisation=third, by=factories.member(third, "delegate"), answer="yes"
        )


def test_a_closed_one_is_answered_no_more(compromise, city, delegate, moderator):
    compromises.close_compromise(compromise=compromise, by=moderator, agreed=False)
    assert (compromise.state, compromise.agreed) == (CompromiseState.CLOSED, False)
    with pytest.raises(Refused, match="closed"):
        compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")


def said(compromise, answers, at=None):
    """Each member answers by its own delegate, in the order in which they were asked."""
    for city, answer in zip(compromise.asked.order_by("pk"), answers, strict=False):
        if answer:
            delegate = next(iter(member_tasks.people_who_may_bind(city, timezone.now())), None) or factories.member(
                city, "delegate"
            )
            compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer=answer, at=at)


@pytest.fixture
def joined(amendments, other_city):
    """A third member that asks for the first amendment too, by its delegate."""
    third = factories.organisation("Third")
    positions.join_amendment(amendment=amendments[0], organisation=third, by=factories.member(third, "delegate"))
    return third


def test_co_proposers_are_asked_as_those_that_came_first_are(joined, compromise, city, other_city):
    assert set(compromise.asked.all()) == {city, other_city, joined}
    assert member_tasks.compromises_to_answer(joined) == [compromise]
    said(compromise, ["yes", "yes"])
    with pytest.raises(Refused, match="Third"):
        compromises.close_compromise(compromise=compromise, by=factories.secretariat())


def test_supporters_are_told_once_and_asked_for_nothing(amendments, round_, charter, moderator, other_delegate):
    fourth = factories.organisation("Fourth")
    supporter = factories.member(fourth, "delegate")
    for amendment in amendments:
        positions.take_position(organisation=fourth, text=amendment.text, by=supporter, stance="support")
    sent_compromise = compromises.propose_compromise(
        round_=round_,
        amendments=amendments,
        provision=factories.provision(charter, 5),
        language="en",
        html="Three in ten.",
        reason={"en": "It lies between."},
        by=moderator,
        answer_by=timezone.now() + timedelta(days=10),
    )
    [letter] = Letter.objects.filter(kind="compromise_told")
    assert letter.to == supporter
    assert letter.link.endswith(f"/city/compromises/{sent_compromise.pk}/")
    assert member_tasks.compromises_to_answer(fourth) == []


@pytest.mark.parametrize(
    ("rule", "answers", "why"),
    [
        ("neither", ["yes", "yes"], ""),
        ("neither", ["yes", None], ""),
        ("neither", [None, None], "Nobody replied “yes”. No reply: Testville and Otherville."),
        ("neither", ["yes", "no"], "Declined: Otherville."),
        ("assent", [None, None], ""),
        ("assent", [None, "no"], "Declined: Otherville."),
        ("refusal", ["yes", None], "No reply, which counts as a refusal: Otherville."),
        ("refusal", ["yes", "yes"], ""),
    ],
)
def test_after_its_day_it_is_agreed_where_answers_and_the_rule_for_silence_bear_it(
    rule, answers, why, compromise, city, other_city, moderator
):
    names = {"Testville": str(city), "Otherville": str(other_city)}
    for old, new in names.items():
        why = why.replace(old, new)
    compromise.round.silence = rule
    compromise.round.save()
    said(compromise, answers)
    after = compromise.answer_by + timedelta(seconds=1)
    if not why:
        assert compromises.close_compromise(compromise=compromise, by=moderator, at=after).agreed is True
        return
    with pytest.raises(Refused) as refused:
        compromises.close_compromise(compromise=compromise, by=moderator, at=after)
    assert why in str(refused.value.refusal.why)
    assert Compromise.objects.get().state == CompromiseState.ASKED


def test_before_its_day_nobody_is_silent_yet(compromise, other_city, moderator):
    compromise.round.silence = "assent"
    compromise.round.save()
    said(compromise, ["yes"])
    with pytest.raises(Refused, match=f"not over for: {other_city}"):
        compromises.close_compromise(compromise=compromise, by=moderator)


def test_silence_is_recorded_as_silence_whatever_the_rule_makes_of_it(compromise, city, other_city, moderator):
    compromise.round.silence = "assent"
    compromise.round.save()
    compromises.close_compromise(compromise=compromise, by=moderator, at=compromise.answer_by + timedelta(seconds=1))
    content = Record.objects.get(act="compromise closed").content
    assert content["answers"] == {"yes": [], "no": [], "silent": sorted([city.pk, other_city.pk])}
    assert content["silence"] == "assent"
    assert compromise_answers.answers_to(Compromise.objects.get()).assented == []
