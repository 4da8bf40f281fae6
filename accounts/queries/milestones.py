"""Milestones of the campaign, the oldest first."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Milestone


def milestones_with_texts() -> QuerySet[Milestone]:
    """Every milestone with its texts in every language."""
    return Milestone.objects.with_texts()


def latest_milestones(most: int) -> list[Milestone]:
    """The latest milestones, so many at most, with their texts; the oldest of them first."""
    return list(reversed(milestones_with_texts().order_by("-on", "-pk")[:most]))
