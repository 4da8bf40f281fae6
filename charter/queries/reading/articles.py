"""The text as it is read: an article of a version, or of the working text, with the contents around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Exists, FilteredRelation, Min, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import get_language

from accounts.prepared import Prepared
from charter import citations
from charter.models import (
    Charter,
    Corrigendum,
    Decision,
    Provision,
    SignedException,
    Version,
    VersionStatusAct,
    VersionWording,
    Wording,
)
from charter.queries.reading import charters
from charter.states import HEADINGS, AmendmentState, ProvisionKind
from charter.structure import TextStructure

LAST_ACT = "_last_act"


@dataclass(frozen=True)
class TextLine:
    """A provision in a text. `language` is that of its wording: the source language if its own text is missing.

    `style` is the number style of its printed label, as in `Label`.
    """

    provision: Provision
    kind: str
    depth: int
    printed: str
    citation: str
    anchor: str
    language: str
    wording: Wording | None
    style: str = ""
    missing: bool = False
    first_version: int | None = None
    exception: SignedException | None = None
    corrigenda: tuple[Corrigendum, ...] = ()

    @property
    def is_heading(self) -> bool:
        return self.kind in HEADINGS

    @property
    def is_title(self) -> bool:
        return self.kind == ProvisionKind.TITLE

    @property
    def label(self) -> str:
        """The printed label as the language of the words writes it."""
        return citations.printed_in(self.language, self.printed, self.style)

    @property
    def html(self) -> str:
        return self.wording.html if self.wording else ""


@dataclass(frozen=True)
class Chapter:
    """An article in the contents. `first` has the first words below its title, if the caller requested them."""

    key: str
    kind: str
    number: str
    slug: str
    title: str
    language: str
    first: str = ""
    provisions: int = 0

    @property
    def address(self) -> str:
        return self.number or self.slug

    @property
    def name(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class Reading:
    """The contents of an article page: all chapters, the one that is read, and its lines in order."""

    chapters: tuple[Chapter, ...]
    chapter: Chapter
    lines: tuple[TextLine, ...] = field(default=())

    @cached_property
    def provision_ids(self) -> list[int]:
        return [line.provision.pk for line in self.lines]

    @property
    def is_missing(self) -> bool:
        """Whether no provision of the article has text in the requested language."""
        return bool(self.lines) and all(line.missing for line in self.lines)

    @property
    def before(self) -> Chapter | None:
        place = self.chapters.index(self.chapter)
        return self.chapters[place - 1] if place else None

    @property
    def after(self) -> Chapter | None:
        return next(iter(self.chapters[self.chapters.index(self.chapter) + 1 :]), None)

    def find(self, citation: str) -> TextLine | None:
        """The line with that anchor or that citation."""
        return next((line for line in self.lines if citation in (line.anchor, line.citation)), None)


def published_versions(charter: Charter) -> list[Version]:
    """All published versions, the newest first, with the acts that give each of them its status."""
    # A version has a row for each of its acts, of which the last one remains.
    published: dict[int, Version] = {version.pk: version for version in _VERSIONS.objects(charter.pk)}
    for version in published.values():
        version.charter = charter
    return list(published.values())


_VERSIONS = Prepared(
    lambda charter: (
        Version.objects.filter(charter=charter)
        .annotate(**{LAST_ACT: FilteredRelation("statuses")})
        .select_related(LAST_ACT)
        .order_by("-number", f"{LAST_ACT}__pk")
    )
)


def version_status(version: Version) -> VersionStatusAct | None:
    """The last act that gave a version its status; `published_versions` has read it already."""
    if LAST_ACT in version.__dict__:
        act: VersionStatusAct | None = version.__dict__[LAST_ACT]
        return act
    return version.statuses.last()


def version_contents(version: Version, language: str) -> tuple[Chapter, ...]:
    """The chapters of a version with their first words and the number of their provisions."""
    return _chapters_of(version_lines(version, language))


def version_chapters(version: Version, language: str) -> tuple[Chapter, ...]:
    """The same without first words and numbers of provisions, which a choice of an article does not show."""
    return _chapters_of(version_lines(version, language).filter(_heads()))


def _chapters_of(lines: QuerySet[VersionWording]) -> tuple[Chapter, ...]:
    by_article: dict[int, list[VersionWording]] = {}
    for line in lines.defer("wording__runs"):
        by_article.setdefault(line.article_id, []).append(line)
    return tuple(_chapter_of(rows, fallback_wordings(rows)) for rows in by_article.values())


def read_article(version: Version, language: str, address: str) -> Reading | None:
    """One article of a version by its printed number or its slug; None where the version has no such article."""
    read = _printed(version.digest, version, language, address, get_language(), charters.text_structure())
    corrected = corrigenda_of(version.pk, language, read.provision_ids) if read else {}
    if read is None or not corrected:
        return read
    lines = (replace(line, corrigenda=corrected.get(line.provision.pk, ())) for line in read.lines)
    return replace(read, lines=tuple(lines))


@lru_cache(maxsize=100)
def _printed(
    digest: str, version: Version, language: str, address: str, interface: str | None, structure: TextStructure
) -> Reading | None:
    """The published article. A version never changes, so the result is cached by its digest.

    Titles of articles that have none of their own are the names of the structure in the language of the interface.
    """
    at_address = Q(article_number=address) | Q(article__slug=address)
    rows = list(version_lines(version, language).filter(at_address | _heads()))
    own = [row for row in rows if address in (row.article_number, row.article.slug)]
    if not own:
        return None
    lost = fallback_wordings([row for row in rows if row in own or row.kind == ProvisionKind.TITLE])
    heads = {row.article_id: [r for r in rows if r.article_id == row.article_id] for row in rows}
    chapters = {pk: _chapter_of(article_rows, lost) for pk, article_rows in heads.items()}
    return Reading(tuple(chapters.values()), chapters[own[0].article_id], tuple(_lines(own, lost, {})))


def read_all_articles(version: Version, language: str) -> tuple[Reading, ...]:
    """Every article of a version, in a constant number of queries."""
    rows = list(version_lines(version, language))
    lost = fallback_wordings(rows)
    corrected = corrigenda_of(version.pk, language, [row.provision_id for row in rows]) if rows else {}
    by_article: dict[int, list[VersionWording]] = {}
    for row in rows:
        by_article.setdefault(row.article_id, []).append(row)
    chapters = {pk: _chapter_of(own, lost) for pk, own in by_article.items()}
    every = tuple(chapters.values())
    return tuple(Reading(every, chapters[pk], tuple(_lines(own, lost, corrected))) for pk, own in by_article.items())


def plain_labels(article_kind: str, number: str, blocks: Iterable[Any]) -> list[citations.Label]:
    """Labels of an article's provisions in English with default names of parts: their anchors are made of these."""
    places = [(block.kind, block.depth) for block in blocks]
    kinds, depths = [kind for kind, _depth in places], [depth for _kind, depth in places]
    structure = replace(charters.text_structure(), names=())
    return citations.labels_of_blocks(article_kind, number, kinds, "en", depths, structure)


