"""Lines that are headings in all but their style: names of articles, sections in bold, short lines in bold.

An article whose name runs into its text is parted: a heading, and a text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto

from charter.facts.numerals import read_label
from charter.facts.vocabulary import section_kind
from charter.files import inline
from charter.importing.blocks import Block
from charter.importing.headings import (
    BARE_DIGITS,
    BARE_ROMAN,
    ENDS,
    LONGEST_HEADING,
    SECTION_SIGN,
    WORDS,
    Opening,
    article_opening,
    bare_opening,
    is_a_row,
    is_parted,
    is_titled,
)

# The level of a heading that can only stand within an article.
INNER = 6
DEEPEST_ARTICLE = 5
# What parts a title from the text that goes on in its line.
RUN_IN_END = re.compile(r"\s*(?:\.[-–—]?|\.\s[-–—])$")


class _Kind(Enum):
    TITLE = auto()
    HEADING = auto()  # by its element or style
    ARTICLE = auto()  # a line that names an article
    RUN_IN = auto()  # an article's name with text behind it
    SECTION = auto()  # a preamble, final provisions or an action plan, in bold
    NUMBERED = auto()  # a line in bold that begins with a number
    BOLD = auto()  # another line in bold
    TEXT = auto()


def promote_headings(blocks: Sequence[Block], words: Collection[str] = WORDS) -> Iterator[Block]:
    """The blocks, each that is a heading in all but its element made one; `words` name the articles, folded."""
    kinds = list(_kinds(blocks, words))
    level = _article_level(blocks, kinds, words)
    named = bool({_Kind.HEADING, _Kind.ARTICLE, _Kind.RUN_IN} & set(kinds))
    numbered = not named and _are_articles(
        [numbered_block for numbered_block, kind in zip(blocks, kinds, strict=True) if kind == _Kind.NUMBERED]
    )
    before: Block | None = None
    for place, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        if before and kind == _Kind.BOLD and _lacks_a_title(before, words):
            before = replace(before, runs=(*before.runs, inline.Run(". "), *block.runs))
            continue
        if before:
            yield before
        promoted = list(_as_kind(block, kind, level, numbered, _bold_level(blocks, kinds, place, level, named), words))
        yield from promoted[:-1]
        before = promoted[-1]
    if before:
        yield before


def _as_kind(
    block: Block, kind: _Kind, level: int, numbered: bool, bold: int, words: Collection[str]
) -> Iterator[Block]:
    if kind == _Kind.TITLE:
        yield replace(block, role="title")
    elif kind == _Kind.RUN_IN:
        yield from _parted(block, level, words)
    elif kind == _Kind.ARTICLE:
        yield _heading(block, level)
    elif kind == _Kind.SECTION:
        yield _heading(block, level + (section_kind(block.text) == "plan"))
    elif kind == _Kind.BOLD and bold:
        yield _heading(block, bold)
    elif kind == _Kind.NUMBERED and numbered:
        yield _heading(block, level)
    else:
        yield block


def _heading(block: Block, level: int) -> Block:
    return replace(block, role="heading", level=level, label=None)


def _kinds(blocks: Sequence[Block], words: Collection[str]) -> Iterator[_Kind]:
    # Where the title has no style of its own, it may be the first line.
    untitled = all(block.role != "title" for block in blocks)
    last = 0
    for place, block in enumerate(blocks):
        kind = _kind(block, last, untitled and place == 0, place + 1 < len(blocks), words)
        is_article = kind in (_Kind.HEADING, _Kind.ARTICLE, _Kind.RUN_IN)
        opening = article_opening(block.headline, words) if is_article else None
        last = opening.ordinal if opening else last
        yield kind


def _kind(block: Block, last: int, is_first: bool, goes_on: bool, words: Collection[str]) -> _Kind:
    if block.role == "heading":
        return _Kind.HEADING
    listed = block.role == "item"
    if block.role not in ("text", "item") or (block.level and not listed):
        return _Kind.TEXT
    opening = article_opening(block.headline, words) if block.printed or not listed else None
    if opening:
        return _article_kind(block, opening, last)
    if not block.bold or len(block.text) > LONGEST_HEADING:
        return _Kind.TEXT
    return _bold_kind(block, is_first, goes_on)


def _article_kind(block: Block, opening: Opening, last: int) -> _Kind:
    whole = block.bold or not ENDS.search(block.text)
    alone = opening.title_at >= len(block.headline)
    if len(block.text) <= LONGEST_HEADING and (alone or (whole and is_titled(block.headline, opening))):
        return _Kind.ARTICLE
    is_next = opening.ordinal == (last if opening.addition else last + 1)
    follows = is_next and is_parted(block.headline, opening)
    text = inline.plain_words(_behind(block, opening))
    return _Kind.RUN_IN if follows and text and not text[0].islower() else _Kind.TEXT


def _bold_kind(block: Block, is_first: bool, goes_on: bool) -> _Kind:
    listed = block.role == "item"
    if section_kind(block.text) and not listed:
        return _Kind.SECTION
    if is_first and goes_on and not listed:
        return _Kind.TITLE
    if ENDS.search(block.text) or not goes_on or not any(char.isalpha() for char in block.text):
        return _Kind.TEXT
    if _opening(block) and (not listed or block.level == 1):
        return _Kind.NUMBERED
    return _Kind.TEXT if listed or read_label(block.text) else _Kind.BOLD


def _opening(block: Block) -> Opening | None:
    openings = (bare_opening(block.headline, pattern) for pattern in (SECTION_SIGN, BARE_ROMAN, BARE_DIGITS))
    return next(filter(None, openings), None)


def _are_articles(numbered: Sequence[Block]) -> bool:
    return is_a_row([opening for block in numbered if (opening := _opening(block))])


def _article_level(blocks: Sequence[Block], kinds: Sequence[_Kind], words: Collection[str]) -> int:
    """The level of articles whose names are typed: below the headings of groups, where these have a style."""
    headings = [block for block, kind in zip(blocks, kinds, strict=True) if kind == _Kind.HEADING]
    typed = bool({_Kind.ARTICLE, _Kind.RUN_IN} & set(kinds))
    if not typed or not headings or any(article_opening(block.headline, words) for block in headings):
        return 2
    return min(DEEPEST_ARTICLE, max(2, 1 + max(block.level for block in headings)))


def _bold_level(blocks: Sequence[Block], kinds: Sequence[_Kind], place: int, level: int, named: bool) -> int:
    """The level of a line in bold: above articles where one follows, else within them; 0 where it heads nothing."""
    end = place
    while end < len(kinds) and kinds[end] == _Kind.BOLD:
        end += 1
    if end < len(kinds) and kinds[end] in (_Kind.ARTICLE, _Kind.RUN_IN):
        return level - 1
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    if after is None or after.bold:
        return 0
    return INNER if named else level


def _lacks_a_title(block: Block, words: Collection[str]) -> bool:
    opening = article_opening(block.headline, words) if block.role == "heading" else None
    return opening is not None and opening.title_at >= len(block.headline)


def _behind(block: Block, opening: Opening) -> tuple[inline.Run, ...]:
    return inline.drop_characters(block.runs, max(0, opening.title_at - (len(block.headline) - len(block.text))))


def _parted(block: Block, level: int, words: Collection[str]) -> Iterator[Block]:
    opening = article_opening(block.headline, words)
    assert opening is not None
    name = inline.Run(block.headline[: opening.title_at].strip())
    title, text = _run_in_title(_behind(block, opening))
    yield Block("heading", level, (name, inline.Run(" "), *title) if title else (name,), None, block.source_id)
    yield replace(block, role="text", level=0, runs=text, label=None, printed="", source_id="", set_off=False)


def _run_in_title(runs: tuple[inline.Run, ...]) -> tuple[tuple[inline.Run, ...], tuple[inline.Run, ...]]:
    """A title in bold or italics that ends with a full stop where the text begins, without that stop; and the text."""
    for form in ("strong", "em"):
        others = (place for place, run in enumerate(runs) if form not in run.formats and run.text.strip())
        end = next(others, len(runs))
        title, text = runs[:end], inline.collapse_spaces(runs[end:])
        words = inline.plain_words(title).strip()
        is_title = 0 < len(words) <= LONGEST_HEADING and RUN_IN_END.search(words) is not None
        if is_title and text and not inline.plain_words(text)[0].islower():
            plain = RUN_IN_END.sub("", words)
            return (inline.Run(plain),), text
    return (), runs
