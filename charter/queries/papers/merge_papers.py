"""A merge as the Word file for a legal service has it: its result line by line, with the edits of each amendment.

Law: the edits of a line, carried out on its text before, give its text in the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from lxml import html as lxml_html

from charter import texts
from charter.models import Amendment, CleanCopy, Merge, MergePaper
from charter.queries.merging.merge_candidates import MergeChange, amendments_with_changes
from charter.queries.merging.merge_views import MergeView, ResultBlock
from charter.queries.papers.proposed_changes import edits_of_text
from charter.states import HEADINGS, ChangeKind

SALT = "charter.merge-paper"
NEW, GONE, REARRANGED = "new", "gone", "rearranged"


@dataclass(frozen=True)
class PaperEdit:
    """Text in place of the characters from start to end, with the ids of the amendments that propose it.

    `text` is the same as `html` without formats. Without an amendment it is text of the secretariat.
    """

    start: int
    end: int
    html: str
    text: str
    amendments: tuple[int, ...] = ()


@dataclass(frozen=True)
class Wording:
    """One wording of an open conflict, with the ids of its amendments."""

    amendments: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class PaperLine:
    """A provision of the result. `effect` states whether it is new, deleted, moved, split or combined.

    `amendments` are the ids of those that cause its effect, `wordings` are those of its open conflicts.
    """

    key: str
    citation: str
    kind: str
    depth: int
    before: str
    after: str
    effect: str = ""
    edits: tuple[PaperEdit, ...] = ()
    amendments: tuple[int, ...] = ()
    wordings: tuple[Wording, ...] = ()

    @property
    def html(self) -> str:
        """The text that the line has in the file before anybody settles a change: of a deleted one, that before."""
        return self.before if self.effect == GONE else self.after

    @property
    def is_heading(self) -> bool:
        return self.kind in HEADINGS

    @property
    def all_amendments(self) -> tuple[int, ...]:
        """The ids of all amendments that change the line, each once."""
        edited = (pk for edit in self.edits for pk in edit.amendments)
        return tuple(dict.fromkeys((*self.amendments, *edited)))


def lines_of_merge(view: MergeView) -> list[PaperLine]:
    """The provisions of the result that have text, deleted ones among them."""
    return [_line(row, view) for row in view.rows if row.before or row.after]


def lines_as_json(lines: Iterable[PaperLine]) -> dict[str, Any]:
    """The lines as `MergePaper.content` keeps them."""
    return {"lines": [asdict(line) for line in lines]}


def lines_of_paper(paper: MergePaper) -> list[PaperLine]:
    """The lines of a merge as it was when it was downloaded."""
    return [_from_json(line) for line in paper.content["lines"]]


def signed_id(paper: MergePaper) -> str:
    """The id in the file of a paper: its key and the language, signed."""
    return Signer(salt=SALT).sign(f"{paper.key.hex}:{paper.merge.language}")


def find_by_signed_id(signed: str) -> MergePaper | None:
    """The paper of that id; None if the signature is not valid with the present key or an earlier one."""
    try:
        key = Signer(salt=SALT).unsign(signed).partition(":")[0]
        return MergePaper.objects.select_related("merge").filter(key=key).first()
    except (BadSignature, ValidationError):
        return None


def latest_paper(merge: Merge) -> MergePaper | None:
    """The paper of a merge that was made last."""
    return MergePaper.objects.select_related("merge").filter(merge=merge).order_by("-at", "-pk").first()


def clean_copies_of(merge: Merge) -> QuerySet[CleanCopy]:
    """The clean copies of a merge, the newest first."""
    rows = CleanCopy.objects.filter(paper__merge=merge).defer("reading")
    return rows.select_related("by")


def clean_copy(key: UUID | str) -> CleanCopy | None:
    """A clean copy with the paper and the merge from which it was made; None if the key names none."""
    rows = CleanCopy.objects.select_related("by", "paper__merge__article", "paper__merge__round__version")
    rows = rows.select_related("paper__merge__charter__arrangement", "paper__merge__saved_by")
    try:
        return rows.filter(key=key).first()
    except ValidationError:
        return None


def amendments_in(lines: Iterable[PaperLine]) -> dict[int, Amendment]:
    """The amendments of the lines, by id, with who proposes them."""
    wanted = {
        pk for line in lines for pk in (*line.all_amendments, *(pk for w in line.wordings for pk in w.amendments))
    }
    return {amendment.pk: amendment for amendment in amendments_with_changes(Amendment.objects.filter(pk__in=wanted))}


def _from_json(line: Mapping[str, Any]) -> PaperLine:
    edits = tuple(PaperEdit(**{**edit, "amendments": tuple(edit["amendments"])}) for edit in line["edits"])
    wordings = tuple(Wording(tuple(wording["amendments"]), wording["text"]) for wording in line["wordings"])
    return PaperLine(**{**line, "edits": edits, "wordings": wordings, "amendments": tuple(line["amendments"])})


def _line(row: ResultBlock, view: MergeView) -> PaperLine:
    brought = [change for change in view.merge_changes if change.change.pk in view.brought]
    landing = [change for change in brought if row.key in (change.key, *view.lands(change))]
    borders = {
        change.amendment.pk for act in view.borders.acts if row.key in act.stays for change in (act.merge_change,)
    }
    if row.is_new and row.border is None:
        effect, causes = NEW, [change.amendment.pk for change in landing]
    elif row.gone:
        effect, causes = GONE, [c.amendment.pk for c in landing if c.change.kind == ChangeKind.DELETE]
    elif row.moved or row.border is not None:
        moving = {c.amendment.pk for c in landing if c.change.kind == ChangeKind.MOVE and row.moved}
        effect, causes = REARRANGED, sorted(moving | borders)
    else:
        effect, causes = "", []
    is_edited = effect in ("", REARRANGED) and row.before != row.after
    return PaperLine(
        UUID(row.key).hex,
        row.label.citation,
        row.block.kind,
        row.block.depth,
        row.before,
        row.after,
        effect,
        tuple(_edits(row, landing, view)) if is_edited else (),
        tuple(dict.fromkeys(causes)),
        tuple(_wordings(row)),
    )


def _edits(row: ResultBlock, landing: Sequence[MergeChange], view: MergeView) -> Iterator[PaperEdit]:
    worded = [change for change in landing if change.change.kind == ChangeKind.REPLACE]
    is_whole = view.merge_base.words.get(row.key) == row.before
    own = {change.change.pk: list(edits_of_text(row.before, change.html)) if is_whole else None for change in worded}
    for edit in edits_of_text(row.before, row.after):
        strict = [c for c in worded if _meets(edit.start, edit.end, own[c.change.pk], touching=False)]
        asking = strict or [c for c in worded if _meets(edit.start, edit.end, own[c.change.pk], touching=True)]
        pks = tuple(dict.fromkeys(change.amendment.pk for change in asking))
        yield PaperEdit(edit.start, edit.end, edit.html, _text_of(edit.html), pks)


def _text_of(html: str) -> str:
    """The text of a stretch without formats, with the spaces at its ends."""
    return str(lxml_html.fragment_fromstring(html, create_parent="p").text_content()) if html else ""


def _meets(start: int, end: int, edits: Iterable[Any] | None, *, touching: bool) -> bool:
    """Whether one of the edits has a character in common with this passage, or is at the same point.

    `None` means that the text was split or combined: then any edit may meet the passage.
    """
    if edits is None:
        return True
    if touching:
        return any(edit.start <= end and start <= edit.end for edit in edits)
    return any(
        max(start, edit.start) < min(end, edit.end) or (start == end and edit.start == edit.end == start)
        for edit in edits
    )


def _wordings(row: ResultBlock) -> Iterator[Wording]:
    for conflict in row.conflicts:
        for option in conflict.options:
            if option.merge_changes and not option.is_both:
                pks = dict.fromkeys(change.amendment.pk for change in option.merge_changes)
                yield Wording(tuple(pks), texts.plain_text(option.html))
