"""What a heading opens: an article, a preamble, a group of articles, a part within an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charter.imports import inline
from charter.imports.blocks import Block
from charter.imports.numerals import CHINESE, fold_digits, number, roman
from charter.imports.vocabulary import ARTICLE_WORDS, fold, section_kind
from charter.states import ArticleKind

WORDS = sorted({fold(word) for word in ARTICLE_WORDS}, key=len, reverse=True)
AFTER = r"(?:\.?[º°ª])?[)）]?[\s\u00a0\u202f]*(?:[.:．：·]|[-–—](?=\s)|\n|$)?[\s\u00a0\u202f]*"
ONE = r"[^\s.:،,()（）\-–—]+"
EAST = re.compile(rf"第[\s\u00a0]*(?P<number>\d{{1,3}}|{CHINESE})[\s\u00a0]*[条條조]" + AFTER)
BARE_ROMAN = re.compile(r"(?P<number>[IVXLC]+)(?:[.:)]|\s[-–—])[\s\u00a0]+")
BARE_DIGITS = re.compile(r"(?P<number>\d{1,3})(?:[.:)]|\s[-–—])[\s\u00a0]+")

# A bold line longer than this is a sentence, not a heading.
LONGEST_HEADING = 120


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
        return Opening(number(east["number"]) or 0, False, east.end())
    first, _space, rest = text.partition(" ")
    if fold(first).rstrip(".") not in WORDS or not rest:
        return None
    return _after_word(text, len(first) + 1)


def _after_word(text: str, start: int) -> Opening | None:
    start += text[start : start + 1] in ("(", "（")
    for words in (3, 2, 1):
        found = re.match(rf"{ONE}(?:[\s\u00a0]{ONE}){{{words - 1}}}", text[start:])
        value = number(found[0]) if found else None
        if found and value:
            after = re.compile(AFTER).match(text, start + found.end())
            return Opening(value, roman(found[0]) is not None, after.end() if after else start + found.end())
    return None


def bare_opening(text: str, pattern: re.Pattern[str]) -> Opening | None:
    """Reads "VI. A home" or "6. A home", for charters that do not say the word article."""
    found = pattern.match(fold_digits(text))
    value = number(found["number"]) if found else None
    return Opening(value, pattern is BARE_ROMAN, found.end()) if found and value else None


@dataclass(frozen=True)
class Manner:
    """How this document heads its articles: at which level, and whether by the word or by a bare number."""

    level: int
    pattern: re.Pattern[str] | None = None

    def opening(self, block: Block) -> Opening | None:
        """The article that a heading opens, if it opens one."""
        worded = article_opening(block.text)
        if worded or self.pattern is None or block.level != self.level:
            return worded
        return bare_opening(block.text, self.pattern)


def manner(blocks: tuple[Block, ...]) -> Manner:
    """Looks once over all headings and says how articles are headed here."""
    headings = [block for block in blocks if block.role == "heading"]
    worded = [block.level for block in headings if article_opening(block.text)]
    if worded:
        return Manner(min(worded))
    for pattern in (BARE_ROMAN, BARE_DIGITS):
        bare = [block.level for block in headings if bare_opening(block.text, pattern)]
        if bare:
            return Manner(min(bare), pattern)
    return Manner(_section_level(headings))


def _section_level(headings: list[Block]) -> int:
    known = [block.level for block in headings if section_kind(block.text) not in (None, "plan")]
    beneath_title = [block.level for block in headings if block.level > 1]
    return min(known or beneath_title or [1])


def promoted(block: Block) -> Block:
    """The block, as a heading where it is one in all but its element: an article's name, a section's in bold."""
    if block.role != "text" or block.level or len(block.text) > LONGEST_HEADING:
        return block
    opening = article_opening(block.text)
    whole = opening is not None and (block.bold or not re.search(r"[.;,!?。；]$", block.text))
    named = opening is not None and (opening.title_at >= len(block.text) or (whole and _titled(block.text, opening)))
    if named or (block.bold and section_kind(block.text)):
        return Block("heading", 2 if named else 3, block.runs, None, block.source_id)
    return block


def _titled(text: str, opening: Opening) -> bool:
    # "Article 5 of the law applies" goes on with a small letter: it is a sentence.
    title = text[opening.title_at :]
    parted = re.search(r"[.:．：–—-]\s*$", text[: opening.title_at]) is not None
    return parted or not title[:1].islower()


def section(text: str) -> ArticleKind | None:
    """The kind of section a heading names by its words, if it is one that stands beside articles."""
    kind = section_kind(text)
    return ArticleKind(kind) if kind in ("preamble", "general", "final") else None


def title_runs(block: Block, at: int) -> tuple[inline.Run, ...]:
    """The runs of a heading from a place on, where only an article's name stands before."""
    return inline.drop(block.runs, at)
