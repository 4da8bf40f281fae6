"""After any sequence of changes and alignments the ledger says what the acts alone say, recomputed another way."""

from __future__ import annotations

import random

import pytest

from charter.actions.languages import alignments
from charter.models import Alignment
from charter.queries.languages import ledger
from tests import factories

CODES = ("en", "fr", "es")
PLACES = (4, 5, 6)
STEPS = 14


class Diary:
    """What was done, and nothing of what is stored: for each place and language the changes it has taken in."""

    def __init__(self) -> None:
        self.has = {(place, code): frozenset() for place in PLACES for code in CODES}
        self.wait: dict[tuple[int, str], tuple[str, frozenset]] = {}
        self.done = 0

    def whole(self, place: int) -> frozenset:
        return frozenset().union(*(self.has[place, code] for code in CODES))

    def follows(self, place: int, code: str) -> str | None:
        """The language that has all, where this one lacks something."""
        whole = self.whole(place)
        if self.has[place, code] == whole:
            return None
        return next((language for language in CODES if self.has[place, language] == whole), None)

    def state(self, place: int, code: str) -> str:
        mine, others = self.has[place, code], [self.has[place, language] for language in CODES]
        if mine == self.whole(place):
            return "in_step"
        if any(mine - other and other - mine for other in others):
            return "meets"
        return self.wait[place, code][0] if (place, code) in self.wait else "behind"


class World:
    """The same acts done to a stored charter."""

    def __init__(self, charter, by) -> None:
        self.charter, self.by, self.diary = charter, by, Diary()
        self.editors = {code: [factories.holder("language_editor", code) for _ in range(2)] for code in CODES}

    def adopt(self, place: int, code: str) -> None:
        self.diary.done += 1
        self.diary.has[place, code] |= {self.diary.done}
        factories.adopt(self.provision(place), f"Words {self.diary.done} {code}.", by=self.by, language=code)

    def misprint(self, place: int, code: str) -> None:
        self.diary.done += 1
        factories.reword(self.provision(place), f"Spelt {self.diary.done} {code}.", by=self.by, language=code)

    def align(self, place: int, code: str) -> None:
        if self.diary.follows(place, code) is None:
            return
        line = ledger.ledger_line(self.charter, self.provision(place), code)
        self.diary.done += 1
        words = f"Aligned {self.diary.done} {code}."
        written = alignments.write_alignment(
            provision=line.provision, language=code, source=line.source, words=words, by=self.editors[code][0]
        )
        self.diary.wait[place, code] = ("to_approve", self.diary.whole(place))
        alignments.submit_alignment(alignment=written, by=self.editors[code][0])

    def approve(self, place: int, code: str) -> None:
        waiting = Alignment.objects.filter(provision=self.provision(place), language=code, state="to_approve").first()
        if waiting is None or self.diary.has[place, code] - self.diary.wait[place, code][1]:
            return
        alignments.approve_alignment(alignment=waiting, by=self.editors[code][1])
        self.diary.has[place, code] |= self.diary.wait.pop((place, code))[1]

    def provision(self, place: int):
        return factories.provision(self.charter, place)


@pytest.mark.parametrize("seed", range(6))
def test_the_ledger_is_what_the_acts_say(charter, moderator, seed):
    chance, world = random.Random(seed), World(charter, moderator)
    for _step in range(STEPS):
        act = chance.choice((world.adopt, world.adopt, world.misprint, world.align, world.align, world.approve))
        act(chance.choice(PLACES), chance.choice(CODES))
        expected = {
            (place, code): ledger.ledger_line(charter, world.provision(place), code).state
            for place in PLACES
            for code in CODES
        }
        assert expected == {where: world.diary.state(*where) for where in expected}
    open_now = {(p.pk, step.language): step.state for p, step in ledger.lines_not_up_to_date(charter)}
    everything = {(line.provision.pk, line.language): line.state for line in ledger.ledger_lines(charter)}
    assert open_now == {where: state for where, state in everything.items() if state != "in_step"}
