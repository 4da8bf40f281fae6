"""Where an article went that stood at an address in an earlier version and stands there no more."""

from __future__ import annotations

from dataclasses import dataclass

from charter.models import Version, VersionWording
from charter.queries import reading
from charter.queries.reading import Chapter


@dataclass(frozen=True)
class Departure:
    """The last version that had it, its name there, and the chapters that hold what is left of it."""

    was: Version
    name: str
    address: str
    now: tuple[Chapter, ...]


def of(version: Version, language: str, address: str) -> Departure | None:
    """The article that an earlier version had at that address; None where none ever stood there."""
    earlier = VersionWording.objects.filter(version__charter=version.charter_id, version__number__lt=version.number)
    row = (
        reading.in_article(earlier, address).order_by("-version__number").select_related("version", "article").first()
    )
    if row is None:
        return None
    own = VersionWording.objects.filter(version=row.version, article=row.article)
    kept = VersionWording.objects.filter(version=version, language=language, provision__in=own.values("provision"))
    keys = {str(key) for key in kept.values_list("article__key", flat=True)}
    was = next(c for c in reading.contents(row.version, row.language) if c.key == str(row.article.key))
    now = tuple(chapter for chapter in reading.contents(version, language) if chapter.key in keys)
    return Departure(row.version, was.name, was.address, now)
