"""The time zones that a form offers."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.conf import settings

from accounts.folding import fold_text
from accounts.locales import time_zone_place


def time_zone_choices() -> list[tuple[str, str]]:
    """Standard name and label of each zone that is named after a place, and of the one of the installation.

    The label begins with the place in the language of the page, by which the zones are sorted.
    """
    places = {zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")}
    named = [(zone, time_zone_place(zone)) for zone in {*places, settings.TIME_ZONE}]
    return [(zone, f"{place} ({zone})") for zone, place in sorted(named, key=lambda row: (fold_text(row[1]), row[0]))]
