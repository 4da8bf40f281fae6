"""Edits applied: one walk over the base gives steps, and from steps come documents, redlines and credits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from charter.text.arranging import choose_representative
from charter.text.edits import (
    BLOCK,
    Edit,
    Format,
    Move,
    Replace,
    Respell,
    Retag,
    block_of,
    border_place,
    char_of,
    retag_block,
)
from charter.text.values import PLAIN, Block, Span, join_spans, spans_of_stretch

Marks = tuple[Any, ...]
NOBODY: Marks = ()
# Formats that words take on which are put in where the format ends: bold grows, a link does not (Peritext).
GROWING = frozenset({"b", "i", "u", "s"})


class Applied(NamedTuple):
    """An edit to apply, its proposers, and the rank that settles ties."""

    edit: Edit
    marks: Marks = NOBODY
    rank: int = 0


class Step(NamedTuple):
    """One step of the walk.

    `block` an untouched block · `open` a border that stays · `new` an inserted one · `cut` a deleted one · `keep`
    `ins` `del` words · `left` a block moved away · `came` one that arrives, its steps following.
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


class _Insertion(NamedTuple):
    phase: int
    order: int
    rank: int
    edit: Replace | Move
    marks: Marks


@dataclass
class Plan:
    """Edits sorted by the block they touch."""

    base: Sequence[Block]
    cuts: dict[int, list[_Cut]] = field(default_factory=lambda: defaultdict(list))
    insertions: dict[int, list[_Insertion]] = field(default_factory=lambda: defaultdict(list))
    styles: dict[int, list[tuple[Format, Marks]]] = field(default_factory=lambda: defaultdict(list))
    spelling: dict[int, list[Respell]] = field(default_factory=lambda: defaultdict(list))
    spelled: dict[int, Respell] = field(default_factory=dict)
    tags: dict[int, tuple[Retag, Marks]] = field(default_factory=dict)
    hidden: dict[int, Retag] = field(default_factory=dict)
    ids: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    away: dict[int, Marks] = field(default_factory=dict)
    inner: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    edges: set[int] = field(default_factory=set)

    def add(self, edit: Edit, marks: Marks, rank: int) -> None:
        """Takes one edit into the plan."""
        first = block_of(edit.start)
        if isinstance(edit, Move):
            self.insertions[edit.gap].append(_Insertion(1, edit.order, rank, edit, marks))
            self.away.update(dict.fromkeys(range(first, block_of(edit.end)), marks))
            self.inner.update(range(first + 1, block_of(edit.end)))
        elif isinstance(edit, Replace):
            self._replace(edit, marks, rank)
        elif isinstance(edit, Format):
            self.styles[first].append((edit, marks))
            self.touched.add(first)
        elif isinstance(edit, Respell):
            self.spelling[first].append(edit)
            self.spelled[edit.start] = choose_representative((self.spelled.get(edit.start, edit), edit))
            self.touched.add(first)
        else:
            self._retag(edit, marks, first)

    def _retag(self, edit: Retag, marks: Marks, first: int) -> None:
        self.ids[first].add(dict(edit.traits).get("id", ""))
        self.touched.add(first)
        if edit.silent:
            self.hidden[first] = choose_representative((self.hidden.get(first, edit), edit))
        else:
            self.tags[first] = (edit, marks)

    def _replace(self, edit: Replace, marks: Marks, rank: int) -> None:
        first, last = block_of(edit.start), block_of(edit.end)
        if edit.content:
            self.insertions[edit.end].append(_Insertion(int(edit.inserts), edit.order, rank, edit, marks))
        if char_of(edit.end) >= 0:
            self.touched.add(last)
        if edit.inserts:
            return
        for block in range(first, last + 1):
            if border_place(block) < edit.end and block < len(self.base):
                self.cuts[block].append(
                    _Cut(max(edit.start, border_place(block)), min(edit.end, border_place(block + 1)), marks)
                )
                self.touched.add(block)


