"""Two versions beside each other, article by article, by the text core alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString, mark_safe
from lxml import html as lxml_html

from accounts.locales import localize_commas
from charter import texts
from charter.citations import Label
from charter.clean import inner_html
from charter.models import Adoption, Block, Version, VersionWording, Wording
from charter.queries.reading.articles import TextLine, anchor_of, fallback_wordings, plain_labels
from charter.queries.reading.word_sources import adoptions_between
from charter.states import BORDER_KINDS, ChangeKind, ProvisionKind
from charter.text import Diff, Document, diff

GONE = frozenset({"del", "left"})
CHANGED = frozenset({"ins", "moved"}) | GONE


@dataclass(frozen=True)
class ComparedProvision:
    """One provision in tracked changes. `line` is its new or old place, `changes` the places of its changes."""

    line: TextLine
    state: str
    words: SafeString
    changes: tuple[int, ...]

    @property
    def changed(self) -> bool:
        return bool(self.changes) or self.state in CHANGED

    @property
    def anchor(self) -> str:
        """The anchor on the page. Only-old text has a prefix, because another provision may have its number now."""
        return f"was-{self.line.anchor}" if self.state in GONE else self.line.anchor


@dataclass(frozen=True)
class ArticleVersion:
    """An article in one version: its key, kind, number, slug, and its lines in order.

    `headed` are the words of its title, in the charter's first language where its own has none.
    """

    key: str
    kind: str
    number: str
    slug: str
    lines: tuple[TextLine, ...]
    headed: Wording | None = None

    @property
    def address(self) -> str:
        return self.number or self.slug

    @property
    def title(self) -> str:
        return self.headed.text if self.headed else self.address

    @property
    def language(self) -> str:
        """Of its title, or of its lines where it has none."""
        return self.headed.language if self.headed else self.lines[0].language

    @property
    def unwritten(self) -> bool:
        """Whether it has no word in its language."""
        return not any(line.html for line in self.lines)

    @property
    def shape(self) -> tuple[tuple[int, str, int | None], ...]:
        return tuple((line.provision.pk, line.kind, line.wording.pk if line.wording else None) for line in self.lines)

    @cached_property
    def document(self) -> Document:
        blocks = [Block(str(line.provision.key), line.kind, line.depth) for line in self.lines]
        return texts.document_of(blocks, {str(line.provision.key): line.html for line in self.lines})

    @cached_property
    def wordings(self) -> dict[int, Wording]:
        return {line.provision.pk: line.wording for line in self.lines if line.wording}


@dataclass(frozen=True)
class Comparison:
    """One article in two versions; a side is None if that version does not contain the article."""

    old: ArticleVersion | None
    new: ArticleVersion | None
    prefix: str

    @property
    def side(self) -> ArticleVersion:
        side = self.new or self.old
        assert side is not None
        return side

    @cached_property
    def same(self) -> bool:
        """Whether both versions have the very same wordings in the same order: then nothing needs comparing."""
        old, new = (side.shape if side else () for side in (self.old, self.new))
        return old == new

    @cached_property
    def diff(self) -> Diff:
        if self.same:
            return diff(self.side.document, self.side.document)
        return diff(*(side.document if side else Document() for side in (self.old, self.new)))

    @property
    def changed(self) -> bool:
        return not self.same and bool(self.diff.changes)

    @property
    def unwritten(self) -> bool:
        """Whether both versions have no text of it in this language, so that no change can be shown."""
        return all(side.unwritten for side in (self.old, self.new) if side)

    def rows(self, language: str) -> list[ComparedProvision]:
        """The redline, provision by provision; hidden words in `language`."""
        if self.same:
            return [row for row in self.after() if row.line.html]
        return list(_rows(self.diff.redline(language, self.prefix), self.old, self.new, self.prefix))

    def rows_before(self, language: str) -> list[ComparedProvision]:
        """The old text, provision by provision, with deletions marked."""
        prefix = f"before-{self.prefix}"
        return list(_rows(self.diff.before(language, prefix), self.old, self.old, prefix))

    def rows_after(self, language: str) -> list[ComparedProvision]:
        """The new text, provision by provision, with insertions marked."""
        prefix = f"after-{self.prefix}"
        return list(_rows(self.diff.after(language, prefix), None, self.new, prefix))

    def before(self) -> list[ComparedProvision]:
        return [ComparedProvision(line, "", mark_safe(line.html), ()) for line in (self.old.lines if self.old else ())]

    def after(self) -> list[ComparedProvision]:
        return [ComparedProvision(line, "", mark_safe(line.html), ()) for line in (self.new.lines if self.new else ())]

    def sentences(self, language: str) -> tuple[str, ...]:
        """The amending sentences that make the new article of the old one, in the order of the old text."""
        return texts.amending_clauses(self.diff, language, self._citations)

    def told(self, language: str) -> list[tuple[int, str]]:
        """Each change by its place with a sentence of its own, so that a reader can go from it to the words."""
        alone = (
            texts.amending_clauses(self.diff.only([change]), language, self._citations) for change in self.diff.changes
        )
        return [(place, clauses[0]) for place, clauses in enumerate(alone) if clauses]

    @property
    def _citations(self) -> dict[str, str]:
        lines = (*(self.new.lines if self.new else ()), *(self.old.lines if self.old else ()))
        return {str(line.provision.key): localize_commas(line.citation) for line in lines}

    @property
    def provision_ids(self) -> list[int]:
        """Ids of the provisions of both sides, each once; a deleted provision is only in the older one."""
        sides = [side for side in (self.new, self.old) if side is not None]
        return list(dict.fromkeys(line.provision.pk for side in sides for line in side.lines))

    @cached_property
    def kinds(self) -> Counter[str]:
        return Counter(change.kind for change in self.diff.changes)


def compare_versions(old: Version, new: Version, language: str, address: str = "") -> list[Comparison]:
    """Every article of two versions, in the order of the newer one; deleted articles are at the end.

    If an address is given, only the articles that have it in one of the versions have more than their titles.
    """
    if address:
        before, after = (_narrowed(version, language, (old, new), address) for version in (old, new))
    else:
        before, after = articles_by_key(old, language), articles_by_key(new, language)
    keys = [*after, *(key for key in before if key not in after)]
    return [Comparison(before.get(key), after.get(key), f"change-{n}") for n, key in enumerate(keys, 1)]


def are_renumbered(comparisons: Sequence[Comparison]) -> bool:
    """Whether a provision has another number in the newer text; after a split or a combination a part or both have."""
    if any(comparison.kinds[kind] for comparison in comparisons for kind in ("split", "joined")):
        return True
    before, after = (
        {line.provision.pk: line.citation for side in sides if side for line in side.lines}
        for sides in ((c.old for c in comparisons), (c.new for c in comparisons))
    )
    return any(before[pk] != after[pk] for pk in before.keys() & after.keys())


def articles_by_key(version: Version, language: str) -> dict[str, ArticleVersion]:
    """The articles of a version in one language by key, in reading order."""
    return _sides_of(VersionWording.objects.filter(version=version, language=language))


def _narrowed(
    version: Version, language: str, both: tuple[Version, Version], address: str
) -> dict[str, ArticleVersion]:
    """Titles of all articles, and the lines of those that have this address in either version."""
    at_address = Q(article_number=address) | Q(article__slug=address)
    article_ids = VersionWording.objects.filter(at_address, version__in=both).values("article")
    rows = VersionWording.objects.filter(version=version, language=language)
    return _sides_of(rows.filter(Q(article__in=article_ids) | Q(kind=ProvisionKind.TITLE)))


def _sides_of(rows: QuerySet[VersionWording]) -> dict[str, ArticleVersion]:
    rows_by_article: dict[str, list[VersionWording]] = {}
    for row in rows.order_by("place").select_related("article", "provision", "wording"):
        rows_by_article.setdefault(str(row.article.key), []).append(row)
    lost = fallback_wordings(row for own in rows_by_article.values() for row in own if row.kind == ProvisionKind.TITLE)
    return {key: _side(key, own, lost) for key, own in rows_by_article.items()}


def adoptions_by_provision(
    comparisons: Iterable[Comparison], before: Version, after: Version
) -> dict[int, list[Adoption]]:
    """The adoptions of all changes between two versions, by provision id, in a constant number of queries.

    The marks of a wording give the sources of its text. Deletions, moves, splits and combinations have only adoptions.
    """
    return _with_structural(*wordings_of(comparisons), before, after)


def adoptions_by_wordings(
    old: Mapping[int, int], new: Mapping[int, int], before: Version, after: Version
) -> dict[int, list[Adoption]]:
    """The same by the ids of the wordings that differ, by provision id."""
    wordings = Wording.objects.defer("html", "text").in_bulk([*old.values(), *new.values()])
    sides = [{provision: wordings[pk] for provision, pk in side.items()} for side in (old, new)]
    return _with_structural(sides[0], sides[1], before, after)


def wordings_of(comparisons: Iterable[Comparison]) -> tuple[dict[int, Wording], dict[int, Wording]]:
    """The wordings of both versions, by provision id."""
    old: dict[int, Wording] = {}
    new: dict[int, Wording] = {}
    for comparison in comparisons:
        old |= comparison.old.wordings if comparison.old else {}
        new |= comparison.new.wordings if comparison.new else {}
    return old, new


def _with_structural(
    old: Mapping[int, Wording], new: Mapping[int, Wording], before: Version, after: Version
) -> dict[int, list[Adoption]]:
    adoptions = adoptions_between(old, new)
    for adoption in _structural(before, after):
        own = adoptions.setdefault(adoption.provision_id, [])
        if all(adoption.pk != other.pk for other in own):
            own.append(adoption)
    return adoptions


def _structural(before: Version, after: Version) -> Iterable[Adoption]:
    """Adoptions of changes to the order of the text after one version and until another one, without undone ones."""
    kinds = (ChangeKind.DELETE, ChangeKind.MOVE, *BORDER_KINDS)
    rows = Adoption.objects.filter(change__kind__in=kinds, merge__undone_by=None)
    rows = rows.filter(provision__charter=after.charter_id, at__gt=before.published_at, at__lte=after.published_at)
    return rows.select_related("change__text__amendment__round", "merge").order_by("pk")


@lru_cache(maxsize=2000)
def redline_of(old: str, new: str, language: str) -> SafeString:
    """The redline of one provision's words, without the block around them; the same texts are compared once."""
    return _redline(texts.single_block(old), texts.single_block(new), language)


