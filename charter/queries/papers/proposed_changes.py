"""Pending amendments to articles as changes of their text: those that one text can show together, and the others.

Laws: the edits of the shown changes do not overlap, so no mark is within another one. The edits of one change, carried
out alone, give the text that its amendment proposes. Changes that conflict are all left out: none of them comes first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from charter import texts
from charter.models import Amendment, Change, Round, Version, load_amendment_texts
from charter.queries.amending import amendments, supports
from charter.queries.amending.counts import pending_amendments
from charter.queries.amending.public_texts import public_texts
from charter.queries.amending.rounds import running_round
from charter.queries.merging.merge_building import moves_out, proposed_document
from charter.queries.merging.merge_candidates import MergeBase, MergeChange
from charter.queries.reading import articles, divisions
from charter.queries.reading.articles import Reading, TextLine
from charter.states import ChangeKind
from charter.text import Document, diff, merge

# Places of a provision beside its characters: before its citation, the end of its paragraph, and behind that.
BEFORE, END, AFTER = -1, 1 << 30, (1 << 30) + 1


@dataclass(frozen=True)
class Edit:
    """Text in place of the characters from start to end of a provision; `html` is empty for a deletion."""

    start: int
    end: int
    html: str


@dataclass(frozen=True)
class PendingChange:
    """A change of a pending amendment as its public text has it, and the number of members that support it."""

    change: Change
    amendment: Amendment
    supports: int


@dataclass(frozen=True)
class ProposedChange:
    """A change of a pending amendment, and whether the text shows it.

    `conflicts` are the numbers of the amendments with which it conflicts. `alike` is the number of the amendment whose
    shown change is at the same place. `is_other_text` is true if it changes another text than this one.
    """

    change: Change
    amendment: Amendment
    supports: int
    edits: tuple[Edit, ...] = ()
    conflicts: tuple[int, ...] = ()
    alike: int | None = None
    is_other_text: bool = False

    @property
    def is_shown(self) -> bool:
        return not (self.conflicts or self.alike or self.is_other_text)

    @property
    def kind(self) -> str:
        return self.change.kind

    @property
    def key(self) -> str:
        return str(self.change.provision.key)

    @property
    def after_key(self) -> str:
        return str(self.change.after.key) if self.change.after else ""


@dataclass(frozen=True)
class ProposedArticle:
    """An article of a version with the changes that pending amendments propose, in the order of their numbers."""

    lines: tuple[TextLine, ...]
    changes: tuple[ProposedChange, ...]

    def at(self, line: TextLine) -> list[ProposedChange]:
        """The changes of one provision."""
        return [change for change in self.changes if change.change.provision_id == line.provision.pk]


def open_round(version: Version) -> Round | None:
    """The running round, if the public may read its pending amendments and this is the version that they change."""
    round_ = running_round(version.charter)
    latest = next(iter(articles.published_versions(version.charter)), None)
    return round_ if round_ is not None and round_.pending_is_public and version == latest else None


def keys_with_text(version: Version, language: str, address: str = "", last: str = "") -> list[str]:
    """Keys of the provisions that have text in a language: of an article, of those from it to the last one, or of all.

    There are none where the version has no such article, or the last one comes before the first.
    """
    lines = version.manifest.filter(language=language, wording__isnull=False)
    if last:
        addresses = [section.address for section in version.arrangement.sections]
        if not {address, last} <= {*addresses}:
            return []
        between = version.arrangement.sections[addresses.index(address) : addresses.index(last) + 1]
        lines = lines.filter(article__key__in=[section.key for section in between])
    elif address:
        lines = articles.in_article(lines, address)
    return [str(key) for key in lines.values_list("provision__key", flat=True)]


def has_pending(round_: Round, keys: Iterable[str]) -> bool:
    """Whether a pending amendment changes a provision with one of these keys."""
    return bool(amendments.amendments_in_article(pending_amendments(round_).exclude(number=None), keys).exists())


def pending_changes(round_: Round, keys: Collection[str]) -> list[PendingChange]:
    """The changes of pending amendments to provisions with these keys, in the order of the amendments' numbers."""
    rows = amendments.amendments_with_reasons(None).filter(pk__in=pending_amendments(round_).values("pk"))
    waiting = list(amendments.amendments_in_article(rows, keys))
    load_amendment_texts(waiting)
    public = public_texts(amendment.text for amendment in waiting if amendment.text)
    counted = supports.count_supports([amendment.pk for amendment in waiting])
    return [
        PendingChange(change, amendment, counted.get(amendment.pk, 0))
        for amendment in waiting
        if amendment.text is not None
        for change in public[amendment.text.pk].text.changes.all()
        if str(change.provision.key) in keys
    ]


def proposed_articles(
    version: Version,
    language: str,
    readings: Iterable[Reading],
    pending: Sequence[PendingChange],
    keys: Collection[str],
) -> Iterator[ProposedArticle]:
    """The articles that have provisions with these keys, each with the pending changes."""
    for read in readings:
        lines = tuple(line for line in read.lines if line.wording and not line.missing)
        lines = tuple(line for line in lines if str(line.provision.key) in keys)
        section = version.arrangement.section(read.chapter.key)
        if lines and section is not None:
            provisions = {str(line.provision.key): line.provision for line in lines}
            wordings = {str(line.provision.key): line.wording for line in lines if line.wording}
            base = MergeBase(version.charter, section, language, wordings, provisions)
            yield ProposedArticle(lines, tuple(_arranged(list(_pending(pending, base)), base)))


