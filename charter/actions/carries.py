"""Carrying over: when words of the charter move, what was written for the old ones is written for the new ones.

Nothing is ever shown against a text it was not written for: a change that could not be carried keeps its old base.
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
from charter.actions import border_carries
from charter.actions.next_texts import Carried, follow, over
from charter.models import (
    Amendment,
    AmendmentText,
    Arrangement,
    Change,
    Charter,
    Provision,
    Standing,
    Wording,
)
from charter.states import BORDER_KINDS, AmendmentState, CarryState, ChangeKind, Fate

Moves = Sequence[tuple[Wording | None, Wording]]


@transaction.atomic
def carry(moves: Moves, but: Collection[int] = ()) -> list[AmendmentText]:
    """Rebases every pending amendment on words that moved; `but` names those that moved them."""
    new = {old.pk: to for old, to in moves if old is not None}
    if not new:
        return []
    at = max(wording.at for wording in new.values())
    named = Q(text__changes__base__in=list(new)) | Q(text__changes__after_base__in=list(new))
    asking = Amendment.objects.pending().filter(named)
    return [text for amendment in locked(asking, but) if (text := _carry(amendment, new, at)) is not None]


@transaction.atomic
def rearrange(charter: Charter, old: Arrangement, new: Arrangement, but: Collection[int] = ()) -> list[AmendmentText]:
    """Looks at every pending amendment whose provision, or the place it names, has left the text."""
    stands = set(new.keys())
    kept = stands | {key for key, fate in new.fates.items() if fate["fate"] == Fate.JOINED}
    gone = [key for key in old.keys() if key not in kept]  # noqa: SIM118  keys() is in reading order
    if not gone:
        return []
    named = Q(text__changes__provision__key__in=gone) | Q(text__changes__after__key__in=gone)
    asking = Amendment.objects.pending().filter(named, round__charter=charter)
    places = _places(charter, old, stands)
    found = (_replace(amendment, places, new.made_at) for amendment in locked(asking, but))
    return [text for text in found if text is not None]


@transaction.atomic
def open_draft(*, amendment: Amendment, by: Person, at: datetime | None = None) -> AmendmentText | None:
    """Brings a draft to the words that stand now; the text as it was before stays beside it. None if nothing moved."""
    at = at or timezone.now()
    if amendment.state != AmendmentState.DRAFT or amendment.text is None:
        return None
    held = next(iter(locked(Amendment.objects.filter(pk=amendment.pk), ())))
    assert held.text is not None
    read = [word for c in held.text.changes.all() for word in (c.base, c.after_base) if word is not None]
    standing = Standing.objects.filter(
        provision__in=[word.provision_id for word in read], language=held.text.language
    ).select_related("wording")
    now = {s.provision_id: s.wording for s in standing}
    new = {w.pk: now[w.provision_id] for w in read if w.provision_id in now and now[w.provision_id].pk != w.pk}
    text = _carry(held, new, at) if new else None
    if text is not None:
        amendment.text, amendment.revision = text, held.revision
    return text


def locked(asking: QuerySet[Amendment], but: Collection[int]) -> Iterable[Amendment]:
    """The amendments with all that carrying asks of them, held until the deed is done."""
    found = asking.exclude(pk__in=list(but)).values_list("pk", flat=True).distinct()
    return (
        Amendment.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=list(found))
        .select_related("organisation__name", "round", "text__prepared_by", "text__title", "text__reason")
        .prefetch_related("text__changes__provision", "text__changes__base", "text__changes__after")
        .prefetch_related("text__changes__after_base")
        .order_by("pk")
    )


def _carry(amendment: Amendment, new: dict[int, Wording], at: datetime) -> AmendmentText | None:
    """A new text where words differ; where only the wording's row is another, its base is set and no more."""
    assert amendment.text is not None
    changes = list(amendment.text.changes.all())
    moved = [(c, c.base, new[c.base.pk]) for c in changes if c.base is not None and c.base.pk in new]
    behind = [(c, c.after_base, new[c.after_base.pk]) for c in changes if c.after_base and c.after_base.pk in new]
    if all(base.html == to.html for _change, base, to in (*moved, *behind)):
        for change, _base, to in moved:
            Change.objects.filter(pk=change.pk).update(base=to)
        for change, _base, to in behind:
            Change.objects.filter(pk=change.pk).update(after_base=to)
        return None
    fates = {}
    for change, _base, to in behind:
        change.after_base = to if change.carry != CarryState.VOID else change.after_base
        fates[change.pk] = Carried(CarryState(change.carry), change.base, change.html, change.carry_note)
    fates |= {c.pk: _fate(c, base, to) for c, base, to in moved}
    fates = {c.pk: fates[c.pk] for c in changes if c.pk in fates and c.carry != CarryState.VOID}
    return follow(amendment, changes, fates, at) if fates else None


def _fate(change: Change, base: Wording, new: Wording) -> Carried:
    """A change that waits to be looked at goes on waiting, however cleanly it is carried further."""
    border = change.kind in BORDER_KINDS
    fate = border_carries.over(change, base, new) if border else over(change.kind, change.html, base, new)
    if change.carry == CarryState.CHECK and fate.state == CarryState.CLEAN:
        return replace(fate, state=CarryState.CHECK, note=fate.note or change.carry_note)
    return fate


def _places(charter: Charter, old: Arrangement, stands: set[str]) -> dict[str, Provision | None]:
    """For each provision that left: the one that stood before it in its article and still stands."""
    keys: dict[str, str | None] = {}
    for section in old.sections:
        before = None
        for block in section.blocks:
            if block.key in stands:
                before = block.key
            else:
                keys[block.key] = before
    known = {str(p.key): p for p in Provision.objects.filter(key__in=[k for k in keys.values() if k])}
    return {key: known.get(before or "") for key, before in keys.items()}


def _replace(amendment: Amendment, places: dict[str, Provision | None], at: datetime) -> AmendmentText | None:
    assert amendment.text is not None
    changes = list(amendment.text.changes.all())
    fates = {}
    for change in changes:
        fate = _placed(change, places)
        if fate is not None and change.carry != CarryState.VOID:
            fates[change.pk] = fate
    return follow(amendment, changes, fates, at) if fates else None


def _placed(change: Change, places: dict[str, Provision | None]) -> Carried | None:
    """What becomes of a change when the provision it is on, or the place it names, has left the text."""
    own, after = str(change.provision.key), str(change.after.key) if change.after else ""
    if own not in places and after not in places:
        return None
    if own in places and change.kind != ChangeKind.INSERT:
        return Carried(CarryState.VOID, change.base, change.html, _("This provision has left the text."), False)
    if change.kind == ChangeKind.JOIN:
        return Carried(CarryState.VOID, change.base, change.html, _("The next provision has left the text."), False)
    place = places[own if change.kind == ChangeKind.INSERT else after]
    if place is None:
        why = _("The provision after which it was to stand has left the text.")
        return Carried(CarryState.VOID, change.base, change.html, why, False)
    if change.kind == ChangeKind.INSERT:
        change.provision = place
    else:
        change.after = place
    why = _("The provision after which it was to stand has left the text. It stands after the one before it now.")
    return Carried(CarryState.CHECK, change.base, change.html, why, False)
