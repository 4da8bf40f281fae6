"""The contents of a version, its digest, and its changes.

**The digest of a version** is SHA-256 over canonical JSON (keys sorted, no spaces, UTF-8, nothing escaped) of

    {"format": 1, "charter": slug, "number": n, "languages": [code, ...],
     "wordings": [[language, article key, article kind, article number, provision key, kind, depth, printed,
                   citation, words digest or null, exception digest or null], ...]}

Languages are in the charter's order, wordings by language and then in reading order. The words digest is SHA-256
over the canonical JSON of `{"language": code, "html": html}`; the exception digest over `{"reason": text, "until": ISO
date, "carries": digest}`. Nothing else is needed to recompute it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Min
from django.utils import timezone

from accounts.canonical import digest_of_json
from charter import texts
from charter.models import (
    Article,
    Charter,
    CurrentWording,
    Provision,
    SignedException,
    Version,
    VersionWording,
    Wording,
)
from charter.queries.languages import ledger

FORMAT = 1


@dataclass(frozen=True)
class ManifestLine:
    """One provision in one language as it goes into a version; `wording` is None where it has no words."""

    article: Article
    article_kind: str
    article_number: str
    provision: Provision
    language: str
    kind: str
    depth: int
    printed: str
    citation: str
    place: int
    wording: Wording | None
    exception: SignedException | None

    @property
    def canonical(self) -> list[object]:
        return [
            self.language,
            str(self.article.key),
            self.article_kind,
            self.article_number,
            str(self.provision.key),
            self.kind,
            self.depth,
            self.printed,
            self.citation,
            self.wording.digest if self.wording else None,
            exception_digest(self.exception) if self.exception else None,
        ]


@dataclass(frozen=True)
class Manifest:
    """All lines of a text, by language and then in reading order."""

    charter: Charter
    languages: tuple[str, ...]
    lines: tuple[ManifestLine, ...]

    def digest(self, number: int) -> str:
        return version_digest(self.charter.slug, number, self.languages, (line.canonical for line in self.lines))

    @cached_property
    def working_digest(self) -> str:
        """Of a text that has no number yet: by it a publication sees that the text has moved."""
        return self.digest(0)


def version_digest(slug: str, number: int, languages: Iterable[str], lines: Iterable[list[object]]) -> str:
    """The digest of a version from its parts, as the head of this file describes it."""
    return digest_of_json(
        {
            "format": FORMAT,
            "charter": slug,
            "number": number,
            "languages": list(languages),
            "wordings": list(lines),
        }
    )


def exception_values(exception: SignedException) -> dict[str, str]:
    """The values of which the digest of an exception is computed."""
    return {
        "reason": exception.reason.text,
        "until": exception.until.isoformat(),
        "carries": exception.carries_digest,
    }


def exception_digest(exception: SignedException) -> str:
    return digest_of_json(exception_values(exception))


def working_manifest(charter: Charter, today: date | None = None) -> Manifest:
    """The working text of a charter as it would be published."""
    languages = tuple(charter.languages.values_list("code", flat=True))
    return Manifest(charter, languages, tuple(_lines(charter, languages, today or timezone.localdate())))


def recompute_digest(version: Version) -> str:
    """The digest of a published version, from the rows that are stored."""
    lines = list(stored_lines(version))
    languages = list(dict.fromkeys(line.language for line in lines))
    return version_digest(version.charter.slug, version.number, languages, (line.canonical for line in lines))


def first_versions(charter: Charter) -> dict[int, int]:
    """For each wording that was ever published the number of the version in which it first stood."""
    rows = VersionWording.objects.filter(version__charter=charter, wording__isnull=False)
    return dict(rows.order_by().values_list("wording").annotate(Min("first_version")))


def _lines(charter: Charter, languages: Iterable[str], today: date) -> Iterator[ManifestLine]:
    assert charter.arrangement is not None
    articles = {str(a.key): a for a in charter.articles.all()}
    provisions = {str(p.key): p for p in charter.provisions.all()}
    current_wordings = {
        (s.language, s.provision_id): s.wording
        for s in CurrentWording.objects.filter(provision__charter=charter).select_related("wording")
    }
    excepted = {
        (line.language, line.provision.pk): line.exception for line in ledger.ledger_lines(charter, today=today)
    }
    for language in languages:
        labels = charter.arrangement.labels(language)
        place = 0
        for section in charter.arrangement.sections:
            for block in section.blocks:
                provision = provisions[block.key]
                place += 1
                yield ManifestLine(
                    article=articles[section.key],
                    article_kind=section.kind,
                    article_number=section.number,
                    provision=provision,
                    language=language,
                    kind=block.kind,
                    depth=block.depth,
                    printed=labels[block.key].printed,
                    citation=labels[block.key].citation,
                    place=place,
                    wording=current_wordings.get((language, provision.pk)),
                    exception=excepted.get((language, provision.pk)),
                )


def stored_lines(version: Version) -> Iterator[ManifestLine]:
    """Lines of a version's manifest in the order in which they were written."""
    rows = version.manifest.order_by("id").select_related("article", "provision", "wording", "exception__reason")
    for row in rows:
        yield ManifestLine(
            article=row.article,
            article_kind=row.article_kind,
            article_number=row.article_number,
            provision=row.provision,
            language=row.language,
            kind=row.kind,
            depth=row.depth,
            printed=row.printed,
            citation=row.citation,
            place=row.place,
            wording=row.wording,
            exception=row.exception,
        )


def citations_of_altered_words(version: Version) -> list[str]:
    """Citations, with their language, at which the stored words no longer have the digest they were published with."""
    return [
        f"{line.citation} ({line.language})"
        for line in stored_lines(version)
        if line.wording and texts.digest_of_words(line.wording.language, line.wording.html) != line.wording.digest
    ]
