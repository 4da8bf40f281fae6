"""A conflict as a value: the stretch, the wordings, who asks for which."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from charter.text.applying import Applied, Marks, Plan, Step, plan, walk
from charter.text.assembling import assemble
from charter.text.collisions import Ask, Clash, collide, pincers, touches_join
from charter.text.difference import words_at
from charter.text.edits import Edit, Format, Move, Replace, Retag, block_of, border, char_of, nfc, place
from charter.text.kinds import ConflictKind
from charter.text.values import Document


@dataclass(frozen=True)
class Side:
    """One wording of a stretch, and who asks for it; `to` is the text of the block before which a move puts it."""

    text: str
    marks: Marks
    document: Document
    to: str | None = None


@dataclass(frozen=True)
class Conflict:
    """Proposals that cannot all be carried out, with all their wordings. Law 8.

    `base` is what stands there now, `where` its first and last place. `id` changes when the wordings do.
    """

    kind: ConflictKind
    marks: Marks
    base: str
    sides: tuple[Side, ...]
    id: str
    where: tuple[int, int]
    asks: tuple[Ask, ...] = field(repr=False, compare=False, default=())

    @property
    def chars(self) -> tuple[int, int] | None:
        """Where in its block the stretch begins and ends; None where it is more than words of one block."""
        start, end = self.where
        if char_of(start) < 0 and end == border(block_of(start) + 1):
            return 0, len(self.base)
        return (char_of(start), char_of(end)) if block_of(start) == block_of(end) and char_of(start) >= 0 else None

    @cached_property
    def pairs(self) -> tuple[tuple[object, object], ...]:
        """Which proposals collide with which."""
        found: dict[tuple[object, object], None] = {}
        order = {mark: n for n, mark in enumerate(self.marks)}
        meeting = [
            (one.marks, other.marks) for one, other in combinations(self.asks, 2) if collide(one.edit, other.edit)
        ]
        meeting += [(put.marks, marks) for put, _, _, marks in pincers(self.asks)]
        for one, other in meeting:
            for a, b in product(one, other):
                if a != b:
                    found[(a, b) if order[a] < order[b] else (b, a)] = None
        return tuple(found)


def conflict_of(base: Document, clash: Clash, ranks: dict[object, int]) -> Conflict:
    """The conflict that a clash is."""
    marks = tuple(sorted({mark for ask in clash.asks for mark in ask.marks}, key=lambda mark: ranks[mark]))
    sides = _sides(base, clash, marks)
    said = [f"{clash.start} {clash.end}", words_at(base.blocks, clash.start, clash.end)]
    said += sorted(nfc(f"{side.document.html} {side.to}") for side in sides)
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:20]
    where = (clash.start, clash.end)
    return Conflict(_kind(clash), marks, words_at(base.blocks, *where), sides, digest, where, tuple(clash.asks))


def _sides(base: Document, clash: Clash, marks: Marks) -> tuple[Side, ...]:
    found: dict[tuple[str, str | None], tuple[Document, list[object]]] = {}
    asked: dict[object, list[Edit]] = {mark: [] for mark in marks}
    for ask in clash.asks:
        for mark in ask.marks:
            asked[mark].append(ask.edit)
    known: dict[tuple[Edit, ...], tuple[Document, str | None]] = {}
    for mark in marks:
        edits = tuple(asked[mark])
        if edits not in known:
            known[edits] = (wording(base, edits, clash.start, clash.end), _destination(base, edits))
        document, to = known[edits]
        found.setdefault((nfc(document.html), to), (document, []))[1].append(mark)
    return tuple(Side(doc.text, tuple(by), doc, to) for (_, to), (doc, by) in found.items())


def _destination(base: Document, edits: Iterable[Edit]) -> str | None:
    for edit in edits:
        if isinstance(edit, Move):
            number = block_of(edit.gap)
            return base.blocks[number].text if number < len(base.blocks) else ""
    return None


def wording(base: Document, edits: Iterable[Edit], start: int, end: int) -> Document:
    """A stretch of the base with some edits carried out, moves left aside."""
    if not base.blocks:
        return assemble(walk(plan((), map(Applied, edits)))).document
    made = plan(base.blocks, (Applied(edit) for edit in edits if not isinstance(edit, Move)))
    return assemble(_bounded(made, start, end)).document


def _bounded(made: Plan, start: int, end: int) -> Iterator[Step]:
    first, last = block_of(start), block_of(end)
    made.touched |= {first, last}
    made.edges |= {start, end}
    stop = last if char_of(end) < 0 else last + 1
    for step in walk(made, first, min(stop, len(made.base)), whole=char_of(end) < 0):
        if step.name not in ("keep", "del", "block") or start <= place(step.source, step.start) < end:
            yield step


def _kind(clash: Clash) -> ConflictKind:
    edits = [ask.edit for ask in clash.asks]
    moves = [edit for edit in edits if isinstance(edit, Move)]
    if moves:
        return _kind_of_move(edits, moves)
    if all(isinstance(edit, Format) for edit in edits):
        links = any(name.startswith("a=") for edit in edits if isinstance(edit, Format) for name in edit.added)
        return ConflictKind.LINK if links else ConflictKind.FORMAT
    if clash.start == clash.end:
        return ConflictKind.SAME_POINT
    if all(isinstance(edit, Retag) for edit in edits):
        return ConflictKind.KIND
    if any(isinstance(edit, Replace) and edit.puts_blocks for edit in edits) and any(map(touches_join, edits)):
        return ConflictKind.AT_JOIN
    return _kind_of_words(edits)


def _kind_of_move(edits: list[Edit], moves: list[Move]) -> ConflictKind:
    if len(moves) > 1 and all(isinstance(edit, Move | Format) or edit.start == edit.end for edit in edits):
        return ConflictKind.MOVE
    return ConflictKind.MOVE_AT_JOIN if any(map(touches_join, edits)) else ConflictKind.MOVE_DELETED


def _kind_of_words(edits: list[Edit]) -> ConflictKind:
    gone = [edit for edit in edits if isinstance(edit, Replace) and edit.deletes]
    if not gone:
        return ConflictKind.OVERLAP
    whole = any(edit.start == border(block_of(edit.start)) for edit in gone)
    return ConflictKind.BLOCK_DELETED if whole else ConflictKind.IN_DELETED
