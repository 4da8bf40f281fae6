"""Everything that waits for the secretariat as one list: who has what until when, how many of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from accounts.folding import fold, terms
from charter.models import Matter, MatterNote
from charter.queries.desk_filters import MOST_TERMS, NOBODY
from charter.queries.waiting import SOURCES, Asked, Waiting
from charter.states import MatterKind


@dataclass(frozen=True)
class Narrowed:
    """Filters of the list; an empty one narrows nothing. `assigned` is a person's id or NOBODY; days count in.

    `keys` are those of the provisions of an article; what is about none, or of no round or member, is left out where
    one is asked for.
    """

    kind: str = ""
    language: str = ""
    assigned: str = ""
    due_from: date | None = None
    due_until: date | None = None
    words: str = ""
    round: str = ""
    keys: frozenset[str] | None = None
    city: str = ""
    section: str = ""


def all_of(asked: Asked) -> list[Waiting]:
    """Everything that waits: what is past its day first, then the oldest; a constant number of queries."""
    found = [one for source in SOURCES for one in source(asked)]
    held = {(one.kind, one.ref): one for one in Matter.objects.select_related("assigned_to")}
    given = [_given(one, held.get((one.kind.value, one.ref))) for one in found]
    return sorted(given, key=lambda one: (not _is_overdue(one, asked.now), (one.since or asked.now), one.ref))


def narrowed(found: Iterable[Waiting], wanted: Narrowed) -> list[Waiting]:
    """Those that the filters leave, in their order; each word stands in what a row says, however it is spelt."""
    searched = terms(wanted.words)[:MOST_TERMS]
    return [
        one
        for one in found
        if wanted.kind in ("", one.kind)
        and wanted.language in ("", one.language)
        and _is_with(one, wanted.assigned)
        and _is_due(one, wanted)
        and _is_about(one, wanted)
        and (not searched or _says(one, searched))
    ]


def counted(found: Iterable[Waiting]) -> list[tuple[MatterKind, int]]:
    """How many there are of each kind, kinds without any left out."""
    counts = Counter(one.kind for one in found)
    return [(kind, counts[kind]) for kind in MatterKind if counts[kind]]


def one(asked: Asked, kind: str, ref: str) -> Waiting | None:
    """The thing of that kind and name; None where it does not wait any more."""
    return next((found for found in all_of(asked) if (found.kind, found.ref) == (kind, ref)), None)


def cities(found: Iterable[Waiting]) -> list[tuple[str, str]]:
    """Slug and name of each member that something of it concerns, by name."""
    named = {city.slug: str(city) for one in found for city in one.about.members}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())


def those(found: Iterable[Waiting], names: Iterable[str]) -> list[Waiting]:
    """Those with these names, `kind:ref`, in their order, without what nobody else can be given."""
    wanted = set(names)
    return [one for one in found if one.name in wanted and one.kind != MatterKind.IMPORT]


def notes(kind: str, ref: str) -> list[MatterNote]:
    """What moderators said to each other about it, the oldest first."""
    return list(MatterNote.objects.filter(matter__kind=kind, matter__ref=ref).select_related("by"))


def _given(one: Waiting, held: Matter | None) -> Waiting:
    if held is None:
        return one
    return replace(one, assigned=held.assigned_to or one.assigned, due=held.due_on or one.due)


def _is_overdue(one: Waiting, now: datetime) -> bool:
    return one.due is not None and one.due < timezone.localdate(now)


def _is_with(one: Waiting, assigned: str) -> bool:
    if assigned == NOBODY:
        return one.assigned is None
    return not assigned or (one.assigned is not None and str(one.assigned.pk) == assigned)


def _is_due(one: Waiting, wanted: Narrowed) -> bool:
    if wanted.due_from is None and wanted.due_until is None:
        return True
    if one.due is None:
        return False
    return (wanted.due_from or one.due) <= one.due <= (wanted.due_until or one.due)


def _is_about(one: Waiting, wanted: Narrowed) -> bool:
    members = one.about.members
    return (
        wanted.round in ("", str(one.about.round))
        and (wanted.keys is None or bool(wanted.keys & one.about.keys))
        and (not wanted.city or any(city.slug == wanted.city for city in members))
        and (not wanted.section or any(wanted.section in city.sections for city in members))
    )


def _says(one: Waiting, searched: Iterable[str]) -> bool:
    said = fold(f"{one.title} {one.words}")
    return all(term in said for term in searched)
