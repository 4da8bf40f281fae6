"""What a heading opens: an article, a preamble, a group of articles, a part within an article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from charter.facts.numerals import CHINESE, fold_digits, read_number, read_roman
from charter.facts.vocabulary import ARTICLE_WORDS, fold_words, section_kind
from charter.files import inline
from charter.importing.blocks import Block
from charter.states import ArticleKind

WORDS = frozenset(fold_words(word) for word in ARTICLE_WORDS)
AFTER = (
    r"(?:\.?[º°ª])?[)）]?[\s\u00a0\u202f]*(?:[.:．：·][\s\u00a0\u202f]?(?:[-–—](?=\s|$))?|[-–—](?=\s|$)|\n|$)?"
    r"[\s\u00a0\u202f]*"
)
ONE = r"[^\s.:،,()（）\-–—]+"
# What numbers an article that was inserted later: "5 bis", "V ter", "5A", "5º-A".
_LATIN = r"(?i:[\s\u00a0\u202f-]?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|novies|decies))\b"
INSERTED = re.compile(
    rf"(?P<number>\d{{1,3}}|[IVXLC]+)(?:\.?[º°ª]|er)?(?P<addition>{_LATIN}|(?<=[\dº°ª])[-–]?[A-Z]\b)" + AFTER
)
EAST = re.compile(rf"第[\s\u00a0]*(?P<number>\d{{1,3}}|{CHINESE})[\s\u00a0]*[条條조]" + AFTER)
BEHIND = r"(?:[.:)][\s\u00a0]?[-–—]?|[\s\u00a0][-–—])[\s\u00a0]+"
SECTION_SIGN = re.compile(r"§[\s\u00a0]*(?P<number>\d{1,3})[\s\u00a0]*[.:]?[\s\u00a0]+")
BARE_ROMAN = re.compile(rf"(?P<number>[IVXLC]+){BEHIND}")
BARE_DIGITS = re.compile(rf"(?P<number>\d{{1,3}}){BEHIND}")
# "1 Scope": a number that nothing parts from its title may also be a part of it, as in "2 Years".
BARE_SPACED = re.compile(r"(?P<number>\d{1,3})[\s\u00a0]+(?=[^\W\d])")
ENDS = re.compile(r"[.;,:!?。；،؛؟]$")
PATTERNS = (SECTION_SIGN, BARE_ROMAN, BARE_DIGITS, BARE_SPACED)


# Fewer headings, or typed lines, that begin with the same word and a number may be a chance.
FEWEST_HEADINGS, FEWEST_LINES = 2, 3
# A line longer than this is a sentence, not a heading.
LONGEST_HEADING = 120


@dataclass(frozen=True)
class Opening:
    """An article's heading taken apart: its number, how it was printed, and where its title begins."""

    ordinal: int
    is_roman: bool
    title_at: int
    addition: str = ""  # "bis" of an article 5 bis, which stands after the fifth


def article_opening(text: str, words: Collection[str] = WORDS) -> Opening | None:
    """Reads "Article VI. A home", "المادة السادسة", "第六条": a word for article with its number.

    `words` are the folded words that name the articles of the document.
    """
    east = EAST.match(fold_digits(text))
    if east:
        return Opening(read_number(east["number"]) or 0, False, east.end())
    first, _space, rest = text.partition(" ")
    if fold_words(first).rstrip(".") not in words or not rest:
        return None
    return _after_word(text, len(first) + 1)


