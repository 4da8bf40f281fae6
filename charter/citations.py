"""Citations and printed labels, counted from the kinds of blocks. Numbers are never stored: they follow the order.

A recital is `Preamble.4`, a clause `General.3`; in an article a numbered paragraph is `VI.2`, the third paragraph
without number under it `VI.2.3`, a lettered point `VI.1.a`, a point of a plan `VI, plan, mid-term, b`. Paragraphs
without number that stand right under a heading count that heading as the next number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from charter.states import HEADINGS, ArticleKind, Numerals, ProvisionKind

ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
ROMAN += ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Label:
    """`printed` stands before the words (`2.`, `a)`, or nothing); `citation` names the block in the charter."""

    printed: str
    citation: str


def numeral(number: int, numerals: str = Numerals.ROMAN) -> str:
    """The number of an article as it is printed."""
    if numerals == Numerals.ARABIC:
        return str(number)
    out = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        out += letters * times
    return out


def letter(number: int) -> str:
    """a to z, then aa, ab …; counts from 1."""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(97 + rest) + out
    return out


def article_numbers(kinds: Iterable[str], numerals: str = Numerals.ROMAN) -> list[str]:
    """The printed number of each article in order; empty for preamble, general and final parts."""
    out, number = [], 0
    for kind in kinds:
        number += kind == ArticleKind.ARTICLE
        out.append(numeral(number, numerals) if kind == ArticleKind.ARTICLE else "")
    return out


def labels(article_kind: str, number: str, kinds: Sequence[str], language: str = "en") -> list[Label]:
    """One label for each block of an article, in the words of `language`."""
    with override(language):
        head = {
            ArticleKind.PREAMBLE: _("Preamble"),
            ArticleKind.GENERAL: _("General"),
            ArticleKind.FINAL: _("Final"),
        }.get(ArticleKind(article_kind), number)
        return list(_Counter(head).labels(kinds))


class _Counter:
    """Walks the blocks of one article; a heading is cited by its place among headings."""

    def __init__(self, head: str) -> None:
        self.head = head
        self.paragraph = self.sub = self.point = self.heading = self.plan_point = 0
        self.term = ""
        self.under_heading = False

    def labels(self, kinds: Iterable[str]) -> Iterator[Label]:
        for kind in kinds:
            yield self._title() if kind == ProvisionKind.TITLE else getattr(self, f"_{self._way(kind)}")(kind)

    @staticmethod
    def _way(kind: str) -> str:
        if kind in HEADINGS:
            return "heading_label"
        if kind in (ProvisionKind.RECITAL, ProvisionKind.CLAUSE, ProvisionKind.DEFINITION, ProvisionKind.PARAGRAPH):
            return "paragraph_label"
        return {ProvisionKind.SUBPARAGRAPH: "sub_label", ProvisionKind.POINT: "point_label"}.get(
            ProvisionKind(kind), "plan_label"
        )

    def _title(self) -> Label:
        return Label("", f"{self.head}, {_('title')}")

    def _heading_label(self, kind: str) -> Label:
        self.heading += 1
        self.plan_point = 0
        self.under_heading = True
        terms = {
            ProvisionKind.SHORT_TERM: _("short-term"),
            ProvisionKind.MID_TERM: _("mid-term"),
            ProvisionKind.LONG_TERM: _("long-term"),
        }
        self.term = terms.get(ProvisionKind(kind), "")
        return Label("", f"{self.head}, {_('heading %(number)s') % {'number': self.heading}}")

    def _paragraph_label(self, kind: str) -> Label:
        self.paragraph += 1
        self.sub = self.point = 0
        self.under_heading = False
        printed = f"{self.paragraph}." if kind == ProvisionKind.PARAGRAPH else ""
        return Label(printed, f"{self.head}.{self.paragraph}")

    def _sub_label(self, kind: str) -> Label:
        if self.under_heading:
            self._paragraph_label(kind)
        self.sub += 1
        self.point = 0
        return Label("", f"{self._above()}.{self.sub}")

    def _point_label(self, kind: str) -> Label:
        self.point += 1
        above = f"{self._above()}.{self.sub}" if self.sub else self._above()
        return Label(f"{letter(self.point)})", f"{above}.{letter(self.point)}")

    def _plan_label(self, kind: str) -> Label:
        self.plan_point += 1
        parts = [self.head, _("plan"), self.term, letter(self.plan_point)]
        return Label(f"{letter(self.plan_point)})", ", ".join(part for part in parts if part))

    def _above(self) -> str:
        return f"{self.head}.{self.paragraph}" if self.paragraph else self.head
