"""Carrying over: when text of the charter changes, pending proposals are rewritten for the new text.

Nothing is ever shown against another base than its own: a change that could not be carried over keeps its old base.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from charter.actions.amending import rebasing_borders
from charter.actions.amending.next_texts import RebasedChange, mark_as_adopted, rebase_change, write_next_text
from charter.models import (
    Amendment,
    AmendmentText,
    Arrangement,
    Change,
    Charter,
    CurrentWording,
    Provision,
    Wording,
)
from charter.states import BORDER_KINDS, LEFT_BEHIND, AmendmentState, ChangeKind, RebaseState, StructuralEffect

Moves = Sequence[tuple[Wording | None, Wording]]


@transaction.atomic
def rebase_amendments(moves: Moves, exclude: Collection[int] = ()) -> list[AmendmentText]:
    """Rebases every pending amendment on the text that changed; `exclude` names the amendments that changed it."""
    new = {old.pk: to for old, to in moves if old is not None}
    if not new:
        return []
    at = max(wording.at for wording in new.values())
    named = Q(text__changes__base__in=list(new)) | Q(text__changes__after_base__in=list(new))
    places = {wording.provision_id for wording in new.values()}
    named |= Q(text__changes__carry=RebaseState.ADOPTED, text__changes__base__provision__in=places)
    asking = Amendment.objects.pending().filter(named)
    return [
        text for amendment in lock_amendments(asking, exclude) if (text := _rebase(amendment, new, at)) is not None
    ]


@transaction.atomic
def rearrange_amendments(
    charter: Charter, old: Arrangement, new: Arrangement, exclude: Collection[int] = ()
) -> list[AmendmentText]:
    """Looks at every pending amendment whose provision, or the place it names, has left the text or is back in it."""
    stands = set(new.keys())
    _reopen_deletions(charter, stands)
    kept = stands | {key for key, rebased in new.fates.items() if rebased["fate"] == StructuralEffect.JOINED}
    gone = [key for key in old.keys() if key not in kept]  # noqa: SIM118  keys() is in reading order
    if not gone:
        return []
    named = Q(text__changes__provision__key__in=gone) | Q(text__changes__after__key__in=gone)
    asking = Amendment.objects.pending().filter(named, round__charter=charter)
    places = _places(charter, old, stands)
    new_texts = (_replace(amendment, places, new.made_at) for amendment in lock_amendments(asking, exclude))
    return [text for text in new_texts if text is not None]


@transaction.atomic
def open_draft(*, amendment: Amendment, by: Person, at: datetime | None = None) -> AmendmentText | None:
    """Brings a draft to the current text; the previous draft stays beside it. None if nothing changed."""
    at = at or timezone.now()
    if amendment.state != AmendmentState.DRAFT or amendment.text is None:
        return None
    locked_amendment = next(iter(lock_amendments(Amendment.objects.filter(pk=amendment.pk), ())))
    assert locked_amendment.text is not None
    read = [word for c in locked_amendment.text.changes.all() for word in (c.base, c.after_base) if word is not None]
    rows = CurrentWording.objects.filter(
        provision__in=[word.provision_id for word in read], language=locked_amendment.text.language
    ).select_related("wording")
    now = {s.provision_id: s.wording for s in rows}
    new = {w.pk: now[w.provision_id] for w in read if w.provision_id in now and now[w.provision_id].pk != w.pk}
    text = _rebase(locked_amendment, new, at) if new else None
    if text is not None:
        amendment.text, amendment.revision = text, locked_amendment.revision
    return text


def lock_amendments(asking: QuerySet[Amendment], exclude: Collection[int]) -> Iterable[Amendment]:
    """The amendments with all that carrying asks of them, locked until the action is done."""
    ids = asking.exclude(pk__in=list(exclude)).values_list("pk", flat=True).distinct()
    return (
        Amendment.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=list(ids))
        .select_related("organisation__name", "round", "text__prepared_by", "text__title", "text__reason")
        .prefetch_related("text__changes__provision", "text__changes__base", "text__changes__after")
        .prefetch_related("text__changes__after_base")
        .order_by("pk")
    )


def _rebase(amendment: Amendment, new: dict[int, Wording], at: datetime) -> AmendmentText | None:
    """A new text where words differ; where only the wording's row is another, its base is set and no more."""
    assert amendment.text is not None
    changes = list(amendment.text.changes.all())
    moved = [(c, c.base, to) for c in changes if c.base is not None and (to := _words_now(c, c.base, new)) is not None]
    behind = [(c, c.after_base, new[c.after_base.pk]) for c in changes if c.after_base and c.after_base.pk in new]
    if all(base.html == to.html for _change, base, to in (*moved, *behind)):
        for change, _base, to in moved:
            back = {"carry": RebaseState.CLEAN, "carry_note": ""} if change.carry == RebaseState.ADOPTED else {}
            Change.objects.filter(pk=change.pk).update(base=to, **back)
        for change, _base, to in behind:
            Change.objects.filter(pk=change.pk).update(after_base=to)
        return None
    rebased_changes = {}
    for change, _base, to in behind:
        change.after_base = to if change.carry not in LEFT_BEHIND else change.after_base
        rebased_changes[change.pk] = RebasedChange(
            RebaseState(change.carry), change.base, change.html, change.carry_note
        )
    rebased_changes |= {c.pk: _rebased_change(c, base, to) for c, base, to in moved}
    rebased_changes = {
        c.pk: rebased_changes[c.pk]
        for c in changes
        if c.pk in rebased_changes and not _keeps_state(c, rebased_changes[c.pk])
    }
    return write_next_text(amendment, changes, rebased_changes, at) if rebased_changes else None


