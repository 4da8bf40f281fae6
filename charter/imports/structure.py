"""From a row of blocks to an edition: articles, and in them provisions with kinds, labels, depths and citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from charter import clean
from charter.citations import Label as Counted
from charter.citations import labels, numeral
from charter.imports import inline
from charter.imports.blocks import Block, Blocks
from charter.imports.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.imports.headings import Manner, Opening, manner, promoted, section, title_runs
from charter.imports.numerals import Label, read_label
from charter.imports.refusals import NO_ARTICLES, Unreadable
from charter.imports.vocabulary import opens_a_definition, section_kind, term
from charter.states import ArticleKind, Numerals, ProvisionKind

TERMS = {
    "short-term": ProvisionKind.SHORT_TERM,
    "mid-term": ProvisionKind.MID_TERM,
    "long-term": ProvisionKind.LONG_TERM,
}
# A line of an action plan that names a term and is no longer than this is the heading of what follows.
LONGEST_TERM = 40
LONGEST_TITLE = 200


@dataclass
class _Section:
    """An article being gathered."""

    kind: ArticleKind
    ordinal: int = 0
    is_roman: bool = False
    title: Block | None = None
    title_at: int = 0
    part: str = ""
    blocks: list[Block] = field(default_factory=list)


def understand(document: Blocks, lang: str, title: str = "") -> Edition:
    """The edition that a document holds; `title` is used where it names none."""
    blocks = tuple(promoted(block) for block in document.blocks)
    heads = manner(blocks)
    own, rest = _title(blocks, heads)
    sections = [one for one in _sections(rest, heads) if one.blocks or one.title]
    if not any(one.blocks for one in sections):
        raise Unreadable(NO_ARTICLES)
    articles = tuple(_article(one) for one in sections)
    return Edition(lang, own or title or document.title, cite(articles))


def _title(blocks: tuple[Block, ...], heads: Manner) -> tuple[str, tuple[Block, ...]]:
    """The charter's own title and what follows: a first heading, or a line in a title's style before one."""
    line, rest = (blocks[0].text, blocks[1:]) if _is_title_line(blocks) else ("", blocks)
    first = rest[0]
    is_title = first.role == "heading" and not heads.opening(first) and not section(first.text)
    if is_title and (first.level < heads.level or first.level == 1) and line in ("", first.text):
        return first.text, rest[1:]
    return line, rest


def _is_title_line(blocks: tuple[Block, ...]) -> bool:
    first, after = blocks[0], blocks[1:2]
    is_line = first.role == "text" and len(first.text) <= LONGEST_TITLE and first.text[-1] not in ".,;:!?。，；؛،"
    return is_line and bool(after) and after[0].role == "heading"


def _sections(blocks: tuple[Block, ...], heads: Manner) -> Iterator[_Section]:
    current, part = _Section(ArticleKind.PREAMBLE), ""
    for block, after in zip_longest(blocks, blocks[1:]):
        if _heads_a_group(block, after, heads):
            part = block.text
            continue
        opened = _opened(block, heads, current) if block.role == "heading" else None
        if opened is None:
            current.blocks.append(block)
            continue
        yield current
        current = replace(opened, part=part if opened.ordinal else "")
    yield current


def _heads_a_group(block: Block, after: Block | None, heads: Manner) -> bool:
    """Whether a heading has nothing of its own, only a deeper article's heading right after it."""
    if block.role != "heading" or after is None or after.role != "heading" or heads.opening(block):
        return False
    return after.level > block.level and heads.opening(after) is not None


def _opened(block: Block, heads: Manner, current: _Section) -> _Section | None:
    opening = heads.opening(block)
    if opening:
        return _numbered(block, opening)
    kind = section(block.text) if block.level <= heads.level else None
    if kind:
        return _Section(kind, title=block)
    within = current.title is not None and block.level > current.title.level
    if within or block.level > heads.level or section_kind(block.text) == "plan":
        return None
    return _Section(ArticleKind.ARTICLE, title=block)


def _numbered(block: Block, opening: Opening) -> _Section:
    return _Section(ArticleKind.ARTICLE, opening.ordinal, opening.is_roman, block, opening.title_at)


def _article(one: _Section) -> ArticleDraft:
    title = title_runs(one.title, one.title_at) if one.title else ()
    source_id = one.title.source_id if one.title else ""
    headline = [_draft(ProvisionKind.TITLE, title, None, 0, source_id)] if title else []
    number = numeral(one.ordinal, Numerals.ROMAN if one.is_roman else Numerals.ARABIC) if one.ordinal else ""
    return ArticleDraft(
        kind=str(one.kind),
        number=number,
        title=inline.plain(title),
        provisions=(*headline, *_Reader(one.kind).provisions(one.blocks)),
        ordinal=one.ordinal,
        part=one.part,
        source_id=source_id,
    )


def _draft(kind: str, runs: tuple[inline.Run, ...], label: Label | None, depth: int, source_id: str) -> ProvisionDraft:
    return ProvisionDraft(
        kind=str(kind),
        label=label.text if label else "",
        depth=depth,
        html=clean.inline(inline.html(runs)),
        text=inline.plain(runs),
        source_id=source_id,
        style=label.style if label else "",
        ordinal=label.ordinal if label else 0,
    )


