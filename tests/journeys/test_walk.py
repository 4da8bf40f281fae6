"""The whole loop as ten people walk it: propose, confirm, support, decide, merge, align, publish, ask who asked.

It is walked once in English, once in French, once by the keyboard alone and once where no script runs.
"""

from __future__ import annotations

import pytest

from charter.models import Charter
from tests.journeys.conftest import LANGUAGES
from tests.journeys.hands import Keyboard, Mouse
from tests.journeys.walk import Walk, time_passes

pytestmark = pytest.mark.browser

THIRD = {
    "en": "The city keeps one third of new homes for people with low incomes.",
    "fr": "La ville réserve un tiers des logements neufs aux personnes à faibles revenus.",
    "es": "La ciudad reserva una tercera parte de las viviendas nuevas a personas con bajos ingresos.",
}
QUARTER = {"en": THIRD["en"].replace("third", "quarter"), "fr": THIRD["fr"].replace("tiers", "quart")}
WHY = {"en": "One fifth leaves too many outside.", "fr": "Un cinquième en laisse trop dehors."}
LESS = {"en": "A quarter has passed here.", "fr": "Un quart a été voté ici."}
BEAR = {"en": "Most cities can bear it.", "fr": "La plupart des villes peuvent le porter."}
FALLS = {"en": "The text says one third.", "fr": "Le texte dit un tiers."}


@pytest.mark.parametrize(
    ("language", "hand", "options"),
    [
        pytest.param("en", Mouse, {}, id="english"),
        pytest.param("fr", Mouse, {}, id="french", marks=pytest.mark.large),
        pytest.param("en", Keyboard, {}, id="keyboard", marks=pytest.mark.large),
        pytest.param("en", Mouse, {"java_script_enabled": False}, id="without script", marks=pytest.mark.large),
    ],
)
def test_an_amendment_becomes_words_that_say_who_asked_for_them(walked, people, reader, language, hand, options):
    walk = Walk(language, walked, lambda role: hand(reader(**options), people.get(role)))
    walk.propose("officer", "delegate", THIRD[language], WHY[language])
    walk.propose("other officer", "other", QUARTER[language], LESS[language])
    walk.support("other", "Velmora")
    time_passes(walked)
    walk.decide(1, BEAR[language])
    walk.let_fall(2, 1, FALLS[language])
    walk.release()
    walk.merge()
    others = [code for code in LANGUAGES if code != language]
    assert all(f"({code})" in walk.at("moderator", "desk/publish/").said() for code in others)
    for code in others:
        walk.align(code, THIRD[code])
    walk.publish()
    text = walk.at("anybody", "charter/2/I/?who=I.1.1").said()
    assert "Tamanrit" in text and WHY[language] in text
    assert FALLS[language] in walk.at("anybody", "amendments/1/2/").said()
    assert all(THIRD[code] in walk.hands["anybody"].go(f"/{code}/charter/2/I/") for code in LANGUAGES)
    assert Charter.objects.get().versions.count() == 2
