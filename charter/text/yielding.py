"""Insertions that may stand at either end of a space, set where they meet nobody."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from charter.text.collisions import Ask
from charter.text.edits import Replace, block_of, char_of
from charter.text.values import Block, join_spans, pieces


def yielded(blocks: Sequence[Block], asks: Sequence[Ask]) -> list[Ask]:
    """The asks, an insertion within what another takes out moved to its edge where the same words come of it.

    Law 14: “ New.” behind a sentence is “New. ” before the next, and the deletion of either sentence leaves it alone.
    """
    taken = [ask for ask in asks if isinstance(ask.edit, Replace) and not ask.edit.inserts]
    reach = list(accumulate((ask.edit.end for ask in taken), max))
    moved = [_aside(blocks, ask, taken, reach) for ask in asks]
    if all(one is other for one, other in zip(moved, asks, strict=True)):
        return moved
    return sorted(moved, key=lambda ask: (ask.edit.start, ask.edit.end, ask.rank))


def _aside(blocks: Sequence[Block], ask: Ask, taken: Sequence[Ask], reach: list[int]) -> Ask:
    edit = ask.edit
    if not (isinstance(edit, Replace) and edit.inserts and len(edit.content) == 1 and char_of(edit.start) >= 0):
        return ask
    if not _inside(edit.start, taken, reach):
        return ask
    other = _turned(blocks[block_of(edit.start)].text, edit)
    return ask if other is None or _inside(other.start, taken, reach) else Ask(other, ask.marks, ask.rank)


def _inside(where: int, taken: Sequence[Ask], reach: list[int]) -> bool:
    for ask in taken[bisect_right(reach, where) :]:
        if ask.edit.start >= where:
            return False
        if where < ask.edit.end:
            return True
    return False


def _turned(text: str, edit: Replace) -> Replace | None:
    """The same insertion on the other side of a space."""
    here, put = char_of(edit.start), edit.content[0]
    if put.text.startswith(" ") and text[here : here + 1] == " ":
        return replace(edit, start=edit.start + 1, end=edit.end + 1, content=(_rotated(put, 1),))
    if put.text.endswith(" ") and here and text[here - 1] == " ":
        return replace(edit, start=edit.start - 1, end=edit.end - 1, content=(_rotated(put, len(put.text) - 1),))
    return None


def _rotated(block: Block, by: int) -> Block:
    size = len(block.text)
    spans = [(a - by, b - by, formats) for a, b, formats in pieces(block, by, size)]
    spans += [(a + size - by, b + size - by, formats) for a, b, formats in pieces(block, 0, by)]
    return replace(block, text=block.text[by:] + block.text[:by], formats=join_spans(spans))
