"""Joins that are asked for, when the order of the text moves under them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from charter.actions.carries import locked
from charter.actions.next_texts import Carried, follow
from charter.models import Adoption, Amendment, Arrangement, Change, Charter
from charter.queries import divisions
from charter.states import CarryState, ChangeKind, Fate

DONE = (CarryState.VOID, CarryState.MERGED)


@transaction.atomic
def rearrange(charter: Charter, new: Arrangement, but: Collection[int] = ()) -> None:
    """Ends what asks to join two that no longer stand one behind the other; words that were cut are told of later."""
    rows = Amendment.objects.pending().filter(round__charter=charter, text__changes__kind=ChangeKind.JOIN)
    for amendment in locked(rows, but):
        assert amendment.text is not None
        changes = list(amendment.text.changes.all())
        apart = [c for c in changes if c.kind == ChangeKind.JOIN and c.carry not in DONE and _apart(c, new)]
        why = _("The two no longer stand one behind the other.")
        fates = {c.pk: Carried(CarryState.VOID, c.base, c.html, why, False) for c in apart}
        if fates:
            follow(amendment, changes, fates, new.made_at)


def _apart(change: Change, new: Arrangement) -> bool:
    key = str(change.provision.key)
    if key in _told_by_words(new, change.language):
        return False
    block = divisions.next_of(new.section_of(change.provision.key), key)
    return block is None or change.after is None or block.key != str(change.after.key)


def _told_by_words(new: Arrangement, language: str) -> set[str]:
    """Keys of what was divided or joined just now in words of a language: a division is made in one alone."""
    found: set[str] = set()
    for key, said in new.fates.items():
        pair = {key, *said["into"]}
        made = Adoption.objects.filter(fate=said["fate"], other__key__in=pair)
        if said["fate"] == Fate.JOINED or (said["fate"] == Fate.SPLIT and made.latest("pk").language == language):
            found |= pair
    return found
