"""A change as pages show it: the text before and after, tracked changes, the amending clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from accounts.locales import join_in_words, localize_commas
from charter import texts
from charter.models import Change
from charter.queries.amending.translated_pieces import Translated
from charter.queries.reading.comparing import redline_of_change
from charter.states import BORDER_KINDS, ChangeKind, RebaseState
from charter.text import Document, diff

# What stands between two provisions where a page shows them in one paragraph.
BETWEEN = "<br><br>"


@dataclass(frozen=True)
class Shown:
    """One change as a page shows it: its provision's citation, the text before, after and with tracked changes.

    A move and a deletion may have no base of their own: `place_html` is the text of their provision then, and
    `after_html` that of the provision after which one is moved.
    """

    change: Change
    citation: str
    after_citation: str
    language: str
    decided: str | None = None
    translated: Translated | None = None
    place_html: str = ""
    after_html: str = ""

    @property
    def base_html(self) -> str:
        return self.change.base.html if self.change.base else ""

    @property
    def html(self) -> str:
        """The new text: that of the decision if it is shown, otherwise the proposed one."""
        return self.change.html if self.decided is None else self.decided

    @cached_property
    def redline(self) -> SafeString:
        if self.change.kind == ChangeKind.MOVE:
            return self.before
        return redline_of_change(*self._stored, self.language)

    @cached_property
    def _stored(self) -> tuple[str, str, str, int | None, str]:
        kind, base, html, cut, following = texts.stored_sides(self.change, self.decided)
        return kind, base or self.place_html, html, cut, following

    @cached_property
    def _sides(self) -> tuple[Document, Document]:
        return texts.sides_of(*self._stored)

    @property
    def destination(self) -> str:
        """The first words of the provision after which one moves."""
        return Truncator(texts.plain_text(self.after_html)).words(12) if self.after_html else ""

    @property
    def before(self) -> SafeString:
        return mark_safe(BETWEEN.join(texts.words_of(self._sides[0]).values()))

    @property
    def after(self) -> SafeString:
        return mark_safe(BETWEEN.join(texts.words_of(self._sides[1]).values()))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Amending clauses of a change of text or of borders; for other types the page has its own sentences."""
        if self.change.kind not in (ChangeKind.REPLACE, *BORDER_KINDS):
            return ()
        citations = {"one": localize_commas(self.citation), "two": localize_commas(self.after_citation)}
        return texts.amending_clauses(diff(*self._sides), self.language, citations)

    @property
    def is_replacement(self) -> bool:
        return self.change.kind == ChangeKind.REPLACE

    @property
    def is_deletion(self) -> bool:
        return self.change.kind == ChangeKind.DELETE

    @property
    def is_insertion(self) -> bool:
        return self.change.kind == ChangeKind.INSERT

    @property
    def is_move(self) -> bool:
        return self.change.kind == ChangeKind.MOVE

    @property
    def is_division(self) -> bool:
        return self.change.kind == ChangeKind.SPLIT

    @property
    def is_join(self) -> bool:
        return self.change.kind == ChangeKind.JOIN

    @property
    def is_void(self) -> bool:
        return self.change.carry == RebaseState.VOID


def changed_citations(changes: Iterable[Shown]) -> str:
    """The citations of all changed provisions, as a list in the language of the page."""
    return join_in_words(shown.citation for shown in changes if shown.citation)
