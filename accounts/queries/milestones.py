"""Milestones of the campaign, the oldest first."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Milestone


def milestones_with_texts() -> QuerySet[Milestone]:
    """Every milestone with its texts in every language."""
    return Milestone.objects.with_texts()
