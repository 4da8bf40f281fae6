"""Writing words into the working text: the one place where a wording is made."""

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
from charter.actions import indexing
from charter.models import Adoption, Provision, Source, Standing, Wording
from charter.states import AdoptionScope, CameFrom

BATCH = 500
# Sent inside the transaction when words of the working text moved: `moves`, a list of (old wording or None, new),
# and `but`, ids of the amendments that moved them.
words_moved = Signal()
# Sent inside the transaction when the working arrangement of a charter changed: `charter`, `old`, `new`, `but`.
arrangement_moved = Signal()


@dataclass(frozen=True)
class NewWording:
    """Words to write: `html` is clean inner HTML.

    `runs` are given where a merge knows them; elsewhere the new words are traced to the source, or to the adoptions
    that the parent lacks.
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


def write(**new: Any) -> Wording:
    """One wording; takes what `NewWording` takes."""
    return write_all([NewWording(**new)])[0]


@transaction.atomic
def write_all(news: Sequence[NewWording]) -> list[Wording]:
    """Makes wordings with what they carry: their parents' adoptions, those of what they were aligned to, and new ones.

    They can be found at once, and do not stand in the working text until `stand`.
    """
    before = _carried_before(news)
    carried = [_carried(new, before) for new in news]
    made = Wording.objects.bulk_create(
        (_wording(new, before, carries) for new, carries in zip(news, carried, strict=True)), batch_size=BATCH
    )
    through = Wording.carries.through
    rows = zip(made, carried, strict=True)
    through.objects.bulk_create(
        (through(wording=wording, adoption_id=pk) for wording, carries in rows for pk in sorted(carries)),
        batch_size=BATCH,
    )
    indexing.enter_wordings(made)
    return made


def stand(wordings: Iterable[Wording], but: Collection[int] = ()) -> list[tuple[Wording | None, Wording]]:
    """Makes wordings the working text and tells everything written for the words before them (`words_moved`)."""
    wanted = {(wording.provision_id, wording.language): wording for wording in wordings}
    standing = {(row.provision_id, row.language): row.wording for row in _held(wanted)}
    moves = [(standing.get(where), new) for where, new in wanted.items() if standing.get(where) != new]
    Standing.objects.bulk_create(
        (Standing(provision_id=new.provision_id, language=new.language, wording=new) for _old, new in moves),
        update_conflicts=True,
        update_fields=["wording"],
        unique_fields=["provision", "language"],
        batch_size=BATCH,
    )
    if moves:
        words_moved.send(sender=Wording, moves=moves, but=but)
    return moves


def _held(wanted: Iterable[tuple[int, str]]) -> QuerySet[Standing]:
    """The rows of these words alone, so that two languages of a provision never wait for each other."""
    places: dict[str, set[int]] = {}
    for provision, language in wanted:
        places.setdefault(language, set()).add(provision)
    these = Q(pk__in=())
    for language, provisions in places.items():
        these |= Q(language=language, provision__in=provisions)
    return (
        Standing.objects.select_for_update(of=("self",), no_key=True)
        .select_related("wording")
        .filter(these)
        .order_by("pk")
    )


def _wording(new: NewWording, before: Mapping[int, set[int]], carries: set[int]) -> Wording:
    return Wording(
        provision=new.provision,
        language=new.language,
        html=new.html,
        text=texts.plain(new.html),
        digest=texts.digest_of_words(new.language, new.html),
        came_from=new.came_from,
        parent=new.parent,
        aligned_to=new.aligned_to,
        source=new.source,
        carries_digest=texts.digest_of_carried(carries),
        runs=tracing.runs(new.parent, new.html, _marks(new, before, carries)) if new.runs is None else new.runs,
        by=new.by,
        approved_by=new.approved_by,
        at=new.at,
    )


def _marks(new: NewWording, before: Mapping[int, set[int]], carries: set[int]) -> list[str]:
    """Who asked for the words that the parent lacks."""
    if new.source:
        return [f"source:{new.source.pk}"]
    came = carries - (before[new.parent.pk] if new.parent else set())
    return [f"adoption:{pk}" for pk in sorted(came) or [adoption.pk for adoption in new.adoptions]]


def _carried_before(news: Sequence[NewWording]) -> dict[int, set[int]]:
    """The adoptions that each parent, and each wording that one was aligned to, carries."""
    found: dict[int, set[int]] = {one.pk: set() for new in news for one in (new.parent, new.aligned_to) if one}
    rows = Wording.carries.through.objects.filter(wording__in=found) if found else ()
    for row in rows:
        found[row.wording_id].add(row.adoption_id)
    return found


def _carried(new: NewWording, before: Mapping[int, set[int]]) -> set[int]:
    carried = {adoption.pk for adoption in new.adoptions if adoption.scope == AdoptionScope.ALL_LANGUAGES}
    return carried.union(*(before[one.pk] for one in (new.parent, new.aligned_to) if one))