def plan_edits(base: Sequence[Block], applied: Iterable[Applied]) -> Plan:
    """The plan of some edits of one base."""
    plan = Plan(base)
    for edit, marks, rank in applied:
        plan.add(edit, marks, rank)
    for insertions in plan.insertions.values():
        insertions.sort(key=lambda insertion: insertion[:3])
    return plan


def walk_plan(plan: Plan, first: int = 0, last: int | None = None, whole: bool = True) -> Iterator[Step]:
    """All steps from the border at first to the one at last, moved blocks where they arrive.

    Blocks inserted at the last border belong to the walk only if it is `whole`.
    """
    final = len(plan.base) if last is None else last
    busy = {*plan.touched, *plan.away, *map(block_of, plan.insertions)}
    for block in range(first, final):
        if block not in busy:
            yield Step("block", plan.base[block], source=block)
            continue
        if block not in plan.inner:  # a place between blocks that move together moves with them
            yield from _gap(plan, border_place(block))
        if block in plan.away:
            yield Step("left", plan.base[block], plan.away[block], block)
        else:
            yield from _block(plan, block)
    if whole:
        yield from _gap(plan, border_place(final))


def _gap(plan: Plan, gap: int) -> Iterator[Step]:
    for insertion in plan.insertions.get(gap, ()):
        if isinstance(insertion.edit, Replace):
            yield from _content(insertion, ())
            continue
        first, last = block_of(insertion.edit.start), block_of(insertion.edit.end)
        for block in range(first, last):
            if block > first:
                yield from _gap(plan, border_place(block))
            yield Step("came", plan.base[block], insertion.marks, block)
            yield from _block(plan, block)


def _content(insertion: _Insertion, styles: Sequence[tuple[Format, Marks]]) -> Iterator[Step]:
    edit = insertion.edit
    assert isinstance(edit, Replace)
    for number, block in enumerate(edit.content):
        if number or edit.opens:
            yield Step("new", block, insertion.marks)
        if block.text:
            yield Step("ins", _styled(block, edit, insertion.marks, styles), insertion.marks)


def _styled(block: Block, edit: Replace, marks: Marks, styles: Sequence[tuple[Format, Marks]]) -> Block:
    """Formats laid by others over a stretch pass to the words that come in its place, or in at its end."""
    # Where nobody is named, all edits are those of one proposal.
    others = [style for style, by in styles if by != marks and not set(by) & set(marks)]
    over = [style for style in others if _reaches(style, edit)]
    if not over:
        return block
    spans = spans_of_stretch(block, 0, len(block.text))
    for style in over:
        spans = [(a, b, _passed_on(style, edit, formats)) for a, b, formats in spans]
    return replace(block, formats=join_spans(spans))


def _reaches(style: Format, edit: Replace) -> bool:
    if edit.inserts:
        return style.start <= edit.start <= style.end
    return style.start <= edit.start and edit.end <= style.end


def _passed_on(style: Format, edit: Replace, formats: frozenset[str]) -> frozenset[str]:
    """The formats of words put in, after those that another lays over the words around them or before them."""
    if not edit.inserts or style.start < edit.start < style.end:
        return lay_formats(formats, style.added, style.removed)
    if link_formats(formats) & style.removed:  # more words of a link that leads elsewhere now
        return lay_formats(formats, link_formats(style.added), link_formats(style.removed))
    grows = GROWING if edit.start == style.end else PLAIN
    return lay_formats(formats, style.added & grows, style.removed & grows)


def lay_formats(formats: frozenset[str], added: frozenset[str], removed: frozenset[str]) -> frozenset[str]:
    """Formats with others laid over them; a link never contains a link, the one that is there stays."""
    kept = formats - removed
    return kept | (added - link_formats(added) if link_formats(kept) else added)


def link_formats(formats: frozenset[str]) -> frozenset[str]:
    """The addresses among some formats: none, or one."""
    return frozenset(name for name in formats if name.startswith("a="))


