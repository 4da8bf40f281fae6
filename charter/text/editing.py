"""Edits found: what turns one row of blocks into another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from charter.text.alignment import Group, align
from charter.text.edits import Edit, Move, Replace, Retag, block_of, border, place
from charter.text.flat import Row
from charter.text.keeping import formats_between, same_words
from charter.text.matching import BORDER, Gap, match
from charter.text.values import Block


def edits_between(old: Sequence[Block], new: Sequence[Block]) -> tuple[tuple[Edit, ...], bool]:
    """All edits in the order of their places, and whether a stretch was too large to be compared word by word."""
    if not new and old:
        return tuple(Replace(border(i), border(i + 1)) for i in range(len(old))), False
    first, last = _ends(old, new)
    shift = len(new) - len(old)
    found, coarse = _middle(old[first:last], new[first : last + shift], _Keys(old, new))
    return tuple(_numbered(_shifted(edit, first) for edit in sorted(found, key=_order))), coarse


def _ends(old: Sequence[Block], new: Sequence[Block]) -> tuple[int, int]:
    """Where the first and last blocks stand that are not the same in both; the last counted in the old text."""
    first, limit = 0, min(len(old), len(new))
    while first < limit and old[first] == new[first]:
        first += 1
    same = 0
    while same < limit - first and old[-1 - same] == new[-1 - same]:
        same += 1
    return first, len(old) - same


def _middle(old: Sequence[Block], new: Sequence[Block], used: _Keys) -> tuple[list[Edit], bool]:
    groups = align(old, new, used.carried)
    found: list[Edit] = list(_gone(groups, len(old)))
    found += _put_in(groups, new, len(old))
    found += _moves(groups, len(old))
    coarse = False
    for group in groups:
        if group.unlike:
            content = tuple(new[group.c : group.d])
            found.append(Replace(border(group.a), border(group.b), content, opens=True))
            continue
        if old[group.a] == new[group.c] and group.b - group.a == group.d - group.c == 1:
            continue
        found += _retag(old[group.a], new[group.c], group.a, used)
        made, rough = _words(old, new, group, used)
        found += made
        coarse = coarse or rough
    return found, coarse


def _shifted(edit: Edit, blocks: int) -> Edit:
    """The edit some blocks further down."""
    by = border(blocks)
    if not by:
        return edit
    if isinstance(edit, Retag):
        return replace(edit, start=edit.start + by)
    if isinstance(edit, Move):
        return replace(edit, start=edit.start + by, end=edit.end + by, gap=edit.gap + by)
    return replace(edit, start=edit.start + by, end=edit.end + by)


def _order(edit: Edit) -> tuple[int, int, int]:
    return (edit.start, edit.end, getattr(edit, "order", 0))


def _numbered(found: Iterable[Edit]) -> Iterator[Edit]:
    """Equal insertions of one proposal are told apart by number, or they would unite with each other."""
    seen: Counter[Any] = Counter()
    for edit in found:
        if isinstance(edit, Replace) and edit.inserts:
            same = edit.identity
            edit = replace(edit, nth=seen[same]) if seen[same] else edit
            seen[same] += 1
        yield edit


def _gone(groups: list[Group], size: int) -> Iterator[Edit]:
    there = {i for group in groups for i in range(group.a, group.b)}
    return (Replace(border(i), border(i + 1)) for i in range(size) if i not in there)


def _gap_after(groups: list[Group], size: int) -> dict[int, int]:
    """For each group the border of the old block that the next unmoved group begins with."""
    after, gap = {}, size
    for group in reversed(groups):
        after[group.c] = gap
        gap = gap if group.moved else group.a
    after[-1] = gap
    return after


def _put_in(groups: list[Group], new: Sequence[Block], size: int) -> Iterator[Edit]:
    after = _gap_after(groups, size)
    here, gap = 0, after[-1]
    for group in [*groups, Group(0, 0, len(new), len(new))]:
        for j in range(here, group.c):
            yield Replace(border(gap), border(gap), (new[j],), opens=True, order=j)
        here, gap = group.d, after.get(group.c, gap)


def _moves(groups: list[Group], size: int) -> Iterator[Edit]:
    after = _gap_after(groups, size)
    row: list[Group] = []
    for group in [*groups, Group(-1, -1, -1, -1)]:
        if row and not (group.moved and group.a == row[-1].b and group.c == row[-1].d):
            yield Move(border(row[0].a), border(row[-1].b), border(after[row[-1].c]), row[0].c)
            row = []
        if group.moved:
            row.append(group)


class _Keys:
    """Which key a block of the new text has. A text with no key of the old one was typed or pasted elsewhere."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block]) -> None:
        self.given = {block.key for block in new if block.key is not None}
        self.carried = any(block.key in self.given for block in old)

    def key(self, old: Block, new: Block) -> str | None:
        """The new key; in a text that carries none of the old keys, the old one."""
        return new.key if self.carried or new.key is not None or old.key in self.given else old.key


