"""Joining forms as the secretariat lists them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Pledge
from accounts.states import OPEN_PLEDGES, PledgeState

PATIENCE = timedelta(days=7)


def listed(state: str) -> QuerySet[Pledge]:
    """Forms in that state, else all that wait for somebody; the oldest change first."""
    rows = Pledge.objects.filter(state=state) if state in PledgeState.values else Pledge.objects.undecided()
    return rows.select_related("organisation").order_by("changed_at", "pk")


def counts() -> list[dict[str, Any]]:
    """How many forms there are in each state, with the state's word."""
    found = dict(Pledge.objects.order_by().values_list("state").annotate(Count("pk")))
    return [{"state": state.value, "word": state.label, "count": found.get(state.value, 0)} for state in PledgeState]


def complete() -> QuerySet[Pledge]:
    """Forms that wait for the secretariat, the oldest first."""
    return Pledge.objects.filter(state=PledgeState.COMPLETE).order_by("sent_at", "pk")


def waiting() -> int:
    """How many forms wait for the secretariat."""
    return complete().count()


def to_remind(at: datetime) -> QuerySet[Pledge]:
    """Unfinished forms that nobody touched for a week, and of whose contact nobody was reminded in it."""
    week_ago = at - PATIENCE
    rows = Pledge.objects.filter(state__in=OPEN_PLEDGES, changed_at__lte=week_ago)
    return rows.filter(Q(reminded_at=None) | Q(reminded_at__lte=week_ago)).order_by("pk")
