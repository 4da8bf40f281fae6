"""How the items of a list in HTML are labelled: numbers, letters, Roman numerals or bullets, from where they start."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

from charter.citations import small_roman
from charter.facts.numerals import ABJAD, BULLET, Label

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class OpenList:
    """One list being read: how its items are labelled and which comes next."""

    style: str
    next: int

    def label(self, item: html.HtmlElement) -> Label:
        """The label of the next item, which may give its own number."""
        ordinal = _whole(item.get("value")) or self.next
        self.next = ordinal + 1
        return _label(self.style, ordinal)


def open_list(element: html.HtmlElement) -> OpenList:
    """The list that an element opens."""
    style = "bullet" if element.tag == "ul" else _list_style(element)
    return OpenList(style, _whole(element.get("start")) or 1)


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 5 else 0


def _list_style(element: html.HtmlElement) -> str:
    type_ = element.get("type") or ""
    css = (element.get("style") or "").lower()
    if type_ in ("a", "A") or "-alpha" in css or "-latin" in css:
        return "letter"
    if "arabic-abjad" in css:
        return "abjad"
    return "roman" if type_ in ("i", "I") or "-roman" in css else "number"


def _label(style: str, ordinal: int) -> Label:
    if style == "bullet":
        return BULLET
    if style == "letter" and 1 <= ordinal <= 26:
        return Label("letter", ordinal, LETTERS[ordinal - 1])
    if style == "abjad" and 1 <= ordinal <= len(ABJAD):
        return Label("letter", ordinal, ABJAD[ordinal - 1])
    if style == "roman" and 1 <= ordinal <= 100:
        return Label("roman", ordinal, small_roman(ordinal))
    return Label("number", ordinal, str(ordinal))
