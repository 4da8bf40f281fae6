"""What a link in a mail opens, in a browser that keeps such a page's address from other hosts: its buttons work."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from accounts.models import Invitation, Letter, Pledge
from tests import factories
from tests.journeys.hands import Keyboard, Mouse

pytestmark = pytest.mark.browser
by_both_hands = pytest.mark.parametrize("hand", [pytest.param(Mouse, marks=pytest.mark.large), Keyboard])
ADDRESS, PASSWORD = "newcomer@example.org", "a word that only I know"
SEND = "main form .acts button"


@pytest.fixture
def newcomer(reader, walked):
    """Makes hands of somebody without an account."""
    return lambda hand: hand(reader())


@by_both_hands
def test_an_invitation_is_accepted(newcomer, hand, walked):
    city = factories.organisation("Tamanrit")
    invitation, token = factories.invited(city, factories.member(city, "delegate"), email=ADDRESS)
    person = newcomer(hand)
    person.go(reverse("invitation", args=[token]))
    person.write("input[name=name]", "Amina Diarra")
    person.write("input[name=password]", PASSWORD)
    person.press(SEND)
    assert Invitation.objects.get(pk=invitation.pk).mandate.person.email == ADDRESS


@by_both_hands
def test_a_city_asks_to_join_and_thinks_better_of_it(newcomer, hand):
    person = newcomer(hand)
    person.go("/en/join/")
    person.write("input[name=name]", "Tamanrit")
    person.write("input[name=email]", ADDRESS)
    person.press("button[name=later]")
    person.go(urlsplit(Letter.objects.get(address=ADDRESS).link).path)
    person.press(SEND)
    person.write("input[name=website]", "https://tamanrit.example/")
    person.press("button[name=later]")
    assert Pledge.objects.get().website == "https://tamanrit.example/"
    person.press("main a[href$='/delete/']")
    person.press(SEND)
    assert not Pledge.objects.exists()
