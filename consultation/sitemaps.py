"""What machines that index the web should know of: the latest version, article by article, in every language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override

from charter.models import Version
from charter.queries import charters, reading


@dataclass(frozen=True)
class Place:
    """One page in one language; `name` and `args` as for `reverse`."""

    language: str
    name: str
    args: tuple[Any, ...]
    changed: datetime


class Articles(Sitemap):
    """Articles of the latest version; older ones are linked from it."""

    def items(self) -> list[Place]:
        charter = charters.current()
        published = reading.versions(charter) if charter else []
        return [place for code in charters.languages() for place in self._in(code, published)]

    def location(self, item: Place) -> str:
        with override(item.language):
            return reverse(item.name, args=item.args)

    def lastmod(self, item: Place) -> datetime:
        return item.changed

    def _in(self, code: str, published: list[Version]) -> list[Place]:
        if not published:
            return []
        newest = published[0]
        heads = [Place(code, "charter", (), newest.published_at), Place(code, "versions", (), newest.published_at)]
        sections = newest.arrangement.sections
        articles = [Place(code, "article", (newest.number, s.address), newest.published_at) for s in sections]
        return [*heads, *articles]


SITEMAPS = {"charter": Articles}
