"""The page that a private link opens."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.actions import invitations
from accounts.models import Letter, Mandate
from tests import factories

ANSWER = {"name": "Ines Costa", "password": "a river through the town"}


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


@pytest.fixture
def link(city):
    _, token = factories.invited(city, factories.member(city, "delegate"))
    return reverse("invitation", args=[token])


def test_opening_it_does_nothing(client, link):
    page = client.get(link)
    assert "Invitation to act for Tamanrit: staff member" in page.content.decode()
    assert Mandate.objects.filter(kind="officer").count() == 0


def test_accepting_makes_an_account_and_signs_in(client, link):
    answer = client.post(link, ANSWER, follow=True)
    assert "Representatives of Tamanrit" in answer.content.decode()
    assert Mandate.objects.get(kind="officer").person.name == "Ines Costa"


def test_the_email_names_who_invites_and_the_consultation(link, settings):
    letter = Letter.objects.get(kind="invitation")
    assert "delegate of Tamanrit invites you to act as" in letter.body
    assert settings.SITE_NAME in letter.body


def test_who_has_just_set_a_password_is_not_asked_for_it_at_once(client, link):
    client.post(link, ANSWER)
    assert client.get(reverse("account_data")).status_code == 200


def test_a_weak_password_is_refused_beside_its_field_and_nothing_is_stored(client, link):
    answer = client.post(link, {**ANSWER, "password": "password"})
    assert answer.status_code == 422
    assert "too common" in answer.content.decode()
    assert Mandate.objects.filter(kind="officer").count() == 0


def test_wrong_used_expired_and_revoked_links_answer_alike(client, city, link, moderator):
    client.post(link, ANSWER)
    client.logout()
    invitation, token = factories.invited(city, moderator, email="b@example.org")
    invitations.revoke_invitation(invitation=invitation, by=moderator)
    links = [link, reverse("invitation", args=[token]), reverse("invitation", args=["wrong"])]
    pages = [client.get(address) for address in links]
    assert [page.status_code for page in pages] == [404, 404, 404]
    tokens = [address.strip("/").split("/")[-1] for address in links]
    bodies = {page.content.decode().replace(address, "LINK") for page, address in zip(pages, tokens, strict=True)}
    assert len(bodies) == 1
    assert "Tamanrit" not in bodies.pop()


def test_who_has_an_account_is_sent_to_sign_in_and_accepts_by_a_button(client, city, delegate, stranger):
    _, token = factories.invited(city, delegate, email=stranger.email)
    link = reverse("invitation", args=[token])
    assert "Sign in to accept" in client.get(link).content.decode()
    client.force_login(stranger)
    client.get(link)
    assert Mandate.objects.filter(person=stranger, organisation=city).count() == 0
    client.post(link)
    assert Mandate.objects.filter(person=stranger, organisation=city).count() == 1


def test_another_account_cannot_take_it(client, city, delegate, other_delegate, stranger):
    _, token = factories.invited(city, delegate, email=stranger.email)
    client.force_login(other_delegate)
    page = client.post(reverse("invitation", args=[token])).content.decode()
    assert "sent to another address" in page
    assert stranger.email not in page


def test_too_many_tries_are_stopped(client, link, settings):
    settings.LIMITS = {**settings.LIMITS, "accepting": "2/m/ip"}
    answers = [client.post(link, {}).status_code for _ in range(3)]
    assert answers == [422, 422, 429]


def test_the_page_is_not_kept_and_tells_no_other_site(client, link):
    page = client.get(link)
    assert "no-store" in page["Cache-Control"]
    assert 'name="referrer" content="same-origin"' in page.content.decode()
