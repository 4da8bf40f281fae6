"""What an import would do to a charter, as values: what is added, changed, left; nothing here stores or prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from charter.imports import placements as placing
from charter.imports.alignment import Alignment, align
from charter.imports.blocks import LeftOut
from charter.imports.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.imports.parity import Finding, parity
from charter.imports.placements import Placement
from charter.imports.structure import counted

ADD, CHANGE, LEAVE, REMOVE, MISSING = ACTIONS = ("add", "change", "leave", "remove", "missing")


@dataclass(frozen=True)
class PlannedProvision:
    """One provision after the import: its draft in the charter's order and kind, what is done, and the words it had.

    `draft.key` is empty for a provision that is new to the charter. `missing` has no words in this language.
    """

    action: str
    draft: ProvisionDraft
    was: ProvisionDraft | None = None


@dataclass(frozen=True)
class PlannedArticle:
    """One article after the import, its provisions in order; `draft.key` is empty for a new one."""

    draft: ArticleDraft
    provisions: tuple[PlannedProvision, ...]


@dataclass(frozen=True)
class Plan:
    """An import before it is done. It may be done where `to_place` is empty."""

    lang: str
    title: str
    articles: tuple[PlannedArticle, ...]
    removed: tuple[ProvisionDraft, ...] = ()
    findings: tuple[Finding, ...] = ()
    renumbered: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    to_place: tuple[Placement, ...] = ()
    founding: bool = False

    @property
    def counts(self) -> Counter[str]:
        """How many provisions each action concerns."""
        counts = Counter(one.action for one in self.provisions())
        return counts + Counter({REMOVE: len(self.removed)})

    @property
    def changes_nothing(self) -> bool:
        return not (self.counts[ADD] or self.counts[CHANGE] or self.removed)

    @property
    def may_be_done(self) -> bool:
        return not self.to_place

    def provisions(self) -> Iterator[PlannedProvision]:
        """Every provision after the import, in order."""
        for article in self.articles:
            yield from article.provisions


def plan(
    edition: Edition,
    stored: Sequence[Edition] = (),
    *,
    left_out: Sequence[LeftOut] = (),
    placements: Sequence[Placement] = (),
) -> Plan:
    """What importing an edition would do; `stored` are the editions the charter has, its first language first."""
    made = _planned(edition, stored, placements)
    return replace(made, renumbered=tuple(renumbered(edition)), left_out=tuple(left_out))


def _planned(edition: Edition, stored: Sequence[Edition], placements: Sequence[Placement]) -> Plan:
    earlier = next((one for one in stored if one.lang == edition.lang), None)
    if earlier is not None:
        return _later(placing.apply(align(earlier, edition), placements), stored)
    if stored:
        return _beside(placing.apply(align(stored[0], edition), placements))
    return Plan(edition.lang, edition.title, tuple(_all_new(article) for article in edition.articles), founding=True)


def _all_new(article: ArticleDraft) -> PlannedArticle:
    return PlannedArticle(article, tuple(PlannedProvision(ADD, one) for one in article.provisions))


def _later(alignment: Alignment, stored: Sequence[Edition]) -> Plan:
    """A later edition of a language: its own order, with the keys of the provisions it carries on."""
    before = {pair.incoming.citation: pair.base for pair in alignment.pairs}
    homes = {id(pair.incoming): pair.base for pair in alignment.articles}
    articles = tuple(_carried(article, homes.get(id(article)), before) for article in alignment.incoming.articles)
    edition = replace(alignment.incoming, articles=tuple(_as_draft(article) for article in articles))
    others = [align_by_key(other, edition) for other in stored if other.lang != edition.lang]
    findings = tuple(finding for other in others for finding in parity(other))
    return Plan(edition.lang, edition.title, articles, alignment.only_base, findings)


def _carried(article: ArticleDraft, home: ArticleDraft | None, before: Mapping[str, ProvisionDraft]) -> PlannedArticle:
    provisions = tuple(_known(one, before.get(one.citation)) for one in article.provisions)
    return PlannedArticle(replace(article, key=home.key if home else ""), provisions)


def _known(one: ProvisionDraft, was: ProvisionDraft | None) -> PlannedProvision:
    if was is None:
        return PlannedProvision(ADD, one)
    same = was.html == one.html
    return PlannedProvision(LEAVE if same else CHANGE, replace(one, key=was.key), was)


def _as_draft(article: PlannedArticle) -> ArticleDraft:
    return replace(article.draft, provisions=tuple(one.draft for one in article.provisions))


def align_by_key(base: Edition, incoming: Edition) -> Alignment:
    """Two stored editions side by side by the keys that they share."""
    marked = [_with_ids(edition) for edition in (base, incoming)]
    return align(marked[0], marked[1])


def _with_ids(edition: Edition) -> Edition:
    articles = (
        replace(
            article,
            source_id=article.key,
            provisions=tuple(replace(one, source_id=one.key) for one in article.provisions),
        )
        for article in edition.articles
    )
    return replace(edition, articles=tuple(articles))


def _beside(alignment: Alignment) -> Plan:
    """A further language: the order, kinds and keys of the base, the words of the incoming edition."""
    words = {pair.base.citation: pair.incoming for pair in alignment.pairs}
    files = {id(pair.base): pair.incoming.source_id for pair in alignment.articles}
    coming = alignment.incoming.by_citation()
    following: dict[str, list[ProvisionDraft]] = {}
    for citation, after in alignment.new:
        following.setdefault(after, []).append(coming[citation])
    articles = [
        _translated(replace(article, source_id=files.get(id(article), "")), words, following)
        for article in alignment.base.articles
    ]
    return Plan(
        alignment.incoming.lang,
        alignment.incoming.title,
        tuple([*articles, *_new_articles(alignment, following)]),
        findings=parity(alignment),
        to_place=placing.proposed(alignment),
    )


def _translated(
    article: ArticleDraft, words: Mapping[str, ProvisionDraft], following: Mapping[str, list[ProvisionDraft]]
) -> PlannedArticle:
    provisions: list[PlannedProvision] = []
    for one in article.provisions:
        provisions.append(_in_words(one, words.get(one.citation)))
        provisions += [PlannedProvision(ADD, added) for added in following.get(one.citation, ())]
    title = next((one.draft.text for one in provisions if one.draft.kind == "title" and one.action == ADD), "")
    return PlannedArticle(replace(article, title=title), tuple(provisions))


def _in_words(base: ProvisionDraft, incoming: ProvisionDraft | None) -> PlannedProvision:
    if incoming is None:
        return PlannedProvision(MISSING, replace(base, html="", text="", source_id=""))
    here = replace(base, html=incoming.html, text=incoming.text, source_id=incoming.source_id)
    return PlannedProvision(ADD, here)


def _new_articles(alignment: Alignment, following: Mapping[str, list[ProvisionDraft]]) -> Iterator[PlannedArticle]:
    """What a person called new and after nothing: articles of its own."""
    first = {one.citation for one in following.get("", ())}
    for article in alignment.incoming.articles:
        provisions = tuple(PlannedProvision(ADD, one) for one in article.provisions if one.citation in first)
        if provisions:
            yield PlannedArticle(article, provisions)


def renumbered(edition: Edition) -> Iterator[Finding]:
    """Where a label printed in the file is not the one that the charter counts."""
    for article in edition.articles:
        for one, label in zip(article.provisions, counted(article), strict=True):
            if one.style in ("number", "letter", "roman") and label.ordinal != one.ordinal:
                yield Finding("renumbered", one.citation, one.label, label.printed.rstrip(".)"))
