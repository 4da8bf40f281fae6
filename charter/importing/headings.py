"""What a heading opens: an article, a preamble, a group of articles, a part within an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from charter.facts.numerals import CHINESE, fold_digits, read_number, read_roman
from charter.facts.vocabulary import ARTICLE_WORDS, fold_words, section_kind
from charter.files import inline
from charter.importing.blocks import Block
from charter.states import ArticleKind

WORDS = sorted({fold_words(word) for word in ARTICLE_WORDS}, key=len, reverse=True)
AFTER = (
    r"(?:\.?[º°ª])?[)）]?[\s\u00a0\u202f]*(?:[.:．：·][\s\u00a0\u202f]?(?:[-–—](?=\s|$))?|[-–—](?=\s|$)|\n|$)?"
    r"[\s\u00a0\u202f]*"
)
ONE = r"[^\s.:،,()（）\-–—]+"
EAST = re.compile(rf"第[\s\u00a0]*(?P<number>\d{{1,3}}|{CHINESE})[\s\u00a0]*[条條조]" + AFTER)
BEHIND = r"(?:[.:)][\s\u00a0]?[-–—]?|[\s\u00a0][-–—])[\s\u00a0]+"
SECTION_SIGN = re.compile(r"§[\s\u00a0]*(?P<number>\d{1,3})[\s\u00a0]*[.:]?[\s\u00a0]+")
BARE_ROMAN = re.compile(rf"(?P<number>[IVXLC]+){BEHIND}")
BARE_DIGITS = re.compile(rf"(?P<number>\d{{1,3}}){BEHIND}")
# "1 Scope": a number that nothing parts from its title may also be a part of it, as in "2 Years".
BARE_SPACED = re.compile(r"(?P<number>\d{1,3})[\s\u00a0]+(?=[^\W\d])")
PATTERNS = (SECTION_SIGN, BARE_ROMAN, BARE_DIGITS, BARE_SPACED)


@dataclass(frozen=True)
class Opening:
    """An article's heading taken apart: its number, how it was printed, and where its title begins."""

    ordinal: int
    is_roman: bool
    title_at: int


def article_opening(text: str) -> Opening | None:
    """Reads "Article VI. A home", "المادة السادسة", "第六条": the word for article with its number."""
    east = EAST.match(fold_digits(text))
    if east:
        return Opening(read_number(east["number"]) or 0, False, east.end())
    first, _space, rest = text.partition(" ")
    if fold_words(first).rstrip(".") not in WORDS or not rest:
        return None
    return _after_word(text, len(first) + 1)


def _after_word(text: str, start: int) -> Opening | None:
    start += text[start : start + 1] in ("(", "（")
    for words in (3, 2, 1):
        match = re.match(rf"{ONE}(?:[\s\u00a0]{ONE}){{{words - 1}}}", text[start:])
        value = read_number(match[0]) if match else None
        if match and value:
            after = re.compile(AFTER).match(text, start + match.end())
            return Opening(value, read_roman(match[0]) is not None, after.end() if after else start + match.end())
    return None


def bare_opening(text: str, pattern: re.Pattern[str]) -> Opening | None:
    """Reads "VI. A home" or "6. A home", for charters that do not say the word article."""
    numeral = pattern.match(fold_digits(text))
    value = read_number(numeral["number"]) if numeral else None
    return Opening(value, pattern is BARE_ROMAN, numeral.end()) if numeral and value else None


@dataclass(frozen=True)
class Manner:
    """How this document heads its articles: at which level, and whether by the word or by a bare number."""

    level: int
    pattern: re.Pattern[str] | None = None
    numbered: bool = True

    def opening(self, block: Block) -> Opening | None:
        """The article that a heading opens, if it opens one."""
        worded = article_opening(block.headline)
        if worded or self.pattern is None or block.level != self.level:
            return worded
        return bare_opening(block.headline, self.pattern)


def manner_of_headings(blocks: Sequence[Block]) -> Manner:
    """Looks once over all headings and says how articles are headed here."""
    headings = [block for block in blocks if block.role == "heading"]
    worded = [block.level for block in headings if article_opening(block.headline)]
    if worded:
        return Manner(min(worded))
    for pattern in PATTERNS:
        bare = [(block.level, opening) for block in headings if (opening := bare_opening(block.headline, pattern))]
        level = min((level for level, _opening in bare), default=0)
        if bare and (pattern is not BARE_SPACED or is_a_row([opening for at, opening in bare if at == level])):
            return Manner(level, pattern)
    return Manner(_section_level(headings), numbered=False)


def is_a_row(openings: Sequence[Opening]) -> bool:
    """Whether the numbers are 1, 2, 3 and so on."""
    return [opening.ordinal for opening in openings] == list(range(1, len(openings) + 1))


def _section_level(headings: list[Block]) -> int:
    section_levels = [block.level for block in headings if section_kind(block.text) not in (None, "plan")]
    beneath_title = [block.level for block in headings if block.level > 1]
    return min(section_levels or beneath_title or [1])


def is_titled(text: str, opening: Opening) -> bool:
    """Whether what stands behind an article's name is a title."""
    # "Article 5 of the law applies" goes on with a small letter: it is a sentence.
    title = text[opening.title_at :]
    return is_parted(text, opening) or not title[:1].islower()


def is_parted(text: str, opening: Opening) -> bool:
    """Whether a sign parts an article's name from what stands behind it."""
    return re.search(r"[.:．：–—º°ª-]\s*$", text[: opening.title_at]) is not None


def named_section(text: str) -> ArticleKind | None:
    """The kind of section a heading names by its words, if it is one that stands beside articles."""
    kind = section_kind(text)
    return ArticleKind(kind) if kind in ("preamble", "general", "final") else None


def title_runs(block: Block, at: int) -> tuple[inline.Run, ...]:
    """The runs of a heading from a place of its headline on, where only an article's name stands before."""
    return inline.drop_characters(block.runs, max(0, at - (len(block.headline) - len(block.text))))
