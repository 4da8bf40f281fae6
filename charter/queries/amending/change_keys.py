"""Which provisions a change is about, by key, for programs that apply it."""

from __future__ import annotations

from typing import TypedDict

from charter.models import Change
from charter.states import ChangeKind

ABOUT = {
    "key": "permanent key of the provision",
    "after_key": "for insert and move: key of the provision after which the new or moved one goes",
    "new_kind": "for insert: kind of the new provision",
    "new_key": "for insert and split: key of the new provision",
    "joined_key": "for join: key of the second provision, whose text follows that of the first",
    "cut": "for split: how many characters of the text, without tags, are before the cut",
}


class ChangeKeys(TypedDict):
    """What `ABOUT` explains."""

    key: str
    after_key: str | None
    new_kind: str | None
    new_key: str | None
    joined_key: str | None
    cut: int | None


def keys_of_change(change: Change) -> ChangeKeys:
    """The values of `ABOUT`; None where the kind of change has none."""
    key, after = str(change.provision.key), str(change.after.key) if change.after else None
    return {
        "key": key,
        "after_key": {ChangeKind.INSERT: key, ChangeKind.MOVE: after}.get(ChangeKind(change.kind)),
        "new_kind": change.new_kind or None,
        "new_key": str(change.new_provision.key) if change.new_provision else None,
        "joined_key": after if change.kind == ChangeKind.JOIN else None,
        "cut": change.cut,
    }
