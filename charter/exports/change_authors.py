"""Marks of a redline signed: who asked for the words that came or went, and when they were taken in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import html as lxml_html

from accounts.locales import semicolon
from charter.models import Adoption, Version, Wording
from charter.queries.reading import comparing, word_sources
from charter.queries.reading.comparing import ComparedProvision, Comparison
from charter.wording.charter_text import name_source


class Signer:
    """Knows what brought the changes between two versions, in a constant number of queries."""

    def __init__(self, old: Version, new: Version, changed: Iterable[Comparison]) -> None:
        changed = list(changed)
        adoption_ids = {
            a.pk for adoptions in comparing.adoptions_by_provision(changed, old, new).values() for a in adoptions
        }
        touched = {line.provision.pk for c in changed for side in (c.old, c.new) if side for line in side.lines}
        between = {"at__gt": old.published_at, "at__lte": new.published_at, "provision__in": touched}
        adoption_ids |= set(Adoption.objects.filter(**between).values_list("pk", flat=True))
        self.brought: dict[int, list[Adoption]] = {}
        for adoption in word_sources.adoptions_by_id(sorted(adoption_ids)):
            self.brought.setdefault(adoption.provision_id, []).append(adoption)
        self.otherwise = new.published_at

    def sign(self, row: ComparedProvision) -> SafeString:
        """The words of a row; each mark says its author and its moment."""
        if not row.changed:
            return row.words
        root = lxml_html.fragment_fromstring(str(row.words), create_parent="div")
        position = 0
        for mark in root.iter("ins", "del"):
            adoptions = self._all(row)
            if mark.tag == "ins" and row.line.wording and not row.state:
                position, adoptions = self._of(_words(mark), position, row.line.wording, adoptions)
            mark.attrib.update(self._signature(adoptions))
        inner = lxml_html.tostring(root, encoding="unicode")
        return mark_safe(inner.removeprefix("<div>").removesuffix("</div>"))

    def label(self, row: ComparedProvision) -> Callable[[str, str], SafeString]:
        """Marks what stands before the words: `label("ins", "2.")`."""
        signed = self._signature(self._all(row))

        def mark(tag: str, text: str) -> SafeString:
            if not text:
                return SafeString("")
            author, when = signed["data-author"], signed["datetime"]
            return format_html('<{} data-author="{}" datetime="{}">{}</{}>', tag, author, when, text, tag)

        return mark

    def name_proposers(self, row: ComparedProvision) -> str:
        """`Asked for by Tamanrit, amendment 4.`"""
        return _("Proposed by %(who)s.") % {"who": _names(self._all(row))}

    def _all(self, row: ComparedProvision) -> list[Adoption]:
        return self.brought.get(row.line.provision.pk, [])

    def _of(
        self, words: str, position: int, wording: Wording, otherwise: list[Adoption]
    ) -> tuple[int, list[Adoption]]:
        """Who asked for these words, sought from a place on; and the place behind them."""
        start = wording.text.find(words, position)
        if start < 0:
            return position, otherwise
        by = _marks_at(wording, start)
        adoptions = [a for a in otherwise if f"{word_sources.ADOPTION}:{a.pk}" in by]
        return start + len(words), adoptions or otherwise

    def _signature(self, adoptions: list[Adoption]) -> dict[str, str]:
        at = max((a.at for a in adoptions), default=self.otherwise)
        return {"data-author": _names(adoptions), "datetime": _moment(at)}


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


def _names(adoptions: list[Adoption]) -> str:
    return semicolon().join(dict.fromkeys(_name(adoption) for adoption in adoptions)) or _("the secretariat")


def _name(adoption: Adoption) -> str:
    if adoption.change is None:
        return name_source(adoption)
    values = {"member": name_source(adoption), "number": adoption.change.text.amendment.number}
    return _("%(member)s, amendment %(number)s") % values


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
