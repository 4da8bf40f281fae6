"""Words quoted so that they are found again: as many as it takes, and which of several places is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charter.text.tokens import is_space, is_unspaced, tokens

# A quotation is made longer until it stands once in its block, up to this many tokens more.
CONTEXT = 6


@dataclass(frozen=True)
class Quote:
    """Words of a block, the nth of so many places where they stand."""

    text: str
    nth: int
    of: int
    start: int

    @property
    def end(self) -> int:
        """The character behind the words."""
        return self.start + len(self.text)


def quoted(text: str, start: int, end: int) -> Quote | None:
    """The words from start to end as a quotation, counted among the places where they stand as whole words."""
    row = tokens(text)
    places, here = [], 0
    for token in row:
        places.append(here)
        here += len(token)
    edges = {*places, len(text)}
    if start not in edges or end not in edges or start >= end:
        return None
    words = text[start:end]
    found = [at for at in places if text.startswith(words, at) and at + len(words) in edges]
    return Quote(words, found.index(start) + 1, len(found), start)


def tight(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the spaces at its ends."""
    while start < end and is_space(text[start]):
        start += 1
    while start < end and is_space(text[end - 1]):
        end -= 1
    return start, end


def preceding(text: str, where: int) -> Quote | None:
    """Words that end before a place, as many as it takes to stand once."""
    _, end = tight(text, 0, where)
    return _once(text, [(left, end) for left, _ in _widening(text, end, end)])


def following(text: str, where: int) -> Quote | None:
    """Words that begin at a place, as many as it takes to stand once."""
    start, _ = tight(text, where, len(text))
    return _once(text, [(start, right) for _, right in _widening(text, start, start)])


def _once(text: str, spans: Sequence[tuple[int, int]]) -> Quote | None:
    found = [quote for span in spans if (quote := quoted(text, *span)) and any(map(str.isalnum, quote.text))]
    return next((quote for quote in found if quote.of == 1), found[0] if found else None)


def _widening(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for more in range(1, CONTEXT):
        yield wider(text, start, end, more)


def wider(text: str, start: int, end: int, more: int) -> tuple[int, int]:
    """The stretch with so many tokens more on each side, spaces not counted."""
    left, right = tokens(text[:start]), tokens(text[end:])
    low, high, wanted = start, end, more
    for token in reversed(left):
        if not wanted:
            break
        low -= len(token)
        wanted -= not is_space(token)
    wanted = more
    for token in right:
        if not wanted:
            break
        high += len(token)
        wanted -= not is_space(token)
    return tight(text, low, high)


def glue(left: str, right: str) -> str:
    """What stands between two pieces side by side: a space, save at signs that take none and in scripts without."""
    if not left or not right or is_space(left[-1]) or is_space(right[0]):
        return ""
    if is_unspaced(left[-1]) or is_unspaced(right[0]):
        return ""
    return "" if left[-1] in "([{«“‘¿¡'’-/" or not (right[0].isalnum() or right[0] in "([{«“‘¿¡&§") else " "
