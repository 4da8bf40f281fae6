"""Amendments to one provision in different languages: whether they want the same part of it.

Words of two languages cannot be merged, so this only flags what may collide; a person looks. A part is a sentence and
a place within it; where two languages do not cut a provision into as many sentences, a place within the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from math import ceil, floor

from charter import texts
from charter.models import Amendment, Change, Charter
from charter.queries import accepted, to_merge, translations
from charter.queries.accepted import Accepted
from charter.queries.desk_meetings import Meeting
from charter.queries.memory import END
from charter.queries.merge_views import MergeView
from charter.queries.to_merge import Asked, Words
from charter.queries.translations import InOther, Piece, Translated
from charter.states import CarryState, ChangeKind
from charter.text import Document, diff

# Two languages put the same thing at places that differ by less than this share of a sentence.
NEAR = 0.15
Span = tuple[float, float]


class Lack(Enum):
    """What an accepted change lacks to enter the merge of another language: an editor's translation of which words.

    `ANEW` where what was accepted changed since it was translated; `BORDER` where no translation can say it.
    """

    NOTHING = "nothing"
    OWN = "own"
    DECIDED = "decided"
    COMPROMISE = "compromise"
    ANEW = "anew"
    BORDER = "border"


@dataclass(frozen=True)
class Elsewhere:
    """An accepted change in another language at a provision of a merge, and the chosen amendments it may meet.

    `html` are the words that were accepted, `translated` how they read in the language of the merge, whoever said so;
    `fault` is why it does not fit although it lacks nothing.
    """

    change: Change
    amendment: Amendment
    html: str
    meets: tuple[Amendment, ...]
    lacks: Lack = Lack.NOTHING
    fault: Words = ""
    translated: Translated | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be chosen."""
        return self.lacks == Lack.NOTHING and not self.fault


def may_collide(one: Change, other: Change, accepted_of: Mapping[int, str] | None = None) -> bool:
    """Whether two changes of one provision in different languages want the same part of it.

    `accepted_of` are words that were accepted in place of those a change asks for, by its id.
    """
    if one.provision_id != other.provision_id or one.language == other.language:
        return False
    if ChangeKind.MOVE in (one.kind, other.kind):
        return one.kind == other.kind and one.after_id != other.after_id
    if one.base is None or other.base is None:
        return False
    same_cut = len(_cuts(one.base.text)) == len(_cuts(other.base.text))
    here, there = (_parts(each, same_cut, (accepted_of or {}).get(each.pk, each.html)) for each in (one, other))
    return any(a < d and c < b for a, b in map(_about, here) for c, d in map(_about, there))


def across(changes: Iterable[Change]) -> dict[int, list[Amendment]]:
    """For each change by id the amendments in other languages that may collide with it, in the order of the rows."""
    found: dict[int, dict[int, Amendment]] = {}
    for one, other in combinations(list(changes), 2):
        if may_collide(one, other):
            found.setdefault(one.pk, {})[other.text.amendment_id] = other.text.amendment
            found.setdefault(other.pk, {})[one.text.amendment_id] = one.text.amendment
    return {pk: list(others.values()) for pk, others in found.items()}


def between_languages(meetings: Sequence[Meeting], language: str) -> list[Meeting]:
    """The meetings of one provision, each group with what it may meet in other languages and with translations."""
    changes = [change for meeting in meetings for group in meeting.groups for change in group.changes]
    met, read = across(changes), translations.of_texts((change.text for change in changes), language)
    out = []
    for meeting in meetings:
        groups = []
        for group in meeting.groups:
            others = {one.pk: one for change in group.changes for one in met.get(change.pk, [])}
            here = {a.pk: read[a.pk] for a in group.amendments if a.pk in read}
            groups.append(replace(group, across=tuple(others.values()), read=here))
        out.append(replace(meeting, groups=tuple(groups)))
    return out


def elsewhere(view: MergeView) -> list[Elsewhere]:
    """Accepted changes in other languages at the provisions of a merge's article, which are not chosen in it."""
    rows, entered = to_merge.candidates(view.merge.charter), {one.change.pk for one in view.asked}
    able = {one.change.pk: one for one in to_merge.asked(rows, view.ground)}
    read = accepted.in_other(rows, view.merge.language)
    waiting = [
        (change, amendment, taken)
        for amendment in rows
        for change in (amendment.text.changes.all() if amendment.text else ())
        if change.language != view.merge.language and str(change.provision.key) in view.ground.provisions
        if change.pk not in entered and change.carry != CarryState.MERGED
        if (taken := accepted.of_change(amendment, change)) is not None
    ]
    return [_elsewhere(view, *one, read[one[1].pk], able.get(one[0].pk)) for one in waiting]


def to_translate(charter: Charter, language: str) -> list[Amendment]:
    """Those accepted in words of a decision or a compromise which no editor of the language has translated yet."""
    rows = to_merge.reworded(charter, language)
    read = accepted.in_other(rows, language)
    return [
        amendment for amendment in rows if any(_waits(one, read[amendment.pk]) for one in read[amendment.pk].pieces)
    ]


def _waits(piece: Piece, read: InOther) -> bool:
    held, change = read.held.get(piece.of), piece.change
    in_the_text = change is not None and change.carry == CarryState.MERGED
    return piece.accepted_in is not None and not in_the_text and (held is None or not held.is_approved)


def _elsewhere(
    view: MergeView, change: Change, amendment: Amendment, taken: Accepted, read: InOther, able: Asked | None
) -> Elsewhere:
    lacks = Lack.NOTHING if able else _lack(change, taken, read)
    fault, said = able.fault if able else "", read.of_words(change, taken.html)
    return Elsewhere(change, amendment, taken.html, _met_in(view, change, taken.html), lacks, fault, said)


def _lack(change: Change, taken: Accepted, read: InOther) -> Lack:
    if change.kind == ChangeKind.SPLIT:
        return Lack.BORDER
    if not taken.given:
        return Lack.OWN
    if any(read.left_of(one) for one in read.pieces if one.change == change and one.html == taken.html):
        return Lack.ANEW
    return Lack.COMPROMISE if taken.compromise else Lack.DECIDED


def _met_in(view: MergeView, change: Change, html: str) -> tuple[Amendment, ...]:
    words = {one.change.pk: one.html for one in view.asked if one.translated is None} | {change.pk: html}
    found = (one.amendment for one in view.asked if may_collide(one.change, change, words))
    return tuple({amendment.pk: amendment for amendment in found}.values())


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
    new = texts.single(html) if html else Document()
    touched = diff(texts.single(change.base.html), new).touched
    return [(_place(start, cuts), _place(end, cuts)) for start, end in touched]


def _about(span: Span) -> Span:
    """A little more than what is touched, never beyond its own sentences."""
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
