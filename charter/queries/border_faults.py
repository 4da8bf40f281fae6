"""Why an accepted division or join cannot be merged into the text that stands."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from charter.models import Change, Charter, Section
from charter.queries import divisions
from charter.states import ChangeKind

TO_FOLLOW = _("In this language these words have still to be divided as another language was.")
ELSEWHERE = _("In a language these words have still to be divided. Its editors do that first.")


def fault(change: Change, charter: Charter, section: Section, words: Mapping[str, str]) -> str | Promise:
    """A sentence, or nothing; `words` are those of the article in the language of the merge, by key."""
    if change.kind == ChangeKind.SPLIT:
        waits = divisions.to_follow(charter, change.provision, change.language) is not None
        return TO_FOLLOW if waits else ""
    if change.kind != ChangeKind.JOIN:
        return ""
    key = str(change.provision.key)
    block = divisions.next_of(section, key)
    if block is None or change.after is None or block.key != str(change.after.key):
        return _("The two no longer stand one behind the other.")
    if not words.get(key) or not words.get(block.key):
        return _("In this language one of the two provisions has no words yet.")
    return ELSEWHERE if _still_whole_with_others(change, charter) else ""


def _still_whole_with_others(change: Change, charter: Charter) -> bool:
    """Whether a language has still to divide one of the two, other than into these very two."""
    ids = {change.provision_id, change.after_id}
    open_ = ({one.provision_id, one.other_id} for one in divisions.open_divisions(charter).values())
    return any(pair & ids and pair != ids for pair in open_)
