"""Corrections that a person makes to what was read of a file, one after the other, so that the last can be undone.

Law: the edition is always what the file says with all corrections made in order; nothing else is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from html import escape
from typing import Any

from django.utils.translation import gettext_lazy as _

from charter import clean, texts
from charter.citations import small_roman
from charter.facts.numerals import read_decimal, read_label
from charter.files.left_out import LeftOut, left_out
from charter.files.refusals import Sentence
from charter.importing.drafts import ArticleDraft, Edition, ProvisionDraft
from charter.importing.structure import cite_provisions
from charter.queries.reading import divisions
from charter.states import ArticleKind, ProvisionKind

DEEPEST = 3
POINTS = (ProvisionKind.POINT, ProvisionKind.PLAN_POINT)
NO_LINE = _("The lines changed in another window. Check them and repeat the correction.")
NO_NUMBER = _("No number was recognized at the beginning of the line.")
NO_PREVIOUS = _("The first line has no previous line. Combine a later line with the first line.")
NO_CUT = _("Insert one empty line between two words, at the place of the split. Do not change the wording.")
NO_TYPE = _("Choose a type from the list.")
NO_TITLE = _("Enter the title of the charter.")


class Unrepairable(Exception):
    """A correction that cannot be made, with one sentence that says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class Repair:
    """One correction: what is done, to which line (counted from 0 at that moment), and with what."""

    act: str
    at: int = 0
    value: str = ""
    depth: int = 1


@dataclass(frozen=True)
class EditionLine:
    """One line of an edition: its provision, the article that begins with it, and the lines of the file it is of.

    `is_made`: a person made the line an article, so its number depends on the articles around it.
    """

    draft: ProvisionDraft
    opens: ArticleDraft | None = None
    sources: tuple[int, ...] = ()
    is_made: bool = False


@dataclass(frozen=True)
class Repaired:
    """What a file holds after the corrections: its title, its lines, what was left out by choice."""

    lang: str
    title: str
    rows: tuple[EditionLine, ...]
    left_out: tuple[LeftOut, ...] = ()
    article_word: str = ""

    @property
    def edition(self) -> Edition:
        """The lines as articles, cited anew."""
        articles = tuple(_article(rows) for rows in _by_article(tuple(_numbered(self.rows))))
        return Edition(self.lang, self.title, cite_provisions(articles), self.article_word)


def as_json(repairs: Iterable[Repair]) -> list[dict[str, Any]]:
    """Corrections as JSON knows them, for `from_json`."""
    return [asdict(repair) for repair in repairs]


def from_json(data: Iterable[dict[str, Any]]) -> tuple[Repair, ...]:
    """Corrections that were kept."""
    return tuple(Repair(**repair) for repair in data)


def repair_edition(edition: Edition, repairs: Iterable[Repair]) -> Repaired:
    """What an edition is after corrections, made in their order. Raises `Unrepairable`."""
    repaired = Repaired(edition.lang, edition.title, tuple(_rows(edition)), article_word=edition.article_word)
    for repair in repairs:
        repaired = _repair(repaired, repair)
    return repaired


def original_lines(edition: Edition) -> list[str]:
    """The lines of a file as it printed them, in order."""
    return [f"{provision.label} {provision.text}".strip() for provision in edition.provisions()]


def _rows(edition: Edition) -> Iterator[EditionLine]:
    place = 0
    for article in edition.articles:
        for number, draft in enumerate(article.provisions):
            yield EditionLine(draft, article if number == 0 else None, (place,))
            place += 1


def _by_article(rows: Sequence[EditionLine]) -> Iterator[list[EditionLine]]:
    article: list[EditionLine] = []
    for row in rows:
        if row.opens and article:
            yield article
            article = []
        article.append(row)
    if article:
        yield article


def _numbered(rows: Iterable[EditionLine]) -> Iterator[EditionLine]:
    """The lines with the number of each article that a person made: the next one, unless the file has it already."""
    rows = tuple(rows)
    in_file = {row.opens.ordinal for row in rows if row.opens and not row.is_made}
    before: ArticleDraft | None = None
    for row in rows:
        if row.opens and row.opens.kind == ArticleKind.ARTICLE:
            if row.is_made and before and before.ordinal and before.ordinal + 1 not in in_file:
                row = replace(row, opens=_with_next_number(row.opens, before))
            before = row.opens
        yield row


def _with_next_number(article: ArticleDraft, before: ArticleDraft) -> ArticleDraft:
    """The article with the number after that of the article before, as that one writes it."""
    ordinal = before.ordinal + 1
    number = str(ordinal) if before.number.isdecimal() else small_roman(ordinal).upper()
    return replace(article, number=number, ordinal=ordinal)


def _article(rows: Sequence[EditionLine]) -> ArticleDraft:
    head = rows[0].opens or ArticleDraft(ArticleKind.PREAMBLE, "", "", ())
    title = rows[0].draft.text if rows[0].draft.kind == ProvisionKind.TITLE else ""
    return replace(head, title=title, provisions=tuple(row.draft for row in rows))


def _repair(repaired: Repaired, repair: Repair) -> Repaired:
    if repair.act == "title":
        if not repair.value:
            raise Unrepairable(NO_TITLE)
        return replace(repaired, title=repair.value)
    if not 0 <= repair.at < len(repaired.rows) or repair.act not in ACTS:
        raise Unrepairable(NO_LINE)
    return ACTS[repair.act](repaired, repair)


def _set(repaired: Repaired, at: int, *rows: EditionLine, taking: int = 1) -> Repaired:
    return replace(repaired, rows=(*repaired.rows[:at], *rows, *repaired.rows[at + taking :]))


