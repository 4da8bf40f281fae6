"""Who is written to about a correction of an interface text, and until when."""

from __future__ import annotations

import pytest

from accounts.actions import interface_texts
from accounts.interface_texts import InterfaceText
from accounts.models import Letter
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors():
    return [factories.holder("language_editor", "fr") for _ in range(3)]


@pytest.fixture
def correction(editors):
    factories.holder("language_editor", "es"), factories.holder("moderator")
    return interface_texts.propose_correction(
        text=InterfaceText("Accessibility"), language="fr", forms=["Accès pour tout le monde"], by=editors[0]
    )


def waiting():
    return Letter.objects.waiting().filter(kind="text_correction")


def test_the_other_editors_of_the_language_get_the_two_texts_and_the_link(correction, editors):
    letters = waiting().order_by("to")
    assert [letter.to for letter in letters] == editors[1:]
    assert "Current text: Accessibilité\nProposed text: Accès pour tout le monde" in letters[0].body
    assert letters[0].link.endswith(f"/texts/fr/{correction.digest}/")


@pytest.mark.parametrize("answer", ["accept", "refuse", "withdraw"])
def test_an_answer_calls_the_notifications_off(correction, editors, answer):
    acts = {
        "accept": lambda: interface_texts.accept_correction(correction=correction, by=editors[1]),
        "refuse": lambda: interface_texts.refuse_correction(correction=correction, because="No.", by=editors[1]),
        "withdraw": lambda: interface_texts.withdraw_correction(correction=correction, by=editors[0]),
    }
    acts[answer]()
    assert not waiting().exists()
