"""The decisions that follow when a conflict was settled: for those whose wording was not chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Person
from charter.actions import decisions
from charter.queries.losing import Loser


def decide(losers: Sequence[Loser], by: Person, at: datetime) -> list[int]:
    """Decides anew on each, in public where the decision before was, with a note; gives the ids of those that end."""
    ended = []
    for one in losers:
        with override(by.language):
            note = _("Other words were chosen for the same place when the amendments were brought together.")
        decisions.follow(
            amendment=one.amendment,
            by=by,
            outcome=one.outcome,
            reason=one.reason,
            because_of=one.because_of,
            refused=one.refused,
            note=note,
            at=at,
        )
        if not one.is_in_part:
            ended.append(one.amendment.pk)
    return ended
