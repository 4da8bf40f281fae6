"""All pending items of the secretariat as one list: who has what until when, how many of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from accounts.folding import fold_text, search_terms
from charter.models import WorkItem, WorkItemNote
from charter.queries.secretariat.pending_items import SOURCES, PendingItem, PendingQuery
from charter.queries.secretariat.queue_filters import MOST_TERMS, NOBODY
from charter.states import WorkItemKind


@dataclass(frozen=True)
class Narrowed:
    """Filters of the list; an empty field filters nothing. `assigned` is a person's id or NOBODY.

    `due_from` and `due_until` are themselves within the period. `keys` are those of the provisions of an article. If a
    filter for article, round or member is set, items without one are left out.
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


def pending_items(query: PendingQuery) -> list[PendingItem]:
    """All pending items, overdue ones first, then the oldest; a constant number of queries."""
    items = [item for source in SOURCES for item in source(query)]
    work_items = {
        (work_item.kind, work_item.ref): work_item for work_item in WorkItem.objects.select_related("assigned_to")
    }
    assigned = [_given(item, work_items.get((item.kind.value, item.ref))) for item in items]
    return sorted(assigned, key=lambda item: (not _is_overdue(item, query.now), (item.since or query.now), item.ref))


def narrow_items(
    items: Iterable[PendingItem], narrowed: Narrowed, title_of: Callable[[PendingItem], str]
) -> list[PendingItem]:
    """Those that match the filters, in their order; each word occurs in the title or the text, in any spelling."""
    searched = search_terms(narrowed.words)[:MOST_TERMS]
    return [
        item
        for item in items
        if narrowed.kind in ("", item.kind)
        and narrowed.language in ("", item.language)
        and _is_with(item, narrowed.assigned)
        and _is_due(item, narrowed)
        and _is_about(item, narrowed)
        and (not searched or _has_terms(f"{title_of(item)} {item.words}", searched))
    ]


def count_by_kind(items: Iterable[PendingItem]) -> list[tuple[WorkItemKind, int]]:
    """How many there are of each kind, kinds without any left out."""
    counts = Counter(item.kind for item in items)
    return [(kind, counts[kind]) for kind in WorkItemKind if counts[kind]]


def pending_item(query: PendingQuery, kind: str, ref: str) -> PendingItem | None:
    """The item of that kind and name; None if it is not pending any more."""
    return next((item for item in pending_items(query) if (item.kind, item.ref) == (kind, ref)), None)


def cities_of_items(items: Iterable[PendingItem]) -> list[tuple[str, str]]:
    """Slug and name of each member that something of it concerns, by name."""
    named = {city.slug: str(city) for item in items for city in item.about.members}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())


def items_by_name(items: Iterable[PendingItem], names: Iterable[str]) -> list[PendingItem]:
    """Those with these names, `kind:ref`, in their order, without items that cannot be assigned."""
    chosen = set(names)
    return [item for item in items if item.name in chosen and item.kind != WorkItemKind.IMPORT]


def item_notes(kind: str, ref: str) -> list[WorkItemNote]:
    """The notes of moderators to each other about an item, the oldest first."""
    return list(WorkItemNote.objects.filter(work_item__kind=kind, work_item__ref=ref).select_related("by"))


def _given(item: PendingItem, work_item: WorkItem | None) -> PendingItem:
    if work_item is None:
        return item
    return replace(item, assigned=work_item.assigned_to or item.assigned, due=work_item.due_on or item.due)


def _is_overdue(item: PendingItem, now: datetime) -> bool:
    return item.due is not None and item.due < timezone.localdate(now)


def _is_with(item: PendingItem, assigned: str) -> bool:
    if assigned == NOBODY:
        return item.assigned is None
    return not assigned or (item.assigned is not None and str(item.assigned.pk) == assigned)


def _is_due(item: PendingItem, narrowed: Narrowed) -> bool:
    if narrowed.due_from is None and narrowed.due_until is None:
        return True
    if item.due is None:
        return False
    return (narrowed.due_from or item.due) <= item.due <= (narrowed.due_until or item.due)


def _is_about(item: PendingItem, narrowed: Narrowed) -> bool:
    members = item.about.members
    return (
        narrowed.round in ("", str(item.about.round))
        and (narrowed.keys is None or bool(narrowed.keys & item.about.keys))
        and (not narrowed.city or any(city.slug == narrowed.city for city in members))
        and (not narrowed.section or any(narrowed.section in city.sections for city in members))
    )


def _has_terms(text: str, searched: Iterable[str]) -> bool:
    folded = fold_text(text)
    return all(term in folded for term in searched)


def find_work_item(kind: str, ref: str) -> WorkItem | None:
    """Who has an item and until when; None if nobody was assigned."""
    return WorkItem.objects.filter(kind=kind, ref=ref).first()
