"""Between the store and the values of an import: editions as they stand, and a plan that is carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Person
from charter.actions.languages import file_intakes
from charter.actions.languages.editions import Edition as NewEdition
from charter.actions.languages.editions import NewBlock, NewSection, Origin
from charter.actions.secretariat.text_structure import name_articles
from charter.citations import Label
from charter.files.left_out import LeftOut
from charter.files.refusals import NO_TITLE, Unreadable
from charter.importing.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.importing.placements import Placement
from charter.importing.plan import Plan, PlannedArticle, plan_import
from charter.importing.structure import unique_citation
from charter.models import Block, Charter, Section, Version, Wording
from charter.states import ArticleKind, Numerals, ProvisionKind
from charter.structure import DEFAULT_STRUCTURE


@dataclass(frozen=True)
class Stored:
    """What an import made of a file: the keys that its identifiers stand for, and whether anything changed."""

    charter: Charter
    provision_keys: dict[str, str]
    article_keys: dict[str, str]
    changed: bool


class Unplaced(Exception):
    """An import that waits until a person has placed what could not be aligned."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(", ".join(placement.citation for placement in plan.to_place))
        self.plan = plan


def stored_editions(charter: Charter | None) -> list[Edition]:
    """The editions of a charter as they stand, the first language first; a provision without words is left out."""
    if charter is None or charter.arrangement is None:
        return []
    labels = charter.arrangement.labels("en")
    sections = charter.arrangement.sections
    codes = list(charter.languages.values_list("code", flat=True))
    return [_edition(charter, code, sections, labels, file_intakes.current_wordings(charter, code)) for code in codes]


def published_edition(version: Version, code: str) -> Edition:
    """A version in one language; a provision without words is left out."""
    rows = version.manifest.filter(language=code, wording__isnull=False).select_related("provision", "wording")
    words = {str(row.provision.key): row.wording for row in rows if row.wording is not None}
    arrangement = version.arrangement
    return _edition(version.charter, code, arrangement.sections, arrangement.labels("en"), words)


def _edition(
    charter: Charter,
    code: str,
    sections: Sequence[Section],
    labels: Mapping[str, Label],
    words: Mapping[str, Wording],
) -> Edition:
    blocks = [block for section in sections for block in section.blocks]
    cited = _cited(labels[block.key].citation for block in blocks)
    drafts = {
        block.key: _provision(block, labels[block.key], words[block.key], citation, place)
        for place, (block, citation) in enumerate(zip(blocks, cited, strict=True))
        if block.key in words
    }
    articles = [_article(section, number, drafts) for section, number in _counted(sections)]
    return Edition(
        code, charter.title.in_language(code).text, tuple(article for article in articles if article.provisions)
    )


def _cited(citations: Iterable[str]) -> Iterator[str]:
    """The citations, each given once."""
    used: dict[str, int] = {}
    return (unique_citation(citation, used) for citation in citations)


def _counted(sections: Sequence[Section]) -> Iterator[tuple[Section, int]]:
    count = 0
    for section in sections:
        count += section.kind == ArticleKind.ARTICLE
        yield section, count if section.kind == ArticleKind.ARTICLE else 0


def _article(section: Section, ordinal: int, drafts: Mapping[str, ProvisionDraft]) -> ArticleDraft:
    provisions = tuple(drafts[block.key] for block in section.blocks if block.key in drafts)
    return ArticleDraft(
        kind=section.kind,
        number=section.number,
        title=next((provision.text for provision in provisions if provision.kind == ProvisionKind.TITLE), ""),
        provisions=provisions,
        ordinal=ordinal,
        key=section.key,
    )


def _provision(block: Block, label: Label, wording: Wording, citation: str, place: int) -> ProvisionDraft:
    return ProvisionDraft(
        kind=block.kind,
        label=label.printed,
        depth=block.depth,
        html=wording.html,
        text=wording.text,
        citation=citation,
        style=label.style,
        ordinal=label.ordinal,
        key=block.key,
        place=place,
        counted=True,
    )


