"""Carrying over what asks to divide a provision or to join it with the next, when words or borders under it move."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from charter import texts
from charter.actions.next_texts import Carried, meets
from charter.models import Change, Wording
from charter.states import CarryState, ChangeKind
from charter.text import rebase


def adopted(change: Change) -> Carried:
    """What it asks for was done by others."""
    return Carried(CarryState.VOID, change.base, change.html, _("The text already says what it asks for."), False)


def over(change: Change, base: Wording, new: Wording) -> Carried:
    """New words of the same provision: a join takes them as they are, a division cuts them where the core puts it."""
    if change.kind == ChangeKind.JOIN:
        return Carried(CarryState.CLEAN, new, change.html)
    if change.cut is None or base.html == new.html:
        return Carried(CarryState.CLEAN, new, change.html)
    now = texts.single(new.html)
    found = rebase(texts.sides(change)[1], texts.single(base.html), now)
    if found.document is None or len(found.document.blocks) < 2:
        return Carried(CarryState.VOID, base, "", meets(found.conflicts), False)
    change.cut = len(found.document.blocks[0].text)
    return Carried(CarryState.CLEAN, new, "")


def divided(change: Change, whole: Wording, first: Wording, second: Wording) -> Carried:
    """The whole was divided: a division goes to the part that it cuts, a join to the part at the border it takes."""
    if change.kind == ChangeKind.JOIN and change.base_id == whole.pk:
        change.provision = second.provision
        why = _("The provision was divided. What is joined with the next one is its second part alone.")
        return Carried(CarryState.CHECK, second, "", why, False)
    if change.kind == ChangeKind.JOIN:
        change.after_base = first
        why = _("The next provision was divided. What is joined is its first part alone.")
        return Carried(CarryState.CHECK, change.base, "", why, False)
    start = len(whole.text) - len(second.text)
    if change.cut is None or change.cut < len(first.text):
        return Carried(CarryState.CLEAN, first, change.html)
    if change.cut <= start:
        return adopted(change)
    change.provision, change.cut = second.provision, change.cut - start
    return Carried(CarryState.CLEAN, second, "")


def joined(change: Change, before: Collection[Wording], now: Wording) -> Carried:
    """Two became one: a division cuts the words where it did, a join takes in what both are now."""
    own = next((one for one in before if one.pk == change.base_id), None)
    if change.kind == ChangeKind.SPLIT:
        assert own is not None
        moved = len(now.text) - len(own.text) if own.provision_id != now.provision_id else 0
        change.provision, change.cut = now.provision, change.cut and change.cut + moved
        return Carried(CarryState.CLEAN, now, change.html)
    if {change.base_id, change.after_base_id} == {one.pk for one in before}:
        return adopted(change)
    if own is not None:
        change.provision = now.provision
    else:
        change.after_base = now
    why = _("One of the two was joined with a third one. All three would be one provision.")
    return Carried(CarryState.CHECK, now if own is not None else change.base, "", why, False)
