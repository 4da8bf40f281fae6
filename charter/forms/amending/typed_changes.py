"""A change while a person types it: its tracked changes, computed by the text core. Nothing of it is stored."""

from __future__ import annotations

from functools import cached_property

from django.utils.safestring import SafeString

from charter.actions.amending import change_borders
from charter.actions.amending.changes import ChangeInput, typed_over
from charter.models import Change, Wording
from charter.queries.amending.shown_changes import Shown
from charter.queries.reading.comparing import redline_of_diff
from charter.queries.reading.current_wordings import current_wording
from charter.states import WORDED_KINDS, ChangeKind
from charter.text import Diff, diff
from charter.wording.charter_text import interface_language


class TypedChange(Shown):
    """A change that is not stored. Its tracked changes are not kept in memory, since each key makes others."""

    @cached_property
    def redline(self) -> SafeString:
        if self.change.kind == ChangeKind.MOVE:
            return self.before
        return redline_of_diff(self.difference, self.language)

    @cached_property
    def difference(self) -> Diff:
        return diff(*self._sides)

    @property
    def count(self) -> int:
        return 1 if self.change.kind == ChangeKind.MOVE else len(self.difference.changes)


def track_changes(typed: ChangeInput, present: Wording | None, language: str, citation: str) -> TypedChange | None:
    """The typed change of a provision, on its current text; None if nothing has changed yet.

    `language` is that of the text.
    """
    moves, inserts = typed.kind == ChangeKind.MOVE, typed.kind == ChangeKind.INSERT
    base = None if inserts else present
    if typed.kind == ChangeKind.REPLACE and base is not None and typed.text == base.text:
        return None
    if moves and (typed.after is None or typed.after == typed.provision):
        return None
    change = Change(
        kind=typed.kind,
        provision=typed.provision,
        language=language,
        base=base,
        html=typed_over(base, typed.text) if typed.kind in WORDED_KINDS else "",
        new_kind=typed.new_kind if inserts else "",
        after=typed.after if moves else None,
    )
    charter = typed.provision.charter
    change_borders.bind_change(change, typed.text, charter)
    before = current_wording(change.after, language) if moves and change.after else None
    shown = TypedChange(
        change=change,
        citation=citation,
        after_citation=_citation(change),
        language=interface_language(),
        after_html=before.html if before else "",
    )
    return shown if shown.count else None


def _citation(change: Change) -> str:
    """The citation of the provision that a move follows, or with which this one is combined."""
    arrangement = change.provision.charter.arrangement
    if change.after is None or arrangement is None:
        return ""
    label = arrangement.labels(interface_language()).get(str(change.after.key))
    return label.citation if label else ""
