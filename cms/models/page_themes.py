"""The themes of a page beside the charter."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Theme


def used_themes(themes: Iterable[Theme]) -> list[Theme]:
    """Those of the themes that are in use, with their names; a preview has themes that are not stored yet."""
    return list(Theme.objects.in_use().filter(pk__in=[theme.pk for theme in themes]).with_names())


def current_themes(themes: Iterable[Theme]) -> list[Theme]:
    """Each theme once, with the one that remains in place of a merged one."""
    return list(dict.fromkeys(theme.merged_into or theme for theme in themes))
