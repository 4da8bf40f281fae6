"""The settings of the site, kept for a minute: every page asks for them."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache

from accounts.models import Person, Record, SiteSettings
from accounts.models.records import name_of
from accounts.stamps import read_stamp, renew_stamp

KEY = "accounts:site_settings:2"
STAMP = "settings"
FRESH = 60
SHOWN_CHANGES = 20


def site_settings() -> SiteSettings:
    """The settings; an empty row where nothing was set. A change in any process counts at once."""
    stamp = settings_stamp()
    kept: tuple[int, SiteSettings] | None = cache.get(KEY)
    if kept is None or kept[0] != stamp:
        kept = (stamp, SiteSettings.objects.first() or SiteSettings())
        cache.set(KEY, kept, FRESH)
    return kept[1]


def settings_stamp() -> int:
    """When the settings were last changed, as the file says that all processes of the site share."""
    return read_stamp(STAMP)


def site_name() -> str:
    """The name of the site: the one that the secretariat gave it, else the one of the installation."""
    return site_settings().name or str(settings.SITE_NAME)


def return_address() -> str:
    """Where a paper is sent back to: the postal address of the secretariat, its lines as typed, else its email."""
    own = site_settings()
    return own.postal_address or own.contact or str(settings.CONTACT or settings.DEFAULT_FROM_EMAIL)


def congress_of_site() -> tuple[str, date] | None:
    """The name and the day of the Congress; nothing without a day, or on a site that has no Congress."""
    own = site_settings()
    return (own.congress_name, own.congress_on) if own.has_congress and own.congress_on else None


def latest_changes() -> list[tuple[Record, Person | None]]:
    """The latest changes of the settings, each with who made it; the newest first."""
    acts = list(Record.objects.filter(about=name_of(SiteSettings(pk=1))).order_by("-number")[:SHOWN_CHANGES])
    people = Person.objects.in_bulk({act.person for act in acts if act.person})
    return [(act, people.get(act.person or 0)) for act in acts]


def native_reader(language: str) -> dict[str, Any] | None:
    """Who approved the interface texts of the language: `name`, `function` and `day`."""
    reader = site_settings().native_readers.get(language)
    return {**reader, "day": date.fromisoformat(reader["day"])} if reader else None


def site_time_zone() -> ZoneInfo:
    """The time zone of the site: the one that the secretariat chose, else the one of the installation."""
    return ZoneInfo(site_settings().time_zone or settings.TIME_ZONE)


def forget_settings() -> None:
    """Drops what any process has kept. Where the file cannot be written, the others forget within a minute."""
    cache.delete(KEY)
    renew_stamp(STAMP)


def content_digest(text: str) -> str:
    """A few letters that change with the content, for its address."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
