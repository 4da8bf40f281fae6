"""Who reads what of a compromise: those asked, supporters, the desk, and the public with the decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from charter.actions.amending import positions
from charter.actions.deciding import compromises
from charter.models import Compromise, Decision
from charter.queries.amending.member_tasks import people_who_may_bind
from tests import factories
from tests.charter.views.conftest import FIFTH, QUARTER

BETWEEN = FIFTH.replace("one fifth", "three tenths")


@pytest.fixture
def joined(asked):
    third = factories.organisation("Third")
    positions.join_amendment(amendment=asked[0], organisation=third, by=factories.member(third, "delegate"))
    return third


@pytest.fixture
def put(joined, asked, homes, round_, moderator):
    return compromises.propose_compromise(
        round_=round_,
        amendments=asked,
        provision=homes,
        language="en",
        html=BETWEEN,
        reason={"en": "Between."},
        by=moderator,
        answer_by=timezone.now() + timedelta(days=5),
    )


def delegate_of(city):
    return next(iter(people_who_may_bind(city, timezone.now())), None) or factories.member(city, "delegate")


def answer(compromise, city, assent):
    delegate = delegate_of(city)
    compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer=assent)
    return delegate


def test_the_desk_reads_who_said_what_how_many_and_why_it_is_not_agreed(desk, put, city, joined, other_city):
    answer(put, city, "yes")
    answer(put, joined, "no")
    page = desk.get(reverse("desk_compromise_answers", args=[put.pk])).content.decode()
    assert "Members asked: 3. Yes: 1, no: 1, no reply yet: 1. No reply counts as neither consent nor refusal." in page
    assert f"Declined: {joined}." in page and f"not over for: {other_city}." in page
    assert 'value="agreed"' not in page
    answered = desk.post(reverse("desk_compromise_answers", args=[put.pk]), {"act": "agreed", "token": "t"})
    assert f"Declined: {joined}." in answered.content.decode()
    assert Compromise.objects.get().agreed is None


def test_a_co_proposer_finds_the_question_and_no_answer_of_others_before_it_is_closed(client, put, city, joined):
    answer(put, city, "yes")
    client.force_login(delegate_of(joined))
    page = client.get(reverse("compromise_answer", args=[put.pk])).content.decode()
    assert (
        "No reply counts as neither consent nor refusal" in page and "Your reply, or the fact that you did not" in page
    )
    assert "Of 3 members asked" not in page


def test_a_supporter_reads_it_and_is_asked_for_nothing(client, put, asked):
    fourth = factories.organisation("Fourth")
    supporter = factories.member(fourth, "delegate")
    address = reverse("compromise_answer", args=[put.pk])
    client.force_login(supporter)
    assert client.get(address).status_code == 404
    positions.take_position(organisation=fourth, text=asked[0].text, by=supporter, stance="support")
    page = client.get(address).content.decode()
    assert "Fourth supports one of these amendments. No action is required." in page
    assert 'name="act"' not in page
    assert client.post(address, {"act": "yes", "token": "t"}).status_code == 404
    assert not put.responses.exists()


def test_who_assented_and_who_was_silent_is_public_with_the_decision_of_every_amendment(
    client, put, asked, city, joined, other_city, moderator
):
    answer(put, city, "yes")
    answer(put, joined, "yes")
    compromises.close_compromise(compromise=put, by=moderator, at=put.answer_by + timedelta(seconds=1))
    pages = [reverse("amendment", args=[1, number]) for number in (1, 2)]
    assert not any("Agreed:" in client.get(page).content.decode() for page in pages)
    put.round.support_until = timezone.now() - timedelta(hours=1)
    put.round.proposals_until = put.round.confirm_until = put.round.support_until - timedelta(hours=1)
    put.round.save()
    for amendment in asked:
        factories.accepted(type(amendment).objects.get(pk=amendment.pk), moderator)
    assert Decision.objects.exclude(release=None).count() == 2
    for page in (*pages, reverse("decisions")):
        words = client.get(page).content.decode()
        assert "Compromise text, agreed" in words
        assert f"Agreed: <bdi>{city}</bdi> and <bdi>{joined}</bdi>" in words
        assert f"No reply: <bdi>{other_city}</bdi> (No reply counts as neither consent nor refusal)" in words


def test_the_round_says_its_rule_for_silence(client, round_):
    assert "No reply counts as neither consent nor refusal." in client.get(reverse("round", args=[1])).content.decode()


def test_a_moderator_puts_changed_words_from_the_decision_and_the_city_takes_them(
    desk, client, asked, city, delegate, moderator
):
    words = {asked[0].text.changes.get().pk: QUARTER}
    factories.accepted(asked[0], moderator, outcome="accepted_with_changes", words=words, release=False)
    decision = reverse("desk_decide", args=[1, 1])
    address = reverse("desk_put_words", args=[1, 1])
    assert address in desk.get(decision).content.decode()
    assert "quarter" in desk.get(address).content.decode()
    assert desk.post(address, {"token": "t"}).status_code == 422
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert desk.post(address, {"answer_by": day, "token": "t"}).url == decision
    compromise = Compromise.objects.get()
    client.force_login(delegate)
    room = client.get(reverse("city")).content.decode()
    assert "The text of" in room
    answering = reverse("compromise_answer", args=[compromise.pk])
    assert "If you reply" in client.get(answering).content.decode()
    client.post(answering, {"act": "yes", "token": "u"})
    compromise.refresh_from_db()
    assert compromise.agreed is True
    client.force_login(moderator)
    page = client.get(decision).content.decode()
    assert "Changed text, accepted by the members" in page and address not in page


def test_amendments_in_two_languages_can_be_settled_by_one_text(
    desk, round_, homes, city, other_city, officer, stranger
):
    factories.under_review(round_, city, officer, homes, "The city keeps one third of new homes.")
    factories.under_review(round_, other_city, stranger, homes, "La ville réserve un quart.", language="fr")
    address = reverse("desk_compromise", args=[homes.short])
    page = desk.get(reverse("desk_provision", args=[homes.short])).content.decode()
    choices = desk.get(f"{address}?language=fr").context["form"].fields["amendments"].choices
    assert (page.count(f"{address}?language="), len(choices)) == (2, 2)
