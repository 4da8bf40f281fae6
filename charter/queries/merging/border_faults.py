"""Why an accepted split or combination cannot be merged into the current text."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter.models import Change, Charter, Section
from charter.queries.reading import divisions
from charter.states import ChangeKind

TO_FOLLOW = _("The text in this language must still be split in the same way as in another language.")
ELSEWHERE = _("The text must still be split in another language. The editors of that language do this first.")


def fault_of_border(change: Change, charter: Charter, section: Section, words: Mapping[str, str]) -> str | Promise:
    """A sentence, or nothing; `words` is the text of the article in the language of the merge, by key."""
    if change.kind == ChangeKind.SPLIT:
        waits = divisions.to_follow(charter, change.provision, change.language) is not None
        return TO_FOLLOW if waits else ""
    if change.kind != ChangeKind.JOIN:
        return ""
    key = str(change.provision.key)
    block = divisions.next_of(section, key)
    if block is None or change.after is None or block.key != str(change.after.key):
        return _("One of the two provisions no longer follows the other directly.")
    if not words.get(key) or not words.get(block.key):
        return _("In this language, one of the two provisions has no text yet.")
    return ELSEWHERE if _still_whole_with_others(change, charter) else ""


def _still_whole_with_others(change: Change, charter: Charter) -> bool:
    """Whether a language has still to divide one of the two, other than into these very two."""
    ids = {change.provision_id, change.after_id}
    open_ = ({division.provision_id, division.other_id} for division in divisions.open_divisions(charter).values())
    return any(pair & ids and pair != ids for pair in open_)
