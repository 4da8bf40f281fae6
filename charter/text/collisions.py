"""Which edits of several proposals collide."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, combinations, product
from typing import Any

from charter.text.applying import Marks, link_formats
from charter.text.arranging import arrange_blocks, choose_representative, gap_of
from charter.text.edits import Edit, Format, Move, Replace, Respell, Retag, block_of, char_of
from charter.text.tokens import is_word, tokens
from charter.text.values import Block, clip_spans

Range = tuple[int, int]
Meeting = tuple["Ask", "Ask"]


@dataclass
class Ask:
    """One edit with all its proposers; equal edits are one. Rank is the place of the first of them.

    `crossed` marks blocks inserted at one place by proposals whose orders exclude each other.
    """

    edit: Edit
    marks: Marks
    rank: int
    crossed: bool = False

    @property
    def quiet(self) -> bool:
        """Whether a reader cannot see the edit: it is never in conflict, and one of several is used."""
        return isinstance(self.edit, Respell) or (isinstance(self.edit, Retag) and self.edit.silent)


@dataclass
class CollisionGroup:
    """Asks that collide, directly or through each other, and the stretch of the base they meet in.

    `meetings` are those that no comparison of two edits finds: the base's words or the order of blocks tell.
    """

    asks: list[Ask]
    start: int
    end: int
    meetings: tuple[Meeting, ...] = ()


def gather_asks(edits: Iterable[tuple[Any, Sequence[Edit]]]) -> list[Ask]:
    """The asks of all proposals in order of place. Law 2: who comes first settles ties and nothing else."""
    asks: dict[Any, Ask] = {}
    gaps: dict[int, dict[Any, list[Replace | Move]]] = defaultdict(dict)
    ranks: dict[Any, int] = {}
    for rank, (mark, proposal_edits) in enumerate(edits):
        ranks[mark] = rank
        for edit in proposal_edits:
            gap = gap_of(edit)
            if gap is not None and isinstance(edit, Replace | Move):
                gaps[gap].setdefault(mark, []).append(edit)
                continue
            ask = asks.setdefault(edit.identity, Ask(edit, (), rank))
            if mark not in ask.marks:
                ask.edit = choose_representative((ask.edit, edit))
                ask.marks = (*ask.marks, mark)
    arranged = (entry for edits_by_mark in gaps.values() for entry in arrange_blocks(edits_by_mark))
    blocks = (
        Ask(replace(entry.edit, order=entry.order), entry.marks, ranks[entry.marks[0]], entry.crossed)
        for entry in arranged
    )
    return sorted((*asks.values(), *blocks), key=_place)


def _place(ask: Ask) -> tuple[int, int, int, int]:
    return (ask.edit.start, ask.edit.end, getattr(ask.edit, "order", 0), ask.rank)


@dataclass
class _Sets:
    """Disjoint sets of asks."""

    parent: dict[int, int] = field(default_factory=dict)

    def find(self, n: int) -> int:
        """The name of the set that n is in."""
        while self.parent.get(n, n) != n:
            self.parent[n] = self.parent.get(self.parent[n], self.parent[n])
            n = self.parent[n]
        return n

    def join(self, a: int, b: int) -> None:
        """Makes the sets of a and b one."""
        a, b = self.find(a), self.find(b)
        self.parent[max(a, b)] = min(a, b)
        self.parent.setdefault(min(a, b), min(a, b))


def collide(edit: Edit, other: Edit) -> bool:
    """Whether two different edits of two proposals cannot both be carried out. The one list of rules."""
    if isinstance(edit, Move) or isinstance(other, Move):
        return _moves_collide(edit, other)
    if isinstance(edit, Format) or isinstance(other, Format):
        return isinstance(edit, Format) and isinstance(other, Format) and _formats_clash(edit, other)
    if edit.start == edit.end or other.start == other.end:
        return _insertion_collides(edit, other)
    if max(edit.start, other.start) >= min(edit.end, other.end):
        return False
    return not (_deletes(edit) and _deletes(other))


def _deletes(edit: Edit) -> bool:
    return isinstance(edit, Replace) and edit.deletes


def _insertion_collides(edit: Edit, other: Edit) -> bool:
    if edit.start == edit.end and other.start == other.end:
        if edit.start != other.start:
            return False
        return not (
            isinstance(edit, Replace) and isinstance(other, Replace) and edit.puts_blocks and other.puts_blocks
        )
    point, span = (edit, other) if edit.start == edit.end else (other, edit)
    return span.start < point.start < span.end


def _formats_clash(edit: Format, other: Format) -> bool:
    if max(edit.start, other.start) >= min(edit.end, other.end):
        return False
    first, second = link_formats(edit.added), link_formats(other.added)
    if first != second and (first or link_formats(edit.removed)) and (second or link_formats(other.removed)):
        return True
    if edit.added & other.removed or other.added & edit.removed:
        return True
    return {"sup", "sub"} <= edit.added | other.added


def _moves_collide(first: Edit, second: Edit) -> bool:
    if isinstance(first, Move) and isinstance(second, Move):
        return max(first.start, second.start) < min(first.end, second.end)
    move, edit = (first, second) if isinstance(first, Move) else (second, first)
    assert isinstance(move, Move)
    if not isinstance(edit, Replace) or edit.inserts:
        return False
    return by_source(move, edit) or edit.start < move.gap < edit.end


def by_source(move: Move, edit: Edit) -> bool:
    """Whether an edit takes the moved blocks away or joins them to a neighbour."""
    if isinstance(edit, Move):
        return max(move.start, edit.start) < min(move.end, edit.end)
    if edit.start <= move.start and move.end <= edit.end:
        return True
    inside = move.start <= edit.start and edit.end <= move.end
    return not inside and max(edit.start, move.start) < min(edit.end, move.end)


def find_collisions(
    blocks: Sequence[Block], asks: Sequence[Ask], meetings: Sequence[Meeting] = ()
) -> list[CollisionGroup]:
    """All groups of colliding asks. Law 8: a group holds every ask within its stretch and no other.

    `meetings` are collisions found elsewhere.
    """
    sets = _Sets()
    struck: set[int] = set()
    _sweep(asks, sets, struck)
    _sweep_formats(asks, sets, struck)
    _sweep_moves(asks, sets, struck)
    number = {id(ask): n for n, ask in enumerate(asks)}
    for insertion, before, after, _ in find_pincers(asks):
        _strike(number[id(insertion)], number[id(before)], sets, struck)
        _strike(number[id(insertion)], number[id(after)], sets, struck)
    met = [*meetings, *_crossings(asks), *_links(blocks, asks)]
    for first, second in met:
        _strike(number[id(first)], number[id(second)], sets, struck)
    if not struck:
        return []
    collision_groups = _closed(blocks, asks, sets, struck)
    for conflict in collision_groups if met else ():
        members = {id(ask) for ask in conflict.asks}
        conflict.meetings = tuple((first, second) for first, second in met if id(first) in members)
    return collision_groups


def _crossings(asks: Sequence[Ask]) -> Iterator[Meeting]:
    """Blocks put in at one place by proposals whose orders exclude each other."""
    gaps: dict[int | None, list[Ask]] = defaultdict(list)
    for ask in asks:
        if ask.crossed:
            gaps[gap_of(ask.edit)].append(ask)
    for row in gaps.values():
        yield from (
            (first, second) for first, second in combinations(row, 2) if not set(first.marks) & set(second.marks)
        )


def _links(blocks: Sequence[Block], asks: Sequence[Ask]) -> Iterator[Meeting]:
    """A link led elsewhere by one, its words changed and led elsewhere, or nowhere, by another."""
    styles = [ask for ask in asks if isinstance(ask.edit, Format) and link_formats(ask.edit.added | ask.edit.removed)]
    for ask in asks if styles else ():
        edit = ask.edit
        if not isinstance(edit, Replace) or edit.inserts or not edit.content:
            continue
        for style in styles:
            over = max(style.edit.start, edit.start) < min(style.edit.end, edit.end)
            if over and not set(style.marks) & set(ask.marks) and _leads_elsewhere(blocks, style.edit, edit):
                yield style, ask


def _leads_elsewhere(blocks: Sequence[Block], style: Edit, edit: Replace) -> bool:
    assert isinstance(style, Format)
    number = block_of(style.start)
    start = char_of(edit.start) if block_of(edit.start) == number else 0
    end = char_of(edit.end) if block_of(edit.end) == number and char_of(edit.end) >= 0 else len(blocks[number].text)
    old = {
        name
        for _, _, formats in clip_spans(blocks[number].formats, max(start, 0), end)
        for name in link_formats(formats)
    }
    new = {name for block in edit.content for _, _, formats in block.formats for name in link_formats(formats)}
    return new != old and new != link_formats(style.added)


def find_pincers(asks: Sequence[Ask]) -> Iterator[tuple[Ask, Ask, Ask, Marks]]:
    """Blocks put between two that one proposal deletes: the ask, the two deletions, and who deletes both."""
    gone = [ask for ask in asks if isinstance(ask.edit, Replace) and ask.edit.deletes and char_of(ask.edit.end) < 0]
    ends: dict[int, list[Ask]] = defaultdict(list)
    starts: dict[int, list[Ask]] = defaultdict(list)
    for ask in gone:
        ends[ask.edit.end].append(ask)
        starts[ask.edit.start].append(ask)
    for ask in asks if gone else ():
        gap = ask.edit.gap if isinstance(ask.edit, Move) else ask.edit.start
        if isinstance(ask.edit, Move) or (isinstance(ask.edit, Replace) and ask.edit.puts_blocks):
            for before, after in product(ends[gap], starts[gap]):
                both = tuple(mark for mark in before.marks if mark in after.marks and mark not in ask.marks)
                if both and not set(ask.marks) & {*before.marks, *after.marks}:
                    yield ask, before, after, both


def _sweep(asks: Sequence[Ask], sets: _Sets, struck: set[int]) -> None:
    """Asks with the same range collide all or none, so ranges are compared, not asks."""
    rows: dict[Range, list[int]] = defaultdict(list)
    for n, ask in enumerate(asks):
        if not ask.quiet and isinstance(ask.edit, Replace | Retag):
            rows[(ask.edit.start, ask.edit.end)].append(n)
    active: list[list[int]] = []
    for (start, _), row in sorted(rows.items()):
        _within(asks, row, sets, struck)
        active = [other for other in active if asks[other[0]].edit.end > start]
        for other in active:
            _between(asks, row, other, sets, struck)
        active.append(row)


def _within(asks: Sequence[Ask], row: list[int], sets: _Sets, struck: set[int]) -> None:
    for n in row[1:]:
        if collide(asks[row[0]].edit, asks[n].edit):
            _strike(row[0], n, sets, struck)


def _between(asks: Sequence[Ask], row: list[int], other: list[int], sets: _Sets, struck: set[int]) -> None:
    if not any(collide(asks[row[0]].edit, asks[n].edit) for n in other[:2]) and not any(
        collide(asks[n].edit, asks[other[0]].edit) for n in row[:2]
    ):
        return
    for n in (*row, *other[1:]):
        _strike(other[0], n, sets, struck)


def _strike(a: int, b: int, sets: _Sets, struck: set[int]) -> None:
    sets.join(a, b)
    struck |= {a, b}


def _sweep_formats(asks: Sequence[Ask], sets: _Sets, struck: set[int]) -> None:
    active: list[int] = []
    for n, ask in enumerate(asks):
        if not isinstance(ask.edit, Format):
            continue
        active = [m for m in active if asks[m].edit.end > ask.edit.start]
        for m in active:
            if collide(asks[m].edit, ask.edit):
                _strike(m, n, sets, struck)
        active.append(n)


def _sweep_moves(asks: Sequence[Ask], sets: _Sets, struck: set[int]) -> None:
    moves = [n for n, ask in enumerate(asks) if isinstance(ask.edit, Move)]
    if not moves:
        return
    others = [n for n, ask in enumerate(asks) if isinstance(ask.edit, Replace) and not ask.edit.inserts]
    for place, n in enumerate(moves):
        for m in (*moves[place + 1 :], *others):
            if not set(asks[n].marks) & set(asks[m].marks) and collide(asks[n].edit, asks[m].edit):
                _strike(n, m, sets, struck)
    _sweep_rings(asks, moves, sets, struck)


def _sweep_rings(asks: Sequence[Ask], moves: list[int], sets: _Sets, struck: set[int]) -> None:
    """Blocks moved into each other would vanish."""
    into = {n: [m for m in moves if m != n and _inside(asks[n].edit, asks[m].edit)] for n in moves}
    for n in moves:
        seen: set[int] = set()
        row = list(into[n])
        while row:
            m = row.pop()
            if m == n:
                for number in seen:
                    _strike(n, number, sets, struck)
                break
            if m not in seen:
                seen.add(m)
                row += into[m]


def _inside(edit: Edit, other: Edit) -> bool:
    return isinstance(edit, Move) and isinstance(other, Move) and other.start < edit.gap < other.end


def _closed(blocks: Sequence[Block], asks: Sequence[Ask], sets: _Sets, struck: set[int]) -> list[CollisionGroup]:
    """Grows each group until every ask within its stretch is in it."""
    # The furthest end so far grows, so the first ask that can reach into a stretch is found by halving.
    reach = list(accumulate((ask.edit.end for ask in asks), max))
    while True:
        members: dict[int, list[int]] = defaultdict(list)
        for n in sorted(struck):
            members[sets.find(n)].append(n)
        groups = [(ns, *_stretch(blocks, [asks[n] for n in ns])) for ns in members.values()]
        if not any(_pull(asks, reach, row, sets, struck) for row in groups):
            return [
                CollisionGroup([asks[n] for n in ns], start, end)
                for ns, start, end in sorted(groups, key=lambda r: r[1:])
            ]


def _stretch(blocks: Sequence[Block], members: list[Ask]) -> Range:
    edits = [ask.edit for ask in members]
    rest: list[Edit] = [edit for edit in edits if not isinstance(edit, Move)]
    sources = [m for m in edits if isinstance(m, Move) and (not rest or any(by_source(m, edit) for edit in rest))]
    rest += sources
    start, end = min(edit.start for edit in rest), max(edit.end for edit in rest)
    bordered = any(isinstance(edit, Replace) and (len(edit.content) > 1 or touches_join(edit)) for edit in rest)
    return _with_words(blocks, start, end) if bordered and char_of(start) >= 0 <= char_of(end) else (start, end)


def _with_words(blocks: Sequence[Block], start: int, end: int) -> Range:
    """A stretch about a border, with a word on each side: without them its wordings could not be told apart."""
    before, after = blocks[block_of(start)].text[: char_of(start)], blocks[block_of(end)].text[char_of(end) :]
    for token in reversed(tokens(before)):
        start -= len(token)
        if is_word(token):
            break
    for token in tokens(after):
        end += len(token)
        if is_word(token):
            break
    return start, end


def _pull(
    asks: Sequence[Ask], reach: list[int], row: tuple[list[int], int, int], sets: _Sets, struck: set[int]
) -> bool:
    ns, start, end = row
    grown = False
    for n in range(bisect_right(reach, start), len(asks)):
        if asks[n].edit.start > end:
            break
        if asks[n].quiet or (n in struck and sets.find(n) == sets.find(ns[0])):
            continue
        if lies_within(asks[n].edit, start, end):
            _strike(ns[0], n, sets, struck)
            grown = True
    return grown


def lies_within(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit lies in a stretch; what merely touches it does not."""
    if isinstance(edit, Format | Move):
        return start <= edit.start and edit.end <= end
    if edit.start == edit.end:
        return start < edit.start < end
    return max(edit.start, start) < min(edit.end, end)


def touches_join(edit: Edit) -> bool:
    """Whether an edit takes a border from between words."""
    return isinstance(edit, Replace) and block_of(edit.end) > block_of(edit.start) and char_of(edit.end) >= 0
