"""A clean copy beside the merge of which it was made: what the file kept, dropped and changed of each amendment.

Laws: where a file has the result of the merge, every amendment is kept and no change is found. Where it has the text
as it was before, every amendment is dropped. An amendment whose edits were accepted in part is changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.html import escape

from charter import texts
from charter.actions.amending.changes import typed_over_html
from charter.files.left_out import LeftOut
from charter.files.refusals import NEVER_DOWNLOADED, OTHER_MERGE, OTHER_RESULT, Unreadable
from charter.importing.returned_changes import BaseLine, FoundChange, find_changes, tidy_text
from charter.importing.returned_lines import Returned
from charter.importing.returned_papers import ENOUGH
from charter.models import CleanCopy, Merge, MergePaper
from charter.queries.papers.merge_papers import (
    GONE,
    NEW,
    REARRANGED,
    PaperEdit,
    PaperLine,
    find_by_signed_id,
    latest_paper,
    lines_of_paper,
)
from charter.states import ChangeKind
from charter.text import diff


class Treatment(StrEnum):
    """What a file made of an amendment."""

    KEPT = "kept"
    DROPPED = "dropped"
    CHANGED = "changed"


@dataclass(frozen=True)
class CopyLine:
    """A provision of the merge, and its text in the file: None if the file does not have the provision.

    `treatments` are those of its amendments, by id. `is_edited` says that the text has changes that no amendment made.
    """

    line: PaperLine
    text: str | None
    treatments: Mapping[int, Treatment]
    is_edited: bool = False

    @property
    def is_as_merged(self) -> bool:
        """Whether the file has the result of the merge here."""
        return self.text == _result_text(self.line)

    @property
    def html(self) -> str:
        """The text in the file; what it has in common with the merge keeps its formats."""
        return typed_over_html(self.line.html, self.text) if self.text else ""


@dataclass(frozen=True)
class OtherChange:
    """A change that is no other text of a provision: a new provision, a move, a split or a combination."""

    kind: str
    citation: str
    text: str
    after_citation: str = ""


@dataclass(frozen=True)
class Comparison:
    """All that a clean copy says about a merge."""

    lines: tuple[CopyLine, ...]
    others: tuple[OtherChange, ...]
    unplaced: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    open_marks: int = 0

    def line_of(self, key: str) -> CopyLine | None:
        """The provision with that key."""
        return next((line for line in self.lines if UUID(line.line.key) == UUID(key)), None)

    @property
    def treatments(self) -> dict[int, Treatment]:
        """What became of each amendment in the whole file, by id."""
        return _combined(pair for line in self.lines for pair in line.treatments.items())


def paper_of_file(merge: Merge, returned: Returned) -> MergePaper:
    """The paper of a file: by its id, else the latest one if the file has its text. Raises `Unreadable`."""
    for signed in returned.ids:
        paper = find_by_signed_id(signed)
        if paper is not None and paper.merge_id == merge.pk:
            return paper
        if paper is not None:
            raise Unreadable(OTHER_MERGE)
    paper = latest_paper(merge)
    if paper is None:
        raise Unreadable(NEVER_DOWNLOADED)
    if find_changes(_base(lines_of_paper(paper)), returned, returned.authors).share < ENOUGH:
        raise Unreadable(OTHER_RESULT)
    return paper


def compare_copy(copy: CleanCopy) -> Comparison:
    """What the file of a clean copy keeps, drops and changes. Changes that are still tracked count as accepted."""
    return compare(lines_of_paper(copy.paper), Returned.from_json(copy.reading))


def compare(lines: Sequence[PaperLine], returned: Returned) -> Comparison:
    """The same of any lines and what was read of a file."""
    result = find_changes(_base(lines), returned, returned.authors)
    texts_in_file: dict[str, str | None] = {line.key: _shown_text(line) for line in lines}
    citations = {line.key: line.citation for line in lines}
    rearranged: set[str] = set()
    others = []
    for change in result.changes:
        if change.kind == ChangeKind.REPLACE:
            texts_in_file[change.key] = change.text
        elif change.kind == ChangeKind.DELETE:
            texts_in_file[change.key] = None
        else:
            rearranged |= {change.key, change.after}
            others.append(_other(change, citations, texts_in_file))
    return Comparison(
        tuple(_copy_line(line, texts_in_file[line.key], rearranged) for line in lines),
        tuple(others),
        result.unplaced,
        (*returned.left_out, *result.left_out),
        _count_marks(returned),
    )


def _base(lines: Sequence[PaperLine]) -> list[BaseLine]:
    return [
        BaseLine(line.key, line.html, texts.plain_text(line.html), line.citation, line.is_heading) for line in lines
    ]


def _shown_text(line: PaperLine) -> str:
    return tidy_text(texts.plain_text(line.html))


def _result_text(line: PaperLine) -> str | None:
    return None if line.effect == GONE else tidy_text(texts.plain_text(line.after))


def _other(change: FoundChange, citations: Mapping[str, str], texts_in_file: Mapping[str, str | None]) -> OtherChange:
    text = change.text or texts_in_file[change.key] or ""
    return OtherChange(change.kind, citations[change.key], text, citations.get(change.after, ""))


def _count_marks(returned: Returned) -> int:
    """How many stretches and ends of paragraphs are inserted or deleted by a change that nobody settled."""
    marks = [(paragraph.inserted, paragraph.deleted) for paragraph in returned.paragraphs]
    marks += [(part.inserted, part.deleted) for paragraph in returned.paragraphs for part in paragraph.stretches]
    return sum(mark != (None, None) for mark in marks)


def _copy_line(line: PaperLine, text: str | None, rearranged: Collection[str]) -> CopyLine:
    treatments: dict[int, Treatment] = {}
    is_edited = False
    if line.effect in (NEW, GONE):
        treatment = _treatment_of_whole(line, text)
        treatments = dict.fromkeys(line.amendments, treatment)
        is_edited = not line.amendments and treatment != Treatment.KEPT
    elif text is None:
        treatments, is_edited = dict.fromkeys(line.all_amendments, Treatment.CHANGED), True
    else:
        by_edit, is_edited = treatments_of_edits(texts.plain_text(line.before), line.edits, text)
        edited = list(zip(line.edits, by_edit, strict=True))
        is_edited |= any(not edit.amendments and treatment != Treatment.KEPT for edit, treatment in edited)
        pairs = [(pk, treatment) for edit, treatment in edited for pk in edit.amendments]
        if line.effect == REARRANGED:
            treatment = Treatment.CHANGED if line.key in rearranged else Treatment.KEPT
            pairs += [(pk, treatment) for pk in line.amendments]
        treatments = _combined(pairs)
    return CopyLine(line, text, treatments, is_edited)


def _combined(pairs: Iterable[tuple[int, Treatment]]) -> dict[int, Treatment]:
    """One treatment of each amendment, by id: changed where the file treats its parts in different ways."""
    combined: dict[int, Treatment] = {}
    for pk, treatment in pairs:
        combined[pk] = treatment if combined.get(pk, treatment) == treatment else Treatment.CHANGED
    return combined


def _treatment_of_whole(line: PaperLine, text: str | None) -> Treatment:
    """Of a new provision, or of a deleted one."""
    if text == _result_text(line):
        return Treatment.KEPT
    before = None if line.effect == NEW else tidy_text(texts.plain_text(line.before))
    return Treatment.DROPPED if text == before else Treatment.CHANGED


def treatments_of_edits(before: str, edits: Sequence[PaperEdit], text: str) -> tuple[list[Treatment], bool]:
    """What a text keeps of each edit of another text, and whether it has changes beside them."""
    exact = _exact_treatments(before, edits, text)
    return (exact, False) if exact is not None else _treatments_by_place(before, edits, text)


def _exact_treatments(before: str, edits: Sequence[PaperEdit], text: str) -> list[Treatment] | None:
    """The treatments if each edit was either accepted or rejected and nothing else changed; spaces do not count."""
    whole = _squeezed(text)
    place, paths = 0, {0: list[Treatment]()}
    for edit in edits:
        head = _squeezed(before[place : edit.start])
        ways = ((Treatment.KEPT, _squeezed(edit.text)), (Treatment.DROPPED, _squeezed(before[edit.start : edit.end])))
        reached: dict[int, list[Treatment]] = {}
        for at, treatments in paths.items():
            if whole.startswith(head, at):
                for treatment, words in ways:
                    if whole.startswith(words, at + len(head)):
                        reached.setdefault(at + len(head) + len(words), [*treatments, treatment])
        place, paths = edit.end, reached
    tail = _squeezed(before[place:])
    return next((treatments for at, treatments in paths.items() if whole[at:] == tail), None)


def _treatments_by_place(before: str, edits: Sequence[PaperEdit], text: str) -> tuple[list[Treatment], bool]:
    """An edit is kept if nothing at its place differs from the result, and dropped if nothing differs from before."""
    result, places = _carried_out(before, edits)
    against_result, against_before = _touched(result, text), _touched(before, text)
    treatments = []
    for edit, (start, end) in zip(edits, places, strict=True):
        if not any(_at(start, end, *stretch) for stretch in against_result):
            treatments.append(Treatment.KEPT)
        elif not any(_at(edit.start, edit.end, *stretch) for stretch in against_before):
            treatments.append(Treatment.DROPPED)
        else:
            treatments.append(Treatment.CHANGED)
    beside = any(not any(_at(start, end, *stretch) for start, end in places) for stretch in against_result)
    return treatments, beside


def _carried_out(before: str, edits: Sequence[PaperEdit]) -> tuple[str, list[tuple[int, int]]]:
    """The text with all edits, and the place of each in it."""
    result, place, places = "", 0, []
    for edit in edits:
        result += before[place : edit.start]
        start = len(result)
        result += edit.text
        places.append((start, len(result)))
        place = edit.end
    return result + before[place:], places


def _touched(old: str, new: str) -> tuple[tuple[int, int], ...]:
    return diff(texts.single_block(escape(old)), texts.single_block(escape(new))).touched


def _at(start: int, end: int, first: int, last: int) -> bool:
    """Whether something that changed from first to last is at this place; at a point, also what is beside it."""
    if start == end or first == last:
        return first <= end and start <= last
    return max(start, first) < min(end, last)


def _squeezed(text: str) -> str:
    return "".join(text.split())
