"""The numbers that a word processor draws before lines: counted from the definitions of its lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from charter.citations import article_numeral, small_roman
from charter.facts.numerals import ABJAD, BULLET, Label, to_chinese
from charter.importing.lines import Definition, Level, Place
from charter.importing.lists import LETTERS

# The alphabet as Arabic dictionaries order it; the abjad is an older order of the same letters.
ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
NUMBER = re.compile(r"%([1-9])")
DECIMAL = re.compile(r"\d+(?:\.\d+)+")
ROMAN = ("lowerRoman", "upperRoman")
LETTERED = {"lowerLetter": LETTERS, "upperLetter": LETTERS.upper(), "arabicAbjad": ABJAD, "arabicAlpha": ALPHABET}
CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"})


@dataclass(frozen=True)
class PrintedNumber:
    """The number of a line: as it is drawn, and taken apart; a line of a list may have none."""

    text: str
    label: Label | None


class Counter:
    """Counts the lines of a file in their order; a line that is not shown must not be counted."""

    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self.definitions = definitions
        self.counts: dict[str, dict[int, int]] = {}
        self.used: set[str] = set()

    def number(self, place: Place) -> PrintedNumber:
        """The number of the next line at this place."""
        definition = self.definitions.get(place.definition, Definition({}))
        level = definition.levels.get(place.level)
        if level is None:
            return PrintedNumber("", None)
        counts = self.counts.setdefault(place.series, {})
        if place.definition not in self.used:
            self.used.add(place.definition)
            for at, start in definition.restarts.items():
                counts[at] = start - 1
        counts[place.level] = place.start or counts.get(place.level, level.start - 1) + 1
        for at in [at for at in counts if at > place.level]:
            if _restarts(definition.levels.get(at), place.level):
                del counts[at]
        for at in range(place.level):
            counts.setdefault(at, definition.levels[at].start if at in definition.levels else 1)
        return _printed(level, place.level, counts, definition)


def _restarts(deeper: Level | None, level: int) -> bool:
    if deeper is None or deeper.restart is None:
        return True
    return deeper.restart != 0 and level < deeper.restart


def _printed(level: Level, at: int, counts: Mapping[int, int], definition: Definition) -> PrintedNumber:
    if level.form == "bullet":
        # Pandoc goes on within an item by a bullet that is a space.
        return PrintedNumber("", BULLET if level.pattern.strip() else None)
    if level.form == "none" and not NUMBER.search(level.pattern):
        return PrintedNumber(level.pattern.strip(), None)

    def write(placeholder: re.Match[str]) -> str:
        of = int(placeholder[1]) - 1
        form = definition.levels[of].form if of in definition.levels else "decimal"
        return _written(counts.get(of, 1), form)

    text = NUMBER.sub(write, level.pattern).strip()
    return PrintedNumber(text, _label(text, counts[at], level.form, at) if text else None)


def _written(value: int, form: str) -> str:
    if form in ROMAN and 1 <= value <= 100:
        return article_numeral(value) if form == "upperRoman" else small_roman(value)
    if form in LETTERED:
        letters = LETTERED[form]
        # Word writes aa after z, bb after that.
        return letters[(value - 1) % len(letters)] * ((value - 1) // len(letters) + 1) if value > 0 else ""
    if form in CHINESE and 1 <= value <= 99:
        return to_chinese(value)
    return "" if form in ("none", "bullet") else str(value)


def _label(text: str, value: int, form: str, at: int) -> Label | None:
    decimal = DECIMAL.search(text)
    if form in ROMAN and 1 <= value <= 100:
        return Label("roman", value, small_roman(value), f"{form}{at}")
    if form in LETTERED and 1 <= value <= len(LETTERED[form]):
        return Label("letter", value, LETTERED[form][value - 1].lower(), f"{form}{at}")
    if form == "none":
        return None
    return Label("number", value, decimal[0] if decimal else str(value), f"number{at}")
