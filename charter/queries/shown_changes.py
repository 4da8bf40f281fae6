"""A change as pages show it: the words before and after, the redline, the amending sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from charter import texts
from charter.models import Change
from charter.queries.comparing import redline_of_change
from charter.states import BORDER_KINDS, CarryState, ChangeKind
from charter.text import Document, diff

if TYPE_CHECKING:
    from .translations import Translated

# What stands between two provisions where a page shows them in one paragraph.
BETWEEN = "<br><br>"


@dataclass(frozen=True)
class Shown:
    """One change as a page shows it: its provision's citation, the words before, after and as a redline."""

    change: Change
    citation: str
    after_citation: str
    language: str
    decided: str | None = None
    translated: Translated | None = None

    @property
    def base_html(self) -> str:
        return self.change.base.html if self.change.base else ""

    @property
    def html(self) -> str:
        """The words it leads to: those of the decision where these are shown, else those that were asked for."""
        return self.change.html if self.decided is None else self.decided

    @cached_property
    def redline(self) -> SafeString:
        if self.change.kind == ChangeKind.MOVE:
            return self.before
        return redline_of_change(*texts.stored(self.change, self.decided), self.language)

    @cached_property
    def _sides(self) -> tuple[Document, Document]:
        return texts.sides(self.change, self.decided)

    @property
    def before(self) -> SafeString:
        return mark_safe(BETWEEN.join(texts.words_of(self._sides[0]).values()))

    @property
    def after(self) -> SafeString:
        return mark_safe(BETWEEN.join(texts.words_of(self._sides[1]).values()))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Amending sentences of a change of words or of borders; other kinds say it in the page's own words."""
        if self.change.kind not in (ChangeKind.REPLACE, *BORDER_KINDS):
            return ()
        return diff(*self._sides).sentences(self.language, {"one": self.citation, "two": self.after_citation})

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
    def must_be_checked(self) -> bool:
        return self.change.carry == CarryState.CHECK

    @property
    def is_void(self) -> bool:
        return self.change.carry == CarryState.VOID