@lru_cache(maxsize=2000)
def redline_of_change(kind: str, base: str, html: str, cut: int | None, following: str, language: str) -> SafeString:
    """Tracked changes from the stored values of a change (`stored_sides`); a border is shown among the text."""
    return _redline(*texts.sides_of(kind, base, html, cut, following), language)


def _redline(old: Document, new: Document, language: str) -> SafeString:
    return redline_of_diff(diff(old, new), language)


def redline_of_diff(difference: Diff, language: str) -> SafeString:
    """The tracked changes of one provision, without the blocks around the words.

    A page shows several of them, and nothing leads to a single change: so their marks have no ids.
    """
    whole = difference.redline(language, prefix="")
    return mark_safe(" ".join(inner_html(_as_html(element)) for element in _elements(whole)))


def total_changes(comparisons: Iterable[Comparison]) -> Counter[str]:
    """How many changes of each kind there are in all."""
    return sum((comparison.kinds for comparison in comparisons), Counter())


def _side(key: str, rows: Sequence[VersionWording], lost: Mapping[int, Wording]) -> ArticleVersion:
    head = rows[0]
    titles = (row.wording or lost.get(row.provision_id) for row in rows if row.kind == ProvisionKind.TITLE)
    labels = plain_labels(head.article_kind, head.article_number, rows)
    lines = tuple(_line(row, label) for row, label in zip(rows, labels, strict=True))
    return ArticleVersion(key, head.article_kind, head.article_number, head.article.slug, lines, next(titles, None))