def _words_now(change: Change, base: Wording, new: dict[int, Wording]) -> Wording | None:
    """The new words under a change. Words that others brought are looked at in full: they may have left again."""
    if base.pk in new or change.carry != RebaseState.ADOPTED:
        return new.get(base.pk)
    wordings = (w for w in new.values() if (w.provision_id, w.language) == (base.provision_id, base.language))
    now = next(wordings, None)
    # A border that others drew is drawn again only where the words are whole again.
    return now if now is None or change.kind not in BORDER_KINDS or now.html == base.html else None


def _keeps_state(change: Change, fate: RebasedChange) -> bool:
    """Whether a change keeps its state: void, or adopted because others proposed it and their text is still there."""
    return change.carry == RebaseState.VOID or change.carry == fate.state == RebaseState.ADOPTED


def _reopen_deletions(charter: Charter, stands: set[str]) -> None:
    """A deletion that others brought is proposed again when its provision is in the text again."""
    rows = Change.objects.filter(
        kind=ChangeKind.DELETE,
        carry=RebaseState.ADOPTED,
        provision__key__in=stands,
        text__in=Amendment.objects.pending().filter(round__charter=charter).values("text"),
    )
    rows.update(carry=RebaseState.CLEAN, carry_note="")


def _rebased_change(change: Change, base: Wording, new: Wording) -> RebasedChange:
    """A change that waits to be looked at goes on waiting, however cleanly it is carried further."""
    border = change.kind in BORDER_KINDS
    rebased = (
        rebasing_borders.rebase_border(change, base, new)
        if border
        else rebase_change(change.kind, change.html, base, new)
    )
    if change.carry == RebaseState.CHECK and rebased.state == RebaseState.CLEAN:
        return replace(rebased, state=RebaseState.CHECK, note=rebased.note or change.carry_note)
    return rebased


def _places(charter: Charter, old: Arrangement, stands: set[str]) -> dict[str, Provision | None]:
    """For each deleted provision: the last one before it in its article that is still in the text."""
    keys: dict[str, str | None] = {}
    for section in old.sections:
        before = None
        for block in section.blocks:
            if block.key in stands:
                before = block.key
            else:
                keys[block.key] = before
    provisions = {str(p.key): p for p in Provision.objects.filter(key__in=[k for k in keys.values() if k])}
    return {key: provisions.get(before or "") for key, before in keys.items()}


def _replace(amendment: Amendment, places: dict[str, Provision | None], at: datetime) -> AmendmentText | None:
    assert amendment.text is not None
    changes = list(amendment.text.changes.all())
    rebased_changes = {}
    for change in changes:
        rebased = _placed(change, places)
        if rebased is not None and change.carry not in LEFT_BEHIND:
            rebased_changes[change.pk] = rebased
    return write_next_text(amendment, changes, rebased_changes, at) if rebased_changes else None


def _placed(change: Change, places: dict[str, Provision | None]) -> RebasedChange | None:
    """What becomes of a change when the provision it is on, or the place it names, has left the text."""
    own, after = str(change.provision.key), str(change.after.key) if change.after else ""
    if own not in places and after not in places:
        return None
    if own in places and change.kind == ChangeKind.DELETE:
        return mark_as_adopted(change.base, change.html)
    if own in places and change.kind != ChangeKind.INSERT:
        return RebasedChange(
            RebaseState.VOID, change.base, change.html, _("The provision is no longer in the text."), False
        )
    if change.kind == ChangeKind.JOIN:
        return RebasedChange(
            RebaseState.VOID, change.base, change.html, _("The next provision is no longer in the text."), False
        )
    place = places[own if change.kind == ChangeKind.INSERT else after]
    if place is None:
        why = _("The provision that should precede the new or moved provision is no longer in the text.")
        return RebasedChange(RebaseState.VOID, change.base, change.html, why, False)
    if change.kind == ChangeKind.INSERT:
        change.provision = place
    else:
        change.after = place
    why = _(
        "The provision that should precede the new or moved provision is no longer in the text. "
        "The proposed place is now after the provision before it."
    )
    return RebasedChange(RebaseState.CHECK, change.base, change.html, why, False)
