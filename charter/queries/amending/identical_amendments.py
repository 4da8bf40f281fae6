"""Amendments with exactly the same changes: they get one decision, and if one is merged, the others are granted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet

from charter.models import Amendment, Change, Round, askers_of
from charter.states import AmendmentState

Identity = tuple[object, ...]


def change_identity(change: Change) -> Identity:
    """The value that two changes have in common if they propose the same."""
    return (change.kind, change.provision_id, change.language, change.html, change.after_id, change.cut)


def change_identities(amendment: Amendment) -> frozenset[Identity]:
    """What an amendment proposes; empty where it has no text. Reads prefetched `text__changes`."""
    return frozenset(map(change_identity, amendment.text.changes.all())) if amendment.text else frozenset()


def amendments_beside(amendment: Amendment, states: Iterable[AmendmentState]) -> list[Amendment]:
    """Other amendments of its round in these states that change a provision which it changes, by number."""
    if amendment.text is None:
        return []
    places = [change.provision_id for change in amendment.text.changes.all()]
    changes = Change.objects.filter(text=F("text__amendment__text"), provision__in=places)
    rows = Amendment.objects.filter(
        round=amendment.round_id, state__in=list(states), pk__in=changes.values("text__amendment")
    )
    return list(_full(rows.exclude(pk=amendment.pk)))


def identical_amendments_of(amendment: Amendment, states: Iterable[AmendmentState]) -> list[Amendment]:
    """Other amendments of its round in these states that propose the very same changes, by number."""
    mine = change_identities(amendment)
    return [other for other in amendments_beside(amendment, states) if change_identities(other) == mine]


def identical_groups(round_: Round) -> list[list[Amendment]]:
    """All amendments of a round that propose the same as another one, group by group, each by number."""
    groups: dict[frozenset[Identity], list[Amendment]] = {}
    public = Amendment.objects.public().numbered().exclude(state=AmendmentState.WITHDRAWN)
    for amendment in _full(public.filter(round=round_)):
        groups.setdefault(change_identities(amendment), []).append(amendment)
    return [several for changes, several in groups.items() if changes and len(several) > 1]


def _full(rows: QuerySet[Amendment]) -> QuerySet[Amendment]:
    return (
        rows.select_related("round__body", "organisation__name", "text")
        .prefetch_related(*askers_of(), "text__changes__base", "decisions__because_of")
        .order_by("number")
    )
