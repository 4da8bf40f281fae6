"""Splits and combinations in the result of a merge: which there are, which are applied, and the text between them.

They change no text, so the current text can be split and combined by them alone. The text of the result is compared
with that, and it gives the sources of unchanged text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charter import texts, tracing
from charter.queries.merging.merge_building import Result, is_about
from charter.queries.merging.merge_candidates import MergeBase, MergeChange
from charter.states import BORDER_KINDS, ChangeKind


@dataclass(frozen=True)
class Act:
    """One split or combination: its change, the key that remains, and the key that is added or removed."""

    merge_change: MergeChange
    key: str
    other: str

    @property
    def divides(self) -> bool:
        return self.merge_change.change.kind == ChangeKind.SPLIT

    @property
    def stays(self) -> tuple[str, ...]:
        """Keys that are in the text afterwards."""
        return (self.key, self.other) if self.divides else (self.key,)


@dataclass(frozen=True)
class KeptPiece:
    """A piece of the current text between the borders of the result, with its proposers."""

    html: str
    runs: list[tracing.Run]


@dataclass(frozen=True)
class Borders:
    """The acts in the order in which they are carried out; the pieces by key; for each old key where its words are."""

    acts: tuple[Act, ...]
    pieces: Mapping[str, KeptPiece]
    heirs: Mapping[str, tuple[str, ...]]

    @property
    def joined_away(self) -> set[str]:
        """Keys whose text is under the key before them."""
        return {act.other for act in self.acts if not act.divides}

    @property
    def parted(self) -> set[str]:
        """Keys of the current text that are split or combined."""
        return {key for act in self.acts for key in (act.key, act.other)}

    @property
    def joins_what_it_divides(self) -> bool:
        """Whether a part of a split provision is combined. Other languages do not have the part and cannot follow."""
        parts = {key for act in self.acts if act.divides for key in act.stays}
        return any(parts & {act.key, act.other} for act in self.acts if not act.divides)


def border_changes_taken(result: Result, ask: Sequence[MergeChange]) -> set[int]:
    """Ids of the border changes in the result: those that no conflict and no text of a moderator exclude."""
    entered = {
        merge_change.change.pk
        for merge_change in ask
        if merge_change.change.kind in BORDER_KINDS and not merge_change.fault
    }
    entered -= {mark for conflict in result.conflicts for mark in conflict.conflict.marks if isinstance(mark, int)}
    for conflict, side in result.merged.settled:
        entered -= {
            mark for mark in conflict.marks if mark not in getattr(side, "marks", ()) and isinstance(mark, int)
        }
    return entered - {merge_change.change.pk for merge_change in ask if is_about(merge_change, result.written)}


def borders_of(result: Result, merge_base: MergeBase, ask: Sequence[MergeChange]) -> Borders:
    """The effect of a result on the borders of an article."""
    entered = border_changes_taken(result, ask)
    pieces = {key: KeptPiece(wording.html, wording.runs) for key, wording in merge_base.wordings.items()}
    heirs = {key: [key] for key in pieces}
    divisions = list(_divisions([merge_change for merge_change in ask if merge_change.change.pk in entered], result))
    for act in divisions:
        cut = act.merge_change.change.cut
        assert cut is not None
        pieces[act.key], pieces[act.other] = _cut(pieces[act.key], cut)
        heirs[act.key].insert(1, act.other)
    joins = list(
        _joins([merge_change for merge_change in ask if merge_change.change.pk in entered], merge_base, heirs)
    )
    for act in joins:
        pieces[act.key] = _combine_pieces(pieces[act.key], pieces.pop(act.other))
        heirs = {key: [act.key if heir == act.other else heir for heir in keys] for key, keys in heirs.items()}
    return Borders((*divisions, *joins), pieces, {key: tuple(dict.fromkeys(keys)) for key, keys in heirs.items()})


def landing_keys(
    borders: Borders, merge_change: MergeChange, runs: Mapping[str, Sequence[tracing.Run]], words: Mapping[str, str]
) -> list[str]:
    """Keys of the provisions in which a change is applied, the first one first: its own, or those of a border act.

    `runs` and `words` are those of the result: a change is in each provision that contains its text, otherwise in each
    one whose text changed. If another amendment proposes the same new provision, the text has it once, under the key
    of the other.
    """
    marks = {merge_change.mark, merge_change.otherwise}
    if merge_change.change.kind == ChangeKind.INSERT and merge_change.key not in words:
        return [key for key, row in runs.items() if any(marks & {*run["by"]} for run in row)] or [merge_change.key]
    heirs = borders.heirs.get(merge_change.key, ())
    if not borders.acts or not heirs:
        return [merge_change.key]
    by = {key: {mark for run in runs.get(key, ()) for mark in run["by"]} for key in heirs}
    worded = [key for key in heirs if marks & by[key]]
    return worded or [key for key in heirs if borders.pieces[key].html != words.get(key, "")] or list(heirs[:1])


def _divisions(ask: Sequence[MergeChange], result: Result) -> list[Act]:
    """Each cut once, by the key that the result knows; the last one of a provision first, so that places hold."""
    acts = [
        Act(merge_change, str(merge_change.change.provision.key), merge_change.new_key)
        for merge_change in ask
        if merge_change.change.kind == ChangeKind.SPLIT and merge_change.new_key in result.words
    ]
    return sorted(acts, key=lambda act: -(act.merge_change.change.cut or 0))


def _joins(ask: Sequence[MergeChange], merge_base: MergeBase, heirs: Mapping[str, Sequence[str]]) -> list[Act]:
    """Each pair once, the last one of the article first; a split provision is combined by its last part."""
    order = [block.key for block in merge_base.section.blocks]
    acts: dict[str, Act] = {}
    for merge_change in ask:
        if merge_change.change.kind == ChangeKind.JOIN and merge_change.change.after is not None:
            key, after = str(merge_change.change.provision.key), str(merge_change.change.after.key)
            acts.setdefault(after, Act(merge_change, heirs[key][-1], after))
    return sorted(acts.values(), key=lambda act: -order.index(act.other))


def _cut(piece: KeptPiece, cut: int) -> tuple[KeptPiece, KeptPiece]:
    whole = texts.plain_text(piece.html)
    first, second = texts.split_html(piece.html, cut)
    start = len(whole) - len(texts.plain_text(second))
    runs = (
        tracing.cut_runs(piece.runs, 0, len(texts.plain_text(first))),
        tracing.cut_runs(piece.runs, start, len(whole)),
    )
    return KeptPiece(first, runs[0]), KeptPiece(second, runs[1])


def _combine_pieces(first: KeptPiece, second: KeptPiece) -> KeptPiece:
    space = texts.separator_between(first.html, second.html)
    return KeptPiece(texts.in_one(first.html, second.html), tracing.in_one(first.runs, second.runs, space))
