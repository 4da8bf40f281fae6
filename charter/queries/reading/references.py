"""Numbers that the text of the charter cites, and whether the cited provisions still have them.

A citation without a dot, like the number of an article, is found only after a word that means article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import override

from accounts.locales import join_in_words
from charter.citations import Label
from charter.models import (
    Adoption,
    Arrangement,
    Charter,
    CurrentWording,
    Entry,
    Provision,
    Version,
    VersionWording,
    Wording,
)
from charter.queries.reading import charters, divisions
from charter.states import CameFrom, StructuralEffect

# A run of numbers and letters with dots, such as VI.2.3, 4.1.a or 4.1.(2), and the word before it.
CITED = re.compile(
    r"(?:(?P<before>[^\W\d_]+)\s+)?(?<![\w.])(?P<cited>(?:[IVXLCDM]+|\d+)(?:\.(?:\d+|[a-zA-Z]|\(\d+\)))*)(?![\w])"
)
ARTICLE = re.compile(r"art|مادة|المادة", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """An outdated citation in the text of a provision; `now` is empty if the cited provision was deleted."""

    provision: str
    short: str
    language: str
    cited: str
    now: str


@dataclass(frozen=True)
class OutdatedCitation:
    """A text whose citations are out of date, and the same text with the numbers of today."""

    provision: Provision
    language: str
    wording: Wording
    text: str


def out_of_date(charter: Charter, version: Version | None) -> list[Reference]:
    """Citations that were correct in the last version and are not any more, in text that did not change since.

    Text that changed since then is assumed to cite the present numbers; a split or a combination is no change of text.
    In a constant number of queries.
    """
    if version is None or charter.arrangement is None or charter.arrangement == version.arrangement:
        return []
    adoptions = list(divisions.divisions_and_joins(charter.pk))
    moved = _moved(version.arrangement, charter.arrangement, adoptions)
    labels = charter.arrangement.labels() if moved else {}
    references = []
    for row in _unchanged(charter, version, adoptions) if moved else ():
        for cited in _cited_in(row.wording.text, moved):
            where = (labels[str(row.provision.key)].citation, row.provision.short, row.language)
            references.append(Reference(*where, cited, moved[cited]))
    order = {label.citation: place for place, label in enumerate(labels.values())}
    return sorted(references, key=lambda reference: (order[reference.provision], reference.language, reference.cited))


def texts_with_citations(charter: Charter, version: Version | None) -> list[OutdatedCitation]:
    """The texts with citations that can be updated, in reading order; citations of deleted provisions stay.

    An approved text that is not published before the end of the support period is left out. Several numbers for one
    citation are joined in the form of the text's language.
    """
    if version is None or charter.arrangement is None or charter.arrangement == version.arrangement:
        return []
    adoptions = list(divisions.divisions_and_joins(charter.pk))
    waiting = set(Entry.objects.filter(provision__charter=charter).values_list("provision", "language"))
    moved: dict[str, dict[str, str]] = {}
    outdated = []
    for row in _unchanged(charter, version, adoptions):
        if (row.provision_id, row.language) in waiting:
            continue
        if row.language not in moved:
            with override(row.language):
                moved[row.language] = _moved(version.arrangement, charter.arrangement, adoptions)
        text = _following(row.wording.text, moved[row.language])
        if text != row.wording.text:
            outdated.append(OutdatedCitation(row.provision, row.language, row.wording, text))
    order = {key: place for place, key in enumerate(charter.arrangement.keys())}
    return sorted(outdated, key=lambda citation: (order[str(citation.provision.key)], citation.language))


def _unchanged(charter: Charter, version: Version, adoptions: Sequence[Adoption]) -> list[CurrentWording]:
    """The texts that have the words of the version; to be divided or joined is no change of words."""
    assert charter.arrangement is not None
    rows = VersionWording.objects.filter(version=version).exclude(wording=None)
    unchanged, shaped = set(rows.values_list("wording", flat=True)), _wholes(charter) if adoptions else {}
    keys = set(charter.arrangement.keys())
    current_rows = CurrentWording.objects.filter(provision__charter=charter).select_related("wording", "provision")
    return [
        row
        for row in current_rows
        if str(row.provision.key) in keys and shaped.get(row.wording_id, row.wording_id) in unchanged
    ]


def _wholes(charter: Charter) -> dict[int, int]:
    """By the wording of a part or of joined words: the one that it was made of, further and further back."""
    rows = Wording.objects.filter(provision__charter=charter, came_from__in=(CameFrom.SPLIT, CameFrom.JOIN))
    wholes: dict[int, int] = {}
    for pk, parent in rows.order_by("pk").values_list("pk", "parent"):
        if parent is not None:
            wholes[pk] = wholes.get(parent, parent)
    return wholes


def _moved(old: Arrangement, new: Arrangement, adoptions: Sequence[Adoption]) -> dict[str, str]:
    """The new citation by the old one, if they differ; empty if there is no new one.

    A split provision is cited by all its parts, a combined one by the provision that contains it.
    """
    before, after = old.labels(), new.labels()
    pairs = [(label.citation, _now(key, after, before, adoptions)) for key, label in before.items()]
    now = {section.key: section.number for section in new.sections}
    pairs += [(section.number, now.get(section.key, "")) for section in old.sections if section.number]
    return {
        old_citation: new_citation
        for old_citation, new_citation in pairs
        if old_citation and old_citation != new_citation
    }


def _now(key: str, after: Mapping[str, Label], before: Mapping[str, Label], adoptions: Sequence[Adoption]) -> str:
    parts = [key]
    for adoption in adoptions:
        provision_key, other_key = str(adoption.provision.key), str(adoption.other.key) if adoption.other else ""
        if adoption.fate == StructuralEffect.SPLIT and provision_key in parts and other_key not in before:
            parts.insert(parts.index(provision_key) + 1, other_key)
        elif adoption.fate == StructuralEffect.JOINED and other_key in parts:
            parts = list(dict.fromkeys(provision_key if part == other_key else part for part in parts))
    return join_in_words(after[part].citation for part in parts if part in after)


def _cited_in(text: str, moved: Mapping[str, str]) -> list[str]:
    """Citations in the words that are among those that moved, each once."""
    citations: dict[str, None] = {}
    for match in CITED.finditer(text):
        if _is_moved(match, moved):
            citations[match["cited"]] = None
    return list(citations)


def _is_moved(match: re.Match[str], moved: Mapping[str, str]) -> bool:
    before = match["before"] or ""
    named = "." in match["cited"] or bool(ARTICLE.match(before)) or before.casefold() in _own_article_names()
    return named and match["cited"] in moved


def _own_article_names() -> set[str]:
    """What the numbered parts are called in any language, by its last word: `Section`."""
    names = (part_names.article.casefold().split() for _language, part_names in charters.text_structure().names)
    return {words[-1] for words in names if words}


def _following(text: str, moved: Mapping[str, str]) -> str:
    """The text with each citation that moved as it is now, all in one pass, so that none is changed twice."""

    def now(match: re.Match[str]) -> str:
        citation = moved[match["cited"]] if _is_moved(match, moved) else ""
        start = match.start("cited") - match.start()
        return match[0][:start] + citation if citation else match[0]

    return CITED.sub(now, text)
