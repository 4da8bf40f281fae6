"""How many words of a text come from which kind of source, counted from the runs of its wordings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from accounts.states import OrganisationKind
from charter.models import Adoption, Version, Wording
from charter.queries.reading import articles, word_sources
from charter.states import OriginKind

WITHOUT_SPACES = ("zh", "ja", "th")
Shares = dict[OriginKind, int]


def shares_by_source(wordings: Iterable[Wording]) -> Shares:
    """How many words come from each kind of source, every kind with its number."""
    return total_shares(shares_by_wording(wordings).values())


def shares_by_wording(wordings: Iterable[Wording]) -> dict[int, Shares]:
    """The same for each wording by its id, in one query."""
    wordings = list(wordings)
    kinds = kinds_of(word_sources.marks_of(wordings))
    return {wording.pk: _shares(wording, kinds) for wording in wordings}


def total_shares(rows: Iterable[Shares]) -> Shares:
    """Several added up."""
    rows = list(rows)
    return {kind: sum(row[kind] for row in rows) for kind in OriginKind}


def shares_of_version(version: Version, language: str) -> Shares:
    """The whole of a version in one language."""
    rows = articles.version_lines(version, language).exclude(wording=None)
    return shares_by_source(row.wording for row in rows if row.wording)


def count_proposed_words(shares: Shares) -> int:
    """The number of words that members proposed, alone or in a compromise."""
    return shares[OriginKind.MEMBERS] + shares[OriginKind.COMPROMISE]


def kinds_of(marks: Iterable[str]) -> dict[str, OriginKind]:
    """The type of source of each mark."""
    marks = set(marks)
    kinds = {mark: OriginKind.FIRST_TEXT for mark in marks if mark.startswith(f"{word_sources.SOURCE}:")}
    rows = Adoption.objects.filter(pk__in=word_sources.ids_in([{"by": sorted(marks)}]))
    for pk, compromise, asked_by in rows.values_list("pk", "compromise", "asked_by__kind"):
        kinds[f"{word_sources.ADOPTION}:{pk}"] = _kind(compromise, asked_by)
    return kinds


def word_starts(text: str, language: str) -> Iterator[int]:
    """Where each word begins; in scripts without spaces each character is counted."""
    pattern = r"\S" if language.startswith(WITHOUT_SPACES) else r"\S+"
    return (word.start() for word in re.finditer(pattern, text))


def words_of(runs: Iterable[Mapping[str, Any]], language: str) -> Iterator[Mapping[str, Any]]:
    """For each word of a text the run in which it begins, so that a word is counted once."""
    runs = list(runs)
    owner = [run for run in runs for _char in run["text"]]
    return (owner[start] for start in word_starts("".join(run["text"] for run in runs), language))


def _kind(compromise: int | None, asked_by: str | None) -> OriginKind:
    """An adoption without `asked_by` has text of the secretariat, also if it replaces the text of an amendment."""
    if compromise:
        return OriginKind.COMPROMISE
    if asked_by is None:
        return OriginKind.SECRETARIAT
    return OriginKind.MEMBERS if asked_by == OrganisationKind.GOVERNMENT else OriginKind.PARTNERS


def _shares(wording: Wording, kinds: Mapping[str, OriginKind]) -> Shares:
    counted = Counter(
        kinds.get(next(iter(run["by"]), ""), OriginKind.SECRETARIAT)
        for run in words_of(wording.runs, wording.language)
    )
    return {kind: counted[kind] for kind in OriginKind}
