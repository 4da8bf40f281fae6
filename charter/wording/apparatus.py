"""The notes of articles, numbered as in a critical edition: who proposed each passage, why, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from charter.models import EarlierLine
from charter.queries.reading import word_sources
from charter.queries.reading.articles import TextLine
from charter.queries.reading.earlier_texts import SharedText, shared_with
from charter.queries.reading.word_sources import Asker, Run
from charter.wording.earlier_texts import earlier_terms_of_article
from charter.wording.source_notes import act_terms, run_terms, supports_of


@dataclass(frozen=True)
class Note:
    """A note with the citation of the first provision that has it; `terms` as `source_notes` gives them."""

    number: int
    cite: str
    terms: list[dict[str, Any]]


@dataclass(frozen=True)
class Passage:
    """Words of a provision; `note` is the one that is called after them, `is_first` where it is called first."""

    html: SafeString
    note: Note | None = None
    is_first: bool = False


@dataclass
class Apparatus:
    """`passages` of each provision by its id; `notes` in the order of their numbers; `first_texts` have no number.

    They name the source of the first text, and the texts from before the site that already had its words.

    The same proposers have one note, which is called at each of their passages.
    """

    passages: dict[int, list[Passage]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    first_texts: list[list[dict[str, Any]]] = field(default_factory=list)


EarlierLines = Mapping[int, Sequence[EarlierLine]]


def critical_apparatus(lines: Sequence[TextLine], until: datetime, earlier: EarlierLines) -> Apparatus:
    """The notes of the lines of an article; structural acts count until that time."""
    return critical_apparatuses([lines], until, earlier)[0]


def critical_apparatuses(
    articles: Sequence[Sequence[TextLine]], until: datetime, earlier: EarlierLines
) -> list[Apparatus]:
    """The notes of each of the articles, numbered from 1 in each, in a constant number of queries.

    `earlier` has the provisions of texts from before the site, by the id of the provision that they correspond to.
    """
    present = [line for lines in articles for line in lines if _has_words(line)]
    askers = word_sources.sources_by_mark(word_sources.marks_of(line.wording for line in present if line.wording))
    acts = word_sources.structural_acts_by_provision([line.provision.pk for line in present], until)
    supports = supports_of([*askers.values(), *(act for rows in acts.values() for act in rows)])
    apparatuses = []
    for lines in articles:
        apparatus = Apparatus()
        by_askers: dict[tuple[str, ...], Note] = {}
        own_askers: dict[str, Asker] = {}
        shared: list[tuple[str, SharedText]] = []
        for line in filter(_has_words, lines):
            assert line.wording is not None
            own_askers |= {mark: askers[mark] for mark in word_sources.marks_of([line.wording]) if mark in askers}
            runs = word_sources.runs_with_askers(line.wording, askers)
            first_text = "".join(run.html for run in runs if any(asker.source for asker in run.askers))
            if first_text and line.provision.pk in earlier:
                shared += [(line.citation, text) for text in shared_with(first_text, earlier[line.provision.pk])]
            passages = [*_passages(line, runs, apparatus, by_askers, supports)]
            if acts.get(line.provision.pk):
                note = _add_note(apparatus, line, act_terms(acts[line.provision.pk], supports))
                passages.append(Passage(mark_safe(""), note, is_first=True))
            apparatus.passages[line.provision.pk] = passages
        apparatus.first_texts = [
            *_first_texts(own_askers.values(), supports),
            *([term] for term in earlier_terms_of_article(shared)),
        ]
        apparatuses.append(apparatus)
    return apparatuses


def _has_words(line: TextLine) -> bool:
    return line.wording is not None and not line.missing


def _passages(
    line: TextLine,
    runs: Sequence[Run],
    apparatus: Apparatus,
    by_askers: dict[tuple[str, ...], Note],
    supports: dict[int, int],
) -> Iterator[Passage]:
    for run in runs:
        marks = tuple(asker.mark for asker in run.askers if not asker.source)
        if not marks or not run.text.strip():
            yield Passage(mark_safe(run.html))
            continue
        is_first = marks not in by_askers
        if is_first:
            by_askers[marks] = _add_note(apparatus, line, run_terms(run, supports))
        html = run.html.rstrip()
        yield Passage(mark_safe(html), by_askers[marks], is_first)
        if html != run.html:
            yield Passage(mark_safe(run.html[len(html) :]))


def _add_note(apparatus: Apparatus, line: TextLine, terms: list[dict[str, Any]]) -> Note:
    note = Note(len(apparatus.notes) + 1, line.citation, terms)
    apparatus.notes.append(note)
    return note


def _first_texts(askers: Sequence[Asker] | Any, supports: dict[int, int]) -> list[list[dict[str, Any]]]:
    """The details of the first texts, each source once."""
    sources = {asker.mark: asker for asker in askers if asker.source}
    return [run_terms(Run("", (asker,)), supports) for _mark, asker in sorted(sources.items())]


def sentence_of(terms: Sequence[dict[str, Any]]) -> SafeString:
    """The terms of a note as running text, for paper."""
    parts = []
    for row in terms:
        text = row["status"]["word"] if row.get("status") else row["text"]
        if row.get("lang"):
            text = format_html('<span lang="{}" dir="{}">{}</span>', row["lang"], row["dir"], text)
        after = format_html(" {}", row["after"]) if row.get("after") else ""
        parts.append(format_html("<strong>{}</strong> {}{}", row["term"], text, after))
    return mark_safe(" · ".join(parts))
