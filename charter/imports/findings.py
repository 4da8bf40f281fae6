"""What a second look may be worth where one language says what another says: figures, terms, signs, length.

Each check looks at two texts of one provision. A finding stands until the words are changed, or until somebody
accepts it with a word; an acceptance holds for these very words of both sides (`identity`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from charter import texts
from charter.imports import paired
from charter.imports.figures import Figures, figures, is_spelt, percentages, surplus
from charter.imports.likeness import words as spoken
from charter.imports.parity import Finding
from charter.queries.glossary import Words
from charter.states import PairedForms

# So many words in a row that two languages share are words that nobody translated.
STRETCH = 4
SHORT = 3
# Signs a language needs for what English says in 100; another language counts as 110.
LENGTHS = {"en": 100, "fr": 117, "es": 112, "ar": 86, "zh": 32, "pt": 110, "de": 115, "it": 112, "ru": 108}
OTHER_LENGTH = 110
FAR = 1.9
LONG_ENOUGH = 60
SENTENCES_OFF = 2
SENTENCE_END = re.compile(r"(?:[.!?؟…]+(?=[\s»”\"’)]|$)|[。！？]+)")
# A letter or two before a stop is an abbreviation, and a figure may be a number in a list.
ABBREVIATION = re.compile(r"\b(?:\w{1,2}|etc|art|No|cf)\.", re.IGNORECASE)
NO_BREAK = "\u00a0\u202f"
NO_TERMS = Words(())
LETTER = re.compile(r"[^\W\d_]")

SPACES: dict[str, tuple[re.Pattern[str], ...]] = {
    "fr": (
        re.compile(rf"[^{NO_BREAK}\s;:!?][;!?](?!\w)|[^\s{NO_BREAK}\d/;:!?]:(?!//|\w)"),
        re.compile(r"\S? [;:!?](?!\w)"),
        re.compile(rf"«[^{NO_BREAK}]|[^{NO_BREAK}]»"),
    ),
    "": (re.compile(r"\S?[ \u00a0\u202f][,;:!?.](?![\w.])"),),
}
DOUBLE_SPACE = re.compile(r"\S {2,}\S")
QUOTES: dict[str, re.Pattern[str]] = {
    "fr": re.compile(r"[\"“”„]"),
    "en": re.compile(r"[\"«»„]"),
    "es": re.compile(r"[\"„]"),
    "ar": re.compile(r"[\"„]"),
    "": re.compile(r"\""),
}
FOREIGN_SIGNS: dict[str, re.Pattern[str]] = {"ar": re.compile(r"(?<!\d)[,;?](?!\d)")}


@dataclass(frozen=True)
class Side:
    """The words of a provision in one language, with the glossary's terms in it and how it writes paired forms."""

    language: str
    text: str
    html: str
    terms: Words = NO_TERMS
    paired: str = ""


@dataclass(frozen=True)
class Found:
    """A finding with the digest under which it may be accepted, and the word with which it was."""

    finding: Finding
    identity: str
    accepted: str = ""


Check = Callable[[Side, Side], Iterator[tuple[str, str, str]]]


def of_words(source: Side, words: Side, citation: str, accepted: Mapping[str, str] | None = None) -> tuple[Found, ...]:
    """Every finding between two languages of one provision; `accepted` has the words of acceptance by identity."""
    given = accepted or {}
    ground = (source.language, source.text, words.language, words.html)
    found = [
        Finding(kind, citation, base, incoming)
        for check in CHECKS
        for kind, base, incoming in check(source, words)
        if source.text and words.text
    ]
    named = [(one, identity(one, ground)) for one in found]
    return tuple(Found(one, digest, given.get(digest, "")) for one, digest in named)


def identity(finding: Finding, ground: tuple[str, str, str, str]) -> str:
    """The digest of a finding and of the words of both sides: with other words it is another finding."""
    return texts.digest({"kind": finding.kind, "sides": [finding.base, finding.incoming], "ground": list(ground)})


def _figures(source: Side, words: Side) -> Iterator[tuple[str, str, str]]:
    one, other = _cached(source), _cached(words)
    for kind in ("dates", "articles", "links"):
        if getattr(one, kind) != getattr(other, kind):
            yield kind, ", ".join(getattr(one, kind)), ", ".join(getattr(other, kind))
    more = [n for n in surplus(one.numbers, other.numbers) if not is_spelt(n, words.text, words.language)]
    fewer = [n for n in surplus(other.numbers, one.numbers) if not is_spelt(n, source.text, source.language)]
    if more or fewer:
        yield "numbers", ", ".join(more), ", ".join(fewer)


