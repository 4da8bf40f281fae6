"""Many proposals merged in one sweep over their edits, never one after the other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import NamedTuple

from charter.text.applying import Applied, Marks, Step, plan_edits, walk_plan
from charter.text.assembling import Piece, Traced, assemble_document
from charter.text.collisions import Ask, find_collisions, gather_asks, lies_within
from charter.text.conflicts import Conflict, Side, conflict_of
from charter.text.difference import Diff, diff, require_documents
from charter.text.edits import Edit, Replace, Retag, block_of, border_place, char_of, place_before
from charter.text.errors import NotADocument, OtherBase
from charter.text.keeping_ids import keep_ids
from charter.text.kinds import NoticeKind
from charter.text.neighbours import Beside, find_neighbours
from charter.text.notices import (
    Notice,
    about_proposals,
    notices_of,
    notices_of_ids,
    notices_of_repeats,
    notices_of_targets,
    notices_of_words_run_together,
)
from charter.text.tokens import is_blank
from charter.text.values import Document, pad_document
from charter.text.yielding import yield_asks

Mark = Hashable
Resolution = tuple[str, Document | Side]
RESOLVED = "resolution"
OPENING = "([«“‘"


@dataclass(frozen=True)
class Credit:
    """Words of the result and who asked for them; they are `document.text[start:end]`.

    `kind` is inserted, format, kind, moved; in `Merge.deleted` it is deleted, and start is where the words stood.

    >>> merged = merge(parse("<p>Ten euros.</p>"), {"A": parse("<p>Nine euros.</p>")})
    >>> [(credit.text, credit.marks) for credit in merged.credits]
    [('Nine', ('A',))]
    """

    text: str
    marks: Marks
    start: int
    end: int
    kind: str = "inserted"


@dataclass(frozen=True)
class Merge:
    """The result of a merge. Where a conflict is open the document shows the base's words.

    >>> base = parse("<p>The fee is ten euros.</p>")
    >>> merged = merge(base, {"A": parse("<p>The fee is nine euros.</p>"), "B": parse("<p>The fee is six euros.</p>")})
    >>> merged.document == base, len(merged.conflicts)
    (True, 1)
    >>> merged.resolve(merged.conflicts[0], parse("<p>seven</p>")).document.text
    'The fee is seven euros.'
    """

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
        resolutions = [(settled.id, old_wording) for settled, old_wording in self.settled if settled.id != name]
        return merge(self.base, dict(self.proposals), [*resolutions, (name, wording)])


def merge(base: Document, proposals: Mapping[Mark, Document | Diff], resolutions: Iterable[Resolution] = ()) -> Merge:
    """All proposals in one text. Laws 1 to 8, 12 and 13; the order of the mapping settles ties, nothing else.

    >>> base = parse("<p>Parks open at ten. Water is free.</p>")
    >>> one = parse("<p>Parks open at nine. Water is free.</p>")
    >>> other = parse("<p>Parks open at ten. Water is clean.</p>")
    >>> merge(base, {"A": one, "B": other}).document.text
    'Parks open at nine. Water is clean.'
    """
    require_documents("merge", base)
    diffs = {mark: _difference(base, proposal) for mark, proposal in proposals.items()}
    asks = gather_asks((mark, difference.edits) for mark, difference in diffs.items())
    met = find_conflicts(base, asks, list(diffs))
    answers = dict(resolutions)
    settled = tuple((conflict, answers[conflict.id]) for conflict in met.conflicts if conflict.id in answers)
    steps = steps_of(base, met, settled)
    assembly = assemble_document(steps)
    credits, deleted = _credits(assembly.document, assembly.trace)
    lapsed = sorted(set(answers) - {conflict.id for conflict in met.conflicts})
    texts = {mark: difference.new for mark, difference in diffs.items()}
    document = keep_ids(base, texts, assembly)
    notices = settled_by_rule(base, met, texts, steps, document) + about_proposals(diffs)
    notices += tuple(Notice(NoticeKind.LAPSED, (), name) for name in lapsed)
    open_conflicts = tuple(conflict for conflict in met.conflicts if conflict.id not in answers)
    known_proposals = tuple(diffs.items())
    return Merge(
        base,
        document,
        open_conflicts,
        credits,
        deleted,
        notices,
        settled,
        known_proposals,
        assembly.trace,
        assembly.rest,
    )


class Met(NamedTuple):
    """What becomes of the asks: those in conflicts, those that are free, and those of them beside what others take."""

    conflicts: tuple[Conflict, ...]
    free: list[Ask]
    beside: list[Beside]


def find_conflicts(base: Document, asks: Sequence[Ask], marks: Sequence[Mark]) -> Met:
    """The conflicts among some asks, and the asks outside of them."""
    asks = yield_asks(base.blocks, asks)
    beside = find_neighbours(base.blocks, asks)
    loose = [(neighbour.change, taker) for neighbour in beside if not neighbour.attached for taker in neighbour.takers]
    collision_groups = find_collisions(base.blocks, asks, loose)
    if not collision_groups:
        return Met((), asks, beside)
    ranks: dict[object, int] = {mark: rank for rank, mark in enumerate(marks)}
    conflicts = tuple(conflict_of(base, conflict, ranks) for conflict in collision_groups)
    blocked = {id(ask) for conflict in collision_groups for ask in conflict.asks}
    free = [ask for ask in asks if id(ask) not in blocked and not _shut(ask, conflicts)]
    return Met(conflicts, free, [neighbour for neighbour in beside if id(neighbour.change) not in blocked])


def settled_by_rule(
    base: Document, met: Met, texts: Mapping[Mark, Document], steps: Sequence[Step], result: Document
) -> tuple[Notice, ...]:
    """Notices about edits that a rule settled, for a merge and for a rebase. Laws 4, 6, 7 and 15."""
    return (
        *notices_of(base, met.free, met.beside),
        *notices_of_repeats(base, met.free, texts, result),
        *notices_of_words_run_together(steps, texts),
        *notices_of_ids(base, met.free, texts, result),
        *notices_of_targets(base, met.free, texts, result),
    )


def steps_of(base: Document, met: Met, settled: Iterable[tuple[Conflict, Document | Side]]) -> tuple[Step, ...]:
    """The steps from the base to the text with all that is free or settled."""
    applied = [
        *_united(met.free),
        *(applied_edit for conflict, wording in settled for applied_edit in settle_conflict(base, conflict, wording)),
    ]
    return tuple(walk_plan(plan_edits(base.blocks, applied)))


def _difference(base: Document, proposal: Document | Diff) -> Diff:
    if isinstance(proposal, Document):
        return diff(base, proposal)
    if not isinstance(proposal, Diff):
        raise NotADocument("merge", proposal)
    if proposal.old is not base and proposal.old != base:
        raise OtherBase("the difference was made from another base")
    return proposal


def _shut(ask: Ask, conflicts: Sequence[Conflict]) -> bool:
    return ask.quiet and any(lies_within(ask.edit, *conflict.where) for conflict in conflicts)


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


def settle_conflict(base: Document, conflict: Conflict, wording: Document | Side) -> Iterator[Applied]:
    """What a resolution carries out: the edits of the side it takes, or its own words."""
    side = wording if isinstance(wording, Side) else next((s for s in conflict.sides if s.document == wording), None)
    if side is not None:
        for rank, ask in enumerate(conflict.asks):
            if side.marks[0] in ask.marks:
                yield Applied(ask.edit, tuple(mark for mark in ask.marks if mark in side.marks), rank)
        return
    assert isinstance(wording, Document)
    marks = ((RESOLVED, conflict.id),)
    yield from (Applied(edit, marks) for edit in _own_words(base, conflict.where, wording))


def _own_words(base: Document, where: tuple[int, int], wording: Document) -> Iterator[Edit]:
    start, end = where
    number = block_of(start)
    if char_of(start) >= 0:
        yield Replace(start, end, _spaced(base, start, end, wording).blocks)
        return
    whole = end in (start + 1, border_place(number + 1)) and number < len(base.blocks)
    if whole and len(wording.blocks) == 1 and not (base.blocks[number].solid or wording.blocks[0].solid):
        old, new = base.blocks[number], wording.blocks[0]
        if old.visible != new.visible:
            yield Retag(start, new.kind, new.depth, new.key or old.key, False, new.traits)
        if (old.text, old.formats) != (new.text, new.formats):
            yield Replace(place_before(number, 0), place_before(number, len(old.text)), wording.blocks)
        return
    end = border_place(number + 1) if end == start + 1 else end
    yield Replace(start, end, wording.blocks, opens=True)


def _spaced(base: Document, start: int, end: int, wording: Document) -> Document:
    """Words fitted in between words, with a space where the base's script has one."""
    left = base.blocks[block_of(start)].text[: char_of(start)][-1:]
    right = base.blocks[block_of(end)].text[char_of(end) :][:1] if char_of(end) >= 0 else ""
    if not wording.blocks:
        return wording
    begins = wording.text[:1].isalnum() or wording.text[:1] in OPENING
    before = bool(left) and not is_blank(left) and left not in OPENING and begins and _spacing(left)
    after = bool(right) and right.isalnum() and _spacing(wording.text[-1:])
    return pad_document(wording, before, after)


def _spacing(char: str) -> bool:
    return not ("\u0e00" <= char <= "\u0fff" or "\u1780" <= char <= "\u17ff" or "\u3000" <= char <= "\u9fff")


def _credits(document: Document, trace: tuple[Traced, ...]) -> tuple[tuple[Credit, ...], tuple[Credit, ...]]:
    starts = [0, *accumulate(len(block.text) + 1 for block in document.blocks)]
    credit_list: list[Credit] = []
    gone: list[Credit] = []
    for n, about in enumerate(trace):
        start, end = starts[n], starts[n + 1] - 1
        for marks, kind in ((about.moved, "moved"), (about.tagged, "kind")):
            if marks:
                credit_list.append(Credit(document.text[start:end], marks, start, end, kind))
        for piece in about.pieces:
            piece_end = start + piece.length
            if piece.name == "del":
                gone.append(Credit(piece.text, piece.marks, start, start, "deleted"))
            elif piece.name == "ins" and piece.length:
                credit_list.append(Credit(document.text[start:piece_end], piece.marks, start, piece_end))
            elif piece.styled:
                credit_list.append(Credit(document.text[start:piece_end], piece.styled, start, piece_end, "format"))
            start = piece_end
    return tuple(credit_list), tuple(gone)
