"""The list of official kinds for forms, files and the secretariat pages."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from accounts.models import OfficialKind


def kinds_with_counts() -> QuerySet[OfficialKind]:
    """Every kind in the order of the list, with how many members have it."""
    return OfficialKind.objects.with_names().annotate(members=Count("organisations")).order_by("kind", "place", "code")


def kind_choices(kind: str) -> list[tuple[str, str]]:
    """Codes with names of the kinds that are offered to governments, or to partner organizations."""
    return [
        (official_kind.code, str(official_kind))
        for official_kind in OfficialKind.objects.with_names().offered().filter(kind=kind)
    ]


def kind_codes_by_word() -> dict[str, str]:
    """The code of each kind by its code and by its names in every language, in small letters."""
    codes_by_word: dict[str, str] = {}
    for official_kind in OfficialKind.objects.with_names():
        names = [official_kind.name, *official_kind.name.translations.all()]
        codes_by_word |= {
            word.casefold(): official_kind.code for word in (official_kind.code, *(name.text for name in names))
        }
    return codes_by_word


def kinds_with_names() -> QuerySet[OfficialKind]:
    """Kinds with their names in every language."""
    return OfficialKind.objects.with_names()
