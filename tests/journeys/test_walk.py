"""The whole loop as ten people walk it: propose, confirm, support, decide, merge, align, publish, ask who asked.

It is walked once in English, once in French, once by the keyboard alone and once where no script runs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Person
from charter.models import Charter, Round
from tests import factories
from tests.journeys.hands import Keyboard, Mouse
from tests.journeys.walking import CHECK, REASON, SUPPORT, TEXT, act

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LANGUAGES = ("en", "fr", "es")
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
SUBMIT = ".acts button:not([name])"


@pytest.fixture
def round_(guarded_tables, settings) -> Round:
    settings.DEMONSTRATION = True
    return factories.round_(factories.version(factories.charter()))


@pytest.fixture
def people(round_) -> dict[str, Person]:
    """Two cities, the secretariat and two editors a language, none asked for a second factor."""
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    made = {
        "officer": factories.member(city, "officer"),
        "delegate": factories.member(city, "delegate"),
        "other officer": factories.member(other, "officer"),
        "other": factories.member(other, "delegate"),
        "moderator": factories.holder("moderator"),
        "second": factories.holder("moderator"),
        **{f"{code}{n}": factories.holder("language_editor", code) for code in LANGUAGES for n in (1, 2)},
    }
    Person.objects.update(is_demonstration=True)
    return made


class Walk:
    """One walk in one language; each person has hands of their own when first needed."""

    def __init__(self, language: str, round_: Round, take: Callable[[str], Any]) -> None:
        self.language, self.round, self.take = language, round_, take
        self.hands: dict[str, Any] = {}
        self.short = factories.provision(round_.charter, 5).short

    def at(self, who: str, path: str) -> Any:
        """That person, with the page of that address open in the language of the walk."""
        hand = self.hands[who] = self.hands.get(who) or self.take(who)
        hand.go(f"/{self.language}/{path}")
        return hand

    def propose(self, officer: str, delegate: str, words: str, why: str) -> None:
        """An officer opens the provision, writes and sends; the delegate confirms."""
        writer = self.at(officer, f"provisions/{self.short}/")
        writer.press(f"a[href$='/provisions/{self.short}/propose/']")
        writer.write(TEXT, words)
        writer.write(REASON, why)
        writer.press(CHECK)
        writer.press(act("send"))
        self.at(delegate, "city/").press(act("confirm"))

    def support(self, who: str, city: str) -> None:
        self.at(who, "amendments/1/1/").press(SUPPORT)
        assert city in self.hands[who].said()

    def decide(self, number: int, reason: str) -> None:
        moderator = self.at("moderator", f"desk/amendments/1/{number}/")
        moderator.choose("input[name=outcome][value=accepted]")
        moderator.write("textarea[name^=reason]", reason)
        moderator.press(SUBMIT)

    def release(self) -> None:
        self.at("moderator", "desk/release/1/").press(f".panel {SUBMIT}")

    def merge(self) -> None:
        """Both are chosen, the first wording is taken where they clash, and the result applied."""
        moderator = self.at("moderator", "desk/merges/")
        moderator.press("form:has(input[name=article]) button")
        for number in (0, 1):
            moderator.choose(f"#id_amendments_{number}")
        moderator.press("button[name=act][value=choose]")
        moderator.choose("input[name=choice][value^=side]")
        moderator.press(f".conflict {SUBMIT}")
        moderator.press("button[name=act][value=apply]")

    def correct(self, number: int, because_of: int, reason: str) -> None:
        moderator = self.at("moderator", f"desk/amendments/1/{number}/")
        moderator.write("[name=note]", reason)
        moderator.choose("input[name=outcome][value=falls]")
        moderator.write("input[name=because_of]", str(because_of))
        moderator.write("textarea[name^=reason]", reason)
        moderator.press(SUBMIT)

    def align(self, code: str, words: str) -> None:
        writer = self.at(f"{code}1", f"languages/{code}/{self.short}/")
        writer.write("textarea[name=words]", words)
        writer.press("button[name=act][value=send]")
        self.at(f"{code}2", f"languages/{code}/{self.short}/").press("button[name=act][value=approve]")

    def publish(self) -> None:
        moderator = self.at("moderator", "desk/publish/")
        moderator.choose("input[name=status][value=for_decision]")
        moderator.press(f".panel {SUBMIT}")
        self.at("second", "desk/publish/").press("button[name=act][value=agree]")


def time_passes(round_: Round) -> None:
    """The time for support is over."""
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(
        opens_at=now - timedelta(days=60),
        proposals_until=now - timedelta(days=30),
        confirm_until=now - timedelta(days=20),
        support_until=now - timedelta(days=1),
    )


@pytest.mark.parametrize(
    ("language", "hand", "options"),
    [
        pytest.param("en", Mouse, {}, id="english"),
        pytest.param("fr", Mouse, {}, id="french"),
        pytest.param("en", Keyboard, {}, id="keyboard"),
        pytest.param("en", Mouse, {"java_script_enabled": False}, id="without script"),
    ],
)
def test_an_amendment_becomes_words_that_say_who_asked_for_them(round_, people, reader, language, hand, options):
    walk = Walk(language, round_, lambda who: hand(reader(**options), people.get(who)))
    walk.propose("officer", "delegate", THIRD[language], WHY[language])
    walk.propose("other officer", "other", QUARTER[language], LESS[language])
    walk.support("other", "Velmora")
    time_passes(round_)
    for number in (1, 2):
        walk.decide(number, BEAR[language])
    walk.release()
    walk.merge()
    others = [code for code in LANGUAGES if code != language]
    assert all(f"({code})" in walk.at("moderator", "desk/publish/").said() for code in others)
    for code in others:
        walk.align(code, THIRD[code])
    walk.correct(2, 1, FALLS[language])
    walk.publish()
    asked = walk.at("anybody", "charter/2/I/?who=I.1.1").said()
    assert "Tamanrit" in asked and WHY[language] in asked
    assert all(THIRD[code] in walk.hands["anybody"].go(f"/{code}/charter/2/I/") for code in LANGUAGES)
    assert Charter.objects.get().versions.count() == 2
