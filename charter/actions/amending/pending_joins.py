"""Proposed combinations of provisions, when the order of the text changes under them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from charter.actions.amending.next_texts import RebasedChange, write_next_text
from charter.actions.amending.rebasing import lock_amendments
from charter.models import Adoption, Amendment, Arrangement, Change, Charter
from charter.queries.reading import divisions
from charter.states import LEFT_BEHIND, ChangeKind, RebaseState, StructuralEffect

DONE = LEFT_BEHIND | {RebaseState.MERGED}


@transaction.atomic
def rearrange_pending_joins(charter: Charter, new: Arrangement, exclude: Collection[int] = ()) -> None:
    """Ends proposals to combine provisions that are not neighbours any more; recent splits follow with their text."""
    rows = Amendment.objects.pending().filter(round__charter=charter, text__changes__kind=ChangeKind.JOIN)
    for amendment in lock_amendments(rows, exclude):
        assert amendment.text is not None
        changes = list(amendment.text.changes.all())
        apart = [c for c in changes if c.kind == ChangeKind.JOIN and c.carry not in DONE and _apart(c, new)]
        why = _("One of the two provisions no longer follows the other directly.")
        rebased_changes = {c.pk: RebasedChange(RebaseState.VOID, c.base, c.html, why, False) for c in apart}
        if rebased_changes:
            write_next_text(amendment, changes, rebased_changes, new.made_at)


def _apart(change: Change, new: Arrangement) -> bool:
    key = str(change.provision.key)
    if key in _told_by_words(new, change.language):
        return False
    block = divisions.next_combinable_block(new.section_of(change.provision.key), key)
    return block is None or change.after is None or block.key != str(change.after.key)


def _told_by_words(new: Arrangement, language: str) -> set[str]:
    """Keys of what was divided or joined just now in words of a language: a division is made in one alone."""
    keys: set[str] = set()
    for key, fate in new.fates.items():
        pair = {key, *fate["into"]}
        adoptions = Adoption.objects.filter(fate=fate["fate"], other__key__in=pair)
        if fate["fate"] == StructuralEffect.JOINED or (
            fate["fate"] == StructuralEffect.SPLIT and adoptions.latest("pk").language == language
        ):
            keys |= pair
    return keys
