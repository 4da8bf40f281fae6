"""Edits found: what turns one row of blocks into another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from charter.text.alignment import Group, align
from charter.text.edits import Edit, Format, Move, Replace, Respell, Retag, block_of, border, char_of, place
from charter.text.matching import BORDER, Gap, match
from charter.text.tokens import keys, tokens
from charter.text.values import Block, pieces


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


class _Row:
    """Blocks as one row of tokens, with the place each token stands at."""

    def __init__(self, blocks: Sequence[Block], first: int, last: int) -> None:
        self.blocks = blocks
        self.first, self.last = first, last
        self.keys: list[str] = []
        self.tokens: list[str] = []
        self.places: list[int] = []
        for number in range(first, last):
            if number > first:
                self._add(BORDER, BORDER, border(number))
            here = place(number, 0)
            self.keys += keys(blocks[number].text)
            found = tokens(blocks[number].text)
            self.tokens += found
            for token in found:
                self.places.append(here)
                here += len(token)

    def _add(self, key: str, token: str, where: int) -> None:
        self.keys.append(key)
        self.tokens.append(token)
        self.places.append(where)

    def at_border(self, index: int) -> bool:
        """Whether a block begins at the index, or the row ends."""
        return index == len(self.keys) or self.keys[index] == BORDER

    def inside(self, index: int) -> int:
        """The place of the index, before the border rather than behind it."""
        if not self.at_border(index):
            return self.places[index]
        number = (self.last if index == len(self.keys) else block_of(self.places[index])) - 1
        return place(number, len(self.blocks[number].text))

    def border(self, index: int) -> int:
        """The border at the index."""
        return border(self.last) if index == len(self.keys) else self.places[index]

    def cut(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks of a stretch of the row; a border first makes an empty one before it."""
        parts: list[Block] = []
        while start < end:
            fresh = self.keys[start] == BORDER
            if fresh and not parts:
                parts.append(replace(self.blocks[block_of(self.places[start])], text="", formats=(), key=None))
            start += fresh
            stop = start
            while stop < end and self.keys[stop] != BORDER:
                stop += 1
            parts.append(self._part(start, stop, fresh))
            start = stop
        return tuple(parts)

    def _part(self, start: int, stop: int, fresh: bool) -> Block:
        if start == stop:
            number = block_of(self.places[start - 1])
            return replace(self.blocks[number], text="", formats=())
        number, char = block_of(self.places[start]), char_of(self.places[start])
        end = char_of(self.places[stop - 1]) + len(self.tokens[stop - 1])
        piece = self.blocks[number].cut(char, end)
        return piece if fresh else replace(piece, key=None)


def _words(old: Sequence[Block], new: Sequence[Block], group: Group, used: _Keys) -> tuple[list[Edit], bool]:
    single = group.b - group.a == 1 == group.d - group.c
    if single and old[group.a].text == new[group.c].text:
        length = len(old[group.a].text)
        return list(_formats(old[group.a], new[group.c], place(group.a, 0), (0, length), (0, length))), False
    before, after = _Row(old, group.a, group.b), _Row(new, group.c, group.d)
    gaps, coarse = match(before.keys, after.keys)
    found: list[Edit] = []
    a = c = 0
    for gap in [*gaps, Gap(len(before.keys), len(before.keys), len(after.keys), len(after.keys))]:
        found += _kept(before, after, (a, gap.a), c, used)
        if gap.b > gap.a or gap.d > gap.c:
            found += _replaced(before, after, gap)
        a, c = gap.b, gap.d
    return found, coarse


def _replaced(before: _Row, after: _Row, gap: Gap) -> Iterator[Edit]:
    if gap.c == gap.d:
        yield from _deleted(before, gap)
    elif gap.a == gap.b and before.at_border(gap.a):
        yield from _inserted_at_border(before, after, gap)
    else:
        yield Replace(before.inside(gap.a), before.inside(gap.b), after.cut(gap.c, gap.d))


def _deleted(before: _Row, gap: Gap) -> Iterator[Edit]:
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


def _inserted_at_border(before: _Row, after: _Row, gap: Gap) -> Iterator[Edit]:
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


def _kept(before: _Row, after: _Row, stretch: tuple[int, int], c: int, used: _Keys) -> Iterator[Edit]:
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
        yield from _same_words(before, after, (a, stop), c)
        c += stop - a
        a = stop


def _same_words(before: _Row, after: _Row, stretch: tuple[int, int], c: int) -> Iterator[Edit]:
    a, b = stretch
    one, other = before.blocks[block_of(before.places[a])], after.blocks[block_of(after.places[c])]
    start, there = char_of(before.places[a]), char_of(after.places[c])
    end = char_of(before.places[b - 1]) + len(before.tokens[b - 1])
    length = end - start
    if before.tokens[a:b] == after.tokens[c : c + b - a]:
        yield from _formats(one, other, before.places[a], (start, end), (there, there + length))
        return
    for n in range(b - a):
        yield from _respelled(before, after, a + n, c + n, one, other)


def _respelled(before: _Row, after: _Row, a: int, c: int, one: Block, other: Block) -> Iterator[Edit]:
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
        yield from _formats(one, other, where, (here, here + len(mine)), (there, there + len(mine)))


def _formats(one: Block, other: Block, where: int, was: tuple[int, int], now: tuple[int, int]) -> Iterator[Edit]:
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
