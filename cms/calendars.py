"""The calendar as a file that other programs subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts.models import Person
from accounts.queries.site_settings import site_name
from charter import observances
from charter.queries.amending import rounds
from charter.queries.reading import charters
from charter.wording.own_dates import OwnDate, own_dates
from charter.wording.rounds import Deadline, deadlines_of
from cms.models import CalendarPage, EventPage

FIRST_YEAR = 2024
DAY = timedelta(days=1)


def calendar_of(page: CalendarPage) -> bytes:
    """Every event of the page, and the days that come each year, in the page's language."""
    return _file(f"{site_name()}: {page.title}", page.locale.language_code, _public_entries(page))


def own_calendar_of(person: Person, page: CalendarPage | None, language: str, now: datetime) -> bytes:
    """The entries of the public calendar, where the site has one in that language, and the dates of the person."""
    entries = _public_entries(page) if page else [_deadline(deadline) for deadline in _deadlines()]
    entries += [_own(date, now) for date in own_dates(person, now)]
    return _file(_("%(site)s: my calendar") % {"site": site_name()}, language, entries)


def _file(name: str, language: str, entries: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{site_name()}//calendar//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _public_entries(page: CalendarPage) -> list[Event]:
    events = EventPage.objects.child_of(page).live().public().order_by("on", "pk")
    return [
        *(_event(event) for event in events),
        *(_deadline(deadline) for deadline in _deadlines()),
        *(_yearly(day, page) for day in (observances.DAYS if page.with_days else ())),
    ]


def _event(page: EventPage) -> Event:
    event = Event()
    event.add("uid", f"{page.translation_key}@{_host()}")
    event.add("dtstamp", page.last_published_at or page.latest_revision_created_at)
    event.add("dtstart", page.on)
    event.add("dtend", (page.until or page.on) + DAY)
    event.add("summary", page.title)
    for name, words in (("location", page.place), ("description", page.introduction)):
        if words:
            event.add(name, words)
    event.add("url", settings.SITE_URL + page.relative_url(page.get_site()))
    return event


def _deadlines() -> list[Deadline]:
    charter = charters.current_charter()
    rows = rounds.rounds_with_counts(charter) if charter else []
    prefetch_related_objects(rows, "moves")
    return [deadline for round_ in rows for deadline in deadlines_of(round_)]


def _deadline(deadline: Deadline) -> Event:
    """A date of a round at its moment, which takes no time; it keeps its `uid` when it is moved."""
    event = Event()
    event.add("uid", f"round-{deadline.round.number}-{deadline.code}@{_host()}")
    event.add("dtstamp", max((move.at for move in deadline.round.moves.all()), default=deadline.round.opens_at))
    event.add("dtstart", deadline.at.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    event.add("summary", deadline.title)
    event.add("url", f"{settings.SITE_URL}{reverse('round', args=[deadline.round.number])}")
    return event


def _own(date: OwnDate, now: datetime) -> Event:
    """A date of the person: at its moment, or on the day in the time zone of the site."""
    event = Event()
    event.add("uid", f"{date.code}@{_host()}")
    event.add("dtstamp", now)
    if date.is_day:
        day = timezone.localdate(date.at)
        event.add("dtstart", day)
        event.add("dtend", day + DAY)
    else:
        event.add("dtstart", date.at.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    event.add("summary", date.title)
    event.add("url", settings.SITE_URL + date.url)
    return event


def _yearly(day: observances.Observance, page: CalendarPage) -> Event:
    event = Event()
    event.add("uid", f"{day.key}.un@{_host()}")
    event.add("dtstamp", page.first_published_at)
    event.add("dtstart", day.on(FIRST_YEAR))
    event.add("dtend", day.on(FIRST_YEAR) + DAY)
    event.add("rrule", {"freq": "yearly"})
    event.add("transp", "TRANSPARENT")
    event.add("summary", str(day.title))
    event.add("description", f"{day.by}, {observances.SOURCE}")
    event.add("url", f"{settings.SITE_URL}{reverse('un_day', args=[day.key])}")
    return event


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
