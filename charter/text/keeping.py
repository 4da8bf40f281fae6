"""Edits of words that stay: their formats, their spelling, the kind of space between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from charter.text.edits import Edit, Format, Replace, Respell, block_of, char_of
from charter.text.flat import Row
from charter.text.values import Block, pieces


def same_words(before: Row, after: Row, stretch: tuple[int, int], c: int) -> Iterator[Edit]:
    a, b = stretch
    one, other = before.blocks[block_of(before.places[a])], after.blocks[block_of(after.places[c])]
    start, there = char_of(before.places[a]), char_of(after.places[c])
    end = char_of(before.places[b - 1]) + len(before.tokens[b - 1])
    length = end - start
    if before.tokens[a:b] == after.tokens[c : c + b - a]:
        yield from formats_between(one, other, before.places[a], (start, end), (there, there + length))
        return
    for n in range(b - a):
        yield from _respelled(before, after, a + n, c + n, one, other)


def _respelled(before: Row, after: Row, a: int, c: int, one: Block, other: Block) -> Iterator[Edit]:
    mine, theirs, where = before.tokens[a], after.tokens[c], before.places[a]
    here, there = char_of(where), char_of(after.places[c])
    was, now = pieces(one, here, here + len(mine)), pieces(other, there, there + len(theirs))
    if mine != theirs and len(was) == 1 == len(now):
        yield Respell(where, where + len(mine), theirs)
        if was[0][2] != now[0][2]:
            yield Format(where, where + len(mine), now[0][2] - was[0][2], was[0][2] - now[0][2])
    elif mine != theirs:
        yield Replace(where, where + len(mine), (replace(other.cut(there, there + len(theirs)), key=None),))
    else:
        yield from formats_between(one, other, where, (here, here + len(mine)), (there, there + len(mine)))


def formats_between(
    one: Block, other: Block, where: int, was: tuple[int, int], now: tuple[int, int]
) -> Iterator[Edit]:
    """Formats that differ over words that stay, the longest runs of one difference."""
    if not one.formats and not other.formats:
        return
    shift = now[0] - was[0]
    old = pieces(one, *was)
    new = [(a - shift, b - shift, formats) for a, b, formats in pieces(other, *now)]
    run: Format | None = None
    points = sorted({a for a, _, _ in old} | {a for a, _, _ in new} | {was[1]})
    i = j = 0
    for start, end in pairwise(points):
        while old[i][1] <= start:
            i += 1
        while new[j][1] <= start:
            j += 1
        added, removed = new[j][2] - old[i][2], old[i][2] - new[j][2]
        here, there = where + start - was[0], where + end - was[0]
        if run and (run.end, run.added, run.removed) == (here, added, removed):
            run = replace(run, end=there)
            continue
        if run and (run.added or run.removed):
            yield run
        run = Format(here, there, added, removed)
    if run and (run.added or run.removed):
        yield run
