"""The present place of an article whose address existed in an earlier version and does not exist any more."""

from __future__ import annotations

from dataclasses import dataclass

from charter.models import Version, VersionWording
from charter.queries.reading import articles
from charter.queries.reading.articles import Chapter


@dataclass(frozen=True)
class Departure:
    """The last version with the article, its name there, and the chapters that now contain the rest of it."""

    was: Version
    name: str
    address: str
    now: tuple[Chapter, ...]


def departure_from(version: Version, language: str, address: str) -> Departure | None:
    """The article that an earlier version had at that address; None if no version had one."""
    earlier = VersionWording.objects.filter(version__charter=version.charter_id, version__number__lt=version.number)
    row = (
        articles.in_article(earlier, address).order_by("-version__number").select_related("version", "article").first()
    )
    if row is None:
        return None
    own = VersionWording.objects.filter(version=row.version, article=row.article)
    kept = VersionWording.objects.filter(version=version, language=language, provision__in=own.values("provision"))
    keys = {str(key) for key in kept.values_list("article__key", flat=True)}
    former = next(c for c in articles.version_contents(row.version, row.language) if c.key == str(row.article.key))
    now = tuple(chapter for chapter in articles.version_contents(version, language) if chapter.key in keys)
    return Departure(row.version, former.name, former.address, now)
