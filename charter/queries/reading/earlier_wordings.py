"""The wordings that provisions had in published versions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Min

from charter.models import Version, VersionWording, Wording


def versions_by_wording(provisions: Iterable[int], version: Version, language: str) -> dict[int, dict[int, int]]:
    """By provision id: the number of the version that was the first with a wording, and the wording's id.

    Up to that version, the oldest first.
    """
    rows = VersionWording.objects.filter(
        provision__in=list(provisions),
        language=language,
        wording__isnull=False,
        version__charter=version.charter_id,
        version__number__lte=version.number,
    )
    firsts = rows.order_by().values_list("provision", "wording").annotate(first=Min("version__number"))
    wordings: dict[int, dict[int, int]] = {}
    for provision, wording, number in firsts.order_by("first"):
        wordings.setdefault(provision, {})[number] = wording
    return wordings


def wording_by_id(pk: int) -> Wording:
    """The wording of that id."""
    return Wording.objects.get(pk=pk)
