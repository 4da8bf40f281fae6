"""Initiatives of members, as pages of the charter count and list them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from cms.models import InitiativePage


def count_by_member() -> dict[int, int]:
    """How many public initiatives each member has, by its id; the languages of one initiative count once."""
    rows = InitiativePage.objects.live().public().exclude(member=None).order_by()
    return dict(rows.values_list("member").annotate(Count("translation_key", distinct=True)))


def rows_of_member(organisation: int, language: str) -> list[dict[str, Any]]:
    """The public initiatives of a member, the newest first; one that the language lacks is shown in another."""
    pages = InitiativePage.objects.live().public().filter(member=organisation).select_related("locale")
    in_each: dict[Any, InitiativePage] = {}
    for page in pages.order_by("first_published_at", "pk"):
        if page.translation_key not in in_each or page.locale.language_code == language:
            in_each[page.translation_key] = page
    return [_row(page) for page in reversed(in_each.values())]


def _row(page: InitiativePage) -> dict[str, Any]:
    return {
        "title": page.title,
        "url": page.get_url(),
        "text": page.summary,
        "meta": page.get_theme_display(),
        "language": page.locale.language_code,
    }
