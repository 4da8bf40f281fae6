"""Provisions that are cited otherwise in one version than in the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charter.models import Version, VersionWording
from charter.queries.reading import divisions


@dataclass(frozen=True)
class Renumbered:
    """One provision by its short address, with both its citations."""

    short: str
    old: str
    new: str


def renumbered_provisions(old: Version, new: Version, language: str) -> list[Renumbered]:
    """By the manifests of both versions, in the order of the new one.

    The second part of a split provision had the number of the whole; a provision that was combined has that of the
    result.
    """
    rows = VersionWording.objects.filter(version__in=(old, new), language=language).order_by("place")
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    shorts: dict[int, str] = {}
    for version, pk, short, citation in rows.values_list("version", "provision", "provision__short", "citation"):
        (before if version == old.pk else after)[pk] = citation
        shorts[pk] = short
    from_, into = divisions.lineage_of(
        divisions.divisions_and_joins(new.charter_id) if before.keys() != after.keys() else ()
    )
    pairs = [(source, pk) for pk in after if (source := _up(pk, before, from_)) is not None]
    pairs += [(pk, target) for pk in before.keys() - after.keys() if (target := _up(pk, after, into)) is not None]
    order = {pk: place for place, pk in enumerate(after)}
    renumbered = [(old_pk, new_pk) for old_pk, new_pk in pairs if old_pk != new_pk or before[old_pk] != after[new_pk]]
    renumbered.sort(key=lambda pair: (order[pair[1]], pair[0] != pair[1], before[pair[0]]))
    return [Renumbered(shorts[new_pk], before[old_pk], after[new_pk]) for old_pk, new_pk in renumbered]


def _up(pk: int, citations: Mapping[int, str], way: Mapping[int, int]) -> int | None:
    """The first provision on that way that is in the text; None if there is none."""
    current: int | None = pk
    while current is not None and current not in citations:
        current = way.get(current)
    return current
