"""One piece of an amendment in another language: its text, and who made it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.utils.safestring import SafeString

from charter import clean, texts
from charter.models import Wording
from charter.queries.reading.comparing import redline_of
from charter.states import TranslatedBy
from charter.text import retype


@dataclass(frozen=True)
class Translated:
    """One piece in another language, from what, and by whom it was made.

    `original` is the language of the original, and `source` its text.
    """

    language: str
    original: str
    source: str
    text: str
    made_by: TranslatedBy
    base: Wording | None = None

    @property
    def by_machine(self) -> bool:
        return self.made_by == TranslatedBy.MACHINE

    @property
    def is_approved(self) -> bool:
        """Whether an editor of the language wrote it, or approved the text of somebody else."""
        return self.made_by == TranslatedBy.EDITOR

    @property
    def html(self) -> str:
        """The words as clean HTML: what stays of the wording they were typed over keeps its formats."""
        if self.base is None:
            return clean.clean_inline(escape(self.text, quote=False))
        return "".join(texts.words_of(retype(texts.single_block(self.base.html), self.text)).values())

    @property
    def maker(self) -> str:
        return str(TranslatedBy(self.made_by).label)

    @cached_property
    def redline(self) -> SafeString | str:
        """The words as a change of the wording they were typed over; without one the words alone."""
        if self.base is None:
            return self.text
        return redline_of(self.base.html, self.html, self.language)
