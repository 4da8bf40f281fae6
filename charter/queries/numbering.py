"""Provisions that are cited otherwise in one version than in the one before it."""

from __future__ import annotations

from dataclasses import dataclass

from charter.models import Version, VersionWording


@dataclass(frozen=True)
class Renumbered:
    """One provision by its short address, with both its citations."""

    short: str
    old: str
    new: str


def changed(old: Version, new: Version, language: str) -> list[Renumbered]:
    """By the manifests of both versions, in the order of the new one."""
    rows = VersionWording.objects.filter(version__in=(old, new), language=language).order_by("place")
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for version, short, citation in rows.values_list("version", "provision__short", "citation"):
        (before if version == old.pk else after)[short] = citation
    return [
        Renumbered(short, before[short], citation)
        for short, citation in after.items()
        if short in before and before[short] != citation
    ]
