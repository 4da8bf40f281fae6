"""Blocks that several proposals insert at one place: which of them are the same, and in which order they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

from rapidfuzz.distance import LCSseq

from charter.text.edits import Edit, Move, Replace, Respell, Retag, to_nfc, without_id

_Any = TypeVar("_Any", bound=Edit)


class Arranged(NamedTuple):
    """A block inserted at a place or moved to it, with all its proposers. `order` counts within the place.

    `crossed`: no order of the blocks keeps the order of every proposal.
    """

    edit: Replace | Move
    marks: tuple[Any, ...]
    order: int
    crossed: bool = False


class _Row(NamedTuple):
    """The blocks of all proposals that put in the same blocks in the same order."""

    names: tuple[str, ...]
    edits: list[Replace | Move]
    marks: list[Any]


_Node = tuple[int, int]


def gap_of(edit: Edit) -> int | None:
    """The border at which an edit puts in whole blocks; None where it does not."""
    if isinstance(edit, Move):
        return edit.gap
    return edit.start if isinstance(edit, Replace) and edit.puts_blocks else None


def arrange_blocks(edits_by_mark: Mapping[Any, list[Replace | Move]]) -> Iterator[Arranged]:
    """The blocks of one place in their order. Laws 2 and 4: each proposal finds its own order kept.

    Equal blocks of two proposals are one, unless both proposals have other blocks before and behind them: there each
    has a passage of its own, which happens to share a line. Where two have equal blocks in opposite orders, no order
    keeps both, and nothing is made one. The mapping is in order of rank.
    """
    rows = _rows(edits_by_mark)
    if len(rows) == 1:
        yield from (Arranged(edit, tuple(rows[0].marks), n) for n, edit in enumerate(rows[0].edits))
        return
    links, crossed = _links(rows)
    classes = _classes(rows, links)
    order = _ordered(rows, classes) if not crossed else None
    if order is None:
        yield from _apart(rows, _connected(rows, links, crossed) if crossed else set(range(len(rows))))
        return
    for place, members in enumerate(order):
        edit = choose_representative(rows[row].edits[n] for row, n in members)
        marks = tuple(mark for mark in edits_by_mark if any(mark in rows[row].marks for row, _ in members))
        yield Arranged(edit, marks, place)


def choose_representative(edits: Iterable[_Any]) -> _Any:
    """One of several edits that a reader cannot tell apart, whatever the rank of those who ask. Law 2."""
    return min(edits, key=_unseen)


def _unseen(edit: Edit) -> tuple[Any, ...]:
    """What may differ where a reader sees no difference. A block with a key or an id comes before one without."""
    if isinstance(edit, Respell):
        return (edit.end, edit.text)
    if isinstance(edit, Retag):
        return (edit.key is None, str(edit.key), without_id(edit.traits) == edit.traits, edit.traits)
    return tuple((block.key is None, str(block.key)) for block in getattr(edit, "content", ()))


def _rows(edits_by_mark: Mapping[Any, list[Replace | Move]]) -> list[_Row]:
    rows: dict[tuple[str, ...], _Row] = {}
    for mark, edits in edits_by_mark.items():
        row = sorted(edits, key=lambda edit: edit.order)
        names = tuple(_name(edit) for edit in row)
        same_row = rows.setdefault(names, _Row(names, row, []))
        same_row.edits[:] = map(choose_representative, zip(same_row.edits, row, strict=True))
        same_row.marks.append(mark)
    return list(rows.values())


def _name(edit: Replace | Move) -> str:
    if isinstance(edit, Move):
        return f"move {edit.start} {edit.end}"
    content = [
        (b.kind, b.depth, b.traits, to_nfc(b.text), [(s, e, sorted(f)) for s, e, f in b.formats], b.table)
        for b in edit.content
    ]
    return repr(content)


def _links(rows: Sequence[_Row]) -> tuple[list[tuple[_Node, _Node]], list[tuple[int, int]]]:
    """Which blocks of two rows are one, and which rows have equal blocks in opposite orders."""
    links: list[tuple[_Node, _Node]] = []
    crossed: list[tuple[int, int]] = []
    # The rows are compared in an order of their own, so that the rank of the proposals changes nothing.
    for a, b in combinations(sorted(range(len(rows)), key=lambda n: rows[n].names), 2):
        names, other_names = rows[a].names, rows[b].names
        common = _common(names, other_names)
        left = set(_without(names, {i for i, _ in common})) & set(_without(other_names, {j for _, j in common}))
        if left:
            crossed.append((a, b))
        links += [((a, i), (b, j)) for i, j in _outer(common, len(names), len(other_names))]
    return links, crossed


def _common(names: Sequence[str], other_names: Sequence[str]) -> list[tuple[int, int]]:
    if not set(names) & set(other_names):
        return []
    return [
        (code.src_start + n, code.dest_start + n)
        for code in LCSseq.opcodes(names, other_names)
        if code.tag == "equal"
        for n in range(code.src_end - code.src_start)
    ]


def _without(names: Sequence[str], places: set[int]) -> Iterator[str]:
    return (name for n, name in enumerate(names) if n not in places)


def _outer(common: list[tuple[int, int]], ends: int, others: int) -> list[tuple[int, int]]:
    """The common blocks but for those that have other blocks of both rows on either side."""
    while inner := _inner_runs(common, ends, others):
        common = [pair for pair in common if pair not in inner]
    return common


def _inner_runs(common: list[tuple[int, int]], ends: int, others: int) -> set[tuple[int, int]]:
    """Runs of common blocks, in a row on both sides, that stand between blocks of both rows."""
    inner: set[tuple[int, int]] = set()
    run: list[tuple[int, int]] = []
    before = (-1, -1)
    for pair in [*common, (ends, others)]:
        if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
            left = run[0][0] - before[0] > 1 and run[0][1] - before[1] > 1
            right = pair[0] - run[-1][0] > 1 and pair[1] - run[-1][1] > 1
            inner |= set(run) if left and right else set()
            before, run = run[-1], []
        run.append(pair)
    return inner


def _classes(rows: Sequence[_Row], links: Sequence[tuple[_Node, _Node]]) -> dict[_Node, list[_Node]]:
    """For each block of each row the blocks that are one with it; never two of one row."""
    classes = {(r, n): [(r, n)] for r, row in enumerate(rows) for n in range(len(row.names))}
    for first, second in links:
        a, b = classes[first], classes[second]
        if a is not b and not {row for row, _ in a} & {row for row, _ in b}:
            a += b
            for node in b:
                classes[node] = a
    return classes


def _ordered(rows: Sequence[_Row], classes: Mapping[_Node, list[_Node]]) -> list[list[_Node]] | None:
    """All blocks in an order that keeps the order of each row, a row in one piece where that can be; None if none."""
    positions = [0] * len(rows)
    order: list[list[_Node]] = []
    now = 0
    while True:
        ready = (
            n for n in (now, *range(len(rows))) if positions[n] < len(rows[n].names) and _ready(classes, positions, n)
        )
        now = next(ready, -1)
        if now < 0:
            return order if all(at == len(row.names) for at, row in zip(positions, rows, strict=True)) else None
        members = classes[(now, positions[now])]
        order.append(members)
        for row, _ in members:
            positions[row] += 1


def _ready(classes: Mapping[_Node, list[_Node]], positions: Sequence[int], row: int) -> bool:
    return all(positions[other] == place for other, place in classes[(row, positions[row])])


def _connected(
    rows: Sequence[_Row], links: Sequence[tuple[_Node, _Node]], crossed: Sequence[tuple[int, int]]
) -> set[int]:
    """The rows whose order meets that of another, and those that share a block with them."""
    near = {(a, b) for a, b in crossed} | {(first[0], second[0]) for first, second in links}
    connected = {row for pair in crossed for row in pair}
    while True:
        more = {row for pair in near if connected & set(pair) for row in pair}
        if more <= connected:
            return connected
        connected |= more


def _apart(rows: Sequence[_Row], crossed: set[int]) -> Iterator[Arranged]:
    place = 0
    free = {mark: row.edits for n, row in enumerate(rows) if n not in crossed for mark in row.marks}
    for arranged in arrange_blocks(free) if free else ():
        yield arranged._replace(order=place)
        place += 1
    for n in sorted(crossed):
        for edit in rows[n].edits:
            yield Arranged(edit, tuple(rows[n].marks), place, True)
            place += 1
