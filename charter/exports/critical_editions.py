"""An article of a version, or all of them, as a critical edition: the text with a note for each passage."""

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
from charter.queries.reading.earlier_texts import public_lines_by_provision
from charter.wording.apparatus import Apparatus, Passage, critical_apparatuses, sentence_of


@dataclass(frozen=True)
class CriticalEdition:
    """The articles that `text` has, each with its notes below it; in the PDF at the foot of each page."""

    text: Text

    extensions = ("pdf", "html")

    @property
    def name(self) -> str:
        return f"edition/{self.text.version.number}" + (f"/{self.text.article}" if self.text.article else "")

    @property
    def long_extensions(self) -> tuple[str, ...]:
        return () if self.text.article else self.extensions

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def at(self) -> datetime:
        return self.text.at

    @cached_property
    def made_of(self) -> list[object]:
        """With the words of the notes: supports, and names of members, can change after publication."""
        notes = [
            [[note.number, sentence_of(note.terms)] for note in apparatus.notes]
            + [sentence_of(terms) for terms in apparatus.first_texts]
            for apparatus in self._apparatuses
        ]
        return [*self.text.made_of, notes]

    @property
    def url(self) -> str:
        if not self.text.article:
            return self.text.url
        return full_address("article_notes", self.text.version.number, self.text.article)

    def title(self) -> str:
        return self.text.title()

    def cited(self) -> SafeString:
        return self.text.cited()

    def page(self) -> str:
        version, charter = self.text.version, self.text.charter
        pairs = zip(self.text.readings, self._apparatuses, strict=True)
        context = {
            **page_frame(self),
            "facts": version_facts(version, charter, self.language, self.url),
            "articles": [self._article(reading, apparatus) for reading, apparatus in pairs],
            "contents": len(self.text.readings) > 1,
        }
        return render_to_string("charter/papers/exports/critical_edition.html", context)

    @cached_property
    def _apparatuses(self) -> list[Apparatus]:
        return critical_apparatuses(
            [reading.lines for reading in self.text.readings],
            self.at,
            public_lines_by_provision(self.text.charter, self.language),
        )

    def _article(self, reading: Reading, apparatus: Apparatus) -> dict[str, Any]:
        """What the template takes of an article: its lines with the calls of notes, and its notes."""
        article = self.text.article_of(reading)
        return {
            **article,
            "lines": [*_lines_with_calls(reading, article, apparatus)],
            "notes": [{"number": note.number, "text": _on_paper(sentence_of(note.terms))} for note in apparatus.notes],
            "first_texts": [_on_paper(sentence_of(terms)) for terms in apparatus.first_texts],
        }


def _lines_with_calls(reading: Reading, article: dict[str, Any], apparatus: Apparatus) -> Iterator[dict[str, Any]]:
    for line, shown in zip(reading.lines, article["lines"], strict=True):
        passages = apparatus.passages.get(line.provision.pk, [])
        context = {"passages": [_passage(passage) for passage in passages], "article": article["id"]}
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
