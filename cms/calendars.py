"""The calendar as a file that other programs subscribe to (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from icalendar import Calendar, Event

from accounts.queries.site_settings import site_name
from charter import observances
from charter.queries.amending import rounds
from charter.queries.reading import charters
from charter.wording.rounds import Deadline, deadlines_of
from cms.models import CalendarPage, EventPage

FIRST_YEAR = 2024
DAY = timedelta(days=1)


def calendar_of(page: CalendarPage) -> bytes:
    """Every event of the page, and the days that come each year, in the page's language."""
    language = page.locale.language_code
    calendar = Calendar()
    calendar.add("prodid", f"-//{site_name()}//calendar//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{site_name()}: {page.title}")
    for event in EventPage.objects.child_of(page).live().public().order_by("on", "pk"):
        calendar.add_component(_event(event))
    for deadline in _deadlines():
        calendar.add_component(_deadline(deadline))
    for day in observances.DAYS if page.with_days else ():
        calendar.add_component(_yearly(day, page))
    return bytes(calendar.to_ical())


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
    rows = rounds.all_of(charter) if charter else []
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
    return event


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
