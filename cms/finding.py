"""Pages in the search of the site: their words are kept as they are published, and shown as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page

from accounts.dates import date_format
from charter.actions.reading import search_index
from charter.queries.city.waves import has_campaign
from cms.models import EventPage, InitiativePage, NewsPage, PlainPage, ProcessPage, ResourcePage

FOUND = (NewsPage, PlainPage, InitiativePage, EventPage, ResourcePage, ProcessPage)
WORDS = ("introduction", "summary", "body", "place", "by", "institution", "outcome")


def enter_page(page: Any) -> None:
    if isinstance(page, FOUND):
        language = page.locale.language_code
        search_index.enter_page(ref=page.pk, language=language, words=[page.title, text_of(page)])


def forget_page(page: Any) -> None:
    if isinstance(page, Page):
        search_index.forget_page(ref=page.pk)


def page_rows(refs: Iterable[int], language: str) -> list[dict[str, Any]]:
    """Live pages for a list, the newest first; a site without a campaign has no processes."""
    live_pages = Page.objects.live().public().filter(pk__in=list(refs), locale__language_code=language)
    live_pages = live_pages if has_campaign() else live_pages.not_type(ProcessPage)
    pages = live_pages.specific().order_by("-first_published_at", "-pk")
    return [_row(page) for page in pages]


def text_of(page: Any) -> str:
    """All words of a page without their mark-up."""
    texts = (str(getattr(page, name, "") or "") for name in WORDS)
    return " ".join(unescape(strip_tags(words.replace("<", " <"))) for words in texts if words).strip()


def _row(page: Any) -> dict[str, Any]:
    day = getattr(page, "date", None) or getattr(page, "on", None)
    return {
        "title": page.title,
        "url": page.get_url(),
        "text": text_of(page),
        "meta": date_format(day, "DATE_FORMAT") if day else "",
    }
