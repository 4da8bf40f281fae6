"""What else a round holds: comments, sending back, asking together, a compromise, an exception, a corrigendum."""

from __future__ import annotations

import pytest

from tests.journeys.hands import Mouse
from tests.journeys.walk import Walk, time_passes

pytestmark = pytest.mark.browser

THIRD = "The city keeps one third of new homes for people with low incomes."
QUARTER, BOTH = THIRD.replace("third", "quarter"), THIRD.replace("one third", "one third, in time,")
FRENCH = "La ville réserve, à terme, un tiers des logements neufs aux personnes à faibles revenus."
AGREED = "Both cities can carry these words."
NOT_YET = "The word is asked of the ministry first."
MISPRINT = "One comma too many."


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="script"),
        pytest.param({"java_script_enabled": False}, id="no script", marks=pytest.mark.large),
    ],
)
def test_cities_talk_agree_on_other_words_and_a_misprint_is_cured(walked, people, reader, options):
    walk = Walk("en", walked, lambda role: Mouse(reader(**options), people.get(role)))
    walk.comment("officer", "Who counts the homes?")
    walk.comment("other officer", "Each city does.", answering="Who counts the homes?")

    walk.propose_only("officer", THIRD, "One fifth leaves too many outside.")
    walk.send_back("delegate", "Say by when.")
    walk.send_again("officer", THIRD)
    walk.confirm("delegate")
    walk.propose("other officer", "other", QUARTER, "A quarter has passed here.")
    walk.join("other", 1)
    assert "Velmora" in walk.at("anybody", "amendments/1/1/").said()

    time_passes(walked)
    walk.put_a_compromise(BOTH, "Both want more homes.")
    walk.answer("delegate")
    walk.answer("other")
    walk.close_the_compromise()
    for number in (1, 2):
        walk.decide(number, AGREED)
    walk.release()
    walk.merge()

    walk.align("fr", FRENCH)
    walk.except_("es", NOT_YET)
    walk.publish()
    assert NOT_YET in walk.hands["anybody"].go("/es/charter/2/I/")
    text = walk.at("anybody", "charter/2/I/?who=I.1.1").said()
    assert "Tamanrit" in text and "Velmora" in text and "Both want more homes." in text

    walk.correct_print(2, "en", BOTH.replace(", in time,", " in time"), MISPRINT)
    assert MISPRINT in walk.at("anybody", "charter/2/I/").said()
    assert "replace “fifth” with “third, in time,”" in walk.at("anybody", "charter/1..2/").said()
    life = walk.at("anybody", f"provisions/{walk.short}/").said()
    assert "Who counts the homes?" in life and "Each city does." in life and AGREED in life
