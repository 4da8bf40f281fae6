"""Finding words in the text, the amendments and the decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.dispatch import Signal

from accounts.folding import terms
from accounts.models import Said
from charter.models import Amendment, Change, Decision, SearchText, Version, VersionWording, askers_of
from charter.states import FoundKind

Row = TypeVar("Row", bound=Model)
# Sent when somebody searches: `refs` of pages beside the charter, `language`. Receivers answer with rows for a list:
# `{title, url, text, meta}`, where `text` is the words to look through.
pages_wanted = Signal()


@dataclass(frozen=True)
class Finds(Generic[Row]):
    """Rows that were found, in their order, for a paginator: `whole` brings along what is shown of each.

    Keys are sought alone: a planner that knows little of the tables may otherwise join all that is shown first and
    seek the words in the end (seconds for a congress on PostgreSQL).
    """

    keys: QuerySet[Row]
    whole: QuerySet[Row]

    def count(self) -> int:
        return self.keys.count()

    def __getitem__(self, part: slice) -> list[Row]:
        keys = list(self.keys.values_list("pk", flat=True)[part])
        found = self.whole.in_bulk(keys)
        return [found[key] for key in keys if key in found]  # one may have gone since


def provisions(version: Version, language: str, words: str) -> Finds[VersionWording]:
    """Lines of a version that hold all the words, in reading order."""
    found = refs(FoundKind.WORDING, terms(words))
    rows = VersionWording.objects.filter(version=version, language=language, wording__in=found)
    return Finds(rows.order_by("place"), rows.select_related("wording", "article", "provision", "version"))


def amendments(words: str, language: str = "") -> Finds[Amendment]:
    """Public amendments that hold all the words, in rounds that show them, the newest first; of a language, or all."""
    found = refs(FoundKind.AMENDMENT, terms(words))
    rows = Amendment.objects.open_to_all().filter(pk__in=found)
    if language:
        rows = rows.filter(text__in=Change.objects.filter(language=language).order_by().values("text"))
    return Finds(rows.order_by("-round__number", "number"), Amendment.objects.for_rows())


def decisions(words: str, language: str = "") -> Finds[Decision]:
    """Released decisions whose reason holds all the words; those whose reason was given in a language, or all."""
    found = refs(FoundKind.DECISION, terms(words))
    rows = Decision.objects.filter(pk__in=found, superseded_at=None, release__isnull=False)
    if language:
        translated = Said.objects.filter(language=language, original__isnull=False).order_by().values("original")
        rows = rows.filter(Q(reason__language=language) | Q(reason__in=translated))
    whole = Decision.objects.select_related("reason", "because_of", "amendment__round__body")
    whole = whole.select_related("amendment__organisation__name")
    whole = whole.prefetch_related("reason__translations", "amendment__round__body__translations")
    return Finds(rows.order_by("-pk"), whole.prefetch_related(*askers_of("amendment")))


def pages(words: str, language: str) -> list[dict[str, Any]]:
    """News and other pages in that language that hold all the words."""
    found = list(refs(FoundKind.PAGE, terms(words)).filter(language=language).values_list("ref", flat=True))
    answers: Any = pages_wanted.send(sender=None, refs=found, language=language) if found else []
    return [row for _receiver, rows in answers for row in rows]


def refs(kind: str, wanted: Sequence[str]) -> QuerySet:
    """Keys of the things of a kind that hold all these folded terms."""
    rows = SearchText.objects.filter(kind=kind)
    if not wanted:
        return rows.none().values("ref")
    for term in wanted:
        rows = rows.filter(text__contains=term)
    return rows.order_by().values("ref")
