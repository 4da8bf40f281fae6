"""The history of one provision: its text in every language, all wordings, and the amendments to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import Person, load_names
from accounts.prepared import Prepared
from charter import rules
from charter.models import (
    Adoption,
    Amendment,
    Arrangement,
    Change,
    Charter,
    Corrigendum,
    CurrentWording,
    EarlierLine,
    Framework,
    Initiative,
    Provision,
    Round,
    Version,
    VersionWording,
    Wording,
    load_amendment_texts,
)
from charter.queries.reading import articles, charters, divisions, word_sources
from charter.queries.reading.articles import anchor_of
from charter.queries.reading.word_sources import Asker
from charter.states import ProvisionKind


@dataclass(frozen=True)
class HistoryStep:
    """One wording, the wording before it, and its adoptions; `version` is the first one that contains it.

    The wording before that of a version is that of the version before, whatever the working text was between them.
    """

    wording: Wording
    before: Wording | None
    adoptions: tuple[Adoption, ...]
    version: Version | None


@dataclass(frozen=True)
class Related:
    """Whether anything of each kind refers to a provision, public or not: most have nothing of most kinds."""

    changes: bool
    structural_acts: bool
    corrigenda: bool
    frameworks: bool
    initiatives: bool
    earlier_lines: bool


@dataclass(frozen=True)
class Life:
    """Everything that the page of a provision shows. `row` is its line in the newest version that contains it.

    `printed` has its wording by the number of each version, which corrigenda correct. `shaped` are the splits and
    combinations that concern it. `working` is the newest wording of the working text if it differs from that in the
    latest version, with `working_citation`; otherwise both are empty. `related` tells which other content there is.
    """

    provision: Provision
    row: VersionWording | None
    citation: str
    anchor: str
    article: str
    article_title: str
    wordings: dict[str, Wording]
    steps: tuple[HistoryStep, ...]
    askers: dict[str, Asker]
    earlier_citations: tuple[tuple[int, str], ...]
    corrigenda: tuple[Corrigendum, ...]
    printed: dict[int, Wording]
    shaped: tuple[Adoption, ...]
    related: Related
    wording: Wording | None
    working: Wording | None = None
    working_citation: str = ""


def provision_by_short(charter: Charter, short: str) -> Provision | None:
    """The provision with that permanent address."""
    provision: Provision | None = next(iter(_BY_SHORT.objects(charter.pk, short)), None)
    if provision is not None:
        provision.charter = charter
    return provision


def _with_related(rows: QuerySet[Provision]) -> QuerySet[Provision]:
    """Provisions with what `related_to` tells of them, so that no page asks more to know it."""
    here, changes, acts = OuterRef("pk"), Change.objects.order_by(), Adoption.objects.exclude(fate="").order_by()
    return rows.annotate(
        is_changed=Exists(changes.filter(provision=here)) | Exists(changes.filter(after=here)),
        has_structural_acts=Exists(acts.filter(provision=here)) | Exists(acts.filter(other=here)),
        has_corrigenda=Exists(Corrigendum.objects.filter(provision=here)),
        has_frameworks=Exists(Framework.provisions.through.objects.filter(provision=here)),
        has_initiatives=Exists(Initiative.provisions.through.objects.filter(provision=here)),
        has_earlier_lines=Exists(EarlierLine.objects.filter(provision=here)),
    )


_BY_SHORT = Prepared(lambda charter, short: _with_related(Provision.objects.filter(charter=charter, short=short)))
_BY_PK = Prepared(lambda pk: _with_related(Provision.objects.filter(pk=pk)))


def related_to(provision: Provision) -> Related:
    """The other content that exists about a provision; without a query for a provision from `provision_by_short`."""
    row: Any = provision if hasattr(provision, "has_corrigenda") else _BY_PK.objects(provision.pk)[0]
    return Related(
        changes=row.is_changed,
        structural_acts=row.has_structural_acts,
        corrigenda=row.has_corrigenda,
        frameworks=row.has_frameworks,
        initiatives=row.has_initiatives,
        earlier_lines=row.has_earlier_lines,
    )


def citation_on_page(
    provision: Provision, charter: Charter, language: str, person: Person | None, round_: Round | None
) -> str | None:
    """How a provision is cited on its page; None where it has no page that this person may read."""
    published = _CITED.rows(provision.pk, language)
    if published:
        return str(published[0][0])
    life = provision_history(provision, charter, language, person, round_)
    return life.citation if life else None


def _cited(provision: int, language: str) -> QuerySet[VersionWording, Any]:
    rows = VersionWording.objects.filter(provision=provision, language=language)
    return rows.order_by("-version__number").values_list("citation")[:1]


_CITED = Prepared(_cited)


def provision_history(
    provision: Provision, charter: Charter, language: str, person: Person | None, round_: Round | None
) -> Life | None:
    """The history of a provision in one language; None if it has no text in any that this person may read."""
    life = unnamed_provision_history(provision, charter, language, person, round_)
    if life is not None:
        load_names(*word_sources.named_by(life.askers.values()))
    return life


def unnamed_provision_history(
    provision: Provision, charter: Charter, language: str, person: Person | None, round_: Round | None
) -> Life | None:
    """The same without names and translations of its sources, which `load_names` reads with those of a whole page.

    A language may lack a text that others have: the second part of a split that it has not followed.
    """
    published = {version.number: version for version in articles.published_versions(charter)}
    lines = list(_lines(provision, language, published.values()))
    rows = [line for line in lines if line.language == language]
    open_to_person = _may_read_working(charter, person, round_)
    wordings = _wordings(provision, language, published.values(), open_to_person)
    row = next(iter(rows), None)
    current_wordings = _in_languages(provision, row, published, open_to_person, lines)
    if not (wordings or rows or current_wordings):
        return None
    related = related_to(provision)
    if row is not None:
        _read_arrangements(charter, row.version, open_to_person)
    wording = row.wording if row else next(iter(wordings), None)
    before = _wordings_before(wordings, {row.wording_id for row in rows})
    brought, askers = _brought(wordings, before, wording)
    citation, anchor, article = _place(charter, provision, language, row)
    return Life(
        provision=provision,
        row=row,
        citation=citation,
        anchor=anchor,
        article=article,
        article_title=(row.article_title or "") if row else "",  # type: ignore[attr-defined]
        wordings=current_wordings,
        steps=tuple(_steps(wordings, before, rows, published, brought)),
        askers=askers,
        earlier_citations=_earlier(rows, citation),
        corrigenda=tuple(_corrigenda(provision, language)) if related.corrigenda else (),
        printed={row.version.number: row.wording for row in rows if row.wording is not None},
        shaped=tuple(_shaped(provision, published.values(), open_to_person)) if related.structural_acts else (),
        related=related,
        wording=wording,
        **(_working(provision, charter, language, row) if row and open_to_person else {}),
    )


def _corrigenda(provision: Provision, language: str) -> QuerySet[Corrigendum]:
    rows = Corrigendum.objects.filter(provision=provision, language=language)
    return rows.select_related("version", "wording", "reason")


def _working(provision: Provision, charter: Charter, language: str, row: VersionWording) -> dict[str, Any]:
    """The wording and the citation of the working text, where one of them is not that of the version."""
    current = next(iter(_CURRENT.objects(provision.pk, language)), None)
    citation = _place(charter, provision, language, None)[0] if _stands(charter, provision) else ""
    same_words = row.wording is not None and current is not None and current.wording.html == row.wording.html
    if not citation or current is None or (same_words and citation == row.citation):
        return {}
    return {"working": current.wording, "working_citation": citation}


_CURRENT = Prepared(
    lambda provision, language: CurrentWording.objects.filter(provision=provision, language=language).select_related(
        "wording"
    )
)


def _read_arrangements(charter: Charter, version: Version, open_to_person: bool) -> None:
    """Reads the order of a version, and that of the working text where it is open, in one query."""
    working = charter.arrangement_id if open_to_person else None
    ids = {pk for pk in (version.arrangement_id, working) if pk is not None}
    arrangements = {arrangement.pk: arrangement for arrangement in _ARRANGEMENTS.objects(sorted(ids))}
    for holder in (version, charter):
        if holder.arrangement_id in arrangements:
            holder.arrangement = arrangements[holder.arrangement_id]


_ARRANGEMENTS = Prepared(lambda pks: Arrangement.objects.filter(pk__in=pks))


def _stands(charter: Charter, provision: Provision) -> bool:
    arrangement = charters.arrangement_of(charter)
    return arrangement is not None and arrangement.section_of(provision.key) is not None


def amendments_on(provision: Provision) -> list[Amendment]:
    """Public amendments with a change to this provision, the newest round first."""
    amendments = unnamed_amendments_on(provision)
    load_amendment_texts(amendments)
    return amendments


def unnamed_amendments_on(provision: Provision) -> list[Amendment]:
    """The same without names and translations, which `load_names` reads with those of a whole page."""
    rows = Amendment.objects.open_to_all().on(provision)
    return list(rows.order_by("-round__number", "number").for_unnamed_rows())


def _may_read_working(charter: Charter, person: Person | None, round_: Round | None) -> bool:
    unreleased = articles.holds_unreleased(charter)
    return rules.may_read_working(person, round_, holds_unreleased=unreleased) is True


def _lines(provision: Provision, language: str, published: Iterable[Version]) -> Iterable[VersionWording]:
    """Where it stood in that language, and in the latest version in every one, the newest version first.

    Each has the title of its article in the same version and language.
    """
    versions = {version.pk: version for version in published}
    latest = next(iter(versions), 0)  # the first of them
    for row in _LINES.objects(provision.pk, language, latest, list(versions)):
        row.version = versions[row.version_id]
        yield row


def _all_lines(provision: int, language: str, latest: int, versions: list[int]) -> QuerySet[VersionWording]:
    same = {name: OuterRef(name) for name in ("version", "language", "article")}
    heads = VersionWording.objects.filter(**same, kind=ProvisionKind.TITLE, wording__isnull=False).order_by("place")
    rows = VersionWording.objects.filter(
        Q(language=language) | Q(version=latest), provision=provision, version__in=versions
    )
    rows = rows.annotate(article_title=Subquery(heads.values("wording__text")[:1]))
    return rows.select_related("article", "wording").order_by("-version__number")


_LINES = Prepared(_all_lines)


def _wordings(
    provision: Provision, language: str, published: Iterable[Version], open_to_person: bool
) -> list[Wording]:
    """Wordings newest first: up to the last publication for all, and later ones where the working text is open.

    What a corrigendum prints beside its version is told by itself.
    """
    if open_to_person:
        return _ALL_WORDINGS.objects(provision.pk, language)
    last = max((version.published_at for version in published), default=None)
    return _WORDINGS_UNTIL.objects(provision.pk, language, last) if last else []


def _all_wordings(provision: int, language: str) -> QuerySet[Wording]:
    beside = Corrigendum.objects.filter(provision=provision, language=language)
    wordings = Wording.objects.filter(provision=provision, language=language).exclude(pk__in=beside.values("wording"))
    return wordings.select_related("parent", "aligned_to", "source", "by").order_by("-id")


_ALL_WORDINGS = Prepared(_all_wordings)
_WORDINGS_UNTIL = Prepared(lambda provision, language, last: _all_wordings(provision, language).filter(at__lte=last))


def _shaped(provision: Provision, published: Iterable[Version], open_to_person: bool) -> Iterable[Adoption]:
    """Its divisions and joins, the latest first, as far as the person may know of them."""
    last = max((version.published_at for version in published), default=None)
    for adoption in divisions.divisions_of_provision(provision):
        if open_to_person or (last is not None and adoption.at <= last):
            yield adoption


def _wordings_before(wordings: list[Wording], in_versions: Collection[int | None]) -> dict[int, Wording]:
    """The previous wording, by the id of each wording; for the wording of a version, that of the version before.

    If both have the same text, the wording between them is taken: it shows text that was deleted again.
    """
    before = {}
    for place, wording in enumerate(wordings[:-1]):
        older = wordings[place + 1 :]
        published = [other for other in older if other.pk in in_versions] if wording.pk in in_versions else []
        changed = published and published[0].html != wording.html
        before[wording.pk] = published[0] if changed else older[0]
    return before


def _steps(
    wordings: list[Wording],
    before: dict[int, Wording],
    rows: list[VersionWording],
    published: dict[int, Version],
    brought: dict[int, list[Adoption]],
) -> Iterable[HistoryStep]:
    first = {row.wording_id: row.first_version for row in rows}
    for wording in wordings:
        version = published.get(first.get(wording.pk, 0))
        yield HistoryStep(wording, before.get(wording.pk), tuple(brought.get(wording.pk, ())), version)


def _brought(
    wordings: list[Wording], before: dict[int, Wording], shown: Wording | None
) -> tuple[dict[int, list[Adoption]], dict[str, Asker]]:
    """By wording id the adoptions that it carries or shows and the one before it does not; and all who asked."""
    short = word_sources.adoptions_between(before, {wording.pk: wording for wording in wordings})
    marks = {f"{word_sources.ADOPTION}:{a.pk}" for adoptions in short.values() for a in adoptions}
    askers = word_sources.unnamed_sources_by_mark(marks | word_sources.marks_of([shown] if shown else []))
    full = {asker.adoption.pk: asker.adoption for asker in askers.values() if asker.adoption}
    return {pk: [full[a.pk] for a in adoptions] for pk, adoptions in short.items()}, askers


def _in_languages(
    provision: Provision,
    row: VersionWording | None,
    published: Iterable[int],
    open_to_person: bool,
    lines: Iterable[VersionWording],
) -> dict[str, Wording]:
    """The words in every language: as in the version of that row, else the working ones where they are open.

    `lines` has those of the latest version.
    """
    numbers = [row.version.number] if row else list(published)
    if row is not None and numbers == list(published)[:1]:
        return {line.language: line.wording for line in lines if line.version == row.version and line.wording}
    if row is None and open_to_person:
        return {s.language: s.wording for s in provision.current_wordings.select_related("wording")}
    rows = VersionWording.objects.filter(version__charter=provision.charter_id, version__number__in=numbers)
    rows = rows.filter(provision=provision, wording__isnull=False).select_related("wording")
    return {line.language: line.wording for line in rows.order_by("version__number") if line.wording}


def _place(charter: Charter, provision: Provision, language: str, row: VersionWording | None) -> tuple[str, str, str]:
    """Citation, anchor and address of its article: in the version, else in the working text."""
    arrangement = row.version.arrangement if row else charter.arrangement
    if arrangement is None:
        return provision.short, provision.short, ""
    arrangement.charter = charter
    section = arrangement.section_of(provision.key)
    if section is None:
        return provision.short, provision.short, ""
    key = str(provision.key)
    anchor = anchor_of(section.plain_labels()[key].citation)
    return section.labels(language)[key].citation, anchor, section.address


def _earlier(rows: list[VersionWording], citation: str) -> tuple[tuple[int, str], ...]:
    """Versions in which it had another number."""
    return tuple((row.version.number, row.citation) for row in rows if row.citation != citation)