def _retag(old: Block, new: Block, number: int, used: _Keys) -> Iterator[Edit]:
    key = used.key(old, new)
    silent = (old.kind, old.depth) == (new.kind, new.depth)
    if not silent or key != old.key:
        yield Retag(border(number), new.kind, new.depth, key, silent)


def _words(old: Sequence[Block], new: Sequence[Block], group: Group, used: _Keys) -> tuple[list[Edit], bool]:
    single = group.b - group.a == 1 == group.d - group.c
    if single and old[group.a].text == new[group.c].text:
        length = len(old[group.a].text)
        return list(formats_between(old[group.a], new[group.c], place(group.a, 0), (0, length), (0, length))), False
    before, after = Row(old, group.a, group.b), Row(new, group.c, group.d)
    gaps, coarse = match(before.keys, after.keys)
    found: list[Edit] = []
    a = c = 0
    for gap in [*gaps, Gap(len(before.keys), len(before.keys), len(after.keys), len(after.keys))]:
        found += _kept(before, after, (a, gap.a), c, used)
        if gap.b > gap.a or gap.d > gap.c:
            found += _replaced(before, after, gap)
        a, c = gap.b, gap.d
    return found, coarse


def _replaced(before: Row, after: Row, gap: Gap) -> Iterator[Edit]:
    if gap.c == gap.d:
        yield from _deleted(before, gap)
    elif gap.a == gap.b and before.at_border(gap.a):
        yield from _inserted_at_border(before, after, gap)
    else:
        yield Replace(before.inside(gap.a), before.inside(gap.b), after.cut(gap.c, gap.d))


def _deleted(before: Row, gap: Gap) -> Iterator[Edit]:
    start = gap.a
    whole = before.at_border(gap.b) and BORDER in before.keys[gap.a : gap.b]
    if not whole:
        yield Replace(before.inside(gap.a), before.inside(gap.b))
        return
    if not before.at_border(start):
        start = before.keys.index(BORDER, start)
        yield Replace(before.inside(gap.a), before.inside(start))
    for number in range(block_of(before.border(start)), block_of(before.border(gap.b))):
        yield Replace(border(number), border(number + 1))


def _inserted_at_border(before: Row, after: Row, gap: Gap) -> Iterator[Edit]:
    """Words put in before a border end the block there; whole blocks stand on their own."""
    c = gap.c
    if not after.at_border(gap.d) or BORDER not in after.keys[c : gap.d]:
        yield Replace(before.inside(gap.a), before.inside(gap.a), after.cut(c, gap.d))
        return
    if after.keys[c] != BORDER:
        c = after.keys.index(BORDER, c)
        yield Replace(before.inside(gap.a), before.inside(gap.a), after.cut(gap.c, c))
    where = before.border(gap.a)
    for number in range(block_of(after.border(c)), block_of(after.border(gap.d))):
        yield Replace(where, where, (after.blocks[number],), opens=True, order=number)


def _kept(before: Row, after: Row, stretch: tuple[int, int], c: int, used: _Keys) -> Iterator[Edit]:
    a, b = stretch
    while a < b:
        if before.keys[a] == BORDER:
            one, other = block_of(before.places[a]), block_of(after.places[c])
            yield from _retag(before.blocks[one], after.blocks[other], one, used)
            a, c = a + 1, c + 1
            continue
        stop = a
        while stop < b and before.keys[stop] != BORDER:
            stop += 1
        yield from same_words(before, after, (a, stop), c)
        c += stop - a
        a = stop
