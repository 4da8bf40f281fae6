"""Priority themes in words, each with the page of the theme that has it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from charter.models import Charter
from charter.queries.versions import themes


def theme_links(priorities: Iterable[tuple[str, str]], charter: Charter | None) -> list[dict[str, str]]:
    """Of each priority theme, given by code and name: the name, and the address of its theme if there is one."""
    priorities = list(priorities)
    pages = themes.themes_by_priority(charter) if priorities else {}
    return [
        {"word": name, "url": reverse("theme", args=[pages[code].slug]) if code in pages else ""}
        for code, name in priorities
    ]
