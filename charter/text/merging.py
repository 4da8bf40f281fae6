"""Many proposals merged in one sweep over their edits, never one after the other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

from charter.text.applying import Applied, Marks, plan, walk
from charter.text.assembling import Assembly, Piece, Traced, assemble
from charter.text.collisions import Ask, clashes, gather, within
from charter.text.conflicts import Conflict, Side, conflict_of
from charter.text.difference import Diff, diff
from charter.text.edits import Edit, Replace, Retag, block_of, border, char_of, place
from charter.text.kinds import NoticeKind
from charter.text.notices import Notice, notices_of
from charter.text.tokens import is_blank
from charter.text.values import Document, padded
from charter.text.yielding import yielded

Mark = Hashable
Resolution = tuple[str, Document | Side]
RESOLVED = "resolution"
OPENING = "([«“‘"


@dataclass(frozen=True)
class Credit:
    """Words of the result and who asked for them; they are `document.text[start:end]`.

    `kind` is inserted, format, kind, moved; in `Merge.deleted` it is deleted, and start is where the words stood.
    """

    text: str
    marks: Marks
    start: int
    end: int
    kind: str = "inserted"


@dataclass(frozen=True)
class Merge:
    """The result of a merge. Where a conflict is open the document shows the base's words."""

    base: Document
    document: Document
    conflicts: tuple[Conflict, ...]
    credits: tuple[Credit, ...]
    deleted: tuple[Credit, ...]
    notices: tuple[Notice, ...]
    settled: tuple[tuple[Conflict, Document | Side], ...] = ()
    proposals: tuple[tuple[Mark, Diff], ...] = field(repr=False, default=())
    trace: tuple[Traced, ...] = field(repr=False, default=())
    rest: tuple[Piece, ...] = field(repr=False, default=())

    def resolve(self, conflict: Conflict | str, wording: Document | Side) -> Merge:
        """A new merge in which the conflict is settled with this wording, or with one of its sides."""
        name = conflict if isinstance(conflict, str) else conflict.id
        done = [(settled.id, said) for settled, said in self.settled if settled.id != name]
        return merge(self.base, dict(self.proposals), [*done, (name, wording)])


def merge(base: Document, proposals: Mapping[Mark, Document | Diff], resolutions: Iterable[Resolution] = ()) -> Merge:
    """All proposals in one text. Laws 1 to 8, 12 and 13; the order of the mapping settles ties, nothing else."""
    diffs = {mark: _known(base, proposal) for mark, proposal in proposals.items()}
    asks = gather((mark, found.edits) for mark, found in diffs.items())
    met = meet(base, asks, list(diffs))
    answers = dict(resolutions)
    settled = tuple((conflict, answers[conflict.id]) for conflict in met.conflicts if conflict.id in answers)
    made = carried_out(base, met, settled)
    credits, deleted = _credits(made.document, made.trace)
    lapsed = sorted(set(answers) - {conflict.id for conflict in met.conflicts})
    notices = notices_of(base, met.free, diffs) + tuple(Notice(NoticeKind.LAPSED, (), name) for name in lapsed)
    open_ones = tuple(conflict for conflict in met.conflicts if conflict.id not in answers)
    given = tuple(diffs.items())
    return Merge(base, made.document, open_ones, credits, deleted, notices, settled, given, made.trace, made.rest)


class Met(NamedTuple):
    """What becomes of the asks: those in conflicts, and those that are free."""

    conflicts: tuple[Conflict, ...]
    free: list[Ask]


def meet(base: Document, asks: Sequence[Ask], marks: Sequence[Mark]) -> Met:
    """The conflicts among some asks, and the asks outside of them."""
    asks = yielded(base.blocks, asks)
    found = clashes(base.blocks, asks)
    if not found:
        return Met((), asks)
    ranks: dict[object, int] = {mark: rank for rank, mark in enumerate(marks)}
    conflicts = tuple(conflict_of(base, clash, ranks) for clash in found)
    blocked = {id(ask) for clash in found for ask in clash.asks}
    return Met(conflicts, [ask for ask in asks if id(ask) not in blocked and not _shut(ask, conflicts)])


def carried_out(base: Document, met: Met, settled: Iterable[tuple[Conflict, Document | Side]]) -> Assembly:
    """The base with all that is free or settled."""
    applied = [*_united(met.free), *(one for conflict, said in settled for one in settle(base, conflict, said))]
    return assemble(walk(plan(base.blocks, applied)))


def _known(base: Document, proposal: Document | Diff) -> Diff:
    if isinstance(proposal, Document):
        return diff(base, proposal)
    if proposal.old is not base and proposal.old != base:
        raise ValueError("the difference was made from another base")
    return proposal


