"""The working text for readers: current wordings in the current order."""

from __future__ import annotations

from collections.abc import Iterable

from charter.models import Charter, CurrentWording, Provision, Section, Wording
from charter.queries.reading import charters
from charter.queries.reading.articles import Chapter, Reading, TextLine, anchor_of, plain_labels
from charter.states import HEADINGS, ProvisionKind


def working_article(charter: Charter, language: str, address: str) -> Reading | None:
    """One article of the working text."""
    words = words_by_key(charter, language)
    arrangement = charter.arrangement
    if arrangement is None:
        return None
    section = next((s for s in arrangement.sections if address in (s.number, s.slug)), None)
    if section is None:
        return None
    provisions = {str(p.key): p for p in charter.provisions.all()}
    chapters = {s.key: _chapter(s, words, language) for s in arrangement.sections}
    labels = arrangement.labels(language)
    lines = []
    plain = plain_labels(section.kind, section.number, section.blocks)
    for block, label in zip(section.blocks, plain, strict=True):
        wording = words.get(block.key)
        lines.append(
            TextLine(
                provision=provisions[block.key],
                kind=block.kind,
                depth=block.depth,
                printed=labels[block.key].printed,
                citation=labels[block.key].citation,
                anchor=anchor_of(label.citation),
                language=wording.language if wording else language,
                wording=wording,
                style=label.style,
                missing=wording is None or wording.language != language,
            )
        )
    return Reading(tuple(chapters.values()), chapters[section.key], tuple(lines))


def working_contents(charter: Charter, language: str) -> tuple[Chapter, ...]:
    """The chapters of the working text."""
    words = words_by_key(charter, language)
    sections = charter.arrangement.sections if charter.arrangement else ()
    return tuple(_chapter(section, words, language) for section in sections)


def working_headings(charter: Charter, language: str) -> tuple[Chapter, ...]:
    """The chapters with their titles alone, for pages that show no other words."""
    sections = charter.arrangement.sections if charter.arrangement else ()
    titles = [b.key for section in sections for b in section.blocks if b.kind == ProvisionKind.TITLE]
    words = words_by_key(charter, language, titles)
    return tuple(_chapter(section, words, language) for section in sections)


def words_by_key(charter: Charter, language: str, keys: list[str] | None = None) -> dict[str, Wording]:
    """Working words by provision key, of all or of some; those of the first language where this one has none."""
    source = charters.first_language()
    rows = CurrentWording.objects.filter(provision__charter=charter, language__in=(language, source))
    rows = rows.filter(provision__key__in=keys) if keys is not None else rows
    out: dict[str, Wording] = {}
    for row in rows.select_related("wording", "provision"):
        if row.language == language or str(row.provision.key) not in out:
            out[str(row.provision.key)] = row.wording
    return out


def _chapter(section: Section, words: dict[str, Wording], language: str) -> Chapter:
    title = next((words.get(b.key) for b in section.blocks if b.kind == ProvisionKind.TITLE), None)
    body = [block for block in section.blocks if block.kind not in HEADINGS]
    first = next((words[b.key].text for b in body if b.key in words), "")
    return Chapter(
        key=section.key,
        kind=section.kind,
        number=section.number,
        slug=section.slug,
        title=title.text if title else charters.text_structure().name_of_part(section.kind),
        language=title.language if title else language,
        first=first,
        provisions=len(body),
    )


def words_in(provisions: Iterable[Provision], language: str) -> dict[int, str]:
    """The HTML of the current text in a language, by provision id; without those that have no text in it."""
    rows = CurrentWording.objects.filter(provision__in=[provision.pk for provision in provisions], language=language)
    return dict(rows.values_list("provision", "wording__html"))
