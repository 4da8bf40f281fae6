"""Amendments to one provision in different languages: whether they change the same part of it.

Texts of two languages cannot be merged, so this only flags possible conflicts; a person checks. A part is a sentence
and a place within it; if two languages do not have the same number of sentences, a place within the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from math import ceil, floor

from charter import texts
from charter.models import Amendment, Change, Charter
from charter.queries.amending import accepted_words, translations
from charter.queries.amending.accepted_words import Accepted
from charter.queries.amending.translations import InOther, TranslatablePiece, Translated
from charter.queries.languages.translation_memory import END
from charter.queries.merging import merge_candidates
from charter.queries.merging.border_faults import MergeFault
from charter.queries.merging.merge_candidates import MergeChange
from charter.queries.merging.merge_views import MergeView
from charter.queries.secretariat.meetings import Meeting
from charter.states import ChangeKind, RebaseState
from charter.text import Document, diff

# Two languages put the same thing at places that differ by less than this share of a sentence.
NEAR = 0.15
Span = tuple[float, float]


class Lack(Enum):
    """The translation by an editor that an accepted change lacks to enter the merge of another language.

    `ANEW`: the accepted text changed after its translation. `BORDER`: no translation can express the change.
    """

    NOTHING = "nothing"
    OWN = "own"
    DECIDED = "decided"
    COMPROMISE = "compromise"
    ANEW = "anew"
    BORDER = "border"


@dataclass(frozen=True)
class Elsewhere:
    """An accepted change in another language at a provision of a merge, and the chosen amendments it may affect.

    `html` is the accepted text, `translated` its translation into the language of the merge, by anybody; `fault` is
    why it does not fit although it lacks nothing.
    """

    change: Change
    amendment: Amendment
    html: str
    meets: tuple[Amendment, ...]
    lacks: Lack = Lack.NOTHING
    fault: MergeFault | None = None
    translated: Translated | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be chosen."""
        return self.lacks == Lack.NOTHING and not self.fault


def may_collide(left: Change, right: Change, accepted_of: Mapping[int, str] | None = None) -> bool:
    """Whether two changes of one provision in different languages change the same part of it.

    `accepted_of` are texts that were accepted in place of the proposed text of a change, by its id.
    """
    if left.provision_id != right.provision_id or left.language == right.language:
        return False
    if ChangeKind.MOVE in (left.kind, right.kind):
        return left.kind == right.kind and left.after_id != right.after_id
    if left.base is None or right.base is None:
        return False
    same_cut = len(_cuts(left.base.text)) == len(_cuts(right.base.text))
    left_parts, right_parts = (
        _parts(each, same_cut, (accepted_of or {}).get(each.pk, each.html)) for each in (left, right)
    )
    return any(a < d and c < b for a, b in map(_about, left_parts) for c, d in map(_about, right_parts))


def conflicts_across_languages(changes: Iterable[Change]) -> dict[int, list[Amendment]]:
    """For each change by id the amendments in other languages that may conflict with it, in the order of the rows."""
    conflicts: dict[int, dict[int, Amendment]] = {}
    for left, right in combinations(list(changes), 2):
        if may_collide(left, right):
            conflicts.setdefault(left.pk, {})[right.text.amendment_id] = right.text.amendment
            conflicts.setdefault(right.pk, {})[left.text.amendment_id] = left.text.amendment
    return {pk: list(others.values()) for pk, others in conflicts.items()}


def meetings_with_conflicts(meetings: Sequence[Meeting], language: str) -> list[Meeting]:
    """The meetings of one provision; each group has its possible conflicts in other languages and its translations."""
    changes = [change for meeting in meetings for group in meeting.groups for change in group.changes]
    met, read = (
        conflicts_across_languages(changes),
        translations.translations_of_texts((change.text for change in changes), language),
    )
    out = []
    for meeting in meetings:
        groups = []
        for group in meeting.groups:
            others = {amendment.pk: amendment for change in group.changes for amendment in met.get(change.pk, [])}
            own = {a.pk: read[a.pk] for a in group.amendments if a.pk in read}
            groups.append(replace(group, across=tuple(others.values()), read=own))
        out.append(replace(meeting, groups=tuple(groups)))
    return out


