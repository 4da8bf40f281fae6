"""Edits of words that stay: their formats, their spelling, the kind of space between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from charter.text.edits import Edit, Format, Replace, Respell, block_of, char_of
from charter.text.flat import TokenRow
from charter.text.values import Block, spans_of_stretch


def same_words(before: TokenRow, after: TokenRow, stretch: tuple[int, int], c: int) -> Iterator[Edit]:
    a, b = stretch
    old, new = before.blocks[block_of(before.places[a])], after.blocks[block_of(after.places[c])]
    start, new_start = char_of(before.places[a]), char_of(after.places[c])
    end = char_of(before.places[b - 1]) + len(before.tokens[b - 1])
    length = end - start
    if before.tokens[a:b] == after.tokens[c : c + b - a]:
        yield from formats_between(old, new, before.places[a], (start, end), (new_start, new_start + length))
        return
    for n in range(b - a):
        yield from _respelled(before, after, a + n, c + n, old, new)


def _respelled(before: TokenRow, after: TokenRow, a: int, c: int, old: Block, new: Block) -> Iterator[Edit]:
    mine, theirs, where = before.tokens[a], after.tokens[c], before.places[a]
    start, new_start = char_of(where), char_of(after.places[c])
    old_spans, new_spans = (
        spans_of_stretch(old, start, start + len(mine)),
        spans_of_stretch(new, new_start, new_start + len(theirs)),
    )
    if mine != theirs and len(old_spans) == 1 == len(new_spans):
        yield Respell(where, where + len(mine), theirs)
        if old_spans[0][2] != new_spans[0][2]:
            yield Format(
                where, where + len(mine), new_spans[0][2] - old_spans[0][2], old_spans[0][2] - new_spans[0][2]
            )
    elif mine != theirs:
        yield Replace(where, where + len(mine), (replace(new.cut(new_start, new_start + len(theirs)), key=None),))
    else:
        yield from formats_between(old, new, where, (start, start + len(mine)), (new_start, new_start + len(mine)))


def formats_between(
    old_block: Block, new_block: Block, where: int, old_range: tuple[int, int], new_range: tuple[int, int]
) -> Iterator[Edit]:
    """Formats that differ over words that stay, the longest runs of one difference."""
    if not old_block.formats and not new_block.formats:
        return
    shift = new_range[0] - old_range[0]
    old = spans_of_stretch(old_block, *old_range)
    new = [(a - shift, b - shift, formats) for a, b, formats in spans_of_stretch(new_block, *new_range)]
    run: Format | None = None
    points = sorted({a for a, _, _ in old} | {a for a, _, _ in new} | {old_range[1]})
    i = j = 0
    for start, end in pairwise(points):
        while old[i][1] <= start:
            i += 1
        while new[j][1] <= start:
            j += 1
        added, removed = new[j][2] - old[i][2], old[i][2] - new[j][2]
        run_start, run_end = where + start - old_range[0], where + end - old_range[0]
        if run and (run.end, run.added, run.removed) == (run_start, added, removed):
            run = replace(run, end=run_end)
            continue
        if run and (run.added or run.removed):
            yield run
        run = Format(run_start, run_end, added, removed)
    if run and (run.added or run.removed):
        yield run
