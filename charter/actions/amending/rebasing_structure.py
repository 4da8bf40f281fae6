"""Carries proposals over to provisions that were split or combined; the text core assigns the text to the parts.

A proposal for the text of one part goes to that part. If its text crosses the border, it must be checked, and proposes
the same as before: the whole in the first part, and the deletion of the second.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from charter import texts
from charter.actions.amending import rebasing, rebasing_borders
from charter.actions.amending.next_texts import Also, RebasedChange, mark_as_adopted, write_next_text
from charter.actions.amending.rebasing import Moves, lock_amendments
from charter.models import (
    Adoption,
    Amendment,
    AmendmentText,
    Arrangement,
    Block,
    Change,
    Charter,
    CurrentWording,
    DecidedWords,
    Wording,
)
from charter.states import (
    BORDER_KINDS,
    LEFT_BEHIND,
    AmendmentState,
    CameFrom,
    ChangeKind,
    ProvisionKind,
    RebaseState,
    StructuralEffect,
)
from charter.text import Document, rebase

DONE = LEFT_BEHIND | {RebaseState.MERGED}


@dataclass(frozen=True)
class StructureChange:
    """The text of one language before and after: one wording and two, or two and one."""

    before: tuple[Wording, ...]
    after: tuple[Wording, ...]

    @property
    def divides(self) -> bool:
        return len(self.after) > 1

    def over(self, html: str, at: Wording) -> dict[str, str] | None:
        """The proposed text as carried over to the current text, by key; None if a person must check it."""
        rebase_result = rebase(_document(self.before, {at.pk: html}), _document(self.before), _document(self.after))
        return (
            None
            if rebase_result.to_check or rebase_result.document is None
            else texts.words_of(rebase_result.document)
        )


@transaction.atomic
def rebase_on_new_structure(moves: Moves, exclude: Collection[int] = ()) -> Moves:
    """Rebases pending amendments on text that was split or combined; returns the moves that are neither."""
    structure_changes = splits_and_combinations(moves)
    for shape in structure_changes:
        words = [wording.pk for wording in shape.before]
        named = Q(text__changes__base__in=words) | Q(text__changes__after_base__in=words)
        asking = Amendment.objects.pending().filter(named)
        for amendment in lock_amendments(asking, exclude):
            _rebase(amendment, shape)
    rebased_ids = {new.pk for shape in structure_changes for new in shape.after}
    return [move for move in moves if move[1].pk not in rebased_ids]


@transaction.atomic
def rearrange_places(charter: Charter, new: Arrangement, exclude: Collection[int] = ()) -> None:
    """Gives pending amendments with a place at split or combined provisions the place that is meant."""
    for key, rebased in new.fates.items():
        if rebased["fate"] in (StructuralEffect.SPLIT, StructuralEffect.JOINED):
            pair = {key, *rebased["into"]}
            named = Q(text__changes__provision__key__in=pair) | Q(text__changes__after__key__in=pair)
            asking = Amendment.objects.pending().filter(named, round__charter=charter)
            adoptions = Adoption.objects.filter(fate=rebased["fate"], other__key__in=pair)
            for amendment in lock_amendments(asking, exclude):
                _place(amendment, adoptions.select_related("provision", "other").latest("pk"), new.made_at)


@transaction.atomic
def open_draft(*, amendment: Amendment, by: Person, at: datetime | None = None) -> AmendmentText | None:
    """Brings a draft to the current text, also if provisions were split or combined. None if nothing changed."""
    before = amendment.text
    if amendment.state == AmendmentState.DRAFT and before is not None:
        rows = before.changes.select_related("base__provision", "after_base__provision")
        bases = [word for change in rows for word in (change.base, change.after_base) if word is not None]
        for shape in splits_and_combinations(_moves_of(bases)):
            [locked_amendment] = lock_amendments(Amendment.objects.filter(pk=amendment.pk), ())
            _rebase(locked_amendment, shape)
            amendment.text, amendment.revision = locked_amendment.text, locked_amendment.revision
    carried = rebasing.open_draft(amendment=amendment, by=by, at=at)
    return carried or (amendment.text if amendment.text != before else None)


def _moves_of(bases: Collection[Wording]) -> Moves:
    """Current wordings that a split or a combination made of these, each with the wording it replaces."""
    condition = Q(wording__parent__in=bases)
    for joined in Adoption.objects.filter(
        fate=StructuralEffect.JOINED, other__in=[base.provision_id for base in bases]
    ):
        condition |= Q(provision=joined.provision_id)
    current_wordings = CurrentWording.objects.filter(condition, language__in={base.language for base in bases})
    rows = current_wordings.filter(wording__came_from__in=(CameFrom.SPLIT, CameFrom.JOIN))
    wordings = [row.wording for row in rows.select_related("wording__provision", "wording__parent__provision")]
    return [(w.parent if w.parent and w.parent.provision_id == w.provision_id else None, w) for w in wordings]


def splits_and_combinations(moves: Moves) -> list[StructureChange]:
    """The splits and combinations among the texts that changed."""
    return [shape for move in moves if (shape := _shape(*move, moves)) is not None]


def _shape(old: Wording | None, new: Wording, moves: Moves) -> StructureChange | None:
    if new.came_from == CameFrom.SPLIT and old is not None:
        seconds = (n for _o, n in moves if n.parent_id == old.pk and n.provision_id != old.provision_id)
        second = next(seconds, None)
        return StructureChange((old,), (new, second)) if second else None
    if new.came_from == CameFrom.JOIN:
        joined = Adoption.objects.filter(fate=StructuralEffect.JOINED, provision=new.provision_id).latest("pk")
        gone = CurrentWording.objects.filter(provision=joined.other_id, language=new.language).select_related(
            "wording"
        )
        other = next((row.wording for row in gone), None)
        return StructureChange((old, other) if old else (other,), (new,)) if other else None
    return None


def _document(wordings: tuple[Wording, ...], instead: Mapping[int, str] | None = None) -> Document:
    blocks = [Block(str(wording.provision.key), ProvisionKind.PARAGRAPH) for wording in wordings]
    words = [(instead or {}).get(wording.pk, wording.html) for wording in wordings]
    return texts.document_of(blocks, {block.key: html for block, html in zip(blocks, words, strict=True)})


def _rebase(amendment: Amendment, shape: StructureChange) -> None:
    assert amendment.text is not None
    changes = list(amendment.text.changes.all())
    words = {wording.pk for wording in shape.before}
    own = [c for c in changes if words & {c.base_id, c.after_base_id} and c.carry not in DONE]
    rows = DecidedWords.objects.filter(decision__superseded_at=None, change__in=own).exclude(html="")
    decided = dict(rows.values_list("change", "html"))
    rebased_changes = {c.pk: _kept(c, _rebased_change(c, shape, decided, own)) for c in own}
    if rebased_changes:
        write_next_text(
            amendment,
            changes,
            rebased_changes,
            max(wording.at for wording in shape.after),
            lambda *arguments: _reword(shape, *arguments),
        )


def _rebased_change(
    change: Change, shape: StructureChange, decided: Mapping[int, str], own: Collection[Change]
) -> RebasedChange:
    if change.kind == ChangeKind.MOVE:
        return RebasedChange(RebaseState.CLEAN, shape.after[0], "")
    if change.kind in BORDER_KINDS and shape.divides:
        return rebasing_borders.rebase_on_split(change, shape.before[0], *shape.after)
    if change.kind in BORDER_KINDS:
        return rebasing_borders.rebase_on_combination(change, shape.before, shape.after[0])
    return _divided(change, shape, decided) if shape.divides else _joined(change, shape, own)


def _kept(change: Change, fate: RebasedChange) -> RebasedChange:
    """A change that waits to be looked at goes on waiting."""
    waits = change.carry == RebaseState.CHECK and fate.state == RebaseState.CLEAN
    return replace(fate, state=RebaseState.CHECK, note=fate.note or change.carry_note) if waits else fate


def _divided(change: Change, shape: StructureChange, decided: Mapping[int, str]) -> RebasedChange:
    """What a change of the whole asks of its parts."""
    first, second = shape.after
    gone = {"": (first, second), first.html: (second,), second.html: (first,)}.get(change.html)
    if gone is not None and change.pk not in decided:
        change.kind, change.provision = ChangeKind.DELETE, gone[0].provision
        return RebasedChange(
            RebaseState.CLEAN, gone[0], "", also=tuple(Also(ChangeKind.DELETE, w, "") for w in gone[1:])
        )
    proposed = [change.html, *([decided[change.pk]] if change.pk in decided else [])]
    rebased = [shape.over(html, shape.before[0]) for html in proposed]
    if any(parts is None or len(parts) < len(shape.after) for parts in rebased):
        why = _(
            "The provision was split within the text that this amendment changes. The amendment now puts the "
            "full text in the first part and deletes the second part."
        )
        also = (Also(ChangeKind.DELETE, second, ""),)
        return RebasedChange(RebaseState.CHECK, first, change.html, why, False, also)
    each = [(w, [parts[str(w.provision.key)] for parts in rebased if parts]) for w in shape.after]
    touched = [(w, htmls[0]) for w, htmls in each if any(html != w.html for html in htmls)]
    if not touched:
        return mark_as_adopted(change.base, change.html)
    (place, html), *more = touched
    change.provision = place.provision
    return RebasedChange(
        RebaseState.CLEAN, place, html, also=tuple(Also(ChangeKind.REPLACE, w, part_html) for w, part_html in more)
    )


def _joined(change: Change, shape: StructureChange, own: Collection[Change]) -> RebasedChange:
    """What a change of one of two asks of both as one."""
    now, base = shape.after[0], next(part for part in shape.before if part.pk == change.base_id)
    others = [part for part in shape.before if part.pk != base.pk]
    change.provision = now.provision
    if change.kind == ChangeKind.DELETE:
        return _joined_and_gone(change, now, others, own)
    rebased = shape.over(change.html, base)
    if rebased is not None:
        html = rebased.get(str(now.provision.key), "")
        if html != now.html:
            return RebasedChange(RebaseState.CLEAN, now, html)
        return mark_as_adopted(base, change.html)
    whole = "".join(change.html if part.pk == base.pk else part.html for part in shape.before[:1])
    for wording in shape.before[1:]:
        whole = texts.in_one(whole, change.html if wording.pk == base.pk else wording.html)
    return RebasedChange(RebaseState.CHECK, now, whole, _("The provision was combined with another provision."), False)


def _joined_and_gone(change: Change, now: Wording, others: list[Wording], own: Collection[Change]) -> RebasedChange:
    if not others:
        return RebasedChange(RebaseState.CLEAN, now, "")
    both = [c for c in own if not c.html]
    if len(both) > 1 and change.pk == both[0].pk:
        return RebasedChange(RebaseState.CLEAN, now, "")
    if len(both) > 1:
        why = _("The provision was combined with another provision that is also deleted.")
        return RebasedChange(RebaseState.VOID, change.base, "", why, False)
    change.kind = ChangeKind.REPLACE
    why = _("The provision was combined with another provision. Only its own text is deleted now.")
    return RebasedChange(RebaseState.CHECK, now, others[0].html, why, False)


def _reword(shape: StructureChange, html: str, old: Change, new: Change) -> str:
    """The secretariat's words in a decision, where the change has gone."""
    if new.kind == ChangeKind.DELETE:
        return ""
    base = next(wording for wording in shape.before if wording.pk == old.base_id)
    rebased = shape.over(html, base)
    return html if rebased is None else rebased.get(str(new.provision.key), html)


