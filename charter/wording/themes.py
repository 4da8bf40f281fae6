"""The themes of a member or of a page in words, each with its page."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import Theme


def theme_links(themes: Iterable[Theme]) -> list[dict[str, str]]:
    """The name of each theme, and the address of its page; a retired theme has none."""
    return [
        {"word": str(theme), "url": "" if theme.retired_at else reverse("theme", args=[theme.code])}
        for theme in themes
    ]
