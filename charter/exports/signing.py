"""Marks of a redline signed: who asked for the words that came or went, and when they were taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import html as lxml_html

from charter.models import Adoption, Version, Wording
from charter.queries import asking, comparing
from charter.queries.comparing import Comparison, Row
from charter.templatetags.charter_text import brought_by


class Signer:
    """Knows what brought the changes between two versions, in a constant number of queries."""

    def __init__(self, old: Version, new: Version, changed: Iterable[Comparison]) -> None:
        changed = list(changed)
        known = {a.pk for found in comparing.brought(changed).values() for a in found}
        touched = {line.provision.pk for c in changed for side in (c.old, c.new) if side for line in side.lines}
        between = {"at__gt": old.published_at, "at__lte": new.published_at, "provision__in": touched}
        known |= set(Adoption.objects.filter(**between).values_list("pk", flat=True))
        self.brought: dict[int, list[Adoption]] = {}
        for adoption in asking.adoptions(sorted(known)):
            self.brought.setdefault(adoption.provision_id, []).append(adoption)
        self.otherwise = new.published_at

    def sign(self, row: Row) -> SafeString:
        """The words of a row; each mark says its author and its moment."""
        if not row.changed:
            return row.words
        root = lxml_html.fragment_fromstring(str(row.words), create_parent="div")
        here = 0
        for mark in root.iter("ins", "del"):
            found = self._all(row)
            if mark.tag == "ins" and row.line.wording and not row.state:
                here, found = self._of(_words(mark), here, row.line.wording, found)
            mark.attrib.update(self._signature(found))
        inner = lxml_html.tostring(root, encoding="unicode")
        return mark_safe(inner.removeprefix("<div>").removesuffix("</div>"))

    def label(self, row: Row) -> Callable[[str, str], SafeString]:
        """Marks what stands before the words: `label("ins", "2.")`."""
        signed = self._signature(self._all(row))

        def mark(tag: str, text: str) -> SafeString:
            if not text:
                return SafeString("")
            who, when = signed["data-author"], signed["datetime"]
            return format_html('<{} data-author="{}" datetime="{}">{}</{}>', tag, who, when, text, tag)

        return mark

    def said(self, row: Row) -> str:
        """`Asked for by Tamanrit, amendment 4.`"""
        return _("Asked for by %(who)s.") % {"who": _names(self._all(row))}

    def _all(self, row: Row) -> list[Adoption]:
        return self.brought.get(row.line.provision.pk, [])

    def _of(self, words: str, here: int, wording: Wording, otherwise: list[Adoption]) -> tuple[int, list[Adoption]]:
        """Who asked for these words, sought from a place on; and the place behind them."""
        start = wording.text.find(words, here)
        if start < 0:
            return here, otherwise
        by = _marks_at(wording, start)
        found = [a for a in otherwise if f"{asking.ADOPTION}:{a.pk}" in by]
        return start + len(words), found or otherwise

    def _signature(self, found: list[Adoption]) -> dict[str, str]:
        at = max((a.at for a in found), default=self.otherwise)
        return {"data-author": _names(found), "datetime": _moment(at)}


def _words(mark: lxml_html.HtmlElement) -> str:
    """What a mark holds, without what is said to who does not see it."""
    hidden = "".join(unseen.text_content() for unseen in mark.find_class("vh")[:1])
    closing = "".join(unseen.text_content() for unseen in mark.find_class("vh")[-1:])
    return str(mark.text_content()).removeprefix(hidden).removesuffix(closing).strip()


def _marks_at(wording: Wording, place: int) -> list[str]:
    end = 0
    for run in wording.runs:
        end += len(run["text"])
        if place < end:
            return list(run["by"])
    return []


def _names(found: list[Adoption]) -> str:
    return "; ".join(dict.fromkeys(_name(adoption) for adoption in found)) or _("the secretariat")


def _name(adoption: Adoption) -> str:
    if adoption.change is None:
        return brought_by(adoption)
    said = {"member": brought_by(adoption), "number": adoption.change.text.amendment.number}
    return _("%(member)s, amendment %(number)s") % said


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
