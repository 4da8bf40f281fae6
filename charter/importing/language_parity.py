"""What truly differs between two languages of one charter: its provisions, their points, labels and figures."""

from __future__ import annotations

from collections.abc import Iterator

from charter.facts.figures import Figures, figures_in, is_spelt, surplus_of
from charter.facts.finding import Finding
from charter.importing.alignment import Alignment, Pair
from charter.importing.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.states import TERM_HEADINGS, ProvisionKind

KINDS = (
    "missing_article",
    "new_article",
    "missing",
    "new",
    "doubtful",
    "points",
    "label",
    "kind",
    "numbers",
    "dates",
    "articles",
    "links",
)
POINTS = (ProvisionKind.POINT, ProvisionKind.PLAN_POINT)


def find_disparities(alignment: Alignment) -> tuple[Finding, ...]:
    """Every difference between two languages, in the order of the base."""
    findings = [*_missing(alignment), *_doubtful(alignment)]
    for pair in alignment.pairs:
        findings += _shape(pair)
        findings += _figures(pair, alignment.base.lang, alignment.incoming.lang)
    findings += _points(alignment)
    order = {provision.citation: place for place, provision in enumerate(alignment.base.provisions())}
    return tuple(
        sorted(findings, key=lambda finding: (order.get(finding.citation, len(order)), KINDS.index(finding.kind)))
    )


def _missing(alignment: Alignment) -> Iterator[Finding]:
    placed = {pair.base.citation for pair in alignment.pairs}
    # A person may have placed provisions of an article that this file has no heading for.
    missing_articles = [
        article
        for article in alignment.missing_articles
        if not any(provision.citation in placed for provision in article.provisions)
    ]
    gone = {provision.citation for article in missing_articles for provision in article.provisions}
    doubtful = {base.citation for pair in alignment.suggested for base in (pair.base,)}
    yield from (
        Finding("missing_article", _first(article), base=article.title or article.name) for article in missing_articles
    )
    for provision_draft in alignment.only_base:
        if provision_draft.citation not in gone | doubtful:
            yield Finding("missing", provision_draft.citation, base=provision_draft.text)
    yield from _new(alignment)


def _new(alignment: Alignment) -> Iterator[Finding]:
    paired = {id(pair.incoming) for pair in alignment.articles}
    articles = [article for article in alignment.incoming.articles if id(article) not in paired]
    inside = {provision.citation for article in articles for provision in article.provisions}
    doubtful = {pair.incoming.citation for pair in alignment.suggested}
    yield from (
        Finding("new_article", _first(article), incoming=article.title or article.name) for article in articles
    )
    for provision_draft in alignment.only_incoming:
        if provision_draft.citation not in inside | doubtful:
            yield Finding("new", provision_draft.citation, incoming=provision_draft.text)


def _first(article: ArticleDraft) -> str:
    return article.provisions[0].citation if article.provisions else article.name


def _doubtful(alignment: Alignment) -> Iterator[Finding]:
    for pair in alignment.suggested:
        yield Finding("doubtful", pair.base.citation, pair.base.text, pair.incoming.text)


def _shape(pair: Pair) -> Iterator[Finding]:
    base, incoming = pair.base, pair.incoming
    other_term = {base.kind, incoming.kind} <= set(TERM_HEADINGS) and base.kind != incoming.kind
    if other_term or _sort(base) != _sort(incoming):
        yield Finding("kind", base.citation, base.kind, incoming.kind)
    if _labels_differ(base, incoming):
        yield Finding("label", base.citation, base.label, incoming.label)


def _labels_differ(base: ProvisionDraft, incoming: ProvisionDraft) -> bool:
    """A label that the charter counted says nothing of the file's own style, nor of what had no label there."""
    if base.counted or incoming.counted:
        return bool(base.ordinal and incoming.ordinal) and base.ordinal != incoming.ordinal
    return (base.style, base.ordinal) != (incoming.style, incoming.ordinal)


def _sort(provision: ProvisionDraft) -> str:
    """What a reader sees it is; finer kinds follow from words that a language may well say otherwise."""
    if provision.is_heading:
        return "heading"
    return "point" if provision.kind in POINTS else "text"


def _figures(pair: Pair, left: str, right: str) -> Iterator[Finding]:
    figures = figures_in(pair.base.text, pair.base.html, left)
    other = figures_in(pair.incoming.text, pair.incoming.html, right)
    for kind in ("dates", "articles", "links"):
        if getattr(figures, kind) != getattr(other, kind):
            yield Finding(kind, pair.base.citation, ", ".join(getattr(figures, kind)), ", ".join(getattr(other, kind)))
    yield from _numbers(pair, figures, other, left, right)


def _numbers(pair: Pair, base_figures: Figures, incoming_figures: Figures, left: str, right: str) -> Iterator[Finding]:
    more = [
        figure
        for figure in surplus_of(base_figures.numbers, incoming_figures.numbers)
        if not is_spelt(figure, pair.incoming.text, right)
    ]
    fewer = [
        figure
        for figure in surplus_of(incoming_figures.numbers, base_figures.numbers)
        if not is_spelt(figure, pair.base.text, left)
    ]
    if more or fewer:
        yield Finding("numbers", pair.base.citation, ", ".join(more), ", ".join(fewer))


def _points(alignment: Alignment) -> Iterator[Finding]:
    left, right = count_points(alignment.base), count_points(alignment.incoming)
    for pair in alignment.pairs:
        base_count, incoming_count = left.get(pair.base.citation, 0), right.get(pair.incoming.citation, 0)
        if base_count != incoming_count:
            yield Finding("points", pair.base.citation, str(base_count), str(incoming_count))


def count_points(edition: Edition) -> dict[str, int]:
    """How many points stand under each provision or heading that has any."""
    counts: dict[str, int] = {}
    for article in edition.articles:
        above: list[ProvisionDraft] = []
        for provision in article.provisions:
            while (
                above and provision.kind in POINTS and above[-1].kind in POINTS and above[-1].depth >= provision.depth
            ):
                above.pop()
            if provision.kind in POINTS and above:
                counts[above[-1].citation] = counts.get(above[-1].citation, 0) + 1
            above = [*above, provision] if provision.kind in POINTS else [provision]
    return counts
