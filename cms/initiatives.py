"""Initiatives of members, as pages of the charter count and list them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from wagtail.query import PageQuerySet

from cms.models import InitiativePage
from cms.places import one_of_each


def count_by_member() -> dict[int, int]:
    """How many public initiatives each member has, by its id; the languages of one initiative count once."""
    rows = InitiativePage.objects.live().public().exclude(member=None).order_by()
    return dict(rows.values_list("member").annotate(Count("translation_key", distinct=True)))


def rows_of_member(organisation: int, language: str) -> list[dict[str, Any]]:
    """The public initiatives of a member, the newest first; one that the language lacks is shown in another."""
    pages = _newest_first(InitiativePage.objects.filter(member=organisation), language)
    return [{**_row(page), "meta": page.get_theme_display()} for page in pages]


def rows_on_themes(codes: Iterable[str], language: str) -> list[dict[str, Any]]:
    """The public initiatives with one of these priority themes, the newest first."""
    pages = _newest_first(InitiativePage.objects.filter(theme__in=list(codes)), language)
    return [{**_row(page), "meta": page.place} for page in pages]


def _newest_first(rows: PageQuerySet, language: str) -> list[InitiativePage]:
    pages = rows.live().public().select_related("locale").order_by("first_published_at", "pk")
    return list(reversed(one_of_each(pages, language)))


def _row(page: InitiativePage) -> dict[str, Any]:
    return {
        "title": page.title,
        "url": page.get_url(),
        "text": page.summary,
        "language": page.locale.language_code,
    }
