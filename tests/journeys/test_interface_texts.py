"""On a phone an editor corrects a text from the page that shows it, and a second one accepts."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_text_is_corrected_on_a_phone_from_the_page_that_shows_it(people, reader):
    phone = reader(people["fr1"], **PHONE)
    phone.go("/fr/charter/")
    page = phone.follow("Corriger les textes de cette page")
    assert fits(page)
    page.get_by_role("searchbox", name="Rechercher dans ces textes").fill("accessibil")
    phone.press("Rechercher")
    page = phone.follow("Accessibilité", exact=True)
    assert fits(page)
    page.get_by_label("Texte en français").fill("Accès pour tout le monde")
    page = phone.press("Proposer la correction")
    assert page.get_by_text("Un deuxième responsable linguistique doit accepter").is_visible() and fits(page)
    other = reader(people["fr2"], **PHONE)
    page = other.go("/fr/texts/fr/")
    assert fits(page)
    page = other.press("Accepter", exact=True)
    assert page.get_by_text("Les pages l’affichent maintenant").is_visible()
    page = other.go("/fr/charter/")
    assert "Accès pour tout le monde" in page.content()
    assert page.get_by_role("link", name="Accès pour tout le monde").count() == 1
