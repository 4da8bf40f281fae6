"""Citations and printed labels, counted from the kinds of blocks. Numbers are never stored: they follow the order.

A recital is `Preamble.4`, a clause `General.3`; in an article a numbered paragraph is `VI.2`, the third paragraph
without number under it `VI.2.3`, a lettered point `VI.1.a`, a point under that `VI.1.a.i`. Paragraphs without number
that stand right under a heading count that heading as the next number; those before the first number are `VI.0.1`.
A point of a plan is cited under the number above it: `XI.2, plan, mid-term, b`; a second plan there is `plan 2`.
A charter can have another structure (`charter/structure.py`): other styles of points, and parts with other names.
Points of the outermost level that are numbers, or have no label, are cited in brackets: `VI.2.(1)` is a point, and
`VI.2.1` a paragraph without number.

Law: no two blocks of an article have one citation, whatever the structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import override

from charter.states import HEADINGS, ArticleKind, Numerals, PointStyle, ProvisionKind
from charter.structure import DEFAULT_STRUCTURE, TextStructure

ROMAN: tuple[tuple[int, str], ...] = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@dataclass(frozen=True)
class Label:
    """`printed` is before the text (`2.`, `a)`, or nothing); `citation` names the block in the charter.

    `style` is the style of the label (number, letter, roman, or nothing), `ordinal` its place there.
    """

    printed: str
    citation: str
    style: str = ""
    ordinal: int = 0


def label_of_working_text(label: Label) -> Label:
    """The label beside those of a published version: it names a provision that only the working text has."""
    return replace(label, citation=_("%(citation)s of the working text") % {"citation": label.citation})


def article_numeral(number: int, numerals: str = Numerals.ROMAN) -> str:
    """The number of an article as it is printed."""
    if numerals == Numerals.ARABIC:
        return str(number)
    out = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        out += letters * times
    return out


def point_letter(number: int) -> str:
    """a to z, then aa, ab …; counts from 1."""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out


def small_roman(number: int) -> str:
    """i, ii, iii …"""
    return article_numeral(number).lower()


def article_numbers(kinds: Iterable[str], numerals: str = Numerals.ROMAN) -> list[str]:
    """The printed number of each article in order; empty for preamble, general and final parts."""
    out, number = [], 0
    for kind in kinds:
        number += kind == ArticleKind.ARTICLE
        out.append(article_numeral(number, numerals) if kind == ArticleKind.ARTICLE else "")
    return out


# The letters of points where the language has its own, in the order in which it counts with them.
OWN_LETTERS = {"ar": ("أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن", *"سعفصقرشتثخذضظغ")}


def printed_in(language: str, printed: str, style: str) -> str:
    """A printed label as a language writes it: `أ)` for `a)` where points are counted in letters."""
    own = OWN_LETTERS.get(language.partition("-")[0], ())
    if not own or style != PointStyle.LETTER:
        return printed
    return next((f"{letter})" for n, letter in enumerate(own, 1) if printed == f"{point_letter(n)})"), printed)


# How the labels of points are counted; those without a label are numbered in citations.
COUNTERS: dict[str, Callable[[int], str]] = {
    PointStyle.LETTER: point_letter,
    PointStyle.CAPITAL: lambda number: point_letter(number).upper(),
    PointStyle.ROMAN: small_roman,
    PointStyle.NUMBER: str,
    PointStyle.NONE: str,
}
# A bare number under a paragraph is the citation of a paragraph without number.
BRACKETED = frozenset({PointStyle.NUMBER, PointStyle.NONE})
NUMBERED = frozenset({ProvisionKind.RECITAL, ProvisionKind.CLAUSE, ProvisionKind.DEFINITION, ProvisionKind.PARAGRAPH})


def labels_of_blocks(
    article_kind: str,
    number: str,
    kinds: Sequence[str],
    language: str = "en",
    depths: Sequence[int] = (),
    structure: TextStructure = DEFAULT_STRUCTURE,
) -> list[Label]:
    """One label for each block of an article, in the words of `language`.

    `depths` tell which points are under which; without them all points of a list have the same level.
    """
    return list(_labelled(article_kind, number, tuple(kinds), language, tuple(depths), structure))


@lru_cache(maxsize=2000)
def _labelled(
    article_kind: str,
    number: str,
    kinds: tuple[str, ...],
    language: str,
    depths: tuple[int, ...],
    structure: TextStructure,
) -> tuple[Label, ...]:
    with override(language):
        head = {
            ArticleKind.PREAMBLE: _("Preamble"),
            ArticleKind.GENERAL: _("General"),
            ArticleKind.FINAL: _("Final"),
        }.get(ArticleKind(article_kind), number)
        if article_kind != ArticleKind.ARTICLE:
            head = structure.own_name(article_kind, language) or head
        return tuple(_Counter(head, kinds, depths or (0,) * len(kinds), structure.points).labels())


class _Points:
    """Counts the points of one list, and the points under each."""

    def __init__(self, styles: Sequence[str]) -> None:
        self.styles = styles
        self.counts: list[tuple[int, int]] = []  # depth and count, the outermost first

    def next(self, depth: int) -> tuple[str, str, str, int]:
        """The citation of the next point under the first, its printed label, its style, and its place there."""
        while len(self.counts) > 1 and self.counts[-1][0] > depth and self.counts[-2][0] >= depth:
            self.counts.pop()
        if not self.counts or self.counts[-1][0] < depth:
            self.counts.append((depth, 1))
        else:
            self.counts[-1] = (depth, self.counts[-1][1] + 1)
        styles = [self.styles[level % len(self.styles)] for level in range(len(self.counts))]
        path = [COUNTERS[style](count) for style, (_depth, count) in zip(styles, self.counts, strict=True)]
        is_labelled = styles[-1] != PointStyle.NONE
        printed, place = (f"{path[-1]})", self.counts[-1][1]) if is_labelled else ("", 0)
        if styles[0] in BRACKETED:
            path[0] = f"({path[0]})"
        return ".".join(path), printed, styles[-1] if is_labelled else "", place


class _Counter:
    """Walks the blocks of one article; a heading is cited by its place among headings."""

    def __init__(self, head: str, kinds: Sequence[str], depths: Sequence[int], styles: Sequence[str]) -> None:
        self.head, self.kinds, self.depths, self.styles = head, kinds, depths, styles
        self.is_numbered = any(_is_numbered(kinds, place) for place in range(len(kinds)))
        self.paragraph = self.sub = self.heading = self.titles = 0
        self.term = ""
        self.under_heading = False
        self.lists: dict[tuple[str, ...], _Points] = {}
        self.plans: dict[str, int] = {}

    def labels(self) -> Iterator[Label]:
        for kind, depth in zip(self.kinds, self.depths, strict=True):
            if kind == ProvisionKind.TITLE:
                yield self._title()
            elif kind in HEADINGS:
                yield self._heading(kind)
            elif kind in NUMBERED:
                yield self._paragraph(kind)
            elif kind == ProvisionKind.SUBPARAGRAPH:
                yield self._sub()
            else:
                yield self._plan_point(depth) if kind == ProvisionKind.PLAN_POINT else self._point(depth)

    def _title(self) -> Label:
        self.titles += 1
        return Label("", f"{self.head}, {_counted(_('title'), self.titles)}")

    def _heading(self, kind: str) -> Label:
        self.heading += 1
        self.under_heading = True
        terms = {
            ProvisionKind.SHORT_TERM: _("short-term"),
            ProvisionKind.MID_TERM: _("mid-term"),
            ProvisionKind.LONG_TERM: _("long-term"),
        }
        self.term = terms.get(ProvisionKind(kind), "")
        if kind == ProvisionKind.PLAN:
            self.plans[self._number()] = self.plans.get(self._number(), 0) + 1
        return Label("", self._heading_citation())

    def _heading_citation(self) -> str:
        return f"{self.head}, {_('heading %(number)s') % {'number': self.heading}}"

    def _paragraph(self, kind: str) -> Label:
        self._count_paragraph()
        citation = f"{self.head}.{self.paragraph}"
        if kind == ProvisionKind.PARAGRAPH:
            return Label(f"{self.paragraph}.", citation, "number", self.paragraph)
        return Label("", citation)

    def _count_paragraph(self) -> None:
        self.paragraph += 1
        self.sub = 0
        self.under_heading = False

    def _sub(self) -> Label:
        if self.under_heading:
            self._count_paragraph()
        self.sub += 1
        return Label("", self._above())

    def _point(self, depth: int) -> Label:
        above = self._heading_citation() if self.under_heading else self._above()
        path, printed, style, place = self._list(above).next(depth)
        return Label(printed, f"{above}, {path}" if self.under_heading else f"{above}.{path}", style, place)

    def _plan_point(self, depth: int) -> Label:
        above = self._number()
        plan = _counted(_("plan"), self.plans.setdefault(above, 1))
        path, printed, style, place = self._list(above, plan, self.term).next(depth)
        parts = (above, plan, self.term, path)
        return Label(printed, ", ".join(part for part in parts if part), style, place)

    def _list(self, *name: str) -> _Points:
        return self.lists.setdefault(name, _Points(self.styles))

    def _number(self) -> str:
        """The article with the last number in it."""
        return f"{self.head}.{self.paragraph}" if self.paragraph else self.head

    def _above(self) -> str:
        """What a point stands under, or a paragraph without number itself."""
        if not self.sub:
            return self._number()
        first = f"{self.head}.0" if self.is_numbered else self.head
        return f"{self._number() if self.paragraph else first}.{self.sub}"


def _is_numbered(kinds: Sequence[str], place: int) -> bool:
    """Whether a number is counted at that place."""
    under_heading = place > 0 and kinds[place - 1] in HEADINGS - {ProvisionKind.TITLE}
    return kinds[place] in NUMBERED or (kinds[place] == ProvisionKind.SUBPARAGRAPH and under_heading)


def _counted(word: str, number: int) -> str:
    return word if number == 1 else f"{word} {number}"
