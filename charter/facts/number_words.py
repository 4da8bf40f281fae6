"""Numbers of a text, as digits and as words, in English, French, Spanish and Arabic.

Neither num2words (writes numbers, reads none) nor text2num (no Arabic, no fractions beside ordinals) reads what two
languages must be compared by. A table of some sixty words a language and one rule of composition do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from accounts.folding import fold_text
from charter.facts.number_table import FRACTIONS, NUMBERS, OPTIONAL, ORDINALS, PAIRS_OF_TWO, SHARES

DIGITS = r"\d+(?:[.,\u066b\u066c'’]\d+)*"
# French and Spanish group digits by spaces, which need not be no-break ones.
GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
TOKEN = re.compile(rf"{DIGITS}|[^\W\d_]+|%|[^\w\s]")
# Arabic vowel signs and the stroke that lengthens a word.
MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
SCALES = (100, 1000, 1_000_000, 1_000_000_000)
PERCENT = "%"


@dataclass(frozen=True)
class Mention:
    """A number that a text states: as it is written, the values that it may have, and its type.

    One that is not `required` explains a number of the other language, and needs no number there: an article that also
    means “one”, an Arabic dual, “both”.
    """

    written: str
    values: frozenset[Fraction]
    required: bool = True
    ordinal: bool = False
    percent: bool = False


@dataclass(frozen=True)
class _Token:
    word: str
    joined: bool = False  # by the Arabic “and”, which is written as one with the next word
    written: str = ""


def has_table(language: str) -> bool:
    """Whether numbers that are written as words can be read in a language."""
    return language[:2] in NUMBERS


@lru_cache(maxsize=20_000)
def number_mentions(text: str, language: str) -> tuple[Mention, ...]:
    """Every number of a text in its order; `text` is without dates and citations, its percentages marked by `%`."""
    return tuple(_Reader(_tokens(text, language), language[:2]).read())


def unmatched_mentions(mentions: Sequence[Mention], other: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """The required mentions of each side that no mention of the other side explains."""
    partner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j, candidate in enumerate(other):
            if j in seen or not mentions[i].values & candidate.values:
                continue
            seen.add(j)
            if j not in partner or place(partner[j], seen):
                partner[j] = i
                return True
        return False

    # Required mentions of both sides are matched first, since what is optional on both sides needs no partner.
    for i in sorted(range(len(mentions)), key=lambda i: not mentions[i].required):
        place(i, set() if mentions[i].required else {j for j, mention in enumerate(other) if not mention.required})
    matched = set(partner.values())
    return (
        [mention for i, mention in enumerate(mentions) if mention.required and i not in matched],
        [mention for j, mention in enumerate(other) if mention.required and j not in partner],
    )


def _tokens(text: str, language: str) -> list[_Token]:
    text = GROUPS.sub(lambda match: re.sub(r"\s", "", match[0]), text)
    text = MARKS.sub("", unicodedata.normalize("NFC", text))
    words = [(fold_text(word), word) for word in TOKEN.findall(text)]
    if language.startswith("ar"):
        tokens = [replace(_arabic(word), written=written) for word, written in words]
        # “And eleven” is spelt as “one ten” is.
        teens = zip(tokens, [*tokens[1:], _Token("")], strict=True)
        return [
            replace(a, word="احد", joined=True) if (a.word, b.word[:3]) == ("واحد", "عشر") else a for a, b in teens
        ]
    tokens = [_Token(word, written=written) for word, written in words if word and word != "-"]
    return _score(tokens) if language.startswith("fr") else tokens


def _arabic(word: str) -> _Token:
    """The word without what Arabic writes before it as one, where the rest is a number."""
    if not word:
        return _Token(word)
    number_words = _all_words("ar")
    if word in number_words:
        return _Token(word)
    if word[0] in "وف" and word[1:] in number_words:
        return _Token(word[1:], joined=True)
    rest = word
    joined = rest[0] in "وف" and len(rest) > 4
    rest = rest[1:] if joined else rest
    for prefix in ("بال", "كال", "لل", "ال", "ب", "ل", "ك"):
        if rest.startswith(prefix) and rest[len(prefix) :] in number_words:
            return _Token(rest[len(prefix) :], joined)
    return _Token(word)


@lru_cache(maxsize=8)
def _all_words(language: str) -> frozenset[str]:
    tables = (NUMBERS, ORDINALS, FRACTIONS, SHARES, OPTIONAL)
    return frozenset(word for table in tables for word in table.get(language, {}))


def _score(words: list[_Token]) -> list[_Token]:
    """French counts by twenty where it says quatre-vingts."""
    tokens: list[_Token] = []
    for token in words:
        if token.word in ("vingt", "vingts", "vingtieme") and tokens and tokens[-1].word == "quatre":
            word = "quatrevingtieme" if token.word == "vingtieme" else "quatrevingt"
            tokens[-1] = _Token(word, written=f"{tokens[-1].written}-{token.written}")
        else:
            tokens.append(token)
    return tokens


class _Reader:
    """Reads the tokens of one text from left to right."""

    def __init__(self, tokens: list[_Token], language: str) -> None:
        self.tokens = [token for token in tokens if token.word not in ("", "-")]
        self.language = language
        self.numbers, self.ordinals = NUMBERS.get(language, {}), ORDINALS.get(language, {})
        self.fractions, self.shares = FRACTIONS.get(language, {}), SHARES.get(language, {})
        self.optional = OPTIONAL.get(language, {})

    def read(self) -> Iterator[Mention]:
        at = 0
        while at < len(self.tokens):
            mention, end = self._at(at)
            if mention is not None:
                yield mention
            at = max(end, at + 1)

    def _at(self, at: int) -> tuple[Mention | None, int]:
        word = self.tokens[at].word
        if word[0].isdigit() or word in self.numbers:
            return self._cardinal(at)
        if word in self.fractions:
            return self._mention(at, at + 1, {self.fractions[word]}), at + 1
        if word in self.ordinals:
            return self._ordinal(at)
        if word in self.optional:
            values = {Fraction(value) for value in self.optional[word]}
            return self._mention(at, at + 1, values, required=False), at + 1
        if self.language == "ar" and PAIRS_OF_TWO.search(word):
            return self._mention(at, at + 1, {Fraction(2)}, required=False), at + 1
        if len(word) == 1 and "\ue001" <= word <= "\ue064":
            return Mention(word, frozenset({Fraction(ord(word) - 0xE000)}), required=False), at + 1
        return None, at + 1

    def _cardinal(self, at: int) -> tuple[Mention | None, int]:
        value, end, last = self._composed(at)
        if end == at + 1 and value == 1:
            share = self._share(end)
            if share is None:
                return self._mention(at, end, {Fraction(1)}, required=self.tokens[at].word[0].isdigit()), end
        following = self.tokens[end].word if end < len(self.tokens) else ""
        if following in self.ordinals and self._continues(last, self.ordinals[following]):
            whole = value + self.ordinals[following]
            return self._mention(at, end + 1, {Fraction(whole)}, ordinal=True), end + 1
        share = self._share(end)
        if share is not None:
            parts, end_of_share = share
            return self._mention(at, end_of_share, {Fraction(value, parts)}), end_of_share
        values = {Fraction(value)}
        if end == at + 1 and self.language == "ar" and self.tokens[at].word in AMBIGUOUS_SHARES:
            values.add(Fraction(1, value))
        required = not (self.language == "fr" and self.tokens[at].word == "neuf" and end == at + 1) or _is_plural(
            following
        )
        return self._mention(at, end, values, required=required), end

    def _share(self, at: int) -> tuple[int, int] | None:
        """The parts of a whole that the next word names, and where it ends: thirds, cinquièmes, cuartas partes."""
        if at >= len(self.tokens):
            return None
        word = self.tokens[at].word
        if word in self.shares:
            return self.shares[word], at + 1
        if (
            self.language != "ar"
            and word in self.ordinals
            and self.ordinals[word] > 2
            and not self.tokens[at - 1].word[0].isdigit()
        ):
            return self.ordinals[word], at + 1
        return None

    def _ordinal(self, at: int) -> tuple[Mention | None, int]:
        value, end, word = self.ordinals[self.tokens[at].word], at + 1, self.tokens[at].word
        if self.language == "ar" and end < len(self.tokens):
            after = self.tokens[end]
            if value < 10 and after.word in ("عشر", "عشره") and not after.joined:
                value, end = value + 10, end + 1
            elif value < 10 and after.joined and self.numbers.get(after.word, 0) in range(20, 100, 10):
                value, end = value + self.numbers[after.word], end + 1
        following = self.tokens[end].word if end < len(self.tokens) else ""
        if self.language == "es" and following in ("parte", "partes"):
            return self._mention(at, end, {Fraction(1, value)}), end
        values = {Fraction(value)}
        if value > 2 and self.language != "ar":
            values.add(Fraction(1, value))
        third_party = value == 3 and following in ("party", "parties", "person", "country", "countries", "edad")
        required = value > 1 and not third_party and word not in UNSURE_ORDINALS
        return self._mention(at, end, values, required=required, ordinal=True), end

    def _composed(self, at: int) -> tuple[int, int, int]:
        """The value of the number that begins there, where it ends, and its last part."""
        total, current, last, end = 0, 0, 0, at
        while end < len(self.tokens):
            skip = self._connector(end, last) if end > at else 0
            if end + skip >= len(self.tokens):
                break
            token = self.tokens[end + skip]
            value = self._value(token.word)
            if value is None or (end > at and not self._adds(last, value, token, skip)):
                break
            if value in SCALES and value > 100:
                total, current = total + (current or 1) * value, 0
            elif value > 1000:  # an Arabic dual: two thousand, two million
                total, current = total + current + value, 0
            elif value == 100 and 0 < current % 1000 < 10 and last < 10 and not token.joined:
                current *= 100
            else:
                current += value
            last, end = value, end + skip + 1
            if self.tokens[end - 1].word[0].isdigit() and not self._scale_follows(end):
                break
        return total + current, end, last

    def _scale_follows(self, at: int) -> bool:
        return at < len(self.tokens) and (self._value(self.tokens[at].word) or 0) in SCALES[1:]

    def _value(self, word: str) -> int | None:
        if word[0].isdigit():
            return int(re.sub(r"\D", "", word))
        return self.numbers.get(word)

    def _connector(self, at: int, last: int) -> int:
        """How many tokens say “and” between two parts of one number."""
        word = self.tokens[at].word
        after = self._value(self.tokens[at + 1].word) if at + 1 < len(self.tokens) else None
        joins = {
            "en": word == "and" and last >= 100 and after is not None and after < 100,
            "fr": word == "et" and 20 <= last < 100 and after in (1, 11),
            "es": word == "y" and 30 <= last < 100 and after is not None and after < 10,
        }
        return int(joins.get(self.language, False))

    def _adds(self, last: int, value: int, token: _Token, skip: int) -> bool:
        if token.word[0].isdigit():
            return False
        if value in SCALES:
            return self._multiplies(last, value, token)
        if self.language == "ar":
            if value == 10 and last < 10:
                return not token.joined
            if 20 <= value < 100 and last < 10:
                return token.joined
            return token.joined and value < last and not 10 < last < 20
        return self._continues(last, value) and (skip > 0 or not (self.language == "es" and 30 <= last < 100))

    def _multiplies(self, last: int, value: int, token: _Token) -> bool:
        if value == 100:
            return (0 < last < 10 and not token.joined) or last >= 1000
        return (0 < last < value and not token.joined) or (token.joined and last > value)

    def _continues(self, last: int, value: int) -> bool:
        """Whether a part may follow the last one within one number."""
        if last in (60, 80) and self.language == "fr":
            return value < 20
        if 20 <= last < 100 and last % 10 == 0:
            return value < 10
        if self.language == "fr" and last == 10:
            return 6 < value < 10
        return last >= 100 and value < min(last, 1000) and not (last < 1000 and value >= 100)

    def _mention(
        self, start: int, end: int, values: set[Fraction], *, required: bool = True, ordinal: bool = False
    ) -> Mention:
        percent = end < len(self.tokens) and self.tokens[end].word == PERCENT
        written = " ".join(token.written for token in self.tokens[start:end])
        written = re.sub(r"(?<=\d)\D(?=\d)", "", written)
        return Mention(written, frozenset(values), required, ordinal, percent)


# Spelt as a cardinal and as a share: خمس is five and a fifth.
AMBIGUOUS_SHARES = frozenset({"خمس", "سبع", "تسع", "عشر", "ثمان"})
UNSURE_ORDINALS = frozenset({"terceros", "second", "seconde", "secondes", "seconds", "segundos", "ثانيه", "ثانيا"})


def _is_plural(word: str) -> bool:
    return word.endswith(("s", "x"))
