"""Proposing, confirming and supporting in French words with the French interface."""

from __future__ import annotations

import pytest

from charter.models import Amendment
from tests import factories
from tests.journeys.walking import SUPPORT, act, enter, press, propose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
TIERS = factories.WORDS["fr"][5].replace("un cinquième", "un tiers")


def test_a_city_asks_in_french_and_another_supports_it(guarded_tables, reader):
    round_ = factories.round_(factories.version(factories.charter()))
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    officer = enter(
        reader(),
        factories.member(
            city,
            "officer",
        ),
    )
    delegate = enter(reader(), factories.member(city, "delegate"))
    supporter = enter(reader(), factories.member(other, "delegate"))
    propose(officer, "fr", factories.provision(round_.charter, 5).short, TIERS, "Un cinquième ne suffit pas.")
    assert officer.page.locator("html").get_attribute("lang") == "fr"
    delegate.go("/fr/city/")
    press(delegate, act("confirm"))
    said = delegate.page.inner_text("main")
    assert "Amendement 1" in said and "Under review" not in said
    supporter.go("/fr/amendments/1/1/")
    press(supporter, SUPPORT)
    change = Amendment.objects.get().text.changes.get()
    assert (change.language, change.html) == ("fr", TIERS)
    assert "Velmora" in supporter.page.inner_text("main")
