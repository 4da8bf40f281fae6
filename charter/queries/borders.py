"""Divisions and joins in the result of a merge: which there are, what is carried out, and the words between them.

They change no word, so the text as it stands can be cut and joined by them alone: words of the result are compared
with that, and who asked for kept words is read from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from charter import texts, tracing
from charter.queries.merging import Result, is_about
from charter.queries.to_merge import Asked, Ground
from charter.states import BORDER_KINDS, ChangeKind

DIVIDED_FIRST = _(
    "What is divided is joined with another in a later merge: the other languages divide it first. Leave one out."
)


@dataclass(frozen=True)
class Act:
    """One division or join: the change that it is made for, the key that stays, and the one that comes or goes."""

    asked: Asked
    key: str
    other: str

    @property
    def divides(self) -> bool:
        return self.asked.change.kind == ChangeKind.SPLIT

    @property
    def stays(self) -> tuple[str, ...]:
        """Keys that stand afterwards."""
        return (self.key, self.other) if self.divides else (self.key,)


@dataclass(frozen=True)
class Piece:
    """Words of the text as it stands, between the borders of the result, with who asked for them."""

    html: str
    runs: list[tracing.Run]


@dataclass(frozen=True)
class Borders:
    """The acts in the order in which they are carried out; the pieces by key; for each old key where its words are."""

    acts: tuple[Act, ...]
    pieces: Mapping[str, Piece]
    heirs: Mapping[str, tuple[str, ...]]

    @property
    def joined_away(self) -> set[str]:
        """Keys whose words stand under the key before them."""
        return {act.other for act in self.acts if not act.divides}

    @property
    def parted(self) -> set[str]:
        """Keys of the text as it stands that are divided or joined."""
        return {key for act in self.acts for key in (act.key, act.other)}

    @property
    def joins_what_it_divides(self) -> bool:
        """Whether a part of what is divided is joined: other languages, which have no such part yet, cannot follow."""
        parts = {key for act in self.acts if act.divides for key in act.stays}
        return any(parts & {act.key, act.other} for act in self.acts if not act.divides)


def taken(made: Result, ask: Sequence[Asked]) -> set[int]:
    """Ids of the changes of borders that are in the result: those that no conflict or words written anew keep out."""
    asked = {one.change.pk for one in ask if one.change.kind in BORDER_KINDS and not one.fault}
    asked -= {mark for clash in made.clashes for mark in clash.conflict.marks if isinstance(mark, int)}
    for conflict, side in made.merged.settled:
        asked -= {mark for mark in conflict.marks if mark not in getattr(side, "marks", ()) and isinstance(mark, int)}
    return asked - {one.change.pk for one in ask if is_about(one, made.written)}


def of(made: Result, found: Ground, ask: Sequence[Asked]) -> Borders:
    """What a result does to the borders of an article."""
    here = taken(made, ask)
    pieces = {key: Piece(wording.html, wording.runs) for key, wording in found.standing.items()}
    heirs = {key: [key] for key in pieces}
    divisions = list(_divisions([one for one in ask if one.change.pk in here], made))
    for act in divisions:
        cut = act.asked.change.cut
        assert cut is not None
        pieces[act.key], pieces[act.other] = _cut(pieces[act.key], cut)
        heirs[act.key].insert(1, act.other)
    joins = list(_joins([one for one in ask if one.change.pk in here], found, heirs))
    for act in joins:
        pieces[act.key] = _in_one(pieces[act.key], pieces.pop(act.other))
        heirs = {key: [act.key if one == act.other else one for one in keys] for key, keys in heirs.items()}
    return Borders((*divisions, *joins), pieces, {key: tuple(dict.fromkeys(keys)) for key, keys in heirs.items()})


def lands(made: Borders, one: Asked, runs: Mapping[str, Sequence[tracing.Run]], words: Mapping[str, str]) -> list[str]:
    """Keys under which a change is carried out: its own, or parts of what was divided or joined; the first one first.

    `runs` and `words` are those of the result: a change is where words of it are, or else where words moved at all.
    """
    heirs = made.heirs.get(one.key, ())
    if not made.acts or not heirs:
        return [one.key]
    by = {key: {mark for run in runs.get(key, ()) for mark in run["by"]} for key in heirs}
    worded = [key for key in heirs if {one.mark, one.otherwise} & by[key]]
    return worded or [key for key in heirs if made.pieces[key].html != words.get(key, "")] or list(heirs[:1])


def _divisions(ask: Sequence[Asked], made: Result) -> list[Act]:
    """Each cut once, by the key that the result knows; the last one of a provision first, so that places hold."""
    found = [
        Act(one, str(one.change.provision.key), one.new_key)
        for one in ask
        if one.change.kind == ChangeKind.SPLIT and one.new_key in made.words
    ]
    return sorted(found, key=lambda act: -(act.asked.change.cut or 0))


def _joins(ask: Sequence[Asked], found: Ground, heirs: Mapping[str, Sequence[str]]) -> list[Act]:
    """Each pair once, the last one of the article first; what was divided is joined by its last part."""
    order = [block.key for block in found.section.blocks]
    acts: dict[str, Act] = {}
    for one in ask:
        if one.change.kind == ChangeKind.JOIN and one.change.after is not None:
            key, after = str(one.change.provision.key), str(one.change.after.key)
            acts.setdefault(after, Act(one, heirs[key][-1], after))
    return sorted(acts.values(), key=lambda act: -order.index(act.other))


def _cut(piece: Piece, cut: int) -> tuple[Piece, Piece]:
    whole = texts.plain(piece.html)
    first, second = texts.parts(piece.html, cut)
    start = len(whole) - len(texts.plain(second))
    runs = tracing.cut(piece.runs, 0, len(texts.plain(first))), tracing.cut(piece.runs, start, len(whole))
    return Piece(first, runs[0]), Piece(second, runs[1])


def _in_one(first: Piece, second: Piece) -> Piece:
    space = texts.between(first.html, second.html)
    return Piece(texts.in_one(first.html, second.html), tracing.in_one(first.runs, second.runs, space))
