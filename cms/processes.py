"""Processes to which members contributed, as pages of the charter list them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from wagtail.query import PageQuerySet

from accounts.dates import date_format
from charter.queries.city.processes import ProcessData
from charter.queries.city.waves import has_campaign
from cms.models import ProcessPage
from cms.page_data import Links, PageData, public_address
from cms.places import one_per_place


def rows_of_member(organisation: int, language: str) -> list[dict[str, Any]]:
    """The public processes to which a member contributed, the newest first; nothing without a campaign."""
    processes = ProcessPage.objects.filter(members=organisation)
    # Most members have none: the restrictions of pages need not be read for them.
    return _rows(processes, language) if processes.exists() else []


def rows_on_theme(theme: int, language: str) -> list[dict[str, Any]]:
    """The public processes on a theme, the newest first; nothing without a campaign."""
    return _rows(ProcessPage.objects.filter(themes=theme), language)


def processes_as_data(language: str, *, newest_first: bool) -> Sequence[ProcessData]:
    """All public processes, the latest day or the latest publication first; nothing without a campaign."""
    if not has_campaign():
        return ()
    order = ("-first_published_at", "-pk") if newest_first else ("-on", "-pk")
    return PageData(ProcessPage.objects.order_by(*order).select_related("file"), language, _as_data)


def _as_data(page: ProcessPage, links: Links) -> ProcessData:
    document = page.document_url
    return ProcessData(
        title=page.title,
        institution=page.institution,
        outcome=page.outcome,
        language=page.locale.language_code,
        languages=links.languages,
        on=page.on,
        document=f"{settings.SITE_URL}{document}" if document.startswith("/") else document,
        themes=links.themes,
        members=links.members,
        quotations=tuple((block.value["version"], block.value["citation"]) for block in page.provisions),
        published_at=page.first_published_at,
        page=public_address(page),
    )


def _rows(rows: PageQuerySet, language: str) -> list[dict[str, Any]]:
    if not has_campaign():
        return []
    pages = rows.live().public().select_related("locale").order_by("-on", "-pk")
    return [_row(page) for page in one_per_place(pages, language)]


def _row(page: ProcessPage) -> dict[str, Any]:
    return {
        "title": page.title,
        "url": page.get_url(),
        "text": page.outcome,
        "meta": f"{date_format(page.on)} · {page.institution}",
        "language": page.locale.language_code,
    }
