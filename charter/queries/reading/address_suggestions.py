"""What a wrong address may have meant: the nearest articles and provisions of the latest version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

from charter.models import Version, VersionWording
from charter.queries.reading import articles, charters
from charter.queries.reading.articles import Chapter

MOST = 3
NEAR = 0.5


@dataclass(frozen=True)
class Suggestions:
    """Chapters and provisions that are near, in the words of one language."""

    version: Version
    language: str
    chapters: tuple[Chapter, ...]
    provisions: tuple[VersionWording, ...]


def suggestions_near(path: str, language: str) -> Suggestions | None:
    """Suggestions for the parts of an address; None before anything is published."""
    charter = charters.current_charter()
    published = articles.published_versions(charter) if charter else []
    if not published:
        return None
    parts = [part for part in path.strip("/").split("/")[1:] if part]
    chapters = articles.version_contents(published[0], charters.edition_in(language))
    near = tuple(_chapters(parts[-1], chapters)) if parts else ()
    provisions = _provisions(parts[-1], published[0], charters.edition_in(language)) if "provisions" in parts else ()
    return Suggestions(published[0], language, near or chapters[:MOST], provisions)


def _chapters(part: str, chapters: Iterable[Chapter]) -> list[Chapter]:
    """Those with that number, else those whose address or title is like it."""
    same = [chapter for chapter in chapters if chapter.number and chapter.number.casefold() == part.casefold()]
    if same:
        return same
    ranked = sorted(((_likeness(part, chapter), n, chapter) for n, chapter in enumerate(chapters)), reverse=True)
    return [chapter for likeness, _, chapter in ranked if likeness >= NEAR][:MOST]


def _likeness(part: str, chapter: Chapter) -> float:
    names = (chapter.slug, chapter.address, chapter.title)
    return max(SequenceMatcher(None, part.casefold(), name.casefold()).ratio() for name in names)


def _provisions(part: str, version: Version, language: str) -> tuple[VersionWording, ...]:
    rows = VersionWording.objects.filter(version=version, language=language, wording__isnull=False)
    shorts = list(rows.values_list("provision__short", flat=True))
    close = get_close_matches(part.casefold(), shorts, n=MOST, cutoff=NEAR)
    version_wordings = rows.filter(provision__short__in=close).select_related("wording", "provision")
    return tuple(sorted(version_wordings, key=lambda row: close.index(row.provision.short)))
