"""Writing text into the working text: the only place that makes wordings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal

from accounts.models import Person
from charter import texts, tracing
from charter.actions.reading import search_index
from charter.models import Adoption, CurrentWording, Provision, Source, Wording
from charter.states import AdoptionScope, CameFrom

BATCH = 500
# Sent inside the transaction when words of the working text moved: `moves`, a list of (old wording or None, new),
# and `exclude`, ids of the amendments that moved them.
words_moved = Signal()
# Sent inside the transaction when the working arrangement of a charter changed: `charter`, `old`, `new`, `exclude`.
arrangement_moved = Signal()


@dataclass(frozen=True)
class NewWording:
    """A text to write: `html` is clean inner HTML.

    `runs` are given if a merge knows them; otherwise the new text is traced to the source, or to the adoptions that
    the parent lacks.
    """

    provision: Provision
    language: str
    html: str
    came_from: CameFrom
    by: Person | None
    at: datetime
    parent: Wording | None = None
    aligned_to: Wording | None = None
    source: Source | None = None
    adoptions: Sequence[Adoption] = ()
    runs: list[dict[str, Any]] | None = None
    approved_by: Person | None = None


def write_wording(**new: Any) -> Wording:
    """One wording; takes what `NewWording` takes."""
    return write_wordings([NewWording(**new)])[0]


@transaction.atomic
def write_wordings(news: Sequence[NewWording]) -> list[Wording]:
    """Makes wordings with their adoptions: those of their parents, those of the translated wordings, and new ones.

    The wordings exist at once, and are not in the working text before `make_current`.
    """
    before = _carried_before(news)
    carried = [_carried(new, before) for new in news]
    new_wordings = Wording.objects.bulk_create(
        (_wording(new, before, carries) for new, carries in zip(news, carried, strict=True)), batch_size=BATCH
    )
    through = Wording.carries.through
    rows = zip(new_wordings, carried, strict=True)
    through.objects.bulk_create(
        (through(wording=wording, adoption_id=pk) for wording, carries in rows for pk in sorted(carries)),
        batch_size=BATCH,
    )
    search_index.enter_wordings(new_wordings)
    return new_wordings


def make_current(wordings: Iterable[Wording], exclude: Collection[int] = ()) -> list[tuple[Wording | None, Wording]]:
    """Makes wordings the working text and informs everything based on the previous text (`words_moved`)."""
    by_place = {(wording.provision_id, wording.language): wording for wording in wordings}
    current_wordings = {(row.provision_id, row.language): row.wording for row in _lock_current_wordings(by_place)}
    moves = [
        (current_wordings.get(where), new) for where, new in by_place.items() if current_wordings.get(where) != new
    ]
    CurrentWording.objects.bulk_create(
        (CurrentWording(provision_id=new.provision_id, language=new.language, wording=new) for _old, new in moves),
        update_conflicts=True,
        update_fields=["wording"],
        unique_fields=["provision", "language"],
        batch_size=BATCH,
    )
    if moves:
        words_moved.send(sender=Wording, moves=moves, exclude=exclude)
    return moves


def _lock_current_wordings(keys: Iterable[tuple[int, str]]) -> QuerySet[CurrentWording]:
    """The rows of these words alone, so that two languages of a provision never wait for each other."""
    places: dict[str, set[int]] = {}
    for provision, language in keys:
        places.setdefault(language, set()).add(provision)
    condition = Q(pk__in=())
    for language, provisions in places.items():
        condition |= Q(language=language, provision__in=provisions)
    return (
        CurrentWording.objects.select_for_update(of=("self",), no_key=True)
        .select_related("wording")
        .filter(condition)
        .order_by("pk")
    )


def _wording(new: NewWording, before: Mapping[int, set[int]], carries: set[int]) -> Wording:
    return Wording(
        provision=new.provision,
        language=new.language,
        html=new.html,
        text=texts.plain_text(new.html),
        digest=texts.digest_of_words(new.language, new.html),
        came_from=new.came_from,
        parent=new.parent,
        aligned_to=new.aligned_to,
        source=new.source,
        carries_digest=texts.digest_of_carried(carries),
        runs=tracing.trace_runs(new.parent, new.html, _marks(new, before, carries)) if new.runs is None else new.runs,
        by=new.by,
        approved_by=new.approved_by,
        at=new.at,
    )


def _marks(new: NewWording, before: Mapping[int, set[int]], carries: set[int]) -> list[str]:
    """The marks for text that the parent lacks."""
    if new.source:
        return [f"source:{new.source.pk}"]
    came = carries - (before[new.parent.pk] if new.parent else set())
    return [f"adoption:{pk}" for pk in sorted(came) or [adoption.pk for adoption in new.adoptions]]


def _carried_before(news: Sequence[NewWording]) -> dict[int, set[int]]:
    """The adoptions that each parent, and each wording that one was aligned to, carries."""
    carried: dict[int, set[int]] = {
        wording.pk: set() for new in news for wording in (new.parent, new.aligned_to) if wording
    }
    rows = Wording.carries.through.objects.filter(wording__in=carried) if carried else ()
    for row in rows:
        carried[row.wording_id].add(row.adoption_id)
    return carried


def _carried(new: NewWording, before: Mapping[int, set[int]]) -> set[int]:
    carried = {adoption.pk for adoption in new.adoptions if adoption.scope == AdoptionScope.ALL_LANGUAGES}
    return carried.union(*(before[wording.pk] for wording in (new.parent, new.aligned_to) if wording))
