"""Provisions that are cited otherwise in one version than in the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charter.models import Version, VersionWording
from charter.queries import divisions


@dataclass(frozen=True)
class Renumbered:
    """One provision by its short address, with both its citations."""

    short: str
    old: str
    new: str


def changed(old: Version, new: Version, language: str) -> list[Renumbered]:
    """By the manifests of both versions, in the order of the new one.

    The second part of a divided provision had the number of the whole; what was joined has that of what it went into.
    """
    rows = VersionWording.objects.filter(version__in=(old, new), language=language).order_by("place")
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    shorts: dict[int, str] = {}
    for version, pk, short, citation in rows.values_list("version", "provision", "provision__short", "citation"):
        (before if version == old.pk else after)[pk] = citation
        shorts[pk] = short
    from_, into = divisions.lineage(divisions.made(new.charter_id) if before.keys() != after.keys() else ())
    pairs = [(found, pk) for pk in after if (found := _up(pk, before, from_)) is not None]
    pairs += [(pk, there) for pk in before.keys() - after.keys() if (there := _up(pk, after, into)) is not None]
    order = {pk: place for place, pk in enumerate(after)}
    renumbered = [(was, now) for was, now in pairs if was != now or before[was] != after[now]]
    renumbered.sort(key=lambda pair: (order[pair[1]], pair[0] != pair[1], before[pair[0]]))
    return [Renumbered(shorts[now], before[was], after[now]) for was, now in renumbered]


def _up(pk: int, there: Mapping[int, str], way: Mapping[int, int]) -> int | None:
    """The first provision on that way that stands there; None where none does."""
    here: int | None = pk
    while here is not None and here not in there:
        here = way.get(here)
    return here
