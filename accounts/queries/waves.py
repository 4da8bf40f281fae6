"""The waves of the campaign for forms, files and the secretariat pages."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from accounts.models import Wave


def waves_with_counts() -> QuerySet[Wave]:
    """Every wave, the oldest first, with its names and how many members have it, those that left included."""
    return Wave.objects.with_names().annotate(member_count=Count("members")).order_by(*Wave.ORDER)


def waves_with_names() -> QuerySet[Wave]:
    """Waves with their names and their focus in every language."""
    return Wave.objects.with_names()


def wave_choices() -> list[tuple[str, str]]:
    """Codes with names, the oldest wave first."""
    return [(wave.code, str(wave)) for wave in Wave.objects.with_names()]


def wave_codes() -> set[str]:
    """The codes of all waves."""
    return set(Wave.objects.values_list("code", flat=True))
