"""Events of the campaign, as pages of the charter list them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.query import PageQuerySet

from accounts.dates import date_format
from accounts.models import Theme
from charter.queries.city.events import EventData
from cms.models import EventPage
from cms.page_data import Links, PageData, public_address
from cms.places import one_per_place

PAST = 5


def rows_on_theme(theme: Theme, language: str) -> list[dict[str, Any]]:
    """The public events on a theme: those to come by day, then the latest of the past ones."""
    return _coming_first(EventPage.objects.filter(themes=theme), language)


def rows_of_member(organisation: int, language: str) -> list[dict[str, Any]]:
    """The public events of a member, in the same order."""
    events = EventPage.objects.filter(members=organisation)
    # Most members have none: the restrictions of pages need not be read for them.
    return _coming_first(events, language) if events.exists() else []


def _coming_first(events: PageQuerySet, language: str) -> list[dict[str, Any]]:
    today = timezone.localdate()
    pages = one_per_place(events.live().public().select_related("locale").order_by("on", "pk"), language)
    coming = [page for page in pages if (page.until or page.on) >= today]
    past = [page for page in reversed(pages) if (page.until or page.on) < today]
    return [_row(page) for page in [*coming, *past[:PAST]]]


def events_as_data(language: str, *, newest_first: bool) -> Sequence[EventData]:
    """All public events, the latest day or the latest publication first."""
    order = ("-first_published_at", "-pk") if newest_first else ("-on", "-pk")
    return PageData(EventPage.objects.order_by(*order), language, _as_data)


def _as_data(page: EventPage, links: Links) -> EventData:
    return EventData(
        title=page.title,
        introduction=page.introduction,
        language=page.locale.language_code,
        languages=links.languages,
        on=page.on,
        until=page.until,
        place=page.place,
        themes=links.themes,
        members=links.members,
        published_at=page.first_published_at,
        page=public_address(page),
    )


def rows_between(first: date, last: date, language: str) -> list[dict[str, Any]]:
    """The public events of which a day is among these, in their order."""
    lasting = Q(on__gte=first) | Q(until__gte=first)
    events = EventPage.objects.filter(lasting, on__lte=last).live().public().select_related("locale")
    return [_row(page) for page in one_per_place(events.order_by("on", "pk"), language)]


def _row(page: EventPage) -> dict[str, Any]:
    days = " – ".join(date_format(day) for day in (page.on, page.until) if day)
    return {
        "title": page.title,
        "url": page.get_url(),
        "text": page.introduction,
        "meta": " · ".join(filter(None, [days, page.place])),
        "language": page.locale.language_code,
    }