def _place(amendment: Amendment, adoption: Adoption, at: datetime) -> None:
    assert amendment.text is not None
    placed = _divided_place if adoption.fate == StructuralEffect.SPLIT else _joined_place
    changes = list(amendment.text.changes.all())
    placing = [c for c in changes if c.kind in (ChangeKind.INSERT, ChangeKind.MOVE) and c.carry not in DONE]
    rebased_changes = {c.pk: _kept(c, rebased) for c in placing if (rebased := placed(c, adoption)) is not None}
    if rebased_changes:
        write_next_text(amendment, changes, rebased_changes, at)


def _divided_place(change: Change, adoption: Adoption) -> RebasedChange | None:
    """A change whose place was after the whole provision gets the place after its second part."""
    first, second = adoption.provision, adoption.other
    assert second is not None
    if change.kind == ChangeKind.MOVE and change.provision_id == first.pk:
        why = _("The provision was split. Only its first part is moved.")
        return RebasedChange(RebaseState.CHECK, change.base, change.html, why, False)
    if change.kind == ChangeKind.INSERT and change.provision_id == first.pk:
        change.provision = second
    elif change.kind == ChangeKind.MOVE and change.after_id == first.pk:
        change.after = second
    else:
        return None
    return RebasedChange(RebaseState.CLEAN, change.base, change.html)


def _joined_place(change: Change, adoption: Adoption) -> RebasedChange | None:
    """A place after the second provision becomes one after both; a place between them must be checked."""
    first, gone = adoption.provision, adoption.other
    moves = change.kind == ChangeKind.MOVE
    pair = {first.pk, adoption.other_id}
    if moves and (change.provision_id == adoption.other_id or {change.provision_id, change.after_id} == pair):
        why = _("The provision was combined with the previous provision, so it cannot be moved separately.")
        return RebasedChange(RebaseState.VOID, change.base, change.html, why, False)
    after = change.after if moves else change.provision
    if after is not None and after == gone:
        change.after, change.provision = (first, change.provision) if moves else (change.after, first)
        return RebasedChange(RebaseState.CLEAN, change.base, change.html)
    if moves and change.provision_id == first.pk:
        why = _("The provision was combined with the next provision. The amendment now moves both provisions.")
        return RebasedChange(RebaseState.CHECK, change.base, change.html, why, False)
    if after == first:
        why = _(
            "The provision that should precede the moved provision was combined with the next "
            "provision. The proposed place is now after both provisions."
        )
        return RebasedChange(RebaseState.CHECK, change.base, change.html, why, False)
    return None