def own_article_word(blocks: Sequence[Block]) -> str:
    """The word by which a document names its articles where it does not call them articles: "Rule", "Standard".

    All headings of one level begin with it, but for a preamble or final provisions, and their numbers are 1, 2, 3 and
    so on. Where the document has no headings below its title, typed lines count. Empty where there is no such word, or
    where lines with bare numbers or the usual words head articles.
    """
    usual = ((block.headline, article_opening(block.headline)) for block in blocks)
    if any(opening and is_titled(headline, opening) for headline, opening in usual):
        return ""
    headings = [block for block in blocks if block.role == "heading"]
    typed = len(headings) < FEWEST_HEADINGS
    lines = [block for block in blocks if block.role == "text"] if typed else headings
    bare_levels = {block.level for block in lines if (not typed or block.bold) and _has_bare_number(block)}
    own: dict[str, list[tuple[Block, Opening]]] = defaultdict(list)
    for block in lines:
        word = block.headline.partition(" ")[0]
        opening = article_opening(block.headline, {fold_words(word)}) if word.isalpha() or word == "§" else None
        if opening and is_titled(block.headline, opening) and (not typed or _is_line_of_article(block, opening)):
            own[word].append((block, opening))
    able = [
        (len(rows), word)
        for word, rows in own.items()
        if len(rows) >= (FEWEST_LINES if typed else FEWEST_HEADINGS)
        and min(bare_levels, default=rows[0][0].level + 1) > rows[0][0].level
        and is_a_row([opening for _block, opening in rows])
        and (typed or _are_all_of_their_level(rows, headings))
    ]
    word = max(able, default=(0, ""))[1]
    return word.capitalize() if word.isupper() else word


def _has_bare_number(block: Block) -> bool:
    return any(bare_opening(block.headline, pattern) for pattern in (BARE_ROMAN, BARE_DIGITS))


def _is_line_of_article(block: Block, opening: Opening) -> bool:
    """Whether a typed line begins with an article's name: it is short, or a sign parts the name from the text."""
    alone = opening.title_at >= len(block.headline)
    is_short = len(block.text) <= LONGEST_HEADING and (block.bold or not ENDS.search(block.text))
    return alone or is_short or is_parted(block.headline, opening)


def _are_all_of_their_level(rows: Sequence[tuple[Block, Opening]], headings: Sequence[Block]) -> bool:
    numbered = {id(block) for block, _opening in rows}
    levels = {block.level for block, _opening in rows}
    others = [block for block in headings if block.level in levels and id(block) not in numbered]
    return len(levels) == 1 and all(section_kind(block.text) for block in others)


def _after_word(text: str, start: int) -> Opening | None:
    start += text[start : start + 1] in ("(", "（")
    inserted = INSERTED.match(fold_digits(text[start:]))
    if inserted:
        number, addition = inserted["number"], inserted["addition"].strip(" \u00a0\u202f-–")
        return Opening(read_number(number) or 0, not number.isdecimal(), start + inserted.end(), addition)
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
    words: Collection[str] = WORDS

    def opening(self, block: Block) -> Opening | None:
        """The article that a heading opens, if it opens one."""
        worded = article_opening(block.headline, self.words)
        if worded or self.pattern is None or block.level != self.level:
            return worded
        return bare_opening(block.headline, self.pattern)


def manner_of_headings(blocks: Sequence[Block], words: Collection[str] = WORDS) -> Manner:
    """Looks once over all headings and says how articles are headed here."""
    headings = [block for block in blocks if block.role == "heading"]
    worded = [block.level for block in headings if article_opening(block.headline, words)]
    if worded:
        return Manner(min(worded), words=words)
    for pattern in PATTERNS:
        bare = [(block.level, opening) for block in headings if (opening := bare_opening(block.headline, pattern))]
        level = min((level for level, _opening in bare), default=0)
        if bare and (pattern is not BARE_SPACED or is_a_row([opening for at, opening in bare if at == level])):
            return Manner(level, pattern)
    return Manner(_section_level(headings), numbered=False)


def is_a_row(openings: Sequence[Opening]) -> bool:
    """Whether the numbers are 1, 2, 3 and so on, apart from inserted articles."""
    ordinals = [opening.ordinal for opening in openings if not opening.addition]
    return ordinals == list(range(1, len(ordinals) + 1))


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
