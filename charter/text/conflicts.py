"""A conflict as a value: the stretch, the wordings, and the proposers of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from charter.text.applying import Applied, Marks, Plan, Step, plan_edits, walk_plan
from charter.text.assembling import assemble_document
from charter.text.collisions import Ask, CollisionGroup, collide, find_pincers, touches_join
from charter.text.difference import words_at
from charter.text.edits import (
    Edit,
    Format,
    Move,
    Replace,
    Retag,
    block_of,
    border_place,
    char_of,
    place_before,
    to_nfc,
)
from charter.text.kinds import ConflictKind
from charter.text.values import Document


@dataclass(frozen=True)
class Side:
    """One wording of a stretch, and its proposers; `to` is the text of the block before which a move puts it."""

    text: str
    marks: Marks
    document: Document
    to: str | None = None


@dataclass(frozen=True)
class Conflict:
    """Proposals that cannot all be carried out, with all their wordings. Law 8.

    `base` is what stands there now, `where` its first and last place. `id` changes when the wordings do.

    >>> base = parse("<p>Ten euros.</p>")
    >>> [conflict] = merge(base, {"A": parse("<p>Nine euros.</p>"), "B": parse("<p>Six euros.</p>")}).conflicts
    >>> conflict.base, [(side.text, side.marks) for side in conflict.sides]
    ('Ten', [('Nine', ('A',)), ('Six', ('B',))])
    """

    kind: ConflictKind
    marks: Marks
    base: str
    sides: tuple[Side, ...]
    id: str
    where: tuple[int, int]
    asks: tuple[Ask, ...] = field(repr=False, compare=False, default=())
    meetings: tuple[tuple[Marks, Marks], ...] = field(repr=False, compare=False, default=())

    @property
    def chars(self) -> tuple[int, int] | None:
        """Where in its block the stretch begins and ends; None where it is more than words of one block."""
        start, end = self.where
        if char_of(start) < 0 and end in (start + 1, border_place(block_of(start) + 1)):
            return 0, len(self.base)
        return (char_of(start), char_of(end)) if block_of(start) == block_of(end) and char_of(start) >= 0 else None

    @cached_property
    def pairs(self) -> tuple[tuple[object, object], ...]:
        """Which proposals collide with which."""
        pairs: dict[tuple[object, object], None] = {}
        order = {mark: n for n, mark in enumerate(self.marks)}
        meeting = [
            (first.marks, second.marks)
            for first, second in combinations(self.asks, 2)
            if collide(first.edit, second.edit)
        ]
        meeting += [(insertion.marks, marks) for insertion, _, _, marks in find_pincers(self.asks)]
        meeting += self.meetings
        for first, second in meeting:
            for a, b in product(first, second):
                if a != b:
                    pairs[(a, b) if order[a] < order[b] else (b, a)] = None
        return tuple(pairs)


def conflict_of(base: Document, group: CollisionGroup, ranks: dict[object, int]) -> Conflict:
    """The conflict of a group of edits that collide."""
    marks = tuple(sorted({mark for ask in group.asks for mark in ask.marks}, key=lambda mark: ranks[mark]))
    start, end = shown = _shown(group)
    sides = _sides(base, group, marks, shown)
    words = words_at(base.blocks, start, end)
    parts = [f"{group.start} {group.end}", words]
    parts += sorted(to_nfc(f"{side.document.html} {side.to}") for side in sides)
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
    met = tuple((first.marks, second.marks) for first, second in group.meetings)
    where = (group.start, group.end)
    return Conflict(_kind(group), marks, words, sides, digest, where, tuple(group.asks), met)


def _shown(group: CollisionGroup) -> tuple[int, int]:
    """The stretch whose words are shown: where kinds alone collide, the words of the whole block."""
    alone = group.end == group.start + 1 and char_of(group.start) < 0
    return group.start, border_place(block_of(group.start) + 1) if alone else group.end


def _sides(base: Document, group: CollisionGroup, marks: Marks, where: tuple[int, int]) -> tuple[Side, ...]:
    wordings: dict[tuple[str, str | None], tuple[Document, list[object]]] = {}
    edits_by_mark: dict[object, list[Edit]] = {mark: [] for mark in marks}
    for ask in group.asks:
        for mark in ask.marks:
            edits_by_mark[mark].append(ask.edit)
    results: dict[tuple[Edit, ...], tuple[Document, str | None]] = {}
    for mark in marks:
        edits = tuple(edits_by_mark[mark])
        if edits not in results:
            results[edits] = (wording_of_stretch(base, edits, *where), _destination(base, edits))
        document, to = results[edits]
        wordings.setdefault((to_nfc(document.html), to), (document, []))[1].append(mark)
    return tuple(Side(doc.text, tuple(by), doc, to) for (_, to), (doc, by) in wordings.items())


def _destination(base: Document, edits: Iterable[Edit]) -> str | None:
    for edit in edits:
        if isinstance(edit, Move):
            number = block_of(edit.gap)
            return base.blocks[number].text if number < len(base.blocks) else ""
    return None


def wording_of_stretch(base: Document, edits: Iterable[Edit], start: int, end: int) -> Document:
    """A stretch of the base with some edits carried out, moves left aside."""
    if not base.blocks:
        return assemble_document(walk_plan(plan_edits((), map(Applied, edits)))).document
    plan = plan_edits(base.blocks, (Applied(edit) for edit in edits if not isinstance(edit, Move)))
    return assemble_document(_bounded(plan, start, end)).document


def _bounded(plan: Plan, start: int, end: int) -> Iterator[Step]:
    first, last = block_of(start), block_of(end)
    plan.touched |= {first, last}
    plan.edges |= {start, end}
    stop = last if char_of(end) < 0 else last + 1
    for step in walk_plan(plan, first, min(stop, len(plan.base)), whole=char_of(end) < 0):
        if step.name not in ("keep", "del", "block") or start <= place_before(step.source, step.start) < end:
            yield step


def _kind(group: CollisionGroup) -> ConflictKind:
    edits = [ask.edit for ask in group.asks]
    moves = [edit for edit in edits if isinstance(edit, Move)]
    if moves and not all(ask.crossed for ask in group.asks):
        return _kind_of_move(edits, moves)
    links = any(name.startswith("a=") for edit in edits if isinstance(edit, Format) for name in edit.added)
    if all(isinstance(edit, Format) for edit in edits):
        return ConflictKind.LINK if links else ConflictKind.FORMAT
    if any(isinstance(ask.edit, Format) for meeting in group.meetings for ask in meeting):
        return ConflictKind.LINK
    if any(ask.crossed for ask in group.asks):
        return ConflictKind.ORDER
    if group.start == group.end:
        return ConflictKind.SAME_POINT
    if all(isinstance(edit, Retag) for edit in edits):
        return ConflictKind.KIND
    if any(isinstance(edit, Replace) and edit.puts_blocks for edit in edits) and any(map(touches_join, edits)):
        return ConflictKind.AT_JOIN
    if group.meetings and not any(collide(first, second) for first, second in combinations(edits, 2)):
        return ConflictKind.BESIDE_DELETED
    return _kind_of_words(edits)


def _kind_of_move(edits: list[Edit], moves: list[Move]) -> ConflictKind:
    if len(moves) > 1 and all(isinstance(edit, Move | Format) or edit.start == edit.end for edit in edits):
        return ConflictKind.MOVE
    return ConflictKind.MOVE_AT_JOIN if any(map(touches_join, edits)) else ConflictKind.MOVE_DELETED


def _kind_of_words(edits: list[Edit]) -> ConflictKind:
    gone = [edit for edit in edits if isinstance(edit, Replace) and edit.deletes]
    if not gone:
        return ConflictKind.OVERLAP
    whole = any(edit.start == border_place(block_of(edit.start)) for edit in gone)
    return ConflictKind.BLOCK_DELETED if whole else ConflictKind.IN_DELETED
