"""An article of a version as a critical edition: the text with a note for each passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from charter.exports.papers import full_address, page_frame
from charter.exports.texts import Text, version_facts
from charter.queries.reading.articles import Reading
from charter.wording.apparatus import Apparatus, Passage, critical_apparatus, sentence_of


@dataclass(frozen=True)
class CriticalEdition:
    """An article as `text` has it, with its notes below the text; in the PDF at the foot of each page."""

    text: Text

    extensions = ("pdf", "html")
    is_long = False

    @property
    def name(self) -> str:
        return f"edition/{self.text.version.number}/{self.text.article}"

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def at(self) -> datetime:
        return self.text.at

    @cached_property
    def made_of(self) -> list[object]:
        """With the words of the notes: supports, and names of members, can change after publication."""
        notes = [[note.number, sentence_of(note.terms)] for note in self._apparatus.notes]
        return [*self.text.made_of, notes, list(map(sentence_of, self._apparatus.first_texts))]

    @property
    def url(self) -> str:
        return full_address("article_notes", self.text.version.number, self.text.article)

    def title(self) -> str:
        return self.text.title()

    def cited(self) -> SafeString:
        return self.text.cited()

    def page(self) -> str:
        version, charter, apparatus = self.text.version, self.text.charter, self._apparatus
        context = {
            **page_frame(self),
            "facts": version_facts(version, charter, self.language, self.url),
            "article": self.text.article_of(self._reading),
            "lines": [*self._lines()],
            "notes": [{"number": note.number, "text": _on_paper(sentence_of(note.terms))} for note in apparatus.notes],
            "first_texts": [_on_paper(sentence_of(terms)) for terms in apparatus.first_texts],
        }
        return render_to_string("charter/papers/exports/critical_edition.html", context)

    @cached_property
    def _reading(self) -> Reading:
        return self.text.readings[0]

    @cached_property
    def _apparatus(self) -> Apparatus:
        return critical_apparatus(self._reading.lines, self.at)

    def _lines(self) -> Iterator[dict[str, Any]]:
        """The lines as papers show them; their words with the calls of notes."""
        shown_lines = self.text.article_of(self._reading)["lines"]
        for line, shown in zip(self._reading.lines, shown_lines, strict=True):
            passages = self._apparatus.passages.get(line.provision.pk, [])
            context = {"passages": [_passage(passage) for passage in passages]}
            words = render_to_string("charter/papers/exports/_passages.html", context).strip() if passages else ""
            yield {**shown, "words": mark_safe(words) if words else shown["words"]}


def _passage(passage: Passage) -> dict[str, Any]:
    """What the template takes of a passage; the text of a note stands where the note is called first."""
    note = passage.note
    text = _on_paper(sentence_of(note.terms)) if note and passage.is_first else ""
    return {"html": passage.html, "number": note.number if note else None, "text": text}


def _on_paper(html: SafeString) -> SafeString:
    """With the name of the site in its links: a paper is read elsewhere."""
    return mark_safe(html.replace('href="/', f'href="{settings.SITE_URL}/'))
