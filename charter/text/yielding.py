"""Edits that may stand in several places with the same words coming of it, set where they meet nobody.

Insertions at either end of a space, and deletions of one of several equal blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

from charter.text.arranging import gap_of
from charter.text.collisions import Ask
from charter.text.edits import Move, Replace, block_of, border_place, char_of
from charter.text.values import Block, join_spans, spans_of_stretch


def yield_asks(blocks: Sequence[Block], asks: Sequence[Ask]) -> list[Ask]:
    """The asks, an insertion within what another takes out moved to its edge where the same words come of it.

    Law 14: “ New.” behind a sentence is “New. ” before the next, and the deletion of either sentence leaves it alone.
    """
    asks = _shared_deletions(blocks, asks)
    deletions = [ask for ask in asks if isinstance(ask.edit, Replace) and not ask.edit.inserts]
    reach = list(accumulate((ask.edit.end for ask in deletions), max))
    moved = [_aside(blocks, ask, deletions, reach) for ask in asks]
    if all(moved_ask is other for moved_ask, other in zip(moved, asks, strict=True)):
        return moved
    return sorted(moved, key=lambda ask: (ask.edit.start, ask.edit.end, ask.rank))


def _aside(blocks: Sequence[Block], ask: Ask, deletions: Sequence[Ask], reach: list[int]) -> Ask:
    edit = ask.edit
    if not (isinstance(edit, Replace) and edit.inserts and len(edit.content) == 1 and char_of(edit.start) >= 0):
        return ask
    if not _inside(edit.start, deletions, reach):
        return ask
    other = _turned(blocks[block_of(edit.start)].text, edit)
    return ask if other is None or _inside(other.start, deletions, reach) else Ask(other, ask.marks, ask.rank)


def _inside(where: int, deletions: Sequence[Ask], reach: list[int]) -> bool:
    for ask in deletions[bisect_right(reach, where) :]:
        if ask.edit.start >= where:
            return False
        if where < ask.edit.end:
            return True
    return False


def _turned(text: str, edit: Replace) -> Replace | None:
    """The same insertion on the other side of a space."""
    char, inserted = char_of(edit.start), edit.content[0]
    if inserted.text.startswith(" ") and text[char : char + 1] == " ":
        return replace(edit, start=edit.start + 1, end=edit.end + 1, content=(_rotated(inserted, 1),))
    if inserted.text.endswith(" ") and char and text[char - 1] == " ":
        return replace(
            edit, start=edit.start - 1, end=edit.end - 1, content=(_rotated(inserted, len(inserted.text) - 1),)
        )
    return None


def _rotated(block: Block, by: int) -> Block:
    size = len(block.text)
    spans = [(a - by, b - by, formats) for a, b, formats in spans_of_stretch(block, by, size)]
    spans += [(a + size - by, b + size - by, formats) for a, b, formats in spans_of_stretch(block, 0, by)]
    return replace(block, text=block.text[by:] + block.text[:by], formats=join_spans(spans))


@dataclass
class _Doing:
    """What one proposal does to whole blocks: which it takes out, which it changes, where it puts others in."""

    cuts: set[int] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)
    gaps: set[int] = field(default_factory=set)
    moves: bool = False


def _shared_deletions(blocks: Sequence[Block], asks: Sequence[Ask]) -> list[Ask]:
    """The asks, deletions of equal blocks set on the block that another deletes as well, or that no other changes.

    Where blocks are equal and have no keys, which of them goes is chance: a text that lost one `Open` of three says
    no more. Two who each take one out mean the same one, and none takes out the one that another rewrote.
    """
    single = {n: ask for ask in asks if (n := _block_gone(blocks, ask)) is not None}
    if not single or len({mark for ask in asks for mark in ask.marks}) < 2:
        return list(asks)
    doing = _doings(asks, single)
    cutters: dict[int, set[Any]] = {n: set(ask.marks) for n, ask in single.items()}
    marks_by_target: dict[int, list[Any]] = defaultdict(list)
    for n, ask in single.items():
        for mark in ask.marks:
            target = _target(blocks, n, mark, doing, cutters)
            marks_by_target[target if mark not in marks_by_target[target] else n].append(mark)
    if all(set(marks_by_target[n]) == cutters[n] for n in single):
        return list(asks)
    ranks = {mark: ask.rank for ask in asks for mark in reversed(ask.marks)}
    kept = [ask for ask in asks if _block_gone(blocks, ask) is None]
    for n, marks in marks_by_target.items():
        if marks:
            order = sorted(marks, key=lambda mark: ranks[mark])
            kept.append(Ask(Replace(border_place(n), border_place(n + 1)), tuple(order), ranks[order[0]]))
    return sorted(kept, key=lambda ask: (ask.edit.start, ask.edit.end, getattr(ask.edit, "order", 0), ask.rank))


def _block_gone(blocks: Sequence[Block], ask: Ask) -> int | None:
    """The block that an ask takes out whole, where it has no key by which to tell it."""
    edit = ask.edit
    if not isinstance(edit, Replace) or edit.content or char_of(edit.start) >= 0 or char_of(edit.end) >= 0:
        return None
    number = block_of(edit.start)
    return number if edit.end == border_place(number + 1) and blocks[number].key is None else None


def _doings(asks: Sequence[Ask], single: dict[int, Ask]) -> dict[Any, _Doing]:
    doing: dict[Any, _Doing] = defaultdict(_Doing)
    cuts = {id(ask): n for n, ask in single.items()}
    for ask in asks:
        gap = gap_of(ask.edit)
        for mark in ask.marks:
            mine = doing[mark]
            if id(ask) in cuts:
                mine.cuts.add(cuts[id(ask)])
            elif gap is not None:
                mine.gaps.add(block_of(gap))
                mine.moves = mine.moves or isinstance(ask.edit, Move)
            elif not ask.quiet:
                last = block_of(ask.edit.end) - (char_of(ask.edit.end) < 0 and ask.edit.end > ask.edit.start)
                mine.busy.update(range(block_of(ask.edit.start), last + 1))
    return doing


def _target(blocks: Sequence[Block], n: int, mark: Any, doing: dict[Any, _Doing], cutters: dict[int, set[Any]]) -> int:
    """The block that a proposal takes out instead of this one; the same one as a rule."""
    if cutters[n] - {mark}:
        return n
    left, right = list(_reach(blocks, n, doing[mark], -1)), list(_reach(blocks, n, doing[mark], 1))
    for k in reversed(left):
        if cutters.get(k, set()) - {mark}:
            return k
    for k in right:
        others = cutters.get(k, set()) - {mark}
        if others:
            comes = all(n in _reach(blocks, k, doing[other], -1) for other in others)
            return n if comes else k
    changed = {k for other, other_doing in doing.items() if other != mark for k in other_doing.busy}
    free = [k for k in (*right, *left) if k not in changed] if n in changed else []
    return free[0] if free else n


def _reach(blocks: Sequence[Block], n: int, doing: _Doing, step: int) -> Iterator[int]:
    """The blocks that may go instead of one, the nearest first: equal, with none but equal ones left between."""
    k = n
    while not doing.moves and 0 <= k + step < len(blocks) and max(k, k + step) not in doing.gaps:
        k += step
        if k in doing.cuts:
            continue
        block, other = blocks[n], blocks[k]
        if k in doing.busy or block != other:
            return
        yield k