def _line(row: VersionWording, label: Label) -> TextLine:
    return TextLine(
        provision=row.provision,
        kind=row.kind,
        depth=row.depth,
        printed=row.printed,
        citation=row.citation,
        anchor=anchor_of(label.citation),
        language=row.language,
        wording=row.wording,
        style=label.style,
        missing=row.wording_id is None,
        first_version=row.first_version,
    )


def _rows(
    redlined: str, old: ArticleVersion | None, new: ArticleVersion | None, prefix: str
) -> Iterator[ComparedProvision]:
    """Blocks that stay or come carry their key or follow the new text's order; those that go follow the old one's."""
    old_walk, new_walk = _Walk(old), _Walk(new)
    for element in _elements(redlined):
        state, key = element.get("class") or "", element.get("data-key") or ""
        line = old_walk.take("") if state in GONE else new_walk.take(key)
        if state not in GONE and state != "ins":
            old_walk.pass_by(key, moved=state == "moved")
        if line is None:
            continue
        html = inner_html(_as_html(element))
        places = tuple(int(n) - 1 for n in re.findall(rf'id="{re.escape(prefix)}-(\d+)"', html))
        yield ComparedProvision(line, state, mark_safe(html), places)


class _Walk:
    """Goes through the lines of one side that have words, in order."""

    def __init__(self, side: ArticleVersion | None) -> None:
        self.lines = [line for line in (side.lines if side else ()) if line.html]
        self.places: Mapping[str, int] = {str(line.provision.key): n for n, line in enumerate(self.lines)}
        self.here = 0

    def take(self, key: str) -> TextLine | None:
        """The line with that key, otherwise the next one."""
        place = self.places.get(key, self.here) if key else self.here
        if place >= len(self.lines):
            return None
        self.here = place + 1
        return self.lines[place]

    def pass_by(self, key: str, *, moved: bool) -> None:
        """Goes on after a line that kept its place; a line that moved was already shown at its old place."""
        if not moved and self.places.get(key, -1) >= self.here:
            self.here = self.places[key] + 1


def _elements(html: str) -> list[lxml_html.HtmlElement]:
    return [e for e in lxml_html.fragments_fromstring(html) if not isinstance(e, str)] if html else []


def _as_html(element: lxml_html.HtmlElement) -> str:
    return lxml_html.tostring(element, encoding="unicode", with_tail=False)
