"""Edits found: what turns one row of blocks into another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from charter.text.alignment import Group, align_blocks
from charter.text.edits import Edit, Move, Replace, Retag, block_of, border_place, place_before
from charter.text.flat import TokenRow
from charter.text.keeping import formats_between, same_words
from charter.text.matching import BORDER, Gap, match_tokens
from charter.text.values import Block


def edits_between(old: Sequence[Block], new: Sequence[Block]) -> tuple[tuple[Edit, ...], bool]:
    """All edits in the order of their places, and whether a stretch was too large to be compared word by word."""
    if not new and old:
        return tuple(Replace(border_place(i), border_place(i + 1)) for i in range(len(old))), False
    first, last = _ends(old, new)
    shift = len(new) - len(old)
    edits, coarse = _middle(old[first:last], new[first : last + shift], _Keys(old, new))
    return tuple(_numbered(_shifted(edit, first) for edit in sorted(edits, key=_order))), coarse


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
    groups = align_blocks(old, new, used.carried)
    edits: list[Edit] = list(_gone(groups, len(old)))
    edits += _put_in(groups, new, len(old))
    moves = list(_moves(groups, len(old)))
    edits += moves
    gaps = {at: move.gap for move in moves for at in (move.start, move.end)}
    coarse = False
    for group in groups:
        if group.unlike:
            content = tuple(new[group.c : group.d])
            edits.append(Replace(border_place(group.a), border_place(group.b), content, opens=True))
            continue
        if _solid_change(old[group.a], new[group.c]):
            edits.append(
                Replace(border_place(group.a), border_place(group.b), (_keyed(old, new, group, used),), opens=True)
            )
            continue
        if old[group.a] == new[group.c] and group.b - group.a == group.d - group.c == 1:
            continue
        edits += _retag(old[group.a], new[group.c], group.a, used)
        word_edits, rough = _words(old, new, group, used)
        edits += _carried(word_edits, gaps) if group.moved else word_edits
        coarse = coarse or rough
    return edits, coarse


def _solid_change(old: Block, new: Block) -> bool:
    """Whether a block that changes as a whole becomes another, or another becomes one."""
    return (old.solid or new.solid) and (old.visible, old.text, old.table) != (new.visible, new.text, new.table)


def _keyed(old: Sequence[Block], new: Sequence[Block], group: Group, used: _Keys) -> Block:
    return replace(new[group.c], key=used.key(old[group.a], new[group.c]))


def _shifted(edit: Edit, blocks: int) -> Edit:
    """The edit some blocks further down."""
    by = border_place(blocks)
    if not by:
        return edit
    if isinstance(edit, Retag):
        return replace(edit, start=edit.start + by)
    if isinstance(edit, Move):
        return replace(edit, start=edit.start + by, end=edit.end + by, gap=edit.gap + by)
    return replace(edit, start=edit.start + by, end=edit.end + by)


def _order(edit: Edit) -> tuple[int, int, int]:
    return (edit.start, edit.end, getattr(edit, "order", 0))


def _numbered(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Equal insertions of one proposal are told apart by number, or they would unite with each other."""
    seen: Counter[Any] = Counter()
    for edit in edits:
        if isinstance(edit, Replace) and edit.inserts:
            same = edit.identity
            edit = replace(edit, nth=seen[same]) if seen[same] else edit
            seen[same] += 1
        yield edit


def _gone(groups: list[Group], size: int) -> Iterator[Edit]:
    kept = {i for group in groups for i in range(group.a, group.b)}
    return (Replace(border_place(i), border_place(i + 1)) for i in range(size) if i not in kept)


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
    start, gap = 0, after[-1]
    for group in [*groups, Group(0, 0, len(new), len(new))]:
        for j in range(start, group.c):
            yield Replace(border_place(gap), border_place(gap), (new[j],), opens=True, order=j)
        start, gap = group.d, after.get(group.c, gap)


def _moves(groups: list[Group], size: int) -> Iterator[Move]:
    after = _gap_after(groups, size)
    row: list[Group] = []
    for group in [*groups, Group(-1, -1, -1, -1)]:
        if row and not (group.moved and group.a == row[-1].b and group.c == row[-1].d):
            yield Move(border_place(row[0].a), border_place(row[-1].b), border_place(after[row[-1].c]), row[0].c)
            row = []
        if group.moved:
            row.append(group)


def _carried(edits: Iterable[Edit], gaps: dict[int, int]) -> Iterator[Edit]:
    """Blocks put in beside blocks that move go where these go."""
    for edit in edits:
        if isinstance(edit, Replace) and edit.puts_blocks and edit.start in gaps:
            edit = replace(edit, start=gaps[edit.start], end=gaps[edit.start])
        yield edit


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
    silent = old.visible == new.visible
    if not silent or key != old.key or old.traits != new.traits:
        yield Retag(border_place(number), new.kind, new.depth, key, silent, new.traits)


def _words(old: Sequence[Block], new: Sequence[Block], group: Group, used: _Keys) -> tuple[list[Edit], bool]:
    single = group.b - group.a == 1 == group.d - group.c
    if single and old[group.a].text == new[group.c].text:
        length = len(old[group.a].text)
        return list(
            formats_between(old[group.a], new[group.c], place_before(group.a, 0), (0, length), (0, length))
        ), False
    before, after = TokenRow(old, group.a, group.b), TokenRow(new, group.c, group.d)
    gaps, coarse = match_tokens(before.keys, after.keys)
    edits: list[Edit] = []
    a = c = 0
    for gap in [*gaps, Gap(len(before.keys), len(before.keys), len(after.keys), len(after.keys))]:
        edits += _kept(before, after, (a, gap.a), c, used)
        if gap.b > gap.a or gap.d > gap.c:
            edits += _replaced(before, after, gap)
        a, c = gap.b, gap.d
    return edits, coarse


def _replaced(before: TokenRow, after: TokenRow, gap: Gap) -> Iterator[Edit]:
    if gap.c == gap.d:
        yield from _deleted(before, gap)
    elif gap.a == gap.b and before.at_border(gap.a):
        yield from _inserted_at_border(before, after, gap)
    else:
        yield Replace(before.inside(gap.a), before.inside(gap.b), after.cut(gap.c, gap.d))


def _deleted(before: TokenRow, gap: Gap) -> Iterator[Edit]:
    start = gap.a
    whole = before.at_border(gap.b) and BORDER in before.keys[gap.a : gap.b]
    if not whole:
        yield Replace(before.inside(gap.a), before.inside(gap.b))
        return
    if not before.at_border(start):
        start = before.keys.index(BORDER, start)
        yield Replace(before.inside(gap.a), before.inside(start))
    for number in range(block_of(before.border(start)), block_of(before.border(gap.b))):
        yield Replace(border_place(number), border_place(number + 1))


def _inserted_at_border(before: TokenRow, after: TokenRow, gap: Gap) -> Iterator[Edit]:
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


def _kept(before: TokenRow, after: TokenRow, stretch: tuple[int, int], c: int, used: _Keys) -> Iterator[Edit]:
    a, b = stretch
    while a < b:
        if before.keys[a] == BORDER:
            old_number, new_number = block_of(before.places[a]), block_of(after.places[c])
            yield from _retag(before.blocks[old_number], after.blocks[new_number], old_number, used)
            a, c = a + 1, c + 1
            continue
        stop = a
        while stop < b and before.keys[stop] != BORDER:
            stop += 1
        yield from same_words(before, after, (a, stop), c)
        c += stop - a
        a = stop