@transaction.atomic
def take_edition(
    edition: Edition,
    *,
    charter_slug: str,
    origin: Origin,
    by: Person | None,
    at: datetime,
    placements: Sequence[Placement] = (),
    left_out: Sequence[LeftOut] = (),
    required: bool = True,
) -> Stored:
    """Plans an import over the text as it stands at this moment and carries it out; `Unplaced` where it cannot."""
    charter = Charter.objects.select_for_update(no_key=True).filter(slug=charter_slug).first()
    structure = charter.text_structure if charter else DEFAULT_STRUCTURE
    plan = plan_import(
        edition, stored_editions(charter), left_out=left_out, placements=placements, structure=structure
    )
    return store_plan(plan, charter_slug=charter_slug, origin=origin, by=by, at=at, required=required)


def store_plan(
    plan: Plan,
    *,
    charter_slug: str,
    origin: Origin,
    by: Person | None,
    at: datetime,
    numerals: str | None = None,
    required: bool = True,
) -> Stored:
    """Carries a plan out and says which keys the identifiers of its file stand for."""
    if not plan.may_be_done:
        raise Unplaced(plan)
    if plan.founding and not plan.title:
        raise Unreadable(NO_TITLE)
    articles = [article for article in plan.articles if article.provisions]
    intake = file_intakes.take_in(
        slug=charter_slug,
        edition=NewEdition(plan.lang, plan.title, tuple(_sections(articles, charter_slug)), origin),
        by=by,
        at=at,
        numerals=numerals or _numerals(plan),
        gone=[provision_draft.key for provision_draft in plan.removed],
        required=required,
    )
    if plan.article_word:
        name_articles(charter=intake.charter, language=plan.lang, name=plan.article_word, by=by, at=at)
    return _stored(articles, intake)


def _stored(articles: Sequence[PlannedArticle], intake: file_intakes.IntakeResult) -> Stored:
    homes = list(zip(articles, intake.sections, strict=True))
    provision_keys = {
        provision.draft.source_id: block.key
        for article, section in homes
        for provision, block in zip(article.provisions, section.blocks, strict=True)
        if provision.draft.source_id
    }
    article_keys = {article.draft.source_id: section.key for article, section in homes if article.draft.source_id}
    return Stored(intake.charter, provision_keys, article_keys, intake.changed)


def _numerals(plan: Plan) -> str:
    numbers = [article.draft.number for article in plan.articles if article.draft.number]
    return Numerals.ARABIC if numbers and numbers[0].isdecimal() else Numerals.ROMAN


def _sections(articles: Sequence[PlannedArticle], charter_slug: str) -> Iterator[NewSection]:
    """The articles to take in; one that the charter has keeps its slug, a new one has one of its own."""
    slugs = _Slugs(charter_slug)
    for article in articles:
        blocks = tuple(
            NewBlock(provision.draft.kind, provision.draft.html, provision.draft.depth, provision.draft.key)
            for provision in article.provisions
        )
        yield NewSection(article.draft.kind, slugs.of(article.draft), blocks, article.draft.key)


class _Slugs:
    """Slugs of the articles of a charter, each given once."""

    def __init__(self, charter_slug: str) -> None:
        charter = Charter.objects.filter(slug=charter_slug).first()
        rows = charter.articles.values_list("key", "slug") if charter else ()
        self.slugs_by_key = {str(key): slug for key, slug in rows}
        self.used = set(self.slugs_by_key.values())

    def of(self, article: ArticleDraft) -> str:
        if article.key in self.slugs_by_key:
            return self.slugs_by_key[article.key]
        slug = self._free(self._wanted(article))
        self.used.add(slug)
        return slug

    @staticmethod
    def _wanted(article: ArticleDraft) -> str:
        if article.kind != ArticleKind.ARTICLE:
            return article.kind
        return slugify(article.title)[:70].strip("-") or f"article-{article.ordinal or 'x'}"

    def _free(self, requested: str) -> str:
        tries = (requested if not n else f"{requested}-{n + 1}" for n in range(len(self.used) + 1))
        return next(slug for slug in tries if slug not in self.used)