def _pending(pending: Iterable[PendingChange], base: MergeBase) -> Iterator[ProposedChange]:
    """Those of the changes that are in this article, with their edits."""
    for pending_change in pending:
        change, amendment = pending_change.change, pending_change.amendment
        if str(change.provision.key) in base.provisions:
            fits = _fits(change, amendment, base)
            is_worded = fits and change.kind == ChangeKind.REPLACE
            edits = tuple(edits_of_text(base.words[str(change.provision.key)], change.html)) if is_worded else ()
            yield ProposedChange(change, amendment, pending_change.supports, edits, is_other_text=not fits)


def _fits(change: Change, amendment: Amendment, base: MergeBase) -> bool:
    """Whether the change can be carried out on this text: in its language, on its words, within the article."""
    words = base.words
    key, after = str(change.provision.key), str(change.after.key) if change.after else ""
    if change.kind not in (ChangeKind.MOVE, ChangeKind.DELETE) and change.language != base.language:
        return False
    if change.base is not None and change.language == base.language and change.base.html != words[key]:
        return False
    if change.kind == ChangeKind.SPLIT:
        return bool(change.cut) and 0 < (change.cut or 0) < len(texts.plain_text(words[key]))
    if change.kind == ChangeKind.JOIN:
        following = divisions.next_combinable_block(base.section, key)
        return following is not None and following.key == after and after in words
    return change.kind != ChangeKind.MOVE or (after in words and not moves_out(_merge_change(change, amendment), base))


def edits_of_text(old: str, new: str) -> Iterator[Edit]:
    """The edits that turn the old words into the new ones, as exact stretches of the old text.

    Where the stretches do not spell the new text, the whole text is one edit.
    """
    before, after = texts.single_block(old), texts.single_block(new)
    difference = diff(before, after)
    edits, place, at = [], 0, 0
    for (start, end), change in zip(difference.touched, difference.changes, strict=False):
        at += start - place
        edits.append((start, end, at, at + len(change.new)))
        place, at = end, at + len(change.new)
    if len(difference.touched) != len(difference.changes) or not _spells(before.text, after.text, edits):
        edits = [(0, len(before.text), 0, len(after.text))] if old != new else []
    for start, end, first, last in edits:
        yield Edit(start, end, texts.stretch_html(after, first, last))


def _spells(before: str, after: str, edits: Sequence[tuple[int, int, int, int]]) -> bool:
    """Whether the stretches between the edits are the same in both texts."""
    place, at = 0, 0
    for start, end, first, last in [*edits, (len(before), len(before), len(after), len(after))]:
        if before[place:start] != after[at:first]:
            return False
        place, at = end, last
    return True


def _arranged(changes: Sequence[ProposedChange], base: MergeBase) -> Iterator[ProposedChange]:
    """The changes with what keeps each of them from being shown."""
    fitting = {change.change.pk: change for change in changes if not change.is_other_text}
    numbers = {pk: change.amendment.number or 0 for pk, change in fitting.items()}
    met: dict[int, set[int]] = {}
    for conflict in _conflicts(fitting, base):
        for pk in conflict:
            met.setdefault(pk, set()).update(conflict)
    taken: list[ProposedChange] = []
    for change in changes:
        pk = change.change.pk
        if pk in met:
            others = {numbers[other] for other in met[pk]} - {numbers[pk]}
            yield replace(change, conflicts=tuple(sorted(others)) or (numbers[pk],))
        elif pk in fitting:
            first = next((other for other in taken if _overlap(change, other)), None)
            if first is None:
                taken.append(change)
            yield replace(change, alike=first.amendment.number) if first else change
        else:
            yield change


def _conflicts(fitting: Mapping[int, ProposedChange], base: MergeBase) -> Iterator[list[int]]:
    proposals: dict[Any, Document] = {
        pk: proposed_document(base, _merge_change(change.change, change.amendment)) for pk, change in fitting.items()
    }
    for conflict in merge(base.document, proposals).conflicts:
        yield [pk for pk in conflict.marks if isinstance(pk, int)]


def _merge_change(change: Change, amendment: Amendment) -> MergeChange:
    return MergeChange(change, amendment, None, change.html, "")


def _overlap(change: ProposedChange, other: ProposedChange) -> bool:
    """Whether marks of the two changes would be within each other, or at one and the same point."""
    is_beside_a_join = ChangeKind.JOIN in (change.kind, other.kind)
    if is_beside_a_join and {_puts_after(change), _puts_after(other)} & {change.key, other.key}:
        return True
    return any(
        key == other_key and _meet(start, end, first, last)
        for key, start, end in _places(change)
        for other_key, first, last in _places(other)
    )


def _meet(start: int, end: int, first: int, last: int) -> bool:
    """Two stretches have a character in common; two points are the same; a point is within a stretch."""
    if start == end and first == last:
        return start == first
    inside = (start == end and first < start < last) or (first == last and start < first < end)
    return inside or max(start, first) < min(end, last)


def _puts_after(change: ProposedChange) -> str:
    """The provision after which the change puts a paragraph."""
    if change.kind == ChangeKind.INSERT:
        return change.key
    return change.after_key if change.kind == ChangeKind.MOVE else ""


def _places(change: ProposedChange) -> Iterator[tuple[str, int, int]]:
    """The stretches that a change marks: by provision, from one place to another."""
    if change.kind == ChangeKind.REPLACE:
        yield from ((change.key, edit.start, edit.end) for edit in change.edits)
    elif change.kind in (ChangeKind.DELETE, ChangeKind.MOVE):
        yield change.key, BEFORE, AFTER
    elif change.kind == ChangeKind.SPLIT:
        yield change.key, change.change.cut or 0, change.change.cut or 0
    elif change.kind == ChangeKind.JOIN:
        yield change.key, END, END
        yield change.after_key, BEFORE, 0