def anchors_of(version: Version) -> dict[str, str]:
    """The anchor of every provision of a version by its key."""
    return _anchors(version.digest, version, version.charter.text_structure)


@lru_cache(maxsize=4)
def _anchors(digest: str, version: Version, structure: TextStructure) -> dict[str, str]:
    """A version never changes, so its digest and the structure of its numbers are the key."""
    arrangement = version.arrangement
    arrangement.charter = version.charter  # whose structure the labels have
    return {key: anchor_of(label.citation) for key, label in arrangement.plain_labels().items()}


def anchor_of(citation: str) -> str:
    """`VI, plan, mid-term, b` as an anchor: `VI.plan.mid-term.b`."""
    return citation.replace(", ", ".").replace(" ", "-")


def holds_unreleased(charter: Charter) -> bool:
    """Whether the working text holds words by a decision that is not public."""
    return bool(_UNRELEASED.rows(charter.pk))


def _unreleased(charter: int) -> QuerySet[Decision, Any]:
    merged = Decision.objects.filter(amendment__round__charter=charter, amendment__state=AmendmentState.MERGED)
    return merged.filter(superseded_at=None, release=None).order_by().values_list("pk")[:1]


_UNRELEASED = Prepared(_unreleased)


def in_article(rows: QuerySet[VersionWording], address: str) -> QuerySet[VersionWording]:
    """Lines of the article with that printed number or slug."""
    return rows.filter(Q(article_number=address) | Q(article__slug=address))


