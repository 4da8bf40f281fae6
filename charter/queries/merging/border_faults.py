"""Why an accepted split or combination cannot be merged into the current text."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from charter.models import Change, Charter, Section
from charter.queries.reading import divisions
from charter.states import ChangeKind


class MergeFault(Enum):
    """Why an accepted change cannot be merged. `charter/wording/merges.py` has the sentences."""

    NOT_ACCEPTED = "not accepted"
    NOT_CHECKED = "not checked"
    TEXT_GONE = "text gone"
    TEXT_CHANGED = "text changed"
    TRANSLATION_OUTDATED = "translation outdated"
    WITHOUT_IDENTITY = "without identity"
    SPLIT_HERE_FIRST = "split here first"
    SPLIT_ELSEWHERE_FIRST = "split elsewhere first"
    NOT_ADJACENT = "not adjacent"
    PART_WITHOUT_TEXT = "part without text"


def fault_of_border(change: Change, charter: Charter, section: Section, words: Mapping[str, str]) -> MergeFault | None:
    """None where it can be merged; `words` is the text of the article in the language of the merge, by key."""
    if change.kind == ChangeKind.SPLIT:
        waits = divisions.split_to_follow(charter, change.provision, change.language) is not None
        return MergeFault.SPLIT_HERE_FIRST if waits else None
    if change.kind != ChangeKind.JOIN:
        return None
    key = str(change.provision.key)
    block = divisions.next_combinable_block(section, key)
    if block is None or change.after is None or block.key != str(change.after.key):
        return MergeFault.NOT_ADJACENT
    if not words.get(key) or not words.get(block.key):
        return MergeFault.PART_WITHOUT_TEXT
    return MergeFault.SPLIT_ELSEWHERE_FIRST if _is_undivided(change, charter) else None


def _is_undivided(change: Change, charter: Charter) -> bool:
    """Whether a language has still to divide one of the two, other than into these very two."""
    ids = {change.provision_id, change.after_id}
    open_ = ({division.provision_id, division.other_id} for division in divisions.open_divisions(charter).values())
    return any(pair & ids and pair != ids for pair in open_)
