"""Edits applied: one walk over the base gives steps, and from steps come documents, redlines and credits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from charter.text.edits import BLOCK, Edit, Format, Move, Replace, Respell, Retag, block_of, border, char_of
from charter.text.values import PLAIN, Block, Span, join_spans, pieces

Marks = tuple[Any, ...]
NOBODY: Marks = ()


class Applied(NamedTuple):
    """An edit that is carried out, who asked for it, and the rank that settles ties."""

    edit: Edit
    marks: Marks = NOBODY
    rank: int = 0


class Step(NamedTuple):
    """One step of the walk.

    `block` an untouched block · `open` a border that stays · `new` one put in · `cut` one taken out · `keep` `ins`
    `del` words · `left` a block moved away · `came` one that arrives, its steps following.
    """

    name: str
    block: Block
    marks: Marks = NOBODY
    source: int = -1
    start: int = 0
    added: frozenset[str] = PLAIN
    removed: frozenset[str] = PLAIN
    size: int = 0


class _Cut(NamedTuple):
    start: int
    end: int
    marks: Marks


class _Put(NamedTuple):
    phase: int
    rank: int
    order: int
    edit: Replace | Move
    marks: Marks


@dataclass
class Plan:
    """Edits sorted by the block they touch."""

    base: Sequence[Block]
    cuts: dict[int, list[_Cut]] = field(default_factory=lambda: defaultdict(list))
    puts: dict[int, list[_Put]] = field(default_factory=lambda: defaultdict(list))
    styles: dict[int, list[tuple[Format, Marks]]] = field(default_factory=lambda: defaultdict(list))
    spelling: dict[int, list[Respell]] = field(default_factory=lambda: defaultdict(list))
    spelled: dict[int, Respell] = field(default_factory=dict)
    tags: dict[int, tuple[Retag, Marks]] = field(default_factory=dict)
    keys: dict[int, str | None] = field(default_factory=dict)
    away: dict[int, Marks] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    edges: set[int] = field(default_factory=set)

    def add(self, edit: Edit, marks: Marks, rank: int) -> None:
        """Takes one edit into the plan."""
        first = block_of(edit.start)
        if isinstance(edit, Move):
            self.puts[edit.gap].append(_Put(1, rank, edit.order, edit, marks))
            self.away.update(dict.fromkeys(range(first, block_of(edit.end)), marks))
        elif isinstance(edit, Replace):
            self._replace(edit, marks, rank)
        elif isinstance(edit, Format):
            self.styles[first].append((edit, marks))
            self.touched.add(first)
        elif isinstance(edit, Respell):
            if edit.start not in self.spelled:
                self.spelling[first].append(edit)
                self.spelled[edit.start] = edit
            self.touched.add(first)
        elif edit.silent:
            self.keys.setdefault(first, edit.key)
            self.touched.add(first)
        else:
            self.tags[first] = (edit, marks)
            self.touched.add(first)

    def _replace(self, edit: Replace, marks: Marks, rank: int) -> None:
        first, last = block_of(edit.start), block_of(edit.end)
        if edit.content:
            self.puts[edit.end].append(_Put(int(edit.inserts), rank, edit.order, edit, marks))
        if char_of(edit.end) >= 0:
            self.touched.add(last)
        if edit.inserts:
            return
        for block in range(first, last + 1):
            if border(block) < edit.end and block < len(self.base):
                self.cuts[block].append(_Cut(max(edit.start, border(block)), min(edit.end, border(block + 1)), marks))
                self.touched.add(block)


def plan(base: Sequence[Block], applied: Iterable[Applied]) -> Plan:
    """The plan of some edits of one base."""
    made = Plan(base)
    for edit, marks, rank in applied:
        made.add(edit, marks, rank)
    for puts in made.puts.values():
        puts.sort(key=lambda put: put[:3])
    return made


def walk(made: Plan, first: int = 0, last: int | None = None, whole: bool = True) -> Iterator[Step]:
    """All steps from the border at first to the one at last, moved blocks where they arrive.

    What is put in at the last border belongs to the walk only if it is `whole`.
    """
    final = len(made.base) if last is None else last
    busy = {*made.touched, *made.away, *map(block_of, made.puts)}
    for block in range(first, final):
        if block not in busy:
            yield Step("block", made.base[block], source=block)
            continue
        yield from _gap(made, border(block))
        if block in made.away:
            yield Step("left", made.base[block], made.away[block], block)
        else:
            yield from _block(made, block)
    if whole:
        yield from _gap(made, border(final))


def _gap(made: Plan, gap: int) -> Iterator[Step]:
    for put in made.puts.get(gap, ()):
        if isinstance(put.edit, Replace):
            yield from _content(put, ())
            continue
        first, last = block_of(put.edit.start), block_of(put.edit.end)
        for block in range(first, last):
            if block > first:
                yield from _gap(made, border(block))
            yield Step("came", made.base[block], put.marks, block)
            yield from _block(made, block)


def _content(put: _Put, styles: Sequence[tuple[Format, Marks]]) -> Iterator[Step]:
    edit = put.edit
    assert isinstance(edit, Replace)
    for number, block in enumerate(edit.content):
        if number or edit.opens:
            yield Step("new", block, put.marks)
        if block.text:
            yield Step("ins", _styled(block, edit, put.marks, styles), put.marks)


def _styled(block: Block, edit: Replace, marks: Marks, styles: Sequence[tuple[Format, Marks]]) -> Block:
    """Formats laid by others over a stretch pass to the words that come in its place."""
    over = [style for style, by in styles if _covers(style, edit) and not set(by) & set(marks)]
    if not over:
        return block
    spans = pieces(block, 0, len(block.text))
    for style in over:
        spans = [(a, b, (formats - style.removed) | style.added) for a, b, formats in spans]
    return replace(block, formats=join_spans(spans))


def _covers(style: Format, edit: Replace) -> bool:
    if edit.inserts:
        return style.start < edit.start < style.end
    return style.start <= edit.start and edit.end <= style.end


def _block(made: Plan, number: int) -> Iterator[Step]:
    block = made.base[number]
    if number not in made.touched:
        yield Step("block", block, source=number)
        return
    cuts = sorted(made.cuts.get(number, ()))
    yield _opening(made, number, cuts)
    cover = _Cover(cuts, sorted(made.styles.get(number, ()), key=lambda style: style[0].start))
    row = _points(made, number)
    for here, there in zip(row, [*row[1:], None], strict=True):
        cover.reach(here)
        for put in made.puts.get(here, ()):
            yield from _content(put, cover.styles)
        cover.leave(here)
        if there is not None:
            yield _stretch(made, number, (here, there), cover)


def _points(made: Plan, number: int) -> list[int]:
    """Every place of a block where something begins or ends."""
    low = border(number) + 1
    high = low + len(made.base[number].text)
    edits = [*made.cuts.get(number, ()), *(style for style, _ in made.styles.get(number, ()))]
    edits += made.spelling.get(number, ())
    points = {low, high, *_put_places(made, number, high - low)}
    points |= {edge for edge in made.edges if low <= edge <= high}
    for edit in edits:
        points |= {max(edit.start, low), min(edit.end, high)}
    return sorted(points)


class _Cover:
    """What lies over the place the walk has come to: one cut at most, and formats."""

    def __init__(self, cuts: list[_Cut], styles: list[tuple[Format, Marks]]) -> None:
        self.cuts, self.coming = cuts[::-1], styles[::-1]
        self.styles: list[tuple[Format, Marks]] = []

    def reach(self, here: int) -> None:
        """Takes in what begins here."""
        while self.coming and self.coming[-1][0].start <= here:
            self.styles.append(self.coming.pop())

    def leave(self, here: int) -> None:
        """Lets go what ends here."""
        if self.styles:
            self.styles = [style for style in self.styles if style[0].end > here]
        while self.cuts and self.cuts[-1].end <= here:
            self.cuts.pop()

    def cut(self, here: int) -> _Cut | None:
        """What takes out the words here."""
        return self.cuts[-1] if self.cuts and self.cuts[-1].start <= here else None


def _put_places(made: Plan, number: int, length: int) -> Iterator[int]:
    low = border(number)
    if len(made.puts) > length:
        return (low + 1 + char for char in range(length + 1) if low + 1 + char in made.puts)
    return (where for where in made.puts if low < where < low + BLOCK)


def _opening(made: Plan, number: int, cuts: list[_Cut]) -> Step:
    block = made.base[number]
    if cuts and cuts[0].start == border(number):
        return Step("cut", block, cuts[0].marks, number)
    key = made.keys.get(number, block.key)
    if number not in made.tags:
        return Step("open", replace(block, key=key), source=number)
    tag, marks = made.tags[number]
    key = tag.key if number not in made.keys else key
    return Step("open", replace(block, kind=tag.kind, depth=tag.depth, key=key), marks, number)


def _stretch(made: Plan, number: int, where: tuple[int, int], cover: _Cover) -> Step:
    here, there = where
    block, start = made.base[number], char_of(here)
    piece = block.cut(start, char_of(there))
    cut = cover.cut(here)
    if cut is not None:
        return Step("del", piece, cut.marks, number, start, size=there - here)
    added, removed, marks = PLAIN, PLAIN, NOBODY
    for style, by in cover.styles:
        added, removed = added | style.added, removed | style.removed
        marks = marks + tuple(mark for mark in by if mark not in marks)
    spelled = made.spelled.get(here)
    if spelled is not None and spelled.end == there:
        piece = _respelled(piece, spelled.text)
    if added or removed:
        spans: list[Span] = pieces(piece, 0, len(piece.text))
        piece = replace(piece, formats=join_spans((a, b, (f - removed) | added) for a, b, f in spans))
    return Step("keep", piece, marks, number, start, added, removed, there - here)


def _respelled(piece: Block, text: str) -> Block:
    formats = piece.formats[0][2] if piece.formats else PLAIN
    return replace(piece, text=text, formats=((0, len(text), formats),) if formats else ())
