"""From a row of blocks to an edition: articles, and in them provisions with kinds, labels, depths and citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile, zip_longest

from charter import clean
from charter.citations import Label as Counted
from charter.citations import article_numeral, labels_of_blocks
from charter.facts.numerals import Label, read_decimal, read_label
from charter.facts.vocabulary import fold_words, opens_a_definition, section_kind, time_label
from charter.files import inline
from charter.files.refusals import NO_ARTICLES, TOO_LONG_ARTICLE, TOO_MANY_ARTICLES, Unreadable
from charter.importing.blocks import Block, Blocks
from charter.importing.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.importing.heading_lines import promote_headings
from charter.importing.headings import (
    WORDS,
    Manner,
    Opening,
    manner_of_headings,
    named_section,
    own_article_word,
    title_runs,
)
from charter.states import HEADINGS, ArticleKind, Numerals, ProvisionKind
from charter.structure import DEFAULT_STRUCTURE, TextStructure

TERMS = {
    "short-term": ProvisionKind.SHORT_TERM,
    "mid-term": ProvisionKind.MID_TERM,
    "long-term": ProvisionKind.LONG_TERM,
}
# A line of an action plan that names a term and is no longer than this is the heading of what follows.
LONGEST_TERM = 40
LONGEST_TITLE = 200
# Setting editions side by side takes the square of these, in memory and in time.
MOST_ARTICLES = 500
MOST_PROVISIONS = 500


@dataclass
class _Section:
    """An article being gathered."""

    kind: ArticleKind
    ordinal: int = 0
    is_roman: bool = False
    addition: str = ""
    title: Block | None = None
    title_at: int = 0
    part: str = ""
    blocks: list[Block] = field(default_factory=list)


def understand_document(document: Blocks, lang: str, title: str = "") -> Edition:
    """The edition that a document holds; `title` is used where it names none."""
    own_word = own_article_word(document.blocks)
    words = WORDS | {fold_words(own_word)} if own_word else WORDS
    blocks = tuple(promote_headings(document.blocks, words))
    heads = manner_of_headings(blocks, words)
    own, rest = _title(blocks, heads)
    sections = [section for section in _sections(rest, heads) if section.blocks or section.title]
    if not any(section.blocks for section in sections):
        raise Unreadable(NO_ARTICLES)
    if len(sections) > MOST_ARTICLES:
        raise Unreadable(TOO_MANY_ARTICLES, n=MOST_ARTICLES)
    if any(len(section.blocks) > MOST_PROVISIONS for section in sections):
        raise Unreadable(TOO_LONG_ARTICLE, n=MOST_PROVISIONS)
    articles = tuple(_article(section) for section in sections)
    return Edition(lang, own or title or document.title, cite_provisions(articles), own_word)


def _title(blocks: tuple[Block, ...], heads: Manner) -> tuple[str, tuple[Block, ...]]:
    """The charter's own title and what follows: lines in a title's style, a first heading, or a line before one."""
    first_title = next((place for place, block in enumerate(blocks) if block.role == "title"), None)
    if first_title is not None:
        titles = list(takewhile(lambda block: block.role == "title", blocks[first_title:]))
        rest = (*blocks[:first_title], *blocks[first_title + len(titles) :])
        # Where the style of a title comes again it is used for headings.
        again = (replace(block, role="heading", level=1) if block.role == "title" else block for block in rest)
        return " ".join(block.text for block in titles), tuple(again)
    line, rest = (blocks[0].text, blocks[1:]) if _is_title_line(blocks) else ("", blocks)
    first = rest[0]
    is_title = first.role == "heading" and not heads.opening(first) and not named_section(first.text)
    if is_title and (first.level < heads.level or first.level == 1) and line in ("", first.text):
        return first.text, rest[1:]
    return line, rest


def _is_title_line(blocks: tuple[Block, ...]) -> bool:
    first, after = blocks[0], blocks[1:2]
    is_line = first.role == "text" and len(first.text) <= LONGEST_TITLE and first.text[-1] not in ".,;:!?。，；؛،"
    return is_line and bool(after) and after[0].role == "heading"


def _sections(blocks: tuple[Block, ...], heads: Manner) -> Iterator[_Section]:
    current, part, in_group = _Section(ArticleKind.PREAMBLE), "", False
    for block, after in zip_longest(blocks, blocks[1:]):
        if _heads_a_group(block, after, heads):
            # A title with a chapter right below it: both stand above the article.
            part = f"{part}\n{block.headline}" if in_group else block.headline
            in_group = True
            continue
        in_group = False
        opened = _opened(block, heads, current) if block.role == "heading" else None
        if opened is None:
            current.blocks.append(block)
            continue
        yield current
        current = replace(opened, part=part if opened.ordinal else "")
    yield current


def _heads_a_group(block: Block, after: Block | None, heads: Manner) -> bool:
    """Whether a heading has nothing of its own, only a deeper heading right after it: an article's, or a group's."""
    if block.role != "heading" or after is None or after.role != "heading" or heads.opening(block):
        return False
    above = heads.numbered and block.level < heads.level and not named_section(block.text)
    return (above and after.level >= block.level) or (after.level > block.level and heads.opening(after) is not None)


def _opened(block: Block, heads: Manner, current: _Section) -> _Section | None:
    opening = heads.opening(block)
    if opening:
        return _numbered(block, opening)
    kind = named_section(block.text) if block.level <= heads.level else None
    if kind == current.kind == ArticleKind.FINAL:
        # Additional, transitional and final provisions follow each other in one section.
        return None
    if kind:
        return _Section(kind, title=block)
    within = current.title is not None and block.level > current.title.level
    if within or block.level > heads.level or section_kind(block.text) == "plan":
        return None
    return _Section(ArticleKind.ARTICLE, title=block)


def _numbered(block: Block, opening: Opening) -> _Section:
    return _Section(
        ArticleKind.ARTICLE,
        opening.ordinal,
        opening.is_roman,
        opening.addition,
        title=block,
        title_at=opening.title_at,
    )


def _article(section: _Section) -> ArticleDraft:
    title = title_runs(section.title, section.title_at) if section.title else ()
    source_id = section.title.source_id if section.title else ""
    headline = [_draft(ProvisionKind.TITLE, title, None, 0, source_id)] if title else []
    number = ""
    if section.ordinal:
        numeral = article_numeral(section.ordinal, Numerals.ROMAN if section.is_roman else Numerals.ARABIC)
        number = f"{numeral} {section.addition}".strip()
    return ArticleDraft(
        kind=str(section.kind),
        number=number,
        title=inline.plain_words(title),
        provisions=(*headline, *_Reader(section.kind, section.ordinal).provisions(section.blocks)),
        # An inserted article has no place of its own among 1, 2, 3; the charter counts it with the others.
        ordinal=0 if section.addition else section.ordinal,
        part=section.part,
        source_id=source_id,
    )


def _draft(kind: str, runs: tuple[inline.Run, ...], label: Label | None, depth: int, source_id: str) -> ProvisionDraft:
    if kind in HEADINGS and all("strong" in run.formats for run in runs if run.text.strip()):
        # A heading is bold of itself.
        runs = inline.collapse_spaces(replace(run, formats=run.formats - {"strong"}) for run in runs)
    return ProvisionDraft(
        kind=str(kind),
        label=label.text if label else "",
        depth=depth,
        html=clean.clean_inline(inline.runs_html(runs)),
        text=inline.plain_words(runs),
        source_id=source_id,
        style=label.style if label else "",
        ordinal=label.ordinal if label else 0,
    )


class _Reader:
    """Reads the blocks of one article in order, knowing what stands above each."""

    def __init__(self, kind: ArticleKind, ordinal: int) -> None:
        self.article = kind
        self.ordinal = ordinal
        self.in_plan = False
        self.plan_level = 0
        self.before: Label | None = None
        # The forms of the rows that are open, outermost first, and whether the outermost counts paragraphs.
        self.rows: list[str] = []
        self.counts_paragraphs = False

    def provisions(self, blocks: Iterable[Block]) -> Iterator[ProvisionDraft]:
        for block in blocks:
            yield self._heading(block) if self._is_heading(block) else self._provision(block)

    def _is_heading(self, block: Block) -> bool:
        if block.role == "heading":
            return True
        bare = block.role == "text" and not read_label(block.text)
        names_term = self.in_plan and bare and len(block.text) <= LONGEST_TERM and time_label(block.text) is not None
        return names_term and (
            block.bold
            or block.text.rstrip().endswith((":", "："))
            or not block.text.rstrip().endswith((".", "。", ";"))
        )

    def _heading(self, block: Block) -> ProvisionDraft:
        self.before, self.rows = None, []
        kind = self._heading_kind(block)
        depth = 1 if kind in TERMS.values() else 0
        return _draft(kind, block.runs, None, depth, block.source_id)

    def _heading_kind(self, block: Block) -> ProvisionKind:
        named = time_label(block.text)
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
        row = self._row(label, block) if label else 0
        kind = self._kind(label, row, inline.plain_words(runs))
        depth = self._depth(kind, row)
        self.before = label or self.before
        return _draft(kind, runs, label, depth, block.source_id)

    def _labelled(self, block: Block) -> tuple[Label | None, tuple[inline.Run, ...]]:
        if block.label and block.label.style != "bullet":
            return block.label, block.runs
        decimal = read_decimal(block.text)
        labelled = decimal if decimal and self._goes_on(decimal[0]) else read_label(block.text, self.before)
        if not labelled or labelled[1] >= len(block.text):
            return block.label, block.runs
        return labelled[0], inline.drop_characters(block.runs, labelled[1])

    def _goes_on(self, label: Label) -> bool:
        """Whether a decimal number is the next one here, and not the amount that a sentence begins with."""
        numbers = label.numbers
        before = self.before.numbers if self.before else ()
        if numbers[:-1] == before or numbers[-1] == 1:
            return True
        follows = bool(before) and numbers == (*before[: len(numbers) - 1], before[: len(numbers)][-1] + 1)
        return follows or (numbers[0] == self.ordinal and len(numbers) == 2)

    def _row(self, label: Label, block: Block) -> int:
        """How deep the row of a label is nested, from 1; a row that was open goes on, a first label opens one."""
        depth, form = self._decimal_depth(label), label.form or f"{label.style}{block.level}"
        if depth:
            self.rows = [*self.rows[: depth - 1], *["decimal"] * (depth - 1 - len(self.rows)), "decimal"]
        elif form in self.rows:
            self.rows = self.rows[: self.rows.index(form) + 1]
        elif self.rows and label.ordinal > 1:
            self.rows[-1] = form
        else:
            self.rows.append(form)
        if len(self.rows) == 1:
            self.counts_paragraphs = label.style == "number"
        return len(self.rows)

    def _decimal_depth(self, label: Label) -> int:
        """The level that a number such as 1.2.1 says; its first number may be the article's. 0 for other labels."""
        numbers = label.numbers
        if len(numbers) < 2:
            return 0
        under_paragraph = bool(self.rows) and self.rows[0] != "decimal" and self.counts_paragraphs
        of_article = numbers[0] == self.ordinal and not under_paragraph
        return len(numbers) - 1 if of_article else len(numbers)

    def _kind(self, label: Label | None, row: int, words: str) -> ProvisionKind:
        if self.in_plan:
            return ProvisionKind.PLAN_POINT
        style = label.style if label else ""
        if style in ("letter", "roman") or row > 1:
            return ProvisionKind.POINT
        if self.article == ArticleKind.PREAMBLE:
            return ProvisionKind.RECITAL
        if self.article in (ArticleKind.GENERAL, ArticleKind.FINAL):
            return ProvisionKind.DEFINITION if opens_a_definition(words) else ProvisionKind.CLAUSE
        by_style = {"number": ProvisionKind.PARAGRAPH, "bullet": ProvisionKind.POINT}
        return by_style.get(style, ProvisionKind.SUBPARAGRAPH)

    def _depth(self, kind: ProvisionKind, row: int) -> int:
        if kind == ProvisionKind.SUBPARAGRAPH:
            return 1 if self.before else 0
        if kind not in (ProvisionKind.POINT, ProvisionKind.PLAN_POINT):
            return 0
        outer = self.counts_paragraphs and not self.in_plan
        return max(1, min(row - outer, 3))


def cite_provisions(articles: tuple[ArticleDraft, ...]) -> tuple[ArticleDraft, ...]:
    """The articles with a citation on every provision, each given once."""
    used: dict[str, int] = {}
    return tuple(_cited(article, used) for article in articles)


def _cited(article: ArticleDraft, used: dict[str, int]) -> ArticleDraft:
    labels = counted_labels(article)
    provisions = (
        replace(provision, citation=unique_citation(label.citation, used))
        for provision, label in zip(article.provisions, labels, strict=True)
    )
    return replace(article, provisions=tuple(provisions))


def counted_labels(article: ArticleDraft, structure: TextStructure = DEFAULT_STRUCTURE) -> list[Counted]:
    """The labels that a charter of that structure counts for the provisions of an article."""
    kinds, depths = (
        [provision_draft.kind for provision_draft in article.provisions],
        [provision_draft.depth for provision_draft in article.provisions],
    )
    return labels_of_blocks(article.kind, article.number or article.title, kinds, depths=depths, structure=structure)


def unique_citation(citation: str, used: dict[str, int]) -> str:
    """The citation, or where it was used before, the same with a number behind it."""
    used[citation] = used.get(citation, 0) + 1
    return citation if used[citation] == 1 else f"{citation} ({used[citation]})"
