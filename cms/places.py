"""The pages of the site that the menu and the foot lead to in every language, and which of them are not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from wagtail.models import Page

from charter.queries.reading import charters
from cms.models import (
    CalendarPage,
    HomePage,
    InitiativeIndexPage,
    NewsIndexPage,
    PlainPage,
    ProcessIndexPage,
    ResourceIndexPage,
)

AnyPage = TypeVar("AnyPage", bound=Page)
ABOUT, HELP, NEWS, SECTIONS = "about", "help", "news", "sections"
INITIATIVES, CALENDAR, RESOURCES, PROCESSES = "initiatives", "calendar", "resources", "processes"
INDEXES: dict[str, type[Page]] = {
    NEWS: NewsIndexPage,
    INITIATIVES: InitiativeIndexPage,
    CALENDAR: CalendarPage,
    RESOURCES: ResourceIndexPage,
    PROCESSES: ProcessIndexPage,
}
BELOW_HOME: dict[str, type[Page]] = {**INDEXES, ABOUT: PlainPage, HELP: PlainPage}


def missing_addresses() -> list[str]:
    """Addresses that lead nowhere, such as `/fr/about/`: the page was never made, is unpublished, or was deleted."""
    codes = charters.site_languages()
    homes = {home.locale.language_code: home for home in HomePage.objects.live().select_related("locale")}
    return [
        *(f"/{code}/" for code in codes if code not in homes),
        *(f"/{code}/{slug}/" for code in codes if code in homes for slug in _missing_below(homes[code])),
    ]


def _missing_below(home: HomePage) -> list[str]:
    slugs = set(Page.objects.child_of(home).live().values_list("slug", flat=True))
    return [slug for slug in BELOW_HOME if slug not in slugs]


def calendar_page(language: str) -> CalendarPage | None:
    """The page with the events of a language that everybody may read; None where it has none."""
    rows = CalendarPage.objects.live().public().filter(locale__language_code=language)
    return rows.order_by("path").first()


def one_per_place(pages: Iterable[AnyPage], language: str) -> list[AnyPage]:
    """Each page once, in that language if there is one; in the order of the first language of each."""
    in_each: dict[Any, AnyPage] = {}
    for page in pages:
        if page.translation_key not in in_each or page.locale.language_code == language:
            in_each[page.translation_key] = page
    return list(in_each.values())
