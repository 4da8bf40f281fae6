"""Membership applications as the secretariat lists them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Pledge
from accounts.queries.site_settings import site_settings
from accounts.states import OPEN_PLEDGES, PledgeState

PATIENCE = timedelta(days=7)


def pledges_in_state(state: str) -> QuerySet[Pledge]:
    """Forms in that state, else all that wait for somebody; the oldest change first."""
    rows = Pledge.objects.filter(state=state) if state in PledgeState.values else Pledge.objects.undecided()
    return rows.select_related("organisation").order_by("changed_at", "pk")


def count_pledges() -> list[dict[str, Any]]:
    """How many forms there are in each state, with the state's word."""
    counts = dict(Pledge.objects.order_by().values_list("state").annotate(Count("pk")))
    return [{"state": state.value, "word": state.label, "count": counts.get(state.value, 0)} for state in PledgeState]


def complete_pledges() -> QuerySet[Pledge]:
    """Forms that wait for the secretariat, the oldest first."""
    return Pledge.objects.filter(state=PledgeState.COMPLETE).order_by("sent_at", "pk")


def count_waiting() -> int:
    """How many forms wait for the secretariat."""
    return complete_pledges().count()


def pledges_to_remind(at: datetime) -> QuerySet[Pledge]:
    """Unfinished forms of confirmed addresses that nobody touched for a week and nobody was reminded of in it.

    None on a site that takes no applications.
    """
    if not site_settings().has_pledge:
        return Pledge.objects.none()
    week_ago = at - PATIENCE
    rows = Pledge.objects.filter(state__in=OPEN_PLEDGES, changed_at__lte=week_ago, confirmed_at__isnull=False)
    return rows.filter(Q(reminded_at=None) | Q(reminded_at__lte=week_ago)).order_by("pk")


def pledges_for_page() -> QuerySet[Pledge]:
    """With the member that came of it and who decided."""
    return Pledge.objects.select_related("organisation", "decided_by")


def has_people(pledge: Pledge) -> bool:
    """Whether people are named on the form."""
    return Pledge.objects.with_people().filter(pk=pledge.pk).exists()
