"""Carries over proposals to split or combine provisions, when text or borders under them change."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from charter import texts
from charter.actions.amending.next_texts import RebasedChange, mark_as_adopted, overlap_reason, why_to_check
from charter.models import Change, Wording
from charter.states import ChangeKind, RebaseState
from charter.text import rebase


def rebase_border(change: Change, base: Wording, new: Wording) -> RebasedChange:
    """A changed text of the same provision: a combination takes the new text, a split is placed by the core."""
    if change.kind == ChangeKind.JOIN:
        return RebasedChange(RebaseState.CLEAN, new, change.html)
    if change.cut is None or base.html == new.html:
        return RebasedChange(RebaseState.CLEAN, new, change.html)
    now = texts.single_block(new.html)
    rebase_result = rebase(texts.sides_of_change(change)[1], texts.single_block(base.html), now)
    if rebase_result.document is None or len(rebase_result.document.blocks) < 2:
        return RebasedChange(RebaseState.VOID, base, "", overlap_reason(rebase_result.conflicts), False)
    change.cut = len(rebase_result.document.blocks[0].text)
    if rebase_result.to_check:
        return RebasedChange(RebaseState.CHECK, new, "", why_to_check(rebase_result), False)
    return RebasedChange(RebaseState.CLEAN, new, "")


def rebase_on_split(change: Change, whole: Wording, first: Wording, second: Wording) -> RebasedChange:
    """Rebases a border change after a split: a split goes to its part, a combination to the part at its border."""
    if change.kind == ChangeKind.JOIN and change.base_id == whole.pk:
        change.provision = second.provision
        why = _("The provision was split. Only its second part is combined with the next provision.")
        return RebasedChange(RebaseState.CHECK, second, "", why, False)
    if change.kind == ChangeKind.JOIN:
        change.after_base = first
        why = _("The next provision was split. Only its first part is combined.")
        return RebasedChange(RebaseState.CHECK, change.base, "", why, False)
    start = len(whole.text) - len(second.text)
    if change.cut is None or change.cut < len(first.text):
        return RebasedChange(RebaseState.CLEAN, first, change.html)
    if change.cut <= start:
        return mark_as_adopted(change.base, change.html)
    change.provision, change.cut = second.provision, change.cut - start
    return RebasedChange(RebaseState.CLEAN, second, "")


def rebase_on_combination(change: Change, before: Collection[Wording], now: Wording) -> RebasedChange:
    """Two provisions were combined: a split keeps its place, a combination includes both texts."""
    own = next((wording for wording in before if wording.pk == change.base_id), None)
    if change.kind == ChangeKind.SPLIT:
        assert own is not None
        moved = len(now.text) - len(own.text) if own.provision_id != now.provision_id else 0
        change.provision, change.cut = now.provision, change.cut and change.cut + moved
        return RebasedChange(RebaseState.CLEAN, now, change.html)
    if {change.base_id, change.after_base_id} == {wording.pk for wording in before}:
        return mark_as_adopted(change.base, change.html)
    if own is not None:
        change.provision = now.provision
    else:
        change.after_base = now
    why = _("One of the two provisions was combined with a third provision. All three would become one provision.")
    return RebasedChange(RebaseState.CHECK, now if own is not None else change.base, "", why, False)
