"""What an import would do to a charter, as values: what is added, changed, left; nothing here stores or prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from charter.actions.languages import file_intakes
from charter.files.left_out import LeftOut
from charter.files.left_out import left_out as note
from charter.importing import placements as placing
from charter.importing import text_likeness
from charter.importing.alignment import Alignment, align_editions
from charter.importing.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.importing.language_parity import Finding, find_disparities
from charter.importing.placements import Placement
from charter.importing.structure import counted_labels
from charter.states import ArticleKind
from charter.structure import DEFAULT_STRUCTURE, TextStructure

ADD, CHANGE, LEAVE, REMOVE, MISSING = ACTIONS = ("add", "change", "leave", "remove", "missing")


@dataclass(frozen=True)
class PlannedProvision:
    """One provision after the import: its draft in the charter's order and kind, what is done, and the words it had.

    `draft.key` is empty for a provision that is new to the charter. `missing` has no words in this language.
    """

    action: str
    draft: ProvisionDraft
    was: ProvisionDraft | None = None
    moved: bool = False

    @property
    def reshaped(self) -> bool:
        """Whether it has become another kind of provision, or is nested otherwise."""
        return self.was is not None and (self.was.kind, self.was.depth) != (self.draft.kind, self.draft.depth)


@dataclass(frozen=True)
class PlannedArticle:
    """One article after the import, its provisions in order; `draft.key` is empty for a new one."""

    draft: ArticleDraft
    provisions: tuple[PlannedProvision, ...]


@dataclass(frozen=True)
class Plan:
    """An import before it is done. It may be done where nothing is left to place and nothing is lost.

    `lost` are provisions with words in a further language that its later edition lacks: only the first language's
    edition takes provisions away, which then are `removed` in every language. `beside` is what a further language was
    aligned with.
    """

    lang: str
    title: str
    articles: tuple[PlannedArticle, ...]
    removed: tuple[ProvisionDraft, ...] = ()
    findings: tuple[Finding, ...] = ()
    renumbered: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    to_place: tuple[Placement, ...] = ()
    lost: tuple[ProvisionDraft, ...] = ()
    founding: bool = False
    was_title: str = ""
    beside: Edition | None = None
    reordered: bool = False  # articles stand in another order, or are of another kind
    article_word: str = ""  # what the import will call articles in a language that it adds

    @property
    def counts(self) -> Counter[str]:
        """How many provisions each action concerns."""
        counts = Counter(planned_provision.action for planned_provision in self.provisions())
        return counts + Counter({REMOVE: len(self.removed)})

    @property
    def changes_nothing(self) -> bool:
        retitled = bool(self.title) and self.title != self.was_title
        rearranged = self.reordered or any(
            planned_provision.moved or planned_provision.reshaped for planned_provision in self.provisions()
        )
        return not (self.counts[ADD] or self.counts[CHANGE] or self.removed or retitled or rearranged)

    @property
    def may_be_done(self) -> bool:
        return not (self.to_place or self.lost)

    def provisions(self) -> Iterator[PlannedProvision]:
        """Every provision after the import, in order."""
        for article in self.articles:
            yield from article.provisions


def plan_import(
    edition: Edition,
    stored: Sequence[Edition] = (),
    *,
    left_out: Sequence[LeftOut] = (),
    placements: Sequence[Placement] = (),
    structure: TextStructure = DEFAULT_STRUCTURE,
) -> Plan:
    """What importing an edition would do; `stored` are the editions the charter has, its first language first.

    `structure` is that of the charter: labels of the file that it counts otherwise are named.
    """
    plan = _planned(edition, stored, placements)
    is_new = all(each.lang != edition.lang for each in stored)
    return replace(
        plan,
        renumbered=(*plan.renumbered, *renumbered_labels(edition, structure)),
        left_out=(*left_out, *group_headings(edition)),
        article_word=edition.article_word if is_new and not structure.own_name("article", edition.lang) else "",
    )


def group_headings(edition: Edition) -> Iterator[LeftOut]:
    """The headings of groups of articles, for which the charter has no place."""
    parts = (line for article in edition.articles for line in article.part.splitlines())
    for part in dict.fromkeys(parts):
        yield note("group", part)


def _planned(edition: Edition, stored: Sequence[Edition], placements: Sequence[Placement]) -> Plan:
    earlier = next((stored_edition for stored_edition in stored if stored_edition.lang == edition.lang), None)
    if not stored:
        articles = tuple(_all_new(article) for article in edition.articles)
        return Plan(edition.lang, edition.title, articles, founding=True, renumbered=tuple(_counted_anew(edition)))
    if earlier is None:
        return _beside(placing.apply_placements(align_editions(stored[0], edition), placements))
    if earlier is stored[0]:
        return _later(placing.apply_placements(align_editions(earlier, edition), placements), stored)
    return _later_beside(edition, earlier, stored[0], placements)


def _counted_anew(edition: Edition) -> Iterator[Finding]:
    """Articles whose number in the file is not the one that the charter counts."""
    numbered = [article for article in edition.articles if article.kind == ArticleKind.ARTICLE]
    for place, article in enumerate(numbered, 1):
        if article.ordinal != place:
            yield Finding("renumbered", article.number or article.title, article.number, str(place))


def _all_new(article: ArticleDraft) -> PlannedArticle:
    return PlannedArticle(
        article, tuple(PlannedProvision(ADD, provision_draft) for provision_draft in article.provisions)
    )


def _later(alignment: Alignment, stored: Sequence[Edition]) -> Plan:
    """A later edition of the first language: its own order, with the keys of the provisions it carries on."""
    before = {pair.incoming.citation: pair.base for pair in alignment.pairs}
    homes = {id(pair.incoming): pair.base for pair in alignment.articles}
    planned_articles = [
        _plan_article(article, homes.get(id(article)), before) for article in alignment.incoming.articles
    ]
    articles = _with_moves(alignment.base, planned_articles)
    edition = replace(alignment.incoming, articles=tuple(_as_draft(article) for article in articles))
    others = [align_by_key(other, edition) for other in stored if other.lang != edition.lang]
    return Plan(
        edition.lang,
        edition.title,
        articles,
        removed=alignment.only_base,
        findings=tuple(finding for other in others for finding in find_disparities(other)),
        renumbered=tuple(_counted_anew(alignment.incoming)),
        was_title=alignment.base.title,
        reordered=_order(alignment.base.articles) != _order(edition.articles),
    )


def _order(articles: Iterable[ArticleDraft]) -> list[tuple[str, str]]:
    return [(article.key, article.kind) for article in articles]


def _with_moves(base: Edition, planned_articles: Sequence[PlannedArticle]) -> tuple[PlannedArticle, ...]:
    before = {provision.key: article.key for article in base.articles for provision in article.provisions}
    after = {
        provision.draft.key: article.draft.key
        for article in planned_articles
        for provision in article.provisions
        if provision.draft.key
    }
    moved = file_intakes.moved_keys(before, after)
    return tuple(
        replace(
            article,
            provisions=tuple(
                replace(provision, moved=provision.draft.key in moved) for provision in article.provisions
            ),
        )
        for article in planned_articles
    )


def _plan_article(
    article: ArticleDraft, home: ArticleDraft | None, before: Mapping[str, ProvisionDraft]
) -> PlannedArticle:
    provisions = tuple(
        _plan_provision(provision_draft, before.get(provision_draft.citation))
        for provision_draft in article.provisions
    )
    return PlannedArticle(replace(article, key=home.key if home else ""), provisions)


def _plan_provision(draft: ProvisionDraft, stored_draft: ProvisionDraft | None) -> PlannedProvision:
    if stored_draft is None:
        return PlannedProvision(ADD, draft)
    same = stored_draft.html == draft.html
    return PlannedProvision(LEAVE if same else CHANGE, replace(draft, key=stored_draft.key), stored_draft)


def _as_draft(article: PlannedArticle) -> ArticleDraft:
    return replace(
        article.draft, provisions=tuple(planned_provision.draft for planned_provision in article.provisions)
    )


def align_by_key(base: Edition, incoming: Edition) -> Alignment:
    """Two editions of one charter side by side by the keys that they share; labels follow the order of the second."""
    places = {provision.key: provision.citation for provision in base.provisions() if provision.key}
    certain_pairs = {
        provision.citation: places[provision.key] for provision in incoming.provisions() if provision.key in places
    }
    return align_editions(_unlabelled(base), incoming, certain_pairs)


def _unlabelled(edition: Edition) -> Edition:
    articles = (
        replace(
            article,
            provisions=tuple(
                replace(provision, style="", ordinal=0, counted=True) for provision in article.provisions
            ),
        )
        for article in edition.articles
    )
    return replace(edition, articles=tuple(articles))


def _later_beside(edition: Edition, earlier: Edition, base: Edition, placements: Sequence[Placement]) -> Plan:
    """A later edition of a further language: found again by its words, then beside the first language."""
    united, before = _united(base, earlier), tuple(earlier.provisions())
    coming = tuple(edition.provisions())
    certain_pairs = {
        coming[j].citation: before[i].citation for i, j in text_likeness.pairs_found_again(before, coming)
    }
    alignment = align_editions(united, edition, certain_pairs)
    settled = frozenset(provision_draft.citation for provision_draft in alignment.only_base)
    placed = placing.apply_placements(replace(alignment, absent=settled), placements)
    had = earlier.by_citation()
    lost = tuple(
        had[provision_draft.citation] for provision_draft in placed.only_base if provision_draft.citation in had
    )
    return replace(_beside(placed, had), lost=lost, was_title=earlier.title)


def _united(base: Edition, earlier: Edition) -> Edition:
    """The base with the provisions that only the other language has words for, each at its place."""
    provision_keys = {provision.key for provision in base.provisions()}
    more = {
        article.key: [provision for provision in article.provisions if provision.key not in provision_keys]
        for article in earlier.articles
    }
    article_keys = {article.key for article in base.articles}
    articles = [
        replace(article, provisions=_in_order([*article.provisions, *more.get(article.key, ())]))
        for article in base.articles
    ]
    articles += [article for article in earlier.articles if article.key not in article_keys]
    return replace(
        base, articles=tuple(sorted(articles, key=lambda article: min(p.place for p in article.provisions)))
    )


def _in_order(provisions: Iterable[ProvisionDraft]) -> tuple[ProvisionDraft, ...]:
    return tuple(sorted(provisions, key=lambda provision: provision.place))


def _beside(alignment: Alignment, had: Mapping[str, ProvisionDraft] | None = None) -> Plan:
    """A further language: the order, kinds and keys of the base, the words of the incoming edition.

    `had` are the language's words so far, by citation.
    """
    words = {pair.base.citation: pair.incoming for pair in alignment.pairs}
    files = {id(pair.base): pair.incoming.source_id for pair in alignment.articles}
    coming = alignment.incoming.by_citation()
    following: dict[str, list[ProvisionDraft]] = {}
    for citation, after in alignment.new:
        following.setdefault(after, []).append(coming[citation])
    articles = [
        _translated(replace(article, source_id=files.get(id(article), "")), words, following, had or {})
        for article in alignment.base.articles
    ]
    return Plan(
        alignment.incoming.lang,
        alignment.incoming.title,
        tuple([*articles, *_new_articles(alignment, following)]),
        findings=find_disparities(alignment),
        to_place=placing.propose_placements(alignment),
        beside=alignment.base,
    )


def _translated(
    article: ArticleDraft,
    words: Mapping[str, ProvisionDraft],
    following: Mapping[str, list[ProvisionDraft]],
    had: Mapping[str, ProvisionDraft],
) -> PlannedArticle:
    provisions: list[PlannedProvision] = []
    for provision_draft in article.provisions:
        provisions.append(
            _in_words(provision_draft, words.get(provision_draft.citation), had.get(provision_draft.citation))
        )
        provisions += [PlannedProvision(ADD, added) for added in following.get(provision_draft.citation, ())]
    title = next(
        (provision.draft.text for provision in provisions if provision.draft.kind == "title" and provision.draft.text),
        "",
    )
    return PlannedArticle(replace(article, title=title), tuple(provisions))


def _in_words(
    base: ProvisionDraft, incoming: ProvisionDraft | None, stored_draft: ProvisionDraft | None
) -> PlannedProvision:
    if incoming is None:
        return PlannedProvision(MISSING, replace(base, html="", text="", source_id=""))
    draft = replace(base, html=incoming.html, text=incoming.text, source_id=incoming.source_id)
    if stored_draft is None:
        return PlannedProvision(ADD, draft)
    return PlannedProvision(LEAVE if stored_draft.html == draft.html else CHANGE, draft, stored_draft)


def _new_articles(alignment: Alignment, following: Mapping[str, list[ProvisionDraft]]) -> Iterator[PlannedArticle]:
    """What a person called new and after nothing: articles of its own."""
    first = {provision_draft.citation for provision_draft in following.get("", ())}
    for article in alignment.incoming.articles:
        provisions = tuple(
            PlannedProvision(ADD, provision) for provision in article.provisions if provision.citation in first
        )
        if provisions:
            yield PlannedArticle(article, provisions)


def renumbered_labels(edition: Edition, structure: TextStructure) -> Iterator[Finding]:
    """Where a label printed in the file is not the one that the charter counts."""
    for article in edition.articles:
        for provision, label in zip(article.provisions, counted_labels(article, structure), strict=True):
            if provision.style in ("number", "letter", "roman") and label.ordinal != provision.ordinal:
                yield Finding("renumbered", provision.citation, provision.label, label.printed.rstrip(".)"))
