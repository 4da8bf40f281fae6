"""What a second look may be worth where one language says what another says: figures, terms, signs, length.

Each check looks at two texts of one provision. A finding stands until the words are changed, or until somebody
accepts it with a word; an acceptance holds for these very words of both sides (`identity`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from charter.facts.finding import Finding
from charter.importing.text_likeness import words_to_compare as spoken
from charter.quality import paired
from charter.queries.languages import differences
from charter.queries.languages.differences import Check, LanguageSide
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
class IdentifiedFinding:
    """A finding with the digest under which it may be accepted, and the word with which it was."""

    finding: Finding
    identity: str
    accepted: str = ""


def of_words(
    source: LanguageSide, words: LanguageSide, citation: str, accepted: Mapping[str, str] | None = None
) -> tuple[IdentifiedFinding, ...]:
    """Every finding between two languages of one provision; `accepted` has the words of acceptance by identity."""
    acceptances = accepted or {}
    identified_differences = differences.find_differences(source, words, citation, CHECKS)
    return tuple(
        IdentifiedFinding(difference, digest, acceptances.get(digest, ""))
        for difference, digest in identified_differences
    )


def _untranslated(source: LanguageSide, words: LanguageSide) -> Iterator[tuple[str, str, str]]:
    source_words, other_words = _spoken(source.text), _spoken(words.text)
    same = source_words == other_words and len(source_words) >= SHORT
    stretches = {source_words[n : n + STRETCH] for n in range(len(source_words) - STRETCH + 1)}
    for n in range(len(other_words) - STRETCH + 1):
        piece = other_words[n : n + STRETCH]
        if piece in stretches and sum(bool(LETTER.search(word)) for word in piece) == STRETCH:
            yield "untranslated", "", " ".join(_run(other_words, stretches, n))
            return
    if same and all(LETTER.search(word) for word in other_words):
        yield "untranslated", "", " ".join(other_words)


def _run(other_words: tuple[str, ...], stretches: set[tuple[str, ...]], start: int) -> tuple[str, ...]:
    end = start
    while other_words[end : end + STRETCH] in stretches:
        end += 1
    return other_words[start : end + STRETCH - 1]


def _signs(source: LanguageSide, words: LanguageSide) -> Iterator[tuple[str, str, str]]:
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


def _paired(source: LanguageSide, words: LanguageSide) -> Iterator[tuple[str, str, str]]:
    """Words for women and men in one, written otherwise than the style note of the language has it."""
    if match := paired.first_other_form(words.text, words.paired):
        yield "paired", str(PairedForms(words.paired).label), match.group()


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 12) : match.end() + 8].strip()


def _length(source: LanguageSide, words: LanguageSide) -> Iterator[tuple[str, str, str]]:
    source_count, other_count = _sentences(source.text), _sentences(words.text)
    if abs(source_count - other_count) >= SENTENCES_OFF:
        yield "sentences", str(source_count), str(other_count)
    scale = _scale(words.language) / _scale(source.language)
    meant = len(source.text) * scale
    long_enough = len(source.text) / _scale(source.language) * LENGTHS["en"] >= LONG_ENOUGH
    if long_enough and not meant / FAR <= len(words.text) <= meant * FAR:
        yield "length", "100", str(round(100 * len(words.text) / meant))


def _scale(code: str) -> int:
    return LENGTHS.get(code[:2], OTHER_LENGTH)


CHECKS: tuple[Check, ...] = (
    *differences.GATE_CHECKS,
    *differences.SOFT_CHECKS,
    _untranslated,
    _signs,
    _paired,
    _length,
)


@lru_cache(maxsize=20_000)
def _spoken(text: str) -> tuple[str, ...]:
    return spoken(text)


@lru_cache(maxsize=20_000)
def _sentences(text: str) -> int:
    return len(SENTENCE_END.findall(ABBREVIATION.sub("x", text)))
