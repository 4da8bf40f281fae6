"""Folding words so that a search finds them however they are spelt: no case, no marks, one form of each Arabic letter.

Our own, since neither SQLite nor PostgreSQL folds all of Latin, Arabic and Han alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that a decomposition leaves apart and a reader takes for one.
ALIKE = str.maketrans(
    {"ى": "ي", "ة": "ه", "ـ": None, "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "’": "'", "œ": "oe", "æ": "ae"}
)
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+")
WORD = re.compile(r"[\w'\-]+")


def fold_text(text: str) -> str:
    """The text without case, marks and variant letters. Law: two texts fold together as they do apart."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(p for p in parts if not unicodedata.combining(p)).translate(ALIKE)


def search_terms(query: str) -> tuple[str, ...]:
    """What a text must hold to be found: each word of the query; Han, written without spaces, by pairs of signs."""
    terms: list[str] = []
    for word in WORD.findall(fold_text(query)):
        han = [pair for run in HAN.findall(word) for pair in _pairs(run)]
        terms += [*han, *(rest for rest in HAN.split(word) if rest)] if han else [word]
    return tuple(dict.fromkeys(terms))


def has_all_terms(text: str, query: str) -> bool:
    """Whether a name has each part of what was typed somewhere, in any order."""
    folded, parts = fold_text(text), fold_text(query).split()
    return bool(parts) and all(part in folded for part in parts)


def places_of_terms(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the terms stand in the unfolded text, in order and without overlap."""
    folded = fold_text(text)
    places = sorted((m.start(), m.end()) for term in terms for m in re.finditer(re.escape(term), folded))
    origin = _origins(text) if places else []
    out: list[tuple[int, int]] = []
    for start, end in places:
        first, last = origin[start], origin[end - 1] + 1
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def _origins(text: str) -> list[int]:
    """For each sign of the folded text, the place in the text that it comes from."""
    return [place for place, sign in enumerate(text) for _part in _fold_sign(sign)]


# A text has few signs that differ, so nearly every one was folded before.
_fold_sign = lru_cache(maxsize=4_000)(fold_text)


def _pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


# What Arabic writes before a noun without a space, letter by letter as it is folded.
JOINED = "[وف]?[بكل]?(?:ال|ل)?"
ARABIC = re.compile(r"[\u0600-\u06ff]")


def places_of_whole_words(text: str, words: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where whole words stand in the unfolded text, the longest first chosen: start, end, and which was wanted."""
    by_folded = {" ".join(fold_text(word).split()): word for word in words if word.strip()}
    if not by_folded:
        return []
    pattern = _pattern(tuple(sorted(by_folded, key=lambda word: (-len(word), word))))
    matches = list(pattern.finditer(fold_text(text)))
    origin = _origins(text) if matches else []
    return [
        (origin[m.start("word")], origin[m.end("word") - 1] + 1, by_folded[" ".join(m["word"].split())])
        for m in matches
    ]


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Han is written without spaces, so there any place will do; an Arabic noun carries article and particles."""
    spelt = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    if any(HAN.search(word) for word in words):
        return re.compile(f"(?P<word>{spelt})")
    before = JOINED if any(ARABIC.search(word) for word in words) else ""
    return re.compile(rf"(?<!\w){before}(?P<word>{spelt})(?!\w)")
