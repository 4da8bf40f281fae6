"""The time zones that a form offers."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings


def time_zone_choices() -> list[tuple[str, str]]:
    """Standard name and label of each zone that is named after a place, and of the one of the installation."""
    places = {zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")}
    return [(zone, zone.replace("_", " ")) for zone in sorted({*places, settings.TIME_ZONE})]
