"""Quotations that a reader can find: whole words, dates and numbers that occur once in their paragraph."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from charter.text.tokens import is_space, is_unspaced, tokens

# A quotation becomes longer until it stands once in its block, by at most so many words and signs.
CONTEXT = 12

# What no quotation cuts: dates, numbers in groups of three digits, abbreviations with full stops.
_UNIT = regex.compile(
    r"\b\d{1,2}(?:st|nd|rd|th|er|re|º|ª|°|\.)?\s(?:of\s|de\s)?\p{L}+\.?\s(?:del?\s)?\d{4}\b"
    r"|\p{Lu}\p{L}+\.?\s\d{1,2},?\s\d{4}\b"
    r"|\b\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?\b"
    r"|\b(?:\p{L}\.){2,}"
)
# Characters without a shape. A joiner within a word of a script that needs it is kept.
_INVISIBLE = regex.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    r"|(?<![\p{L}\p{M}\p{Emoji}--\p{Latin}--\p{ASCII}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Emoji}--\p{Latin}--\p{ASCII}])",
    regex.VERSION1,
)


@dataclass(frozen=True)
class Quote:
    """Words of a block from `start`, the nth of their places in the block."""

    text: str
    nth: int
    of: int
    start: int

    @property
    def end(self) -> int:
        """The character behind the words."""
        return self.start + len(self.text)


def visible_text(text: str) -> str:
    """The text without characters that have no shape."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


@lru_cache(maxsize=1024)
def quotation_edges(text: str) -> tuple[int, ...]:
    """The places where a quotation may begin or end, in order."""
    places, position = [0], 0
    for token in tokens(text):
        position += len(token)
        places.append(position)
    inner = [unit.span() for unit in _UNIT.finditer(text)]
    return tuple(place for place in places if not any(start < place < end for start, end in inner))


def snap_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch made longer until it cuts no word, date or number."""
    row = quotation_edges(text)
    return row[bisect_right(row, start) - 1], row[bisect_left(row, end)]


def is_sound(words: str) -> bool:
    """Whether the words can be quoted: a number, or more than one letter."""
    return any(char.isdigit() for char in words) or sum(char.isalpha() for char in words) > 1


def is_paired(words: str) -> bool:
    """Whether quotation marks and brackets that open also close, as far as signs tell."""
    return all(words.count(left) == words.count(right) for left, right in ("“”", "«»", "()", "[]")) and words.count(
        "‘"
    ) <= words.count("’")


def places_of_words(text: str, words: str) -> list[int]:
    """Every place of the words, within longer words too, and also places that overlap each other."""
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def whole_places(text: str, words: str) -> list[int]:
    """The places of the words as whole words, dates and numbers."""
    row = quotation_edges(text)
    return [at for at in places_of_words(text, words) if _is_edge(row, at) and _is_edge(row, at + len(words))]


def _is_edge(row: tuple[int, ...], place: int) -> bool:
    at = bisect_left(row, place)
    return at < len(row) and row[at] == place


def quote_stretch(text: str, start: int, end: int) -> Quote | None:
    """The words from start to end as a quotation, or nothing where they cut a word."""
    words = text[start:end]
    places = whole_places(text, words) if words else []
    return Quote(words, places.index(start) + 1, len(places), start) if start in places else None


def is_plain(text: str, quote: Quote) -> bool:
    """Whether a reader finds the words at once: nowhere else, not with other capitals and not within longer words."""
    return quote.of == 1 and len(places_of_words(text.casefold(), quote.text.casefold())) == 1


def trim_stretch(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the spaces at its ends."""
    while start < end and is_space(text[start]):
        start += 1
    while start < end and is_space(text[end - 1]):
        end -= 1
    return start, end


def widening_stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch, then longer ones, by one word or sign after the other on either side."""
    left, right = _starts(text, start), _ends(text, end)
    for more in range(CONTEXT + 1):
        for after in sorted(range(more + 1), key=lambda count: abs(2 * count - more)):
            if more - after < len(left) and after < len(right):
                yield left[more - after], right[after]


def preceding_stretches(text: str, where: int) -> Iterator[tuple[int, int]]:
    """Stretches that end before a place, the shortest first."""
    _, end = trim_stretch(text, 0, where)
    yield from ((start, end) for start in _starts(text, end)[1:])


def following_stretches(text: str, where: int) -> Iterator[tuple[int, int]]:
    """Stretches that begin at a place, the shortest first."""
    start, _ = trim_stretch(text, where, len(text))
    yield from ((start, end) for end in _ends(text, start)[1:])


def _starts(text: str, where: int) -> list[int]:
    """A place, and the places before it where a word or sign begins, the nearest first."""
    row = quotation_edges(text)
    near = row[max(bisect_left(row, where) - 2 * CONTEXT, 0) : bisect_left(row, where)]
    return [where, *(place for place in reversed(near) if not is_space(text[place]))]


def _ends(text: str, where: int) -> list[int]:
    """A place, and the places after it where a word or sign ends, the nearest first."""
    row = quotation_edges(text)
    near = row[bisect_right(row, where) : bisect_right(row, where) + 2 * CONTEXT]
    return [where, *(place for place in near if not is_space(text[place - 1]))]


def space_between(left: str, right: str) -> str:
    """The separator of two pieces side by side: a space, except at signs without one and in scripts without spaces."""
    if not left or not right or is_space(left[-1]) or is_space(right[0]):
        return ""
    if is_unspaced(left[-1]) or is_unspaced(right[0]):
        return ""
    opened = left[-1] in "([{«“‘¿¡'’-/" or (left[-1] == '"' and (len(left) == 1 or is_space(left[-2])))
    opens = right[0] in "([{«“‘¿¡&§" or (right[0] == '"' and right[1:2].isalnum())
    return " " if not opened and (right[0].isalnum() or opens) else ""
