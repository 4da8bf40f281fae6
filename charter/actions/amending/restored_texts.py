"""When a merge is reversed: amendments that it carried over or left behind propose the same as before the merge.

A text that was carried over to the text of a merge may have lost what the merge contained or contradicted. Carrying it
back would not return that, so the text before the merge is written again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import LocalizedText
from charter.actions.amending import amendment_letters
from charter.actions.amending.next_texts import RebasedChange, write_next_text
from charter.actions.amending.rebasing import lock_amendments
from charter.models import Amendment, AmendmentText, Change, CurrentWording, Merge, Wording
from charter.states import PENDING_STATES, RebaseState

COMPARED = ("base_id", "html", "cut", "carry", "provision_id", "after_id", "after_base_id")
TO_LOOK_AT = frozenset({RebaseState.CHECK, RebaseState.VOID})


@dataclass(frozen=True)
class CarriedByMerge:
    """An amendment with its text before a merge and the text that the merge made of it."""

    amendment: Amendment
    before: AmendmentText
    after: AmendmentText

    @property
    def carried(self) -> dict[int, Change]:
        """The changes that the merge carried over, as they were before it, by place."""
        before = {change.place: change for change in self.before.changes.all()}
        after = {change.place: change for change in self.after.changes.all()}
        return {place: old for place, old in before.items() if _values(old) != _values(after[place])}


def carried_by_merge(merge: Merge, exclude: Collection[int]) -> list[CarriedByMerge]:
    """The pending amendments that a merge carried over and whose text still follows from it."""
    assert merge.applied_at is not None
    rows = Amendment.objects.filter(state__in=PENDING_STATES, texts__at=merge.applied_at).exclude(pk__in=exclude)
    amendments = [amendment for amendment in lock_amendments(rows, ()) if amendment.text is not None]
    texts = AmendmentText.objects.filter(amendment__in=amendments).prefetch_related(
        "changes__base", "changes__provision"
    )
    by_id = {text.pk: text for text in texts}
    carried = (_carried(amendment, merge, by_id) for amendment in amendments)
    return [each for each in carried if each is not None]


def restore_texts(carried: Sequence[CarriedByMerge], reason: LocalizedText, at: datetime) -> list[int]:
    """Gives each of them its text before the merge, and tells members that were told of the change; ids of all.

    A member whose amendment a public decision has ended gets no email: its text concerns nobody any longer.
    """
    ids = [each.amendment.pk for each in carried]
    open_ids = set(Amendment.objects.pending().filter(pk__in=ids).values_list("pk", flat=True))
    for each in carried:
        amendment, current = each.amendment, each.amendment.text
        assert current is not None
        changes = list(current.changes.all())
        effects = {
            change.pk: _as_before(change, each.carried[change.place])
            for change in changes
            if change.place in each.carried
        }
        text = write_next_text(amendment, changes, effects, at)
        if not text.changes.filter(carry__in=TO_LOOK_AT).exists():
            _confirm(amendment, text, each.before)
            was_to_look_at = any(change.carry in TO_LOOK_AT for change in each.after.changes.all())
            if was_to_look_at and amendment.pk in open_ids:
                amendment_letters.tell_of_restored_text(amendment, text, reason, at)
    return ids


def _carried(amendment: Amendment, merge: Merge, texts: dict[int, AmendmentText]) -> CarriedByMerge | None:
    """None if its member revised it since, or checked a text that was to be checked before the merge too."""
    assert amendment.text is not None and merge.applied_at is not None
    chain = [texts[amendment.text.pk]]
    while chain[-1].carried_from_id in texts:
        chain.append(texts[chain[-1].carried_from_id])
    by_merge = [text for text in chain if text.at == merge.applied_at]
    earlier = [text for text in chain if text.at < merge.applied_at]
    if not by_merge or not earlier:
        return None
    current, after, before = chain[0], by_merge[0], earlier[0]
    if before.confirmed_by_id is None and current.confirmed_by_id is not None:
        return None
    each = CarriedByMerge(amendment, before, after)
    return each if _still_follows(each, current) else None


def _still_follows(each: CarriedByMerge, current: AmendmentText) -> bool:
    before, after, now = (
        {change.place: change for change in text.changes.all()} for text in (each.before, each.after, current)
    )
    if not before.keys() == after.keys() == now.keys():
        return False
    return all(
        (now[place].html, now[place].cut, now[place].provision_id)
        == (after[place].html, after[place].cut, after[place].provision_id)
        for place in each.carried
    )


def _as_before(change: Change, before: Change) -> RebasedChange:
    """The change as it was, on the wordings that have the text of before again."""
    change.provision, change.after, change.cut = before.provision, before.after, before.cut
    change.after_base = _current(before.after_base)
    return RebasedChange(RebaseState(before.carry), _current(before.base), before.html, before.carry_note)


def _current(wording: Wording | None) -> Wording | None:
    if wording is None:
        return None
    same = CurrentWording.objects.filter(provision=wording.provision_id, language=wording.language)
    row = same.filter(wording__html=wording.html).select_related("wording").first()
    return row.wording if row else wording


def _confirm(amendment: Amendment, text: AmendmentText, before: AmendmentText) -> None:
    """Nobody needs to look at it: its member confirmed the same text before the merge."""
    text.confirmed_by_id, text.confirmed_on_id = before.confirmed_by_id, before.confirmed_on_id
    text.save(update_fields=["confirmed_by", "confirmed_on"])
    amendment.look_until = None
    amendment.save(update_fields=["look_until"])


def _values(change: Change) -> tuple[object, ...]:
    return tuple(getattr(change, name) for name in COMPARED)
