"""Initiatives of members, as pages of the charter count and list them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count
from wagtail.query import PageQuerySet

from accounts.models import Theme
from charter.queries.city.initiatives import WrittenBySecretariat
from cms.models import InitiativePage
from cms.places import one_per_place


def count_by_member() -> dict[int, int]:
    """How many public initiatives each member has, by its id; the languages of one initiative count once."""
    rows = InitiativePage.objects.live().public().exclude(member=None).order_by()
    return dict(rows.values_list("member").annotate(Count("translation_key", distinct=True)))


def rows_of_member(organisation: int, language: str) -> list[dict[str, Any]]:
    """The public initiatives of a member, the newest first; one that the language lacks is shown in another."""
    rows = InitiativePage.objects.filter(member=organisation).select_related("theme__name")
    # Most members have none: the restrictions of pages need not be read for them.
    if not rows.exists():
        return []
    pages = _newest_first(rows.prefetch_related("theme__name__translations"), language)
    return [{**_row(page), "meta": str(page.theme)} for page in pages]


def rows_on_theme(theme: Theme, language: str) -> list[dict[str, Any]]:
    """The public initiatives on a theme, the newest first."""
    pages = _newest_first(InitiativePage.objects.filter(theme=theme), language)
    return [{**_row(page), "meta": page.place} for page in pages]


def pages_as_data(theme: Theme | None, language: str) -> list[WrittenBySecretariat]:
    """The public pages on a theme, or all, the newest first."""
    rows = InitiativePage.objects.live().public().order_by("first_published_at", "pk")
    rows = rows if theme is None else rows.filter(theme=theme)
    rows = rows.select_related("locale", "member__name")
    pages = list(rows.prefetch_related("member__name__translations", "member__former_names__name__translations"))
    languages: dict[Any, list[str]] = {}
    for page in pages:
        languages.setdefault(page.translation_key, []).append(page.locale.language_code)
    shown = reversed(one_per_place(pages, language))
    return [_as_data(page, languages[page.translation_key]) for page in shown]


def _as_data(page: InitiativePage, languages: list[str]) -> WrittenBySecretariat:
    url = page.get_url()
    return WrittenBySecretariat(
        title=page.title,
        summary=page.summary,
        language=page.locale.language_code,
        languages=tuple(languages),
        place=page.place,
        link=page.contact_address if page.contact_address.startswith(("https://", "http://")) else "",
        theme=page.theme_id,
        member=None if page.member is None or page.member.name_withheld else page.member,
        published_at=page.first_published_at,
        page=f"{settings.SITE_URL}{url}" if url.startswith("/") else url,
    )


def _newest_first(rows: PageQuerySet, language: str) -> list[InitiativePage]:
    pages = rows.live().public().select_related("locale").order_by("first_published_at", "pk")
    return list(reversed(one_per_place(pages, language)))


def _row(page: InitiativePage) -> dict[str, Any]:
    return {
        "title": page.title,
        "url": page.get_url(),
        "text": page.summary,
        "language": page.locale.language_code,
    }
