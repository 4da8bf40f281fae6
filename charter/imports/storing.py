"""Between the store and the values of an import: editions as they stand, and a plan that is carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Person
from charter.actions import intakes
from charter.actions.editions import Edition as NewEdition
from charter.actions.editions import NewBlock, NewSection, Origin
from charter.citations import Label
from charter.imports.blocks import LeftOut
from charter.imports.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.imports.placements import Placement
from charter.imports.plan import Plan, PlannedArticle, plan
from charter.models import Block, Charter, Section, Wording
from charter.states import ArticleKind, Numerals, ProvisionKind


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
        super().__init__(", ".join(one.citation for one in plan.to_place))
        self.plan = plan


def stored(charter: Charter | None) -> list[Edition]:
    """The editions of a charter as they stand, the first language first; a provision without words is left out."""
    if charter is None or charter.arrangement is None:
        return []
    labels = charter.arrangement.labels("en")
    codes = list(charter.languages.values_list("code", flat=True))
    return [_edition(charter, code, charter.arrangement.sections, labels) for code in codes]


def _edition(charter: Charter, code: str, sections: Sequence[Section], labels: Mapping[str, Label]) -> Edition:
    words = intakes.standing(charter, code)
    used: dict[str, int] = {}
    articles = [_article(section, place, words, labels, used) for section, place in _counted(sections)]
    return Edition(code, charter.title.in_language(code).text, tuple(one for one in articles if one.provisions))


def _counted(sections: Sequence[Section]) -> Iterator[tuple[Section, int]]:
    count = 0
    for section in sections:
        count += section.kind == ArticleKind.ARTICLE
        yield section, count if section.kind == ArticleKind.ARTICLE else 0


def _article(
    section: Section,
    ordinal: int,
    words: Mapping[str, Wording],
    labels: Mapping[str, Label],
    used: dict[str, int],
) -> ArticleDraft:
    drafts = [_provision(block, labels[block.key], words.get(block.key), used) for block in section.blocks]
    provisions = tuple(one for one in drafts if one.html)
    title = next((one.text for one in provisions if one.kind == ProvisionKind.TITLE), "")
    return ArticleDraft(
        kind=section.kind,
        number=section.number,
        title=title,
        provisions=provisions,
        ordinal=ordinal,
        key=section.key,
    )


def _provision(block: Block, label: Label, wording: Wording | None, used: dict[str, int]) -> ProvisionDraft:
    used[label.citation] = times = used.get(label.citation, 0) + 1
    style, ordinal = label.style, label.ordinal
    return ProvisionDraft(
        kind=block.kind,
        label=label.printed,
        depth=block.depth,
        html=wording.html if wording else "",
        text=wording.text if wording else "",
        citation=label.citation if times == 1 else f"{label.citation} ({times})",
        style=style,
        ordinal=ordinal,
        key=block.key,
        counted=True,
    )


@transaction.atomic
def take(
    edition: Edition,
    *,
    charter_slug: str,
    origin: Origin,
    by: Person | None,
    at: datetime,
    placements: Sequence[Placement] = (),
    left_out: Sequence[LeftOut] = (),
) -> Stored:
    """Plans an import over the text as it stands at this moment and carries it out; `Unplaced` where it cannot."""
    charter = Charter.objects.select_for_update().filter(slug=charter_slug).first()
    made = plan(edition, stored(charter), left_out=left_out, placements=placements)
    return store(made, charter_slug=charter_slug, origin=origin, by=by, at=at)


def store(
    plan: Plan,
    *,
    charter_slug: str,
    origin: Origin,
    by: Person | None,
    at: datetime,
    numerals: str | None = None,
) -> Stored:
    """Carries a plan out and says which keys the identifiers of its file stand for."""
    if not plan.may_be_done:
        raise Unplaced(plan)
    articles = [article for article in plan.articles if article.provisions]
    taken = intakes.take_in(
        slug=charter_slug,
        edition=NewEdition(plan.lang, plan.title, tuple(_sections(articles, charter_slug)), origin),
        by=by,
        at=at,
        numerals=numerals or _numerals(plan),
        gone=[one.key for one in plan.removed],
    )
    return _stored(articles, taken)


def _stored(articles: Sequence[PlannedArticle], taken: intakes.Taken) -> Stored:
    homes = list(zip(articles, taken.sections, strict=True))
    provision_keys = {
        one.draft.source_id: block.key
        for article, section in homes
        for one, block in zip(article.provisions, section.blocks, strict=True)
        if one.draft.source_id
    }
    article_keys = {article.draft.source_id: section.key for article, section in homes if article.draft.source_id}
    return Stored(taken.charter, provision_keys, article_keys, taken.changed)


def _numerals(plan: Plan) -> str:
    numbers = [article.draft.number for article in plan.articles if article.draft.number]
    return Numerals.ARABIC if numbers and numbers[0].isdecimal() else Numerals.ROMAN


def _sections(articles: Sequence[PlannedArticle], charter_slug: str) -> Iterator[NewSection]:
    """The articles to take in; one that the charter has keeps its slug, a new one has one of its own."""
    slugs = _Slugs(charter_slug)
    for article in articles:
        blocks = tuple(
            NewBlock(one.draft.kind, one.draft.html, one.draft.depth, one.draft.key) for one in article.provisions
        )
        yield NewSection(article.draft.kind, slugs.of(article.draft), blocks, article.draft.key)


class _Slugs:
    """Slugs of the articles of a charter, each given once."""

    def __init__(self, charter_slug: str) -> None:
        charter = Charter.objects.filter(slug=charter_slug).first()
        rows = charter.articles.values_list("key", "slug") if charter else ()
        self.known = {str(key): slug for key, slug in rows}
        self.used = set(self.known.values())

    def of(self, article: ArticleDraft) -> str:
        if article.key in self.known:
            return self.known[article.key]
        slug = self._free(self._wanted(article))
        self.used.add(slug)
        return slug

    @staticmethod
    def _wanted(article: ArticleDraft) -> str:
        if article.kind != ArticleKind.ARTICLE:
            return article.kind
        return slugify(article.title)[:70].strip("-") or f"article-{article.ordinal or 'x'}"

    def _free(self, wanted: str) -> str:
        tries = (wanted if not n else f"{wanted}-{n + 1}" for n in range(len(self.used) + 1))
        return next(slug for slug in tries if slug not in self.used)
