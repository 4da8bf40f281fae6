"""What of the structure of the text can be changed, and how another structure would cite the working text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from charter.citations import Label
from charter.models import Arrangement, Charter, Section, VersionWording, Wording
from charter.queries.reading import charters, working_text
from charter.states import HEADINGS, ArticleKind, ProvisionKind
from charter.structure import TextStructure

SHOWN = 8


@dataclass(frozen=True)
class PreviewLine:
    """A provision with its label in another structure, its citation today, and its words."""

    label: Label
    citation_now: str
    wording: Wording


@dataclass(frozen=True)
class PreviewPart:
    """The first part of a kind in another structure, with its first provisions."""

    kind: str
    number: str
    lines: tuple[PreviewLine, ...]


def published_languages(charter: Charter) -> frozenset[str]:
    """The languages in which a version cites the text; empty before version 1 is published."""
    rows = VersionWording.objects.filter(version__charter=charter).order_by()
    return frozenset(rows.values_list("language", flat=True).distinct())


def preview_structure(charter: Charter, structure: TextStructure, language: str) -> Iterator[PreviewPart]:
    """The first part of each kind; of the articles the first one with points, so that their labels are shown."""
    arrangement = charters.arrangement_of(charter)
    if arrangement is None:
        return
    tried = Arrangement(
        charter=Charter(numerals=structure.numerals, structure=structure.as_json()), tree=arrangement.tree
    )
    labels, labels_now = tried.labels(language), arrangement.labels(language)
    sections = _first_sections(tried.sections)
    keys = [key for section in sections for key in _shown_keys(section)]
    words = working_text.words_by_key(charter, language, keys)
    for section in sections:
        lines = tuple(
            PreviewLine(labels[key], labels_now[key].citation, words[key])
            for key in _shown_keys(section)
            if key in words
        )
        yield PreviewPart(section.kind, section.number, lines)


def _first_sections(sections: tuple[Section, ...]) -> list[Section]:
    firsts: dict[str, Section] = {}
    for section in sections:
        firsts.setdefault(section.kind, section)
    has_points = (s for s in sections if any(b.kind == ProvisionKind.POINT for b in s.blocks))
    article = next((section for section in has_points if section.kind == ArticleKind.ARTICLE), None)
    return [article if article and kind == ArticleKind.ARTICLE else section for kind, section in firsts.items()]


def _shown_keys(section: Section) -> list[str]:
    return [block.key for block in section.blocks if block.kind not in HEADINGS][:SHOWN]
