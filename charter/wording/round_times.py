"""Moments of a round: in its own zone with the zone's name, and first in one's own for who is signed in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.dates import date_format
from accounts.models import Person
from charter.models import Round


def format_moment(at: datetime, round_: Round, person: Person | None = None) -> str:
    """`18 December 2026, 23:59 Barcelona time (UTC+1)`; one's own time first where it is another."""
    round_time = at.astimezone(round_.tz)
    sentence = _("%(day)s, %(hour)s %(zone)s time (%(offset)s)") % {
        "day": format_day(round_time),
        "hour": date_format(round_time, "H:i"),
        "zone": round_.zone_place,
        "offset": format_offset(round_time),
    }
    own = own_zone(person)
    own_time = at.astimezone(own) if own else round_time
    if own is None or own_time.utcoffset() == round_time.utcoffset():
        return sentence
    mine = {"day": format_day(own_time), "hour": date_format(own_time, "H:i"), "there": sentence}
    return _("%(day)s, %(hour)s your time; %(there)s") % mine


def days_left(until: datetime, now: datetime | None = None) -> str:
    """`23 days left`; the hours on the last day, and the minutes in the last hour."""
    left = until - (now or timezone.now())
    if left.days >= 1:
        return ngettext("%(n)s day left", "%(n)s days left", left.days) % {"n": left.days}
    minutes = max(int(left.total_seconds() // 60), 0)
    if minutes < 60:
        return ngettext("%(n)s minute left", "%(n)s minutes left", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}


def minutes_since(at: datetime) -> int:
    """Whole minutes since that moment."""
    return int((timezone.now() - at).total_seconds() // 60)


def format_day(at: datetime | date) -> str:
    """The day as the interface's language writes it."""
    return date_format(at, "DATE_FORMAT")


def format_offset(at: datetime) -> str:
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
