"""The words with which an amending clause names a place: "the second sentence of paragraph 4 of article III".

A place is a row of steps, from what contains to what is contained; a step is a noun, empty if there is none, and its
number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from charter.text.clause_patterns import AND, NOUNS, OF, PLACES, THE, TO

Step = tuple[str, str]
Place = tuple[Step, ...]
ABJAD = ("أ", "ب", "ج", "د", "ه", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن")
ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class UnknownPlace(ValueError):
    """The words name no place."""


@dataclass
class PlaceWords:
    """Reads the words of a place: nouns with their numbers, from what contains to what is contained."""

    lang: str
    rows: list[tuple[Place, str]] = field(default_factory=list)
    segments: list[list[Step]] = field(default_factory=lambda: [[]])
    noun: str | None = None  # a noun whose number has not come yet
    word: str = ""
    ordinal: str = ""
    joint: str = ""

    def __post_init__(self) -> None:
        nouns = NOUNS[self.lang]
        self.nouns = {word: noun for noun, words in reversed(nouns.items()) for word in words.split()}
        self.titles = {*nouns["title"].split()}
        rows = enumerate(PLACES[self.lang].split("|"), 1)
        self.ordinals = {word: str(n) for n, row in rows for word in row.split()}
        self.joints = {word: "to" for word in TO[self.lang].split()} | {word: "and" for word in AND[self.lang].split()}

    def read(self, tokens: Sequence[str]) -> list[tuple[Place, str]]:
        """The places with the word that joins each to the one before it. Raises `UnknownPlace`."""
        for token in tokens:
            self._take(token)
        self._close()
        return self.rows

    def _take(self, token: str) -> None:
        if self.noun is not None and (token in self.ordinals or _is_number(token)):
            self._step(self.noun, self.ordinals.get(token, token))
        elif token in self.nouns:
            self._take_noun(token)
        elif token in OF[self.lang].split():
            self._end_title()
            if not self.segments[-1]:
                raise UnknownPlace
            self.segments.append([])
        elif token in self.joints and self.segments[-1]:
            self._close()
            self.joint = self.joints[token]
        elif token in self.ordinals:
            self.ordinal = self.ordinals[token]
        elif _is_number(token) and token not in THE[self.lang].split():
            self._step("", token)
        elif token not in THE[self.lang].split():
            raise UnknownPlace

    def _take_noun(self, token: str) -> None:
        if self.noun is not None and self.word in self.titles:
            self._step("title", "")
        if self.ordinal:
            self._step(self.nouns[token], self.ordinal)
            self.ordinal = ""
        else:
            self.noun, self.word = self.nouns[token], token

    def _step(self, noun: str, number: str) -> None:
        self.segments[-1].append((noun, number))
        self.noun = None

    def _end_title(self) -> None:
        """A noun without a number is a title, or no place."""
        if self.noun is not None:
            if self.word not in self.titles:
                raise UnknownPlace
            self._step("title", "")

    def _close(self) -> None:
        self._end_title()
        place = tuple(step for segment in reversed(self.segments) for step in segment)
        if not place or self.ordinal:
            raise UnknownPlace
        self.rows.append((place, self.joint))
        self.segments = [[]]


def fold_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _is_number(token: str) -> bool:
    parts = token.split(".")
    return all(part.isdigit() or len(part) == 1 or ROMAN.fullmatch(part) for part in parts)


def parts_of_step(step: Step) -> tuple[str, ...]:
    noun, number = step
    parts = tuple(_part(part) for part in number.split(".") if part)
    return (noun, *parts) if noun in ("title", "heading") else parts


def parts_of_citation(citation: str) -> Iterator[str]:
    """The parts of a citation, in which a heading or a title is named in any language."""
    for word in re.findall(r"[^\W_]+", fold_digits(citation).lower()):
        named = (noun for nouns in NOUNS.values() for noun in ("title", "heading") if word in nouns[noun].split())
        noun = next(named, None)
        yield _part(word) if noun is None else noun


def _part(word: str) -> str:
    if word.isdigit():
        return str(int(word))
    if word in ABJAD:
        return chr(97 + ABJAD.index(word))
    if word and ROMAN.fullmatch(word):
        values = [ROMAN_VALUES[char] for char in word]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return str(sum(-value if value < after else value for value, after in pairs))
    return word


def bare_number(number: str) -> str:
    return ".".join(_part(part) for part in number.split("."))