class _Reader:
    """Reads the blocks of one article in order, knowing what stands above each."""

    def __init__(self, kind: ArticleKind) -> None:
        self.article = kind
        self.in_plan = False
        self.plan_level = 0
        self.before: Label | None = None
        self.point_depth = 0

    def provisions(self, blocks: Iterable[Block]) -> Iterator[ProvisionDraft]:
        for block in blocks:
            yield self._heading(block) if self._is_heading(block) else self._provision(block)

    def _is_heading(self, block: Block) -> bool:
        if block.role == "heading":
            return True
        bare = block.role == "text" and not read_label(block.text)
        names_term = self.in_plan and bare and len(block.text) <= LONGEST_TERM and term(block.text) is not None
        return names_term and (
            block.bold
            or block.text.rstrip().endswith((":", "："))
            or not block.text.rstrip().endswith((".", "。", ";"))
        )

    def _heading(self, block: Block) -> ProvisionDraft:
        self.before = None
        kind = self._heading_kind(block)
        depth = 1 if kind in TERMS.values() else 0
        return _draft(kind, block.runs, None, depth, block.source_id)

    def _heading_kind(self, block: Block) -> ProvisionKind:
        named = term(block.text)
        if named and (self.in_plan or section_kind(block.text) == "plan"):
            self.in_plan = True
            return TERMS[named]
        if section_kind(block.text) == "plan":
            self.in_plan, self.plan_level = True, block.level
            return ProvisionKind.PLAN
        self.in_plan = self.in_plan and block.level > self.plan_level
        return ProvisionKind.HEADING

    def _provision(self, block: Block) -> ProvisionDraft:
        label, runs = self._labelled(block)
        kind = self._kind(label, block, inline.plain(runs))
        depth = self._depth(kind, label, block)
        self.before = label or self.before
        return _draft(kind, runs, label, depth, block.source_id)

    def _labelled(self, block: Block) -> tuple[Label | None, tuple[inline.Run, ...]]:
        if block.label and block.label.style != "bullet":
            return block.label, block.runs
        found = read_label(block.text, self.before)
        if not found or found[1] >= len(block.text):
            return block.label, block.runs
        return found[0], inline.drop(block.runs, found[1])

    def _kind(self, label: Label | None, block: Block, words: str) -> ProvisionKind:
        if self.in_plan:
            return ProvisionKind.PLAN_POINT
        style = label.style if label else ""
        nested = block.role == "item" and block.level > 1
        if style in ("letter", "roman") or nested:
            return ProvisionKind.POINT
        if self.article == ArticleKind.PREAMBLE:
            return ProvisionKind.RECITAL
        if self.article in (ArticleKind.GENERAL, ArticleKind.FINAL):
            return ProvisionKind.DEFINITION if opens_a_definition(words) else ProvisionKind.CLAUSE
        by_style = {"number": ProvisionKind.PARAGRAPH, "bullet": ProvisionKind.POINT}
        return by_style.get(style, ProvisionKind.SUBPARAGRAPH)

    def _depth(self, kind: ProvisionKind, label: Label | None, block: Block) -> int:
        if kind == ProvisionKind.SUBPARAGRAPH:
            return 1 if self.before else 0
        if kind not in (ProvisionKind.POINT, ProvisionKind.PLAN_POINT):
            self.point_depth = 0
            return 0
        self.point_depth = self._point_depth(label, block)
        return self.point_depth

    def _point_depth(self, label: Label | None, block: Block) -> int:
        listed = block.level if block.role == "item" else 0
        under_letter = self.before is not None and (self.before.style, label.style if label else "") in (
            ("letter", "roman"),
            ("letter", "bullet"),
        )
        same_row = self.before is not None and label is not None and self.before.style == label.style
        written = self.point_depth + 1 if under_letter else self.point_depth if same_row else 1
        return max(1, listed, min(written, 3))


def cite(articles: tuple[ArticleDraft, ...]) -> tuple[ArticleDraft, ...]:
    """The articles with a citation on every provision, each given once."""
    used: dict[str, int] = {}
    return tuple(_cited(article, used) for article in articles)


def _cited(article: ArticleDraft, used: dict[str, int]) -> ArticleDraft:
    found = counted(article)
    provisions = (
        replace(provision, citation=once(label.citation, used))
        for provision, label in zip(article.provisions, found, strict=True)
    )
    return replace(article, provisions=tuple(provisions))


def counted(article: ArticleDraft) -> list[Counted]:
    """The labels that the charter counts for the provisions of an article."""
    kinds, depths = [one.kind for one in article.provisions], [one.depth for one in article.provisions]
    return labels(article.kind, article.number or article.title, kinds, depths=depths)


def once(citation: str, used: dict[str, int]) -> str:
    """The citation, or where it was used before, the same with a number behind it."""
    used[citation] = used.get(citation, 0) + 1
    return citation if used[citation] == 1 else f"{citation} ({used[citation]})"