def _percentages(source: Side, words: Side) -> Iterator[tuple[str, str, str]]:
    one, other = percentages(source.text), percentages(words.text)
    if one != other:
        yield "percentages", ", ".join(surplus(one, other)), ", ".join(surplus(other, one))


def _untranslated(source: Side, words: Side) -> Iterator[tuple[str, str, str]]:
    one, other = _spoken(source.text), _spoken(words.text)
    same = one == other and len(one) >= SHORT
    there = {one[n : n + STRETCH] for n in range(len(one) - STRETCH + 1)}
    for n in range(len(other) - STRETCH + 1):
        piece = other[n : n + STRETCH]
        if piece in there and sum(bool(LETTER.search(word)) for word in piece) == STRETCH:
            yield "untranslated", "", " ".join(_run(other, there, n))
            return
    if same and all(LETTER.search(word) for word in other):
        yield "untranslated", "", " ".join(other)


def _run(other: tuple[str, ...], there: set[tuple[str, ...]], start: int) -> tuple[str, ...]:
    end = start
    while other[end : end + STRETCH] in there:
        end += 1
    return other[start : end + STRETCH - 1]


def _terms(source: Side, words: Side) -> Iterator[tuple[str, str, str]]:
    """A term that the source says must be said in its approved word, and a forbidden word never."""
    here = {term.concept_id: term for term in words.terms.terms}
    said = {term.concept_id for term in words.terms.found(words.text)} if here else set()
    for term in source.terms.found(source.text) if here else ():
        if term.concept_id in here and term.concept_id not in said:
            yield "term", term.word, here[term.concept_id].word
    for word, term in words.terms.forbidden(words.text):
        yield "forbidden", term.word, word


def _signs(source: Side, words: Side) -> Iterator[tuple[str, str, str]]:
    """Spaces before signs, quotation marks, and the commas of another script."""
    code = words.language[:2]
    for pattern in (*SPACES.get(code, SPACES[""]), DOUBLE_SPACE):
        if match := pattern.search(words.text):
            yield "spaces", "", _around(words.text, match)
            break
    if match := QUOTES.get(code, QUOTES[""]).search(words.text):
        yield "quotes", "", _around(words.text, match)
    if code in FOREIGN_SIGNS and (match := FOREIGN_SIGNS[code].search(words.text)):
        yield "signs", "", _around(words.text, match)


def _paired(source: Side, words: Side) -> Iterator[tuple[str, str, str]]:
    """Words for women and men in one, written otherwise than the style note of the language has it."""
    if match := paired.otherwise(words.text, words.paired):
        yield "paired", str(PairedForms(words.paired).label), match.group()


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 12) : match.end() + 8].strip()


def _length(source: Side, words: Side) -> Iterator[tuple[str, str, str]]:
    one, other = _sentences(source.text), _sentences(words.text)
    if abs(one - other) >= SENTENCES_OFF:
        yield "sentences", str(one), str(other)
    scale = _scale(words.language) / _scale(source.language)
    meant = len(source.text) * scale
    long_enough = len(source.text) / _scale(source.language) * LENGTHS["en"] >= LONG_ENOUGH
    if long_enough and not meant / FAR <= len(words.text) <= meant * FAR:
        yield "length", "100", str(round(100 * len(words.text) / meant))


def _scale(code: str) -> int:
    return LENGTHS.get(code[:2], OTHER_LENGTH)


CHECKS: tuple[Check, ...] = (_figures, _percentages, _untranslated, _terms, _signs, _paired, _length)


def _cached(side: Side) -> Figures:
    return _figures_of(side.text, side.html if "<a " in side.html else "", side.language)


@lru_cache(maxsize=20_000)
def _figures_of(text: str, html: str, language: str) -> Figures:
    return figures(text, html, language)


@lru_cache(maxsize=20_000)
def _spoken(text: str) -> tuple[str, ...]:
    return spoken(text)


@lru_cache(maxsize=20_000)
def _sentences(text: str) -> int:
    return len(SENTENCE_END.findall(ABBREVIATION.sub("x", text)))
