"""The times at which decisions are scheduled to be published, and the next of them, which every request may need."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.db.models import Min

from charter.models import ReleasePlan, Round

NEXT, FRESH = "releases:next", 60
NEVER = 0.0


def release_plan(round_: Round) -> ReleasePlan | None:
    """The hour that is set for a round and has not come."""
    rows = ReleasePlan.objects.filter(round=round_, release=None, dropped_at=None).select_related("by")
    return rows.order_by("due").first()


def due_release_plans(now: datetime) -> list[ReleasePlan]:
    """Those whose hour has come and that are not done."""
    return list(ReleasePlan.objects.filter(due__lte=now, release=None, dropped_at=None).order_by("due", "pk"))


def is_due(now: datetime) -> bool:
    """Whether a scheduled time has come. The next time is cached for a minute, so a request reads only the cache."""
    next_due: float | None = cache.get(NEXT)
    if next_due is None:
        soonest = ReleasePlan.objects.filter(release=None, dropped_at=None).aggregate(due=Min("due"))["due"]
        next_due = soonest.timestamp() if soonest else NEVER
        cache.set(NEXT, next_due, FRESH)
    return next_due != NEVER and next_due <= now.timestamp()


def forget_next() -> None:
    """An hour was set, dropped or has come."""
    cache.delete(NEXT)