def conflicts_elsewhere(view: MergeView) -> list[Elsewhere]:
    """Accepted changes in other languages at the provisions of a merge's article, which are not chosen in it."""
    rows, entered = (
        merge_candidates.merge_candidates(view.merge.charter),
        {merge_change.change.pk for merge_change in view.merge_changes},
    )
    able = {
        merge_change.change.pk: merge_change
        for merge_change in merge_candidates.changes_for_article(rows, view.merge_base)
    }
    read = accepted_words.accepted_translations(rows, view.merge.language)
    waiting = [
        (change, amendment, accepted)
        for amendment in rows
        for change in (amendment.text.changes.all() if amendment.text else ())
        if change.language != view.merge.language and str(change.provision.key) in view.merge_base.provisions
        if change.pk not in entered and change.carry != RebaseState.MERGED
        if (accepted := accepted_words.accepted_text(amendment, change)) is not None
    ]
    return [_elsewhere(view, *item, read[item[1].pk], able.get(item[0].pk)) for item in waiting]


def amendments_to_translate(charter: Charter, language: str) -> list[Amendment]:
    """Accepted amendments whose text, of a decision or a compromise, no editor of the language has translated yet."""
    rows = merge_candidates.reworded_candidates(charter, language)
    read = accepted_words.accepted_translations(rows, language)
    return [
        amendment
        for amendment in rows
        if any(_waits(piece, read[amendment.pk]) for piece in read[amendment.pk].pieces)
    ]


def _waits(piece: TranslatablePiece, read: InOther) -> bool:
    translation, change = read.translations.get(piece.of), piece.change
    in_the_text = change is not None and change.carry == RebaseState.MERGED
    return piece.accepted_in is not None and not in_the_text and (translation is None or not translation.is_approved)


def _elsewhere(
    view: MergeView, change: Change, amendment: Amendment, accepted: Accepted, read: InOther, able: MergeChange | None
) -> Elsewhere:
    lacks = Lack.NOTHING if able else _lack(change, accepted, read)
    fault, translation = able.fault if able else None, read.of_words(change, accepted.html)
    return Elsewhere(change, amendment, accepted.html, _met_in(view, change, accepted.html), lacks, fault, translation)


def _lack(change: Change, accepted: Accepted, read: InOther) -> Lack:
    if change.kind == ChangeKind.SPLIT:
        return Lack.BORDER
    if not accepted.given:
        return Lack.OWN
    if any(
        read.left_of(translatable_piece)
        for translatable_piece in read.pieces
        if translatable_piece.change == change and translatable_piece.html == accepted.html
    ):
        return Lack.ANEW
    return Lack.COMPROMISE if accepted.compromise else Lack.DECIDED


def _met_in(view: MergeView, change: Change, html: str) -> tuple[Amendment, ...]:
    words = {
        merge_change.change.pk: merge_change.html
        for merge_change in view.merge_changes
        if merge_change.translated is None
    } | {change.pk: html}
    amendments = (
        merge_change.amendment
        for merge_change in view.merge_changes
        if may_collide(merge_change.change, change, words)
    )
    return tuple({amendment.pk: amendment for amendment in amendments}.values())


def _parts(change: Change, by_sentence: bool, html: str) -> list[Span]:
    """What a change touches if it reads so, on a scale of sentences, or of the whole as one."""
    assert change.base is not None
    text = change.base.text
    cuts = _cuts(text) if by_sentence else [0, len(text)]
    if change.kind == ChangeKind.DELETE:
        return [(0.0, float(len(cuts)))]
    if change.kind == ChangeKind.SPLIT and change.cut:
        return [(_place(change.cut, cuts),) * 2]
    if change.kind != ChangeKind.REPLACE:
        return []
    new = texts.single_block(html) if html else Document()
    touched = diff(texts.single_block(change.base.html), new).touched
    return [(_place(start, cuts), _place(end, cuts)) for start, end in touched]


def _about(span: Span) -> Span:
    """A little more text than the change, never beyond its own sentences."""
    start, end = span
    last = max(ceil(end), floor(start) + 1)
    return max(start - NEAR, float(floor(start))), min(end + NEAR, float(last))


def _cuts(text: str) -> list[int]:
    """Where each sentence begins, and the end."""
    return [0, *(match.end() for match in END.finditer(text) if match.end() < len(text)), len(text)]


def _place(char: int, cuts: Sequence[int]) -> float:
    for n in range(len(cuts) - 1):
        start, end = cuts[n], cuts[n + 1]
        if char <= end and end > start:
            return n + (char - start) / (end - start)
    return float(len(cuts) - 1)