def _block(plan: Plan, number: int) -> Iterator[Step]:
    block = plan.base[number]
    if number not in plan.touched:
        yield Step("block", block, source=number)
        return
    # A wording of one's own for a conflict may delete the same words as a proposal outside it: two cuts at one place.
    cuts = sorted(plan.cuts.get(number, ()), key=lambda cut: (cut.start, cut.end))
    yield _opening(plan, number, cuts)
    cover = _Cover(cuts, sorted(plan.styles.get(number, ()), key=lambda style: style[0].start))
    row = _points(plan, number)
    for start, end in zip(row, [*row[1:], None], strict=True):
        cover.reach(start)
        for insertion in plan.insertions.get(start, ()):
            yield from _content(insertion, cover.styles)
        cover.leave(start)
        if end is not None:
            yield _stretch(plan, number, (start, end), cover)


def _points(plan: Plan, number: int) -> list[int]:
    """Every place of a block where something begins or ends."""
    low = border_place(number) + 1
    high = low + len(plan.base[number].text)
    edits = [*plan.cuts.get(number, ()), *(style for style, _ in plan.styles.get(number, ()))]
    edits += plan.spelling.get(number, ())
    points = {low, high, *_put_places(plan, number, high - low)}
    points |= {edge for edge in plan.edges if low <= edge <= high}
    for edit in edits:
        points |= {max(edit.start, low), min(edit.end, high)}
    return sorted(points)


class _Cover:
    """What lies over the place the walk has come to: one cut at most, and formats."""

    def __init__(self, cuts: list[_Cut], styles: list[tuple[Format, Marks]]) -> None:
        self.cuts, self.coming = cuts[::-1], styles[::-1]
        self.styles: list[tuple[Format, Marks]] = []

    def reach(self, place: int) -> None:
        """Takes in what begins here."""
        while self.coming and self.coming[-1][0].start <= place:
            self.styles.append(self.coming.pop())

    def leave(self, place: int) -> None:
        """Lets go what ends here."""
        if self.styles:
            self.styles = [style for style in self.styles if style[0].end > place]
        while self.cuts and self.cuts[-1].end <= place:
            self.cuts.pop()

    def cut(self, place: int) -> _Cut | None:
        """What takes out the words here."""
        return self.cuts[-1] if self.cuts and self.cuts[-1].start <= place else None


def _put_places(plan: Plan, number: int, length: int) -> Iterator[int]:
    low = border_place(number)
    if len(plan.insertions) > length:
        return (low + 1 + char for char in range(length + 1) if low + 1 + char in plan.insertions)
    return (where for where in plan.insertions if low < where < low + BLOCK)


def _opening(plan: Plan, number: int, cuts: list[_Cut]) -> Step:
    block = plan.base[number]
    if cuts and cuts[0].start == border_place(number):
        return Step("cut", block, cuts[0].marks, number)
    tag, marks = plan.tags.get(number, (None, NOBODY))
    return Step("open", retag_block(block, tag, plan.hidden.get(number), plan.ids.get(number, ())), marks, number)


def _stretch(plan: Plan, number: int, where: tuple[int, int], cover: _Cover) -> Step:
    place, end = where
    block, start = plan.base[number], char_of(place)
    piece = block.cut(start, char_of(end))
    cut = cover.cut(place)
    if cut is not None:
        return Step("del", piece, cut.marks, number, start, size=end - place)
    added, removed, marks = PLAIN, PLAIN, NOBODY
    for style, by in cover.styles:
        added, removed = added | style.added, removed | style.removed
        marks = marks + tuple(mark for mark in by if mark not in marks)
    spelled = plan.spelled.get(place)
    if spelled is not None and spelled.end == end:
        piece = _respelled(piece, spelled.text)
    if added or removed:
        spans: list[Span] = spans_of_stretch(piece, 0, len(piece.text))
        piece = replace(piece, formats=join_spans((a, b, lay_formats(f, added, removed)) for a, b, f in spans))
    return Step("keep", piece, marks, number, start, added, removed, end - place)


def _respelled(piece: Block, text: str) -> Block:
    formats = piece.formats[0][2] if piece.formats else PLAIN
    return replace(piece, text=text, formats=((0, len(text), formats),) if formats else ())