def _shut(ask: Ask, conflicts: Sequence[Conflict]) -> bool:
    return ask.quiet and any(within(ask.edit, *conflict.where) for conflict in conflicts)


def _united(asks: Sequence[Ask]) -> Iterator[Applied]:
    """The asks as they are carried out: overlapping deletions cut where their credit changes."""
    row: list[Ask] = []
    reach = -1
    for ask in asks:
        if not (isinstance(ask.edit, Replace) and ask.edit.deletes):
            yield Applied(ask.edit, ask.marks, ask.rank)
            continue
        if ask.edit.start >= reach:
            yield from _pieces(row)
            row = []
        row.append(ask)
        reach = max(reach, ask.edit.end)
    yield from _pieces(row)


def _pieces(row: Sequence[Ask]) -> Iterator[Applied]:
    if len(row) == 1:
        yield Applied(row[0].edit, row[0].marks, row[0].rank)
        return
    points = sorted({point for ask in row for point in (ask.edit.start, ask.edit.end)})
    for start, end in pairwise(points):
        over = [ask for ask in row if ask.edit.start <= start and end <= ask.edit.end]
        marks = tuple(dict.fromkeys(mark for ask in over for mark in ask.marks))
        yield Applied(Replace(start, end), marks, over[0].rank)


def settle(base: Document, conflict: Conflict, said: Document | Side) -> Iterator[Applied]:
    """What a resolution carries out: the edits of the side it takes, or its own words."""
    side = said if isinstance(said, Side) else next((s for s in conflict.sides if s.document == said), None)
    if side is not None:
        for rank, ask in enumerate(conflict.asks):
            if side.marks[0] in ask.marks:
                yield Applied(ask.edit, tuple(mark for mark in ask.marks if mark in side.marks), rank)
        return
    assert isinstance(said, Document)
    marks = ((RESOLVED, conflict.id),)
    yield from (Applied(edit, marks) for edit in _own_words(base, conflict.where, said))


def _own_words(base: Document, where: tuple[int, int], said: Document) -> Iterator[Edit]:
    start, end = where
    number = block_of(start)
    if char_of(start) >= 0:
        yield Replace(start, end, _spaced(base, start, end, said).blocks)
        return
    whole = end == border(number + 1) and number < len(base.blocks)
    if whole and len(said.blocks) == 1:
        old, new = base.blocks[number], said.blocks[0]
        if (old.kind, old.depth) != (new.kind, new.depth):
            yield Retag(start, new.kind, new.depth, new.key or old.key, False)
        start, end = place(number, 0), place(number, len(old.text))
        yield Replace(start, end, said.blocks)
        return
    yield Replace(start, end, said.blocks, opens=True)


def _spaced(base: Document, start: int, end: int, said: Document) -> Document:
    """Words fitted in between words, with a space where the base's script has one."""
    left = base.blocks[block_of(start)].text[: char_of(start)][-1:]
    right = base.blocks[block_of(end)].text[char_of(end) :][:1] if char_of(end) >= 0 else ""
    if not said.blocks:
        return said
    begins = said.text[:1].isalnum() or said.text[:1] in OPENING
    before = bool(left) and not is_blank(left) and left not in OPENING and begins and _spacing(left)
    after = bool(right) and right.isalnum() and _spacing(said.text[-1:])
    return padded(said, before, after)


def _spacing(char: str) -> bool:
    return not ("\u0e00" <= char <= "\u0fff" or "\u1780" <= char <= "\u17ff" or "\u3000" <= char <= "\u9fff")


def _credits(document: Document, trace: tuple[Traced, ...]) -> tuple[tuple[Credit, ...], tuple[Credit, ...]]:
    starts = [0, *accumulate(len(block.text) + 1 for block in document.blocks)]
    told: list[Credit] = []
    gone: list[Credit] = []
    for n, about in enumerate(trace):
        here, end = starts[n], starts[n + 1] - 1
        for marks, kind in ((about.moved, "moved"), (about.tagged, "kind")):
            if marks:
                told.append(Credit(document.text[here:end], marks, here, end, kind))
        for piece in about.pieces:
            there = here + piece.length
            if piece.name == "del":
                gone.append(Credit(piece.text, piece.marks, here, here, "deleted"))
            elif piece.name == "ins" and piece.length:
                told.append(Credit(document.text[here:there], piece.marks, here, there))
            elif piece.styled:
                told.append(Credit(document.text[here:there], piece.styled, here, there, "format"))
            here = there
    return tuple(told), tuple(gone)