def languages_of(versions: Iterable[Version]) -> dict[int, list[str]]:
    """By version id the languages it was published in, in the order of its manifest."""
    rows = VersionWording.objects.filter(version__in=list(versions))
    counted = rows.order_by().values("version", "language").annotate(first=Min("id")).order_by("first")
    languages: dict[int, list[str]] = {}
    for row in counted:
        languages.setdefault(row["version"], []).append(row["language"])
    return languages


def place_in(version: Version, article_key: str) -> str:
    """The address of an article in a version; empty if the version does not contain it."""
    section = version.arrangement.section(article_key)
    return section.address if section else ""


def version_lines(version: Version, language: str) -> QuerySet[VersionWording]:
    """The lines of a version in one language, in reading order."""
    rows = VersionWording.objects.filter(version=version, language=language).order_by("place")
    return rows.select_related("article", "provision", "wording", "exception__reason")


def _heads() -> Combinable:
    """Titles, and the first line of each article."""
    same = {name: OuterRef(name) for name in ("version", "language", "article")}
    return Q(kind=ProvisionKind.TITLE) | ~Exists(VersionWording.objects.filter(**same, place__lt=OuterRef("place")))


def fallback_wordings(rows: Iterable[VersionWording]) -> dict[int, Wording]:
    """Words of the charter's first language, by provision, for the lines that miss their own."""
    missing = [row for row in rows if row.wording_id is None]
    if not missing:
        return {}
    lost = VersionWording.objects.filter(
        version=missing[0].version_id,
        provision__in=[row.provision_id for row in missing],
        language=charters.first_language(),
        wording__isnull=False,
    )
    return {row.provision_id: row.wording for row in lost.select_related("wording") if row.wording}


def _lines(
    rows: list[VersionWording], lost: dict[int, Wording], corrected: dict[int, tuple[Corrigendum, ...]]
) -> Iterable[TextLine]:
    first = rows[0]
    for row, label in zip(rows, plain_labels(first.article_kind, first.article_number, rows), strict=True):
        wording = row.wording or lost.get(row.provision_id)
        yield TextLine(
            provision=row.provision,
            kind=row.kind,
            depth=row.depth,
            printed=row.printed,
            citation=row.citation,
            anchor=anchor_of(label.citation),
            language=wording.language if wording else row.language,
            wording=wording,
            style=label.style,
            missing=row.wording_id is None,
            first_version=row.first_version,
            exception=row.exception,
            corrigenda=corrected.get(row.provision_id, ()),
        )


def corrigenda_of(version_id: int, language: str, provision_ids: list[int]) -> dict[int, tuple[Corrigendum, ...]]:
    """Corrections of these provisions by their id, in the order of their numbers."""
    if not _CORRECTED.rows(version_id, language):
        return {}
    corrigenda = Corrigendum.objects.filter(version=version_id, language=language, provision__in=provision_ids)
    out: dict[int, tuple[Corrigendum, ...]] = {}
    for corrigendum in corrigenda.select_related("wording", "reason").order_by("number"):
        out[corrigendum.provision_id] = (*out.get(corrigendum.provision_id, ()), corrigendum)
    return out


_CORRECTED = Prepared(
    lambda version, language: Corrigendum.objects.filter(version=version, language=language).values_list("pk")
)


def _chapter_of(rows: list[VersionWording], lost: dict[int, Wording]) -> Chapter:
    head = rows[0]
    words = head.wording or lost.get(head.provision_id)
    titled = head.kind == ProvisionKind.TITLE and words
    body = [row for row in rows if row.kind not in HEADINGS]
    first = next((row.wording.text for row in body if row.wording), "")
    return Chapter(
        key=str(head.article.key),
        kind=head.article_kind,
        number=head.article_number,
        slug=head.article.slug,
        title=words.text if titled and words else charters.text_structure().name_of_part(head.article_kind),
        language=words.language if titled and words else head.language,
        first=first,
        provisions=len(body),
    )