def _change_type(repaired: Repaired, repair: Repair) -> Repaired:
    row, kind = repaired.rows[repair.at], repair.value
    if kind in ArticleKind.values:
        same = row.opens if row.opens and row.opens.kind == kind else None
        draft = replace(row.draft, kind=ProvisionKind.TITLE.value, depth=0, label="", style="", ordinal=0)
        opening = replace(
            row, draft=draft, opens=same or ArticleDraft(kind, "", "", ()), is_made=not same or row.is_made
        )
        following = _paragraphs_of_an_article(repaired.rows[repair.at + 1 :])
        return _set(repaired, repair.at, opening, *following, taking=1 + len(following))
    if kind not in ProvisionKind.values or kind == ProvisionKind.TITLE:
        raise Unrepairable(NO_TYPE)
    depth = max(1, min(repair.depth, DEEPEST)) if kind in POINTS else int(kind == ProvisionKind.SUBPARAGRAPH)
    was_title = row.draft.kind == ProvisionKind.TITLE
    # What was an article's title goes on in the article before; the first article has none before it.
    opens = row.opens if not was_title or repair.at == 0 else None
    return _set(repaired, repair.at, replace(row, draft=replace(row.draft, kind=kind, depth=depth), opens=opens))


def _paragraphs_of_an_article(rows: Sequence[EditionLine]) -> list[EditionLine]:
    """The first lines of a new article: points with a number, which only a heading within an article made points."""
    lines: list[EditionLine] = []
    for row in rows:
        draft = row.draft
        if row.opens or draft.kind != ProvisionKind.POINT or draft.depth != 1 or draft.style != "number":
            break
        lines.append(replace(row, draft=replace(draft, kind=ProvisionKind.PARAGRAPH.value, depth=0)))
    return lines


def _number_off(repaired: Repaired, repair: Repair) -> Repaired:
    row = repaired.rows[repair.at]
    draft = row.draft
    numbered = draft.kind in (ProvisionKind.PARAGRAPH, ProvisionKind.POINT)
    kind = ProvisionKind.SUBPARAGRAPH.value if numbered else draft.kind
    words = f"{draft.label} " if draft.label else ""
    draft = _worded(replace(draft, kind=kind, label="", style="", ordinal=0), escape(words, quote=False) + draft.html)
    return _set(repaired, repair.at, replace(row, draft=draft))


def _number_on(repaired: Repaired, repair: Repair) -> Repaired:
    row = repaired.rows[repair.at]
    labelled = read_decimal(row.draft.text) or read_label(row.draft.text)
    if not labelled or labelled[1] >= len(row.draft.text):
        raise Unrepairable(NO_NUMBER)
    label, at = labelled
    kind = row.draft.kind
    if kind == ProvisionKind.SUBPARAGRAPH:
        kind = (ProvisionKind.PARAGRAPH if label.style == "number" else ProvisionKind.POINT).value
    _number, rest = texts.split_html(row.draft.html, at)
    draft = replace(row.draft, kind=kind, label=label.text, style=label.style, ordinal=label.ordinal)
    depth = max(1, draft.depth) if kind in POINTS else 0
    return _set(repaired, repair.at, replace(row, draft=replace(_worded(draft, rest), depth=depth)))


def _leave_out(repaired: Repaired, repair: Repair) -> Repaired:
    row, after = repaired.rows[repair.at], repaired.rows[repair.at + 1 : repair.at + 2]
    # An article goes on without its first line.
    heirs = [_heir(next_row, row) for next_row in after]
    note = left_out("chosen", row.draft.text)
    return replace(_set(repaired, repair.at, *heirs, taking=2), left_out=(*repaired.left_out, note))


def _heir(row: EditionLine, before: EditionLine) -> EditionLine:
    return row if row.opens else replace(row, opens=before.opens, is_made=before.is_made)


def _combine(repaired: Repaired, repair: Repair) -> Repaired:
    if repair.at == 0:
        raise Unrepairable(NO_PREVIOUS)
    before, row = repaired.rows[repair.at - 1], repaired.rows[repair.at]
    words = f"{row.draft.label} " if row.draft.label else ""
    html = f"{before.draft.html} {escape(words, quote=False)}{row.draft.html}"
    joined = replace(before, draft=_worded(before.draft, html), sources=(*before.sources, *row.sources))
    return _set(repaired, repair.at - 1, joined, taking=2)


def _split(repaired: Repaired, repair: Repair) -> Repaired:
    row = repaired.rows[repair.at]
    cut = divisions.cut_of(row.draft.text, clean.clean_typed_text(repair.value).text)
    if cut is None:
        raise Unrepairable(NO_CUT)
    first, second = texts.split_html(row.draft.html, cut)
    below = replace(row.draft, label="", style="", ordinal=0, source_id="")
    if row.draft.kind == ProvisionKind.TITLE:
        below = replace(below, kind=ProvisionKind.SUBPARAGRAPH.value)
    return _set(
        repaired,
        repair.at,
        replace(row, draft=_worded(row.draft, first)),
        EditionLine(_worded(below, second), None, row.sources),
    )


def _worded(draft: ProvisionDraft, html: str) -> ProvisionDraft:
    kept = clean.clean_inline(html)
    return replace(draft, html=kept, text=texts.plain_text(kept))


ACTS: dict[str, Callable[[Repaired, Repair], Repaired]] = {
    "type": _change_type,
    "number_off": _number_off,
    "number_on": _number_on,
    "leave_out": _leave_out,
    "combine": _combine,
    "split": _split,
}
