"""What truly differs between two languages of one charter: its provisions, their points, labels and figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from charter.imports.alignment import Alignment, Pair
from charter.imports.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.imports.figures import Figures, figures, is_spelt, surplus
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


@dataclass(frozen=True)
class Finding:
    """One difference: `citation` in the base, or in the incoming edition where the base has none; what each has."""

    kind: str
    citation: str
    base: str = ""
    incoming: str = ""


def parity(alignment: Alignment) -> tuple[Finding, ...]:
    """Every difference between two languages, in the order of the base."""
    found = [*_missing(alignment), *_doubtful(alignment)]
    for pair in alignment.pairs:
        found += _shape(pair)
        found += _figures(pair, alignment.base.lang, alignment.incoming.lang)
    found += _points(alignment)
    order = {one.citation: place for place, one in enumerate(alignment.base.provisions())}
    return tuple(sorted(found, key=lambda one: (order.get(one.citation, len(order)), KINDS.index(one.kind))))


def _missing(alignment: Alignment) -> Iterator[Finding]:
    gone = {one.citation for article in alignment.missing_articles for one in article.provisions}
    doubtful = {one.citation for pair in alignment.suggested for one in (pair.base,)}
    yield from (
        Finding("missing_article", _first(article), base=article.title or article.name)
        for article in alignment.missing_articles
    )
    for one in alignment.only_base:
        if one.citation not in gone | doubtful:
            yield Finding("missing", one.citation, base=one.text)
    yield from _new(alignment)


def _new(alignment: Alignment) -> Iterator[Finding]:
    paired = {id(pair.incoming) for pair in alignment.articles}
    articles = [article for article in alignment.incoming.articles if id(article) not in paired]
    inside = {one.citation for article in articles for one in article.provisions}
    doubtful = {pair.incoming.citation for pair in alignment.suggested}
    yield from (
        Finding("new_article", _first(article), incoming=article.title or article.name) for article in articles
    )
    for one in alignment.only_incoming:
        if one.citation not in inside | doubtful:
            yield Finding("new", one.citation, incoming=one.text)


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


def _sort(one: ProvisionDraft) -> str:
    """What a reader sees it is; finer kinds follow from words that a language may well say otherwise."""
    if one.is_heading:
        return "heading"
    return "point" if one.kind in POINTS else "text"


def _figures(pair: Pair, left: str, right: str) -> Iterator[Finding]:
    one = figures(pair.base.text, pair.base.html, left)
    other = figures(pair.incoming.text, pair.incoming.html, right)
    for kind in ("dates", "articles", "links"):
        if getattr(one, kind) != getattr(other, kind):
            yield Finding(kind, pair.base.citation, ", ".join(getattr(one, kind)), ", ".join(getattr(other, kind)))
    yield from _numbers(pair, one, other, left, right)


def _numbers(pair: Pair, one: Figures, other: Figures, left: str, right: str) -> Iterator[Finding]:
    more = [
        figure for figure in surplus(one.numbers, other.numbers) if not is_spelt(figure, pair.incoming.text, right)
    ]
    fewer = [figure for figure in surplus(other.numbers, one.numbers) if not is_spelt(figure, pair.base.text, left)]
    if more or fewer:
        yield Finding("numbers", pair.base.citation, ", ".join(more), ", ".join(fewer))


def _points(alignment: Alignment) -> Iterator[Finding]:
    left, right = points(alignment.base), points(alignment.incoming)
    for pair in alignment.pairs:
        one, other = left.get(pair.base.citation, 0), right.get(pair.incoming.citation, 0)
        if one != other:
            yield Finding("points", pair.base.citation, str(one), str(other))


def points(edition: Edition) -> dict[str, int]:
    """How many points stand under each provision or heading that has any."""
    counts: dict[str, int] = {}
    for article in edition.articles:
        above: list[ProvisionDraft] = []
        for one in article.provisions:
            while above and one.kind in POINTS and above[-1].kind in POINTS and above[-1].depth >= one.depth:
                above.pop()
            if one.kind in POINTS and above:
                counts[above[-1].citation] = counts.get(above[-1].citation, 0) + 1
            above = [*above, one] if one.kind in POINTS else [one]
    return counts
