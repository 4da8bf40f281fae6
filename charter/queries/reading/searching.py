"""Finding words in the text, the amendments and the decisions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Case, Model, Q, QuerySet, When
from django.dispatch import Signal

from accounts.folding import search_terms
from accounts.models import LocalizedText
from charter.facts import stems
from charter.models import (
    Amendment,
    Change,
    CoProposal,
    Decision,
    SearchText,
    Version,
    VersionWording,
    unnamed_proposers_of,
)
from charter.states import CoProposalState, FoundKind

Row = TypeVar("Row", bound=Model)
# An amendment by its round and number.
NUMBERED = re.compile(r"(?P<round>\d{1,4})\s*/\s*(?P<number>\d{1,6})")
CITING = re.compile(r"^(?:articles?|art\.?|art[ií]culos?|المادة|§)\s+", re.IGNORECASE)
# Sent when somebody searches: `refs` of pages beside the charter, `language`. Receivers answer with rows for a list:
# `{title, url, text, meta}`, where `text` is the words to look through.
pages_wanted = Signal()


@dataclass(frozen=True)
class Finds(Generic[Row]):
    """Rows that match a search, in their order, for a paginator: `whole` reads all that is shown of each row.

    Only keys are searched: otherwise a planner that has few statistics may join all shown tables first and search the
    text at the end (seconds for a congress on PostgreSQL). The search runs once, and the keys are counted here.
    `load_names` reads names and translations for all results.
    """

    keys: Sequence[int]
    whole: QuerySet[Row]

    def count(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice) -> list[Row]:
        keys = self.keys[part]
        rows = self.whole.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]  # one may have gone since


def search_provisions(version: Version, language: str, words: str) -> Finds[VersionWording]:
    """Lines of a version that hold all the words, in reading order; first the one that is cited so: VI.2.3."""
    keys = search_keys(FoundKind.WORDING, search_terms(words), [language])
    lines = VersionWording.objects.filter(version=version, language=language, wording__isnull=False)
    cited = VersionWording.objects.filter(version=version, citation__iexact=_citation(words)).order_by()
    is_cited = Q(provision__in=cited.values("provision"))
    rows = lines.filter(Q(wording__in=keys) | is_cited)
    first = Case(When(is_cited, then=0), default=1)
    whole = rows.select_related("wording", "article", "provision", "version")
    return Finds(keys_of(rows.order_by(first, "place")), whole)


def search_amendments(words: str, language: str = "", members: Sequence[int] = ()) -> Finds[Amendment]:
    """Public amendments that hold all the words, in rounds that show them, the newest first; of a language, or all.

    `members` are those with such a name, whose amendments are found too. A number such as 2/9 finds this one alone.
    """
    public = Amendment.objects.open_to_all()
    whole = Amendment.objects.for_unnamed_rows()
    if numbered := NUMBERED.fullmatch(words.strip()):
        return Finds(keys_of(public.filter(round__number=numbered["round"], number=numbered["number"])), whole)
    of_members = Q(organisation__in=members) | Q(
        pk__in=CoProposal.objects.filter(organisation__in=members, state=CoProposalState.JOINED).values("amendment")
    )
    rows = public.filter(Q(pk__in=search_keys(FoundKind.AMENDMENT, search_terms(words))) | of_members)
    if language:
        rows = rows.filter(text__in=Change.objects.filter(language=language).order_by().values("text"))
    return Finds(keys_of(rows.order_by("-round__number", "number")), whole)


def _citation(words: str) -> str:
    """The citation that was typed, without the word for an article before it and the stop after it."""
    return CITING.sub("", words.strip()).strip(" .") or words


def search_decisions(words: str, language: str = "") -> Finds[Decision]:
    """Released decisions whose reason holds all the words; those whose reason was given in a language, or all."""
    keys = search_keys(FoundKind.DECISION, search_terms(words))
    rows = Decision.objects.filter(pk__in=keys, superseded_at=None, release__isnull=False)
    if language:
        translated = (
            LocalizedText.objects.filter(language=language, original__isnull=False).order_by().values("original")
        )
        rows = rows.filter(Q(reason__language=language) | Q(reason__in=translated))
    whole = Decision.objects.select_related("reason", "because_of", "amendment__round__body")
    whole = whole.select_related("amendment__organisation__name").prefetch_related(*unnamed_proposers_of("amendment"))
    return Finds(keys_of(rows.order_by("-pk")), whole)


def keys_of(rows: QuerySet[Any]) -> list[int]:
    """The keys of rows in their order."""
    return list(rows.values_list("pk", flat=True))


def search_pages(words: str, language: str) -> list[dict[str, Any]]:
    """News and other pages in that language that hold all the words."""
    refs = list(
        search_keys(FoundKind.PAGE, search_terms(words)).filter(language=language).values_list("ref", flat=True)
    )
    answers: Any = pages_wanted.send(sender=None, refs=refs, language=language) if refs else []
    return [row for _receiver, rows in answers for row in rows]


def search_keys(kind: str, terms: Sequence[str], languages: Sequence[str] = stems.USUAL) -> QuerySet:
    """Keys of the objects of a kind whose text has all these folded terms, in any form of the word."""
    rows = SearchText.objects.filter(kind=kind)
    if not terms:
        return rows.none().values("ref")
    for term in terms:
        holds = Q(text__contains=term)
        for form in sorted(stems.of_word(term, tuple(languages))):
            holds |= Q(stems__contains=f" {form} ")
        rows = rows.filter(holds)
    return rows.order_by().values("ref")
