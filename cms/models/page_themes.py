"""The themes of a page beside the charter."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

from accounts.models import Theme
from accounts.queries.themes import theme_at


def used_themes(themes: Iterable[Theme]) -> list[Theme]:
    """Those of the themes that are in use, with their names; a preview has themes that are not stored yet."""
    return list(Theme.objects.in_use().filter(pk__in=[theme.pk for theme in themes]).with_names())


def current_themes(themes: Iterable[Theme]) -> list[Theme]:
    """Each theme once, with the one that remains in place of a merged one."""
    return list(dict.fromkeys(theme.merged_into or theme for theme in themes))


def chosen_theme(request: HttpRequest) -> Theme | None:
    """The theme in use to which the address narrows a list."""
    code = request.GET.get("theme", "")
    return theme_at(code) if code else None
