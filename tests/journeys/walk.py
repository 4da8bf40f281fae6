"""One walk of several people through a round, by the hands that a test gives them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from charter.models import Round
from tests import factories
from tests.journeys.walking import CHECK, REASON, SUPPORT, TEXT, act

SUBMIT = ".acts button:not([name])"
LATER = "2999-12-31"


class Walk:
    """One walk in one language; each person has hands of their own when first needed."""

    def __init__(self, language: str, round_: Round, take: Callable[[str], Any]) -> None:
        self.language, self.round, self.take = language, round_, take
        self.hands: dict[str, Any] = {}
        self.short = factories.provision(round_.charter, 5).short

    def at(self, role: str, path: str) -> Any:
        """That person, with the page of that address open in the language of the walk."""
        hand = self.hands[role] = self.hands.get(role) or self.take(role)
        hand.go(f"/{self.language}/{path}")
        return hand

    def propose(self, officer: str, delegate: str, words: str, why: str) -> None:
        self.propose_only(officer, words, why)
        self.confirm(delegate)

    def propose_only(self, officer: str, words: str, why: str) -> None:
        """An officer opens the provision, writes and sends."""
        writer = self.at(officer, f"provisions/{self.short}/")
        writer.press(f"a[href$='/provisions/{self.short}/propose/']")
        writer.write(TEXT, words)
        writer.write(REASON, why)
        writer.press(CHECK)
        writer.press(act("send"))

    def confirm(self, delegate: str) -> None:
        self.at(delegate, "city/").press(act("confirm"))

    def support(self, role: str, city: str) -> None:
        self.at(role, "amendments/1/1/").press(SUPPORT)
        assert city in self.hands[role].said()

    def decide(self, number: int, reason: str) -> None:
        moderator = self.at("moderator", f"desk/amendments/1/{number}/")
        moderator.choose("input[name=outcome][value=accepted]")
        moderator.write("textarea[name^=reason]", reason)
        moderator.press(SUBMIT)

    def let_fall(self, number: int, because_of: int, reason: str) -> None:
        """Decisions with an open conflict are not published, so one of two has another outcome before."""
        moderator = self.at("moderator", f"desk/amendments/1/{number}/")
        moderator.choose("input[name=outcome][value=falls]")
        moderator.write("input[name=because_of]", str(because_of))
        moderator.write("textarea[name^=reason]", reason)
        moderator.press(SUBMIT)

    def release(self) -> None:
        self.at("moderator", "desk/release/1/").press("button[name=act][value=now]")

    def merge(self) -> None:
        """What is accepted is selected from the start."""
        self.begin_merge().press("#forecast button")

    def begin_merge(self) -> Any:
        moderator = self.at("moderator", "desk/merges/")
        moderator.press("form:has(input[name=article]) button")
        return moderator

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

    def comment(self, role: str, words: str, answering: str = "") -> None:
        """A comment on the provision, or an answer below the comment that says those words."""
        speaker = self.at(role, f"provisions/{self.short}/")
        below = f"article:has-text('{answering}') a[href*='answer=']" if answering else "#comments .acts a"
        speaker.press(below)
        speaker.write("textarea[name=comment]", words)
        speaker.press(SUBMIT)

    def send_back(self, delegate: str, word: str) -> None:
        reader = self.at(delegate, "city/")
        reader.press("a[href$='/send-back/']")
        reader.write("textarea", word)
        reader.press(SUBMIT)

    def send_again(self, officer: str, words: str) -> None:
        """The officer writes other words into the draft that came back."""
        writer = self.at(officer, "city/")
        writer.press("section:not(.section-near) a[href*='/city/drafts/']")
        writer.write(TEXT, words)
        writer.press(CHECK)
        writer.press(act("send"))

    def join(self, delegate: str, number: int) -> None:
        self.at(delegate, f"amendments/1/{number}/").press("form[action$='/join/'] button")

    def put_a_compromise(self, words: str, reason: str) -> None:
        moderator = self.at("moderator", f"desk/provisions/{self.short}/compromise/")
        moderator.write("textarea[name=words]", words)
        for box in ("#id_amendments_0", "#id_amendments_1"):
            moderator.choose(box)
        moderator.set("input[name=answer_by]", LATER)
        moderator.write("textarea[name^=reason]", reason)
        moderator.press(SUBMIT)

    def answer(self, delegate: str, answer: str = "yes") -> None:
        self.at(delegate, "city/").press(f"form[action*='/compromises/'] button[value={answer}]")

    def close_the_compromise(self) -> None:
        moderator = self.at("moderator", "desk/compromises/")
        moderator.press("main a[href*='/desk/compromises/']")
        moderator.press("button[name=act][value=agreed]")

    def except_(self, code: str, reason: str) -> None:
        """A signed exception: that language goes out behind at the provision."""
        moderator = self.at("moderator", f"desk/exceptions/{code}/{self.short}/")
        moderator.write("textarea[name=reason]", reason)
        moderator.set("input[name=until]", LATER)
        moderator.press(SUBMIT)

    def correct_print(self, version: int, code: str, words: str, reason: str) -> None:
        """A corrigendum, proposed by one moderator and signed by another."""
        moderator = self.at("moderator", f"desk/corrigenda/{version}/{code}/{self.short}/")
        moderator.write("textarea[name=words]", words)
        moderator.write("[name=reason]", reason)
        moderator.press(SUBMIT)
        self.at("second", "desk/corrigenda/").press("button[name=act][value=sign]")


def time_passes(round_: Round) -> None:
    """The time for support is over."""
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(
        opens_at=now - timedelta(days=60),
        proposals_until=now - timedelta(days=30),
        confirm_until=now - timedelta(days=20),
        support_until=now - timedelta(days=1),
    )
