"""Finds which provisions of two editions are one: by ids, by number and place, by shape; in one language by words.

Laws: no provision stands in two pairs; every provision stands in a pair or among those without one; what is in doubt
is never paired, only suggested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from charter.importing import text_likeness
from charter.importing.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.importing.shape_matching import WORST, Scale, match_rows, scale_of_languages
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
        return tuple(provision for provision in self.base.provisions() if provision.citation not in paired)

    @property
    def only_incoming(self) -> tuple[ProvisionDraft, ...]:
        """What the base does not have."""
        paired = {pair.incoming.citation for pair in self.pairs}
        return tuple(provision for provision in self.incoming.provisions() if provision.citation not in paired)

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
        elsewhere = {provision.citation for article in self.missing_articles for provision in article.provisions}
        settled = {citation for citation, _after in self.new}
        base = (
            provision_draft
            for provision_draft in self.only_base
            if provision_draft.citation not in self.absent | elsewhere
        )
        return tuple(base), tuple(
            provision_draft for provision_draft in self.only_incoming if provision_draft.citation not in settled
        )

    @property
    def complete(self) -> bool:
        """Whether nothing is left for a person to place."""
        return self.to_place == ((), ())


def align_editions(base: Edition, incoming: Edition, certain_pairs: Mapping[str, str] | None = None) -> Alignment:
    """Sets a second edition beside the first; a later edition of the same language is found again by its words.

    `certain_pairs` has citations of incoming provisions, each with that of its provision in the base.
    """
    return _again(base, incoming) if base.lang == incoming.lang else _beside(base, incoming, certain_pairs or {})


def _again(base: Edition, incoming: Edition) -> Alignment:
    before, after = tuple(base.provisions()), tuple(incoming.provisions())
    pairs = tuple(Pair(before[i], after[j], "words") for i, j in text_likeness.pairs_found_again(before, after))
    return Alignment(base, incoming, pairs, tuple(_by_content(base, incoming, pairs)))


def _by_content(base: Edition, incoming: Edition, pairs: Iterable[Pair]) -> Iterator[ArticlePair]:
    """Each later article with the earlier one that gave it most of its provisions."""
    homes = {provision.citation: n for n, article in enumerate(base.articles) for provision in article.provisions}
    origin = {pair.incoming.citation: homes[pair.base.citation] for pair in pairs}
    votes = [
        (sum(origin.get(provision.citation) == n for provision in article.provisions), n, m)
        for m, article in enumerate(incoming.articles)
        for n in range(len(base.articles))
    ]
    used: tuple[set[int], set[int]] = set(), set()
    for count, n, m in sorted(votes, key=lambda vote: (-vote[0], abs(vote[1] - vote[2]))):
        if count and n not in used[0] and m not in used[1]:
            used[0].add(n)
            used[1].add(m)
            yield ArticlePair(base.articles[n], incoming.articles[m])


def _beside(base: Edition, incoming: Edition, certain_pairs: Mapping[str, str]) -> Alignment:
    lengths = _scale(base, incoming)
    left, right = base.by_citation(), incoming.by_citation()
    certain = tuple(Pair(left[citation], right[other], "known") for other, citation in certain_pairs.items())
    articles = tuple(_by_content(base, incoming, certain)) if certain_pairs else ()
    articles += tuple(_articles(*_without(base, incoming, articles), lengths))
    matches = [pair for article in articles for pair in _provisions(article, lengths, certain_pairs)]
    sure = (*certain, *(pair for pair, is_sure in matches if is_sure))
    doubtful = tuple(pair for pair, is_sure in matches if not is_sure)
    aligned = Alignment(base, incoming, sure, articles, doubtful)
    return replace(aligned, suggested=(*doubtful, *_for_missing_articles(aligned, lengths)))


def _for_missing_articles(aligned: Alignment, lengths: Scale) -> Iterator[Pair]:
    """For articles that the file seems to lack: lines without a partner, where a heading was not recognized."""
    suggested = {pair.incoming.citation for pair in aligned.suggested}
    left = [provision for article in aligned.missing_articles for provision in article.provisions]
    right = [provision for provision in aligned.only_incoming if provision.citation not in suggested]

    def cost(one: ProvisionDraft, other: ProvisionDraft) -> float:
        return lengths.words_cost(one, other) if one.is_heading == other.is_heading else WORST

    for match in match_rows(left, right, cost):
        yield Pair(left[match.left], right[match.right], "shape")


def _without(
    base: Edition, incoming: Edition, paired: Sequence[ArticlePair]
) -> tuple[list[ArticleDraft], list[ArticleDraft]]:
    """The articles of both editions that stand in no pair yet."""
    used = {id(article_draft) for pair in paired for article_draft in (pair.base, pair.incoming)}
    left, right = (
        [article for article in edition.articles if id(article) not in used] for edition in (base, incoming)
    )
    return left, right


def _scale(base: Edition, incoming: Edition) -> Scale:
    """The scale of two languages, from the articles that have a number and as many provisions in both."""
    numbered = {article.ordinal: article for article in incoming.articles if article.ordinal}
    same = [
        (article_draft, numbered[article_draft.ordinal])
        for article_draft in base.articles
        if article_draft.ordinal in numbered
    ]
    even = [
        (base_article, incoming_article)
        for base_article, incoming_article in same
        if len(base_article.provisions) == len(incoming_article.provisions)
    ]
    left = [provision for base_article, _other in even for provision in base_article.provisions]
    right = [provision for _one, incoming_article in even for provision in incoming_article.provisions]
    return scale_of_languages(left or tuple(base.provisions()), right or tuple(incoming.provisions()), bool(left))


def _articles(base: Sequence[ArticleDraft], incoming: Sequence[ArticleDraft], lengths: Scale) -> Iterator[ArticlePair]:
    """Articles by id, by number, by kind, and those that are left by their shape."""
    left, right = list(base), list(incoming)
    for same in (_same_id, _same_number, _same_kind):
        for base_article in list(left):
            incoming_article = next(
                (incoming_article for incoming_article in right if same(base_article, incoming_article)), None
            )
            if incoming_article:
                left.remove(base_article)
                right.remove(incoming_article)
                yield ArticlePair(base_article, incoming_article)
    for match in match_rows(
        left,
        right,
        lambda base_article, incoming_article: _article_cost(base_article, incoming_article, lengths),
        gap=4.0,
    ):
        if match.sure:
            yield ArticlePair(left[match.left], right[match.right])


def _same_id(base: ArticleDraft, incoming: ArticleDraft) -> bool:
    return bool(base.source_id) and base.source_id == incoming.source_id and base.ordinal == incoming.ordinal


def _same_number(base: ArticleDraft, incoming: ArticleDraft) -> bool:
    return bool(base.ordinal) and (base.kind, base.ordinal) == (incoming.kind, incoming.ordinal)


def _same_kind(base: ArticleDraft, incoming: ArticleDraft) -> bool:
    return base.kind == incoming.kind and base.kind != "article"


def _article_cost(base: ArticleDraft, incoming: ArticleDraft, lengths: Scale) -> float:
    sizes = [sum(len(provision.text) for provision in article.provisions) for article in (base, incoming)]
    uneven = abs(len(base.provisions) - len(incoming.provisions)) * 0.5
    return (0 if base.kind == incoming.kind else 6) + uneven + lengths.lengths(sizes[0], sizes[1])


def _provisions(
    articles: ArticlePair, lengths: Scale, certain_pairs: Mapping[str, str]
) -> Iterator[tuple[Pair, bool]]:
    """Pairs within an article and whether each is sure; certain pairs part the rows and are not given again."""
    left, right, certain = _rows(articles, certain_pairs)
    anchors = {i: (j, "known") for i, j in certain.items()}
    certain_columns = set(certain.values())
    anchors |= {
        i: (j, how) for i, (j, how) in _by_id(left, right).items() if i not in certain and j not in certain_columns
    }
    anchors |= _by_number(left, right, anchors)
    for i, (j, how) in anchors.items():
        if i not in certain:
            yield Pair(left[i], right[j], how), True
    for rows, columns in _gaps(anchors, len(left), len(right)):
        base_gap, incoming_gap = [left[i] for i in rows], [right[j] for j in columns]
        for match in match_rows(base_gap, incoming_gap, lengths.cost):
            yield Pair(base_gap[match.left], incoming_gap[match.right], "shape"), match.sure


def _rows(articles: ArticlePair, certain_pairs: Mapping[str, str]) -> tuple[Row, Row, dict[int, int]]:
    """Both rows of an article pair without provisions of certain pairs elsewhere, and the places of those in it."""
    partners = {base: incoming for incoming, base in certain_pairs.items()}
    base_citations = {provision.citation for provision in articles.base.provisions}
    incoming_citations = {provision.citation for provision in articles.incoming.provisions}
    left = [
        provision
        for provision in articles.base.provisions
        if partners.get(provision.citation, "") in incoming_citations | {""}
    ]
    right = [
        provision
        for provision in articles.incoming.provisions
        if certain_pairs.get(provision.citation, "") in base_citations | {""}
    ]
    places = {provision.citation: j for j, provision in enumerate(right)}
    certain = {
        i: places[partners[provision.citation]] for i, provision in enumerate(left) if provision.citation in partners
    }
    return left, right, certain


Anchors = dict[int, tuple[int, str]]


def _by_id(left: Row, right: Row) -> Anchors:
    """Provisions that their files give one id; one that contradicts the printed labels is no sign."""
    places = {provision.source_id: j for j, provision in enumerate(right) if provision.source_id}
    shared = ((i, places[provision.source_id]) for i, provision in enumerate(left) if provision.source_id in places)
    return {i: (j, "id") for i, j in shared if not _contradict(left[i], right[j])}


def _contradict(base: ProvisionDraft, incoming: ProvisionDraft) -> bool:
    labelled = bool(base.style) and bool(incoming.style)
    return base.is_heading != incoming.is_heading or (labelled and base.ordinal != incoming.ordinal)


def _by_number(left: Row, right: Row, anchors: Anchors) -> Anchors:
    """Numbered paragraphs with one number, where both articles have the same row of them."""
    used = {j for j, _how in anchors.values()}
    base_rows = [i for i in range(len(left)) if left[i].kind == ProvisionKind.PARAGRAPH and i not in anchors]
    incoming_rows = [j for j in range(len(right)) if right[j].kind == ProvisionKind.PARAGRAPH and j not in used]
    if [left[i].ordinal for i in base_rows] != [right[j].ordinal for j in incoming_rows]:
        return {}
    return {i: (j, "place") for i, j in zip(base_rows, incoming_rows, strict=True)}


def _gaps(anchors: Anchors, rows: int, columns: int) -> Iterator[tuple[list[int], list[int]]]:
    """What stands unpaired between one anchor and the next, in both rows; an anchor out of order parts nothing."""
    used = {j for j, _how in anchors.values()}
    start, last = 0, 0
    for i, j in [*((i, anchors[i][0]) for i in sorted(anchors)), (rows, columns)]:
        if j < last:
            continue
        between = (
            [row for row in range(start, i) if row not in anchors],
            [column for column in range(last, j) if column not in used],
        )
        if all(between):
            yield between
        start, last = i + 1, j + 1


def with_pairs(alignment: Alignment, pairs: Iterable[Pair]) -> Alignment:
    """The alignment with pairs that a person made, each article of theirs paired too where it was not."""
    together = (*alignment.pairs, *pairs)
    kept = tuple(
        suggested_pair
        for suggested_pair in alignment.suggested
        if not any(suggested_pair.base is pair.base or suggested_pair.incoming is pair.incoming for pair in together)
    )
    paired_ids = {id(article.incoming) for article in alignment.articles} | {
        id(article.base) for article in alignment.articles
    }
    more = (
        article_pair
        for article_pair in _by_content(alignment.base, alignment.incoming, together)
        if not paired_ids & {id(article_pair.base), id(article_pair.incoming)}
    )
    return replace(alignment, pairs=together, suggested=kept, articles=(*alignment.articles, *more))
