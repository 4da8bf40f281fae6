"""Events of the campaign, as pages of the charter list them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from cms.models import EventPage
from cms.places import one_of_each

PAST = 5


def rows_on_themes(codes: Iterable[str], language: str) -> list[dict[str, Any]]:
    """The public events with one of these priority themes: those to come by day, then the latest of the past ones."""
    events = EventPage.objects.filter(theme__in=list(codes)).live().public().select_related("locale")
    today = timezone.localdate()
    pages = one_of_each(events.order_by("on", "pk"), language)
    coming = [page for page in pages if (page.until or page.on) >= today]
    past = [page for page in reversed(pages) if (page.until or page.on) < today]
    return [_row(page) for page in [*coming, *past[:PAST]]]


def rows_between(first: date, last: date, language: str) -> list[dict[str, Any]]:
    """The public events of which a day is among these, in their order."""
    lasting = Q(on__gte=first) | Q(until__gte=first)
    events = EventPage.objects.filter(lasting, on__lte=last).live().public().select_related("locale")
    return [_row(page) for page in one_of_each(events.order_by("on", "pk"), language)]


def _row(page: EventPage) -> dict[str, Any]:
    days = " – ".join(date_format(day) for day in (page.on, page.until) if day)
    return {
        "title": page.title,
        "url": page.get_url(),
        "text": page.introduction,
        "meta": " · ".join(filter(None, [days, page.place])),
        "language": page.locale.language_code,
    }
