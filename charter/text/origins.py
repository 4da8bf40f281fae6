"""Where each stretch of the last text came from."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from charter.text.applying import NOBODY, Applied, Marks, plan_edits, walk_plan
from charter.text.assembling import Assembly, Piece, Traced, assemble_document
from charter.text.difference import diff, require_documents
from charter.text.errors import OtherBase
from charter.text.merging import Merge
from charter.text.values import Document

Version = tuple[Hashable, Document] | Merge


@dataclass(frozen=True)
class Origin:
    """A stretch of the last text, the marks that brought it, and the version (its place in the history).

    The texts of all origins in a row are the last text. A tombstone has no text: `deleted` holds the words that went
    from `start`, `marks` and `version` say who took them out and when.

    >>> found = origins([("first", parse("<p>Ten euros.</p>")), ("second", parse("<p>Nine euros.</p>"))])
    >>> [(origin.text, origin.deleted, origin.marks) for origin in found]
    [('', 'Ten', ('second',)), ('Nine', '', ('second',)), (' euros.', '', ('first',))]
    """

    text: str
    marks: Marks
    version: int
    start: int
    end: int
    block: int
    deleted: str = ""


class _Run(NamedTuple):
    length: int
    marks: Marks
    version: int
    deleted: str = ""


_Runs = tuple[_Run, ...]


def origins(history: Sequence[Version]) -> tuple[Origin, ...]:
    """For every stretch of the last text who brought it and when; a tombstone for what went. Law 11.

    >>> origins([("first", parse("<p>Ten euros.</p>"))])[0].marks
    ('first',)
    """
    state: list[_Runs] = []
    last = Document()
    for number, version in enumerate(history):
        if not isinstance(version, Merge):
            require_documents("origins", version[1])
        if number == 0:
            last, state = _first(version)
            if not isinstance(version, Merge):
                continue
        last, trace, rest = _traced(version, last, number)
        state = _next(state, trace, rest, number)
    return tuple(_told(last, state))


def _first(version: Version) -> tuple[Document, list[_Runs]]:
    document, marks = (version.base, NOBODY) if isinstance(version, Merge) else (version[1], (version[0],))
    return document, [(_Run(len(block.text), marks, 0),) for block in document.blocks]


def _traced(version: Version, last: Document, number: int) -> tuple[Document, tuple[Traced, ...], tuple[Piece, ...]]:
    if isinstance(version, Merge):
        if version.base is not last and version.base != last:
            raise OtherBase(f"version {number} does not start from the text before it")
        return version.document, version.trace, version.rest
    mark, document = version
    assembly = _assembly(last, document, mark)
    return document, assembly.trace, assembly.rest


def _assembly(last: Document, document: Document, mark: Hashable) -> Assembly:
    edits = diff(last, document).edits
    return assemble_document(walk_plan(plan_edits(last.blocks, (Applied(edit, (mark,)) for edit in edits))))


def _next(state: list[_Runs], trace: Sequence[Traced], rest: Sequence[Piece], number: int) -> list[_Runs]:
    new_state = [state[about.whole] if about.whole >= 0 else _block(state, about.pieces, number) for about in trace]
    if rest and new_state:
        new_state[-1] = new_state[-1] + _block(state, rest, number)
    return new_state


def _block(state: list[_Runs], pieces: Sequence[Piece], number: int) -> _Runs:
    runs: list[_Run] = []
    for piece in pieces:
        if piece.name == "ins":
            runs.append(_Run(piece.length, piece.marks, number))
            continue
        source_runs = _cut(state[piece.source], piece.start, piece.start + piece.size)
        if piece.name == "keep":
            runs += source_runs if piece.length == piece.size else _fitted(source_runs, piece.length)
            continue
        runs += [run for run in source_runs if not run.length]
        runs.append(_Run(0, piece.marks, number, piece.text))
    return tuple(_joined(runs))


def _cut(runs: _Runs, start: int, end: int) -> list[_Run]:
    """The runs from start to end; a tombstone at the end belongs to what follows, where anything does."""
    cut_runs, run_start = [], 0
    size = sum(run.length for run in runs)
    for run in runs:
        run_end = run_start + run.length
        if not run.length and (start <= run_start < end or run_start == end == size):
            cut_runs.append(run)
        elif run.length and max(run_start, start) < min(run_end, end):
            cut_runs.append(run._replace(length=min(run_end, end) - max(run_start, start)))
        run_start = run_end
    return cut_runs


def _fitted(runs: list[_Run], length: int) -> list[_Run]:
    """Runs for a stretch that was spelt anew or lost spaces at its edge."""
    fitted: list[_Run] = []
    for n, run in enumerate(runs):
        last = not any(later.length for later in runs[n + 1 :])
        size = min(run.length, length) if not (last and run.length) else length
        fitted.append(run._replace(length=size))
        length -= size
    return fitted


def _joined(runs: list[_Run]) -> Iterator[_Run]:
    pending: _Run | None = None
    for run in runs:
        if not run.length and not run.deleted:
            continue
        if pending and pending.length and run.length and pending[1:] == run[1:]:
            pending = pending._replace(length=pending.length + run.length)
            continue
        if pending:
            yield pending
        pending = run
    if pending:
        yield pending


def _told(document: Document, state: list[_Runs]) -> Iterator[Origin]:
    run_start = 0
    for number, runs in enumerate(state):
        end = run_start + len(document.blocks[number].text)
        for run in runs:
            run_end = run_start + run.length
            if run.length and run_end == end and number + 1 < len(state):
                run_end += 1
            yield Origin(
                document.text[run_start:run_end], run.marks, run.version, run_start, run_end, number, run.deleted
            )
            run_start = run_end
