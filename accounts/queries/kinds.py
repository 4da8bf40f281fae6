"""The list of official kinds as forms, files and the desk read it."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from accounts.models import OfficialKind


def listed() -> QuerySet[OfficialKind]:
    """Every kind in the order of the list, with how many members have it."""
    return OfficialKind.objects.with_names().annotate(members=Count("organisations"))


def choices(kind: str) -> list[tuple[str, str]]:
    """Codes with names of the kinds that are offered to governments, or to partners."""
    return [(one.code, str(one)) for one in OfficialKind.objects.with_names().offered().filter(kind=kind)]


def by_word() -> dict[str, str]:
    """The code of each kind by its code and by its names in every language, in small letters."""
    found: dict[str, str] = {}
    for one in OfficialKind.objects.with_names():
        said = [one.name, *one.name.translations.all()]
        found |= {word.casefold(): one.code for word in (one.code, *(name.text for name in said))}
    return found
