"""Finds which provisions of two editions are one: by ids, by number and place, by shape; in one language by words.

Laws: no provision stands in two pairs; every provision stands in a pair or among those without one; what is in doubt
is never paired, only suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from charter.imports import likeness
from charter.imports.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.imports.shape import Scale, match, scale
from charter.states import ProvisionKind

Row = Sequence[ProvisionDraft]


@dataclass(frozen=True)
class Pair:
    """One provision in two editions, and how it was found: id, place, shape, words or person."""

    base: ProvisionDraft
    incoming: ProvisionDraft
    how: str


@dataclass(frozen=True)
class ArticlePair:
    """One article in two editions."""

    base: ArticleDraft
    incoming: ArticleDraft


@dataclass(frozen=True)
class Alignment:
    """Two editions side by side: `suggested` are pairs too doubtful to take, `new` and `absent` what a person said."""

    base: Edition
    incoming: Edition
    pairs: tuple[Pair, ...]
    articles: tuple[ArticlePair, ...]
    suggested: tuple[Pair, ...] = ()
    new: tuple[tuple[str, str], ...] = ()  # citation of the incoming provision, citation of the base's that it follows
    absent: frozenset[str] = field(default_factory=frozenset)

    @property
    def one_language(self) -> bool:
        return self.base.lang == self.incoming.lang

    @property
    def only_base(self) -> tuple[ProvisionDraft, ...]:
        """What the incoming edition does not have."""
        paired = {pair.base.citation for pair in self.pairs}
        return tuple(one for one in self.base.provisions() if one.citation not in paired)

    @property
    def only_incoming(self) -> tuple[ProvisionDraft, ...]:
        """What the base does not have."""
        paired = {pair.incoming.citation for pair in self.pairs}
        return tuple(one for one in self.incoming.provisions() if one.citation not in paired)

    @property
    def missing_articles(self) -> tuple[ArticleDraft, ...]:
        """Articles of the base that the incoming edition does not have at all."""
        paired = {id(pair.base) for pair in self.articles}
        return tuple(article for article in self.base.articles if id(article) not in paired)

    @property
    def to_place(self) -> tuple[tuple[ProvisionDraft, ...], tuple[ProvisionDraft, ...]]:
        """What a person must still place: of the base, where its article is there at all, and of the incoming one."""
        if self.one_language:
            return (), ()
        elsewhere = {one.citation for article in self.missing_articles for one in article.provisions}
        settled = {citation for citation, _after in self.new}
        base = (one for one in self.only_base if one.citation not in self.absent | elsewhere)
        return tuple(base), tuple(one for one in self.only_incoming if one.citation not in settled)

    @property
    def complete(self) -> bool:
        """Whether nothing is left for a person to place."""
        return self.to_place == ((), ())


def align(base: Edition, incoming: Edition, known: Mapping[str, str] | None = None) -> Alignment:
    """Sets a second edition beside the first; a later edition of the same language is found again by its words.

    `known` are pairs that are certain: citations of incoming provisions with those of the base's.
    """
    return _again(base, incoming) if base.lang == incoming.lang else _beside(base, incoming, known or {})


def _again(base: Edition, incoming: Edition) -> Alignment:
    before, after = tuple(base.provisions()), tuple(incoming.provisions())
    pairs = tuple(Pair(before[i], after[j], "words") for i, j in likeness.again(before, after))
    return Alignment(base, incoming, pairs, tuple(_by_content(base, incoming, pairs)))


def _by_content(base: Edition, incoming: Edition, pairs: Iterable[Pair]) -> Iterator[ArticlePair]:
    """Each later article with the earlier one that gave it most of its provisions."""
    homes = {one.citation: n for n, article in enumerate(base.articles) for one in article.provisions}
    origin = {pair.incoming.citation: homes[pair.base.citation] for pair in pairs}
    votes = [
        (sum(origin.get(one.citation) == n for one in article.provisions), n, m)
        for m, article in enumerate(incoming.articles)
        for n in range(len(base.articles))
    ]
    used: tuple[set[int], set[int]] = set(), set()
    for count, n, m in sorted(votes, key=lambda vote: (-vote[0], abs(vote[1] - vote[2]))):
        if count and n not in used[0] and m not in used[1]:
            used[0].add(n)
            used[1].add(m)
            yield ArticlePair(base.articles[n], incoming.articles[m])


def _beside(base: Edition, incoming: Edition, known: Mapping[str, str]) -> Alignment:
    lengths = _scale(base, incoming)
    left, right = base.by_citation(), incoming.by_citation()
    certain = tuple(Pair(left[one], right[other], "known") for other, one in known.items())
    articles = tuple(_by_content(base, incoming, certain)) if known else ()
    articles += tuple(_articles(*_without(base, incoming, articles), lengths))
    found = [pair for article in articles for pair in _provisions(article, lengths, known)]
    sure = tuple(pair for pair, is_sure in found if is_sure)
    return Alignment(
        base, incoming, (*certain, *sure), articles, tuple(pair for pair, is_sure in found if not is_sure)
    )


def _without(
    base: Edition, incoming: Edition, paired: Sequence[ArticlePair]
) -> tuple[list[ArticleDraft], list[ArticleDraft]]:
    """The articles of both editions that stand in no pair yet."""
    used = {id(one) for pair in paired for one in (pair.base, pair.incoming)}
    left, right = ([one for one in edition.articles if id(one) not in used] for edition in (base, incoming))
    return left, right


def _scale(base: Edition, incoming: Edition) -> Scale:
    """The scale of two languages, from the articles that have a number and as many provisions in both."""
    numbered = {article.ordinal: article for article in incoming.articles if article.ordinal}
    same = [(one, numbered[one.ordinal]) for one in base.articles if one.ordinal in numbered]
    even = [(one, other) for one, other in same if len(one.provisions) == len(other.provisions)]
    left = [provision for one, _other in even for provision in one.provisions]
    right = [provision for _one, other in even for provision in other.provisions]
    return scale(left or tuple(base.provisions()), right or tuple(incoming.provisions()), bool(left))


def _articles(base: Sequence[ArticleDraft], incoming: Sequence[ArticleDraft], lengths: Scale) -> Iterator[ArticlePair]:
    """Articles by id, by number, by kind, and those that are left by their shape."""
    left, right = list(base), list(incoming)
    for same in (_same_id, _same_number, _same_kind):
        for one in list(left):
            other = next((other for other in right if same(one, other)), None)
            if other:
                left.remove(one)
                right.remove(other)
                yield ArticlePair(one, other)
    for found in match(left, right, lambda one, other: _article_cost(one, other, lengths), gap=4.0):
        if found.sure:
            yield ArticlePair(left[found.left], right[found.right])


def _same_id(one: ArticleDraft, other: ArticleDraft) -> bool:
    return bool(one.source_id) and one.source_id == other.source_id and one.ordinal == other.ordinal


def _same_number(one: ArticleDraft, other: ArticleDraft) -> bool:
    return bool(one.ordinal) and (one.kind, one.ordinal) == (other.kind, other.ordinal)


def _same_kind(one: ArticleDraft, other: ArticleDraft) -> bool:
    return one.kind == other.kind and one.kind != "article"


def _article_cost(one: ArticleDraft, other: ArticleDraft, lengths: Scale) -> float:
    said = [sum(len(provision.text) for provision in article.provisions) for article in (one, other)]
    uneven = abs(len(one.provisions) - len(other.provisions)) * 0.5
    return (0 if one.kind == other.kind else 6) + uneven + lengths.lengths(said[0], said[1])


def _provisions(articles: ArticlePair, lengths: Scale, known: Mapping[str, str]) -> Iterator[tuple[Pair, bool]]:
    """Pairs within an article and whether each is sure; those known already part the rows and are not given again."""
    left, right, certain = _rows(articles, known)
    anchors = {i: (j, "known") for i, j in certain.items()}
    taken = set(certain.values())
    anchors |= {i: (j, how) for i, (j, how) in _by_id(left, right).items() if i not in certain and j not in taken}
    anchors |= _by_number(left, right, anchors)
    for i, (j, how) in anchors.items():
        if i not in certain:
            yield Pair(left[i], right[j], how), True
    for rows, columns in _gaps(anchors, len(left), len(right)):
        one, other = [left[i] for i in rows], [right[j] for j in columns]
        for found in match(one, other, lengths.cost):
            yield Pair(one[found.left], other[found.right], "shape"), found.sure


def _rows(articles: ArticlePair, known: Mapping[str, str]) -> tuple[Row, Row, dict[int, int]]:
    """Both rows of an article pair without what is known to stand elsewhere, and the places of pairs known in it."""
    partners = {one: other for other, one in known.items()}
    here = {one.citation for one in articles.base.provisions}
    there = {one.citation for one in articles.incoming.provisions}
    left = [one for one in articles.base.provisions if partners.get(one.citation, "") in there | {""}]
    right = [one for one in articles.incoming.provisions if known.get(one.citation, "") in here | {""}]
    places = {one.citation: j for j, one in enumerate(right)}
    certain = {i: places[partners[one.citation]] for i, one in enumerate(left) if one.citation in partners}
    return left, right, certain


Anchors = dict[int, tuple[int, str]]


def _by_id(left: Row, right: Row) -> Anchors:
    """Provisions that their files give one id; one that contradicts the printed labels is no sign."""
    places = {one.source_id: j for j, one in enumerate(right) if one.source_id}
    shared = ((i, places[one.source_id]) for i, one in enumerate(left) if one.source_id in places)
    return {i: (j, "id") for i, j in shared if not _contradict(left[i], right[j])}


def _contradict(one: ProvisionDraft, other: ProvisionDraft) -> bool:
    labelled = bool(one.style) and bool(other.style)
    return one.is_heading != other.is_heading or (labelled and one.ordinal != other.ordinal)


def _by_number(left: Row, right: Row, anchors: Anchors) -> Anchors:
    """Numbered paragraphs with one number, where both articles have the same row of them."""
    taken = {j for j, _how in anchors.values()}
    one = [i for i in range(len(left)) if left[i].kind == ProvisionKind.PARAGRAPH and i not in anchors]
    other = [j for j in range(len(right)) if right[j].kind == ProvisionKind.PARAGRAPH and j not in taken]
    if [left[i].ordinal for i in one] != [right[j].ordinal for j in other]:
        return {}
    return {i: (j, "place") for i, j in zip(one, other, strict=True)}


def _gaps(anchors: Anchors, rows: int, columns: int) -> Iterator[tuple[list[int], list[int]]]:
    """What stands unpaired between one anchor and the next, in both rows; an anchor out of order parts nothing."""
    taken = {j for j, _how in anchors.values()}
    start, last = 0, 0
    for i, j in [*((i, anchors[i][0]) for i in sorted(anchors)), (rows, columns)]:
        if j < last:
            continue
        between = (
            [row for row in range(start, i) if row not in anchors],
            [column for column in range(last, j) if column not in taken],
        )
        if all(between):
            yield between
        start, last = i + 1, j + 1


def with_pairs(alignment: Alignment, pairs: Iterable[Pair]) -> Alignment:
    """The alignment with pairs that a person made, each article of theirs paired too where it was not."""
    together = (*alignment.pairs, *pairs)
    kept = tuple(
        one
        for one in alignment.suggested
        if not any(one.base is pair.base or one.incoming is pair.incoming for pair in together)
    )
    known = {id(article.incoming) for article in alignment.articles} | {
        id(article.base) for article in alignment.articles
    }
    more = (
        one
        for one in _by_content(alignment.base, alignment.incoming, together)
        if not known & {id(one.base), id(one.incoming)}
    )
    return replace(alignment, pairs=together, suggested=kept, articles=(*alignment.articles, *more))
