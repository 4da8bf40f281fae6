"""The page of a day of the United Nations: what belongs to it in the campaign and in the charter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Theme
from accounts.queries.themes import theme_at
from accounts.views.breadcrumbs import breadcrumbs
from charter import observances
from charter.models import Charter
from charter.observances import Observance
from charter.queries.city import events, initiatives, waves
from charter.queries.reading import articles, charters
from charter.queries.versions import themes
from charter.views.public_pages import publicly
from charter.views.text_frame import words_language
from charter.wording.charter_text import in_words, interface_language
from charter.wording.initiatives import initiative_row

from .theme_sections import FEW, frameworks_section, marked
from .themes import line_groups

AROUND = timedelta(days=30)


@publicly
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One day, whose key is the month and the day."""
    day = observances.observance_at(key)
    if day is None:
        raise Http404(_("There is no international day at this address."))
    charter, today = charters.current_charter(), timezone.localdate()
    theme = theme_at(day.theme)
    calendar = (_("Calendar"), reverse("wagtail_serve", args=["calendar/"]))
    context = {
        "day": day,
        "next": day.next_on(today),
        "theme": {"word": in_words(theme.name), "url": reverse("theme", args=[theme.code])} if theme else None,
        "has_campaign": charter is not None and waves.has_campaign(),
        "events": _events(day, today),
        "crumbs": breadcrumbs(calendar, here=str(day.title)),
        **(_of_charter(request, charter, day, theme) if charter else {}),
    }
    return render(request, "charter/versions/un_days/show.html", context)


def _of_charter(request: HttpRequest, charter: Charter, day: Observance, theme: Theme | None) -> dict[str, Any]:
    """Initiatives of the day, provisions of its theme and of these initiatives, and frameworks on the theme."""
    rows = initiatives.public_initiatives(charter, observance=day.key)
    campaign = waves.has_campaign()
    rows = rows if campaign else rows.none()
    version = next(iter(articles.published_versions(charter)), None)
    language = charters.edition_in(words_language(request))
    lines = themes.lines_on_day(theme, rows, version, language) if version else []
    section = frameworks_section(charter, theme) if campaign and theme else None
    page = Paginator(rows, FEW).get_page(1)
    return {
        "initiatives": [initiative_row(row) for row in page],
        "has_more": page.has_next(),
        "groups": line_groups(version, lines, {}) if version else [],
        "frameworks": section if section and section["rows"] else None,
    }


def _events(day: Observance, today: date) -> list[dict[str, Any]]:
    """The events within a month of the day that is near, or else of the next one."""
    nearest = day.last_on(today) if today - day.last_on(today) <= AROUND else day.next_on(today)
    rows = events.events_between(nearest - AROUND, nearest + AROUND, interface_language())
    return [marked(row) for row in rows]
