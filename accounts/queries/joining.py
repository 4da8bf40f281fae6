"""Joining forms as the secretariat lists them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import Pledge
from accounts.states import UNDECIDED_PLEDGES, PledgeState


def listed(state: str) -> QuerySet[Pledge]:
    """Forms in that state, else all that wait for somebody; the oldest change first."""
    rows = Pledge.objects.filter(state=state) if state in PledgeState.values else Pledge.objects.undecided()
    return rows.select_related("organisation").order_by("changed_at", "pk")


def counts() -> list[dict[str, Any]]:
    """How many forms there are in each state, with the state's word."""
    found = dict(Pledge.objects.order_by().values_list("state").annotate(Count("pk")))
    return [{"state": state.value, "word": state.label, "count": found.get(state.value, 0)} for state in PledgeState]


def waiting() -> int:
    """How many forms wait for the secretariat."""
    return Pledge.objects.filter(state=PledgeState.COMPLETE).count()


def to_remind() -> QuerySet[Pledge]:
    return Pledge.objects.filter(state__in=UNDECIDED_PLEDGES - {PledgeState.COMPLETE})
