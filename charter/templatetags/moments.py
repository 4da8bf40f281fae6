"""Moments of a round: in its own zone with the zone's name, and first in one's own for who is signed in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from charter.models import Round

register = template.Library()


@register.simple_tag
def moment(at: datetime, round_: Round, person: Person | None = None) -> str:
    """`18 December 2026, 23:59 Barcelona time (UTC+1)`; one's own time first where it is another."""
    there = at.astimezone(round_.tz)
    said = _("%(day)s, %(hour)s %(zone)s time (%(offset)s)") % {
        "day": day(there),
        "hour": date_format(there, "H:i"),
        "zone": round_.zone_name,
        "offset": offset(there),
    }
    own = own_zone(person)
    here = at.astimezone(own) if own else there
    if own is None or here.utcoffset() == there.utcoffset():
        return said
    mine = {"day": day(here), "hour": date_format(here, "H:i"), "there": said}
    return _("%(day)s, %(hour)s your time; %(there)s") % mine


@register.simple_tag
def days_left(until: datetime, now: datetime | None = None) -> str:
    """`23 days left`, or the hours on the last day."""
    left = until - (now or timezone.now())
    if left.days >= 1:
        return ngettext("%(n)s day left", "%(n)s days left", left.days) % {"n": left.days}
    hours = max(int(left.total_seconds() // 3600), 0)
    return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}


def minutes_since(at: datetime) -> int:
    """Whole minutes since that moment."""
    return int((timezone.now() - at).total_seconds() // 60)


def day(at: datetime | date) -> str:
    """The day as the interface's language writes it."""
    return date_format(at, "DATE_FORMAT")


def offset(at: datetime) -> str:
    """`UTC+1`, `UTC+5:30`, `UTC`."""
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02d}" if rest else "")


def own_zone(person: Person | None) -> ZoneInfo | None:
    """The zone a person chose; None for readers and for a zone that nobody knows."""
    name = getattr(person, "zone", "")
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
