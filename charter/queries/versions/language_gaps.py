"""What a version lacks in each language: provisions without text, and provisions whose text is out of date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from charter.models import Charter, Version, VersionWording
from charter.queries.reading import charters


@dataclass(frozen=True)
class LanguageGaps:
    """One language of a version. `missing` and `outdated` are the names of articles and the citations of provisions.

    A whole article that is missing is named once. `is_empty` where the language has no text at all.
    """

    language: str
    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    is_empty: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every provision has a text that is up to date: only such a language version can be authentic."""
        return not (self.missing or self.outdated)


def gaps_of(versions: Iterable[Version], words_in: str) -> dict[int, dict[str, LanguageGaps]]:
    """By version id and language what each language version lacks; provisions are cited in the language `words_in`."""
    versions_by_id = {version.pk: version for version in versions}
    ids = list(versions_by_id)
    rows = VersionWording.objects.filter(version__in=ids).order_by("version", "language", "place")
    columns = (
        *("version", "language", "article", "article_kind", "article_number"),
        *("provision__key", "wording", "exception"),
    )
    gaps: dict[int, dict[str, LanguageGaps]] = {pk: {} for pk in ids}
    for (version, language), lines in groupby(rows.values_list(*columns), key=lambda row: row[:2]):
        gaps[version][language] = _gaps(
            language, [_Line(*row[2:]) for row in lines], versions_by_id[version], words_in
        )
    return gaps


def gaps_in(version: Version, words_in: str) -> dict[str, LanguageGaps]:
    """By language what one version lacks."""
    return gaps_of([version], words_in)[version.pk]


def authentic_languages(charter: Charter, gaps: dict[str, LanguageGaps]) -> list[str]:
    """Languages that are authentic in a version: named so for the charter, and complete in the version."""
    named = [language.code for language in charter.languages.all() if language.authentic]
    return [code for code in named if code in gaps and gaps[code].is_complete]


@dataclass(frozen=True)
class _Line:
    article: int
    kind: str
    number: str
    key: UUID
    wording: int | None
    exception: int | None


def _gaps(language: str, lines: list[_Line], version: Version, words_in: str) -> LanguageGaps:
    lacking = any(line.wording is None or line.exception is not None for line in lines)
    labels = version.arrangement.labels(words_in) if lacking else {}
    missing: list[str] = []
    for _article, group in groupby(lines, key=lambda line: line.article):
        own = list(group)
        without = [line for line in own if line.wording is None]
        if len(without) == len(own):
            missing.append(_article_name(own[0]))
        else:
            missing += [labels[str(line.key)].citation for line in without]
    outdated = tuple(labels[str(line.key)].citation for line in lines if line.exception and line.wording)
    is_empty = all(line.wording is None for line in lines)
    return LanguageGaps(language, tuple(missing), outdated, is_empty)


def _article_name(line: _Line) -> str:
    return charters.text_structure().name_of_part(line.kind, line.number)
