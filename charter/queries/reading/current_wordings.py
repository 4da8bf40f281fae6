"""The words of provisions that are the working text now."""

from __future__ import annotations

from collections.abc import Iterable

from charter.models import Adoption, CurrentWording, Provision, Wording


def current_wordings(provision: Provision) -> dict[str, Wording]:
    """The current wordings of a provision, by language."""
    rows = CurrentWording.objects.filter(provision=provision).select_related("wording").order_by("language")
    return {row.language: row.wording for row in rows}


def current_wording(provision: Provision, language: str) -> Wording | None:
    """The current wording of a provision in one language; None if it has none."""
    row = CurrentWording.objects.filter(provision=provision, language=language).select_related("wording").first()
    return row.wording if row else None


def wordings_by_provision(provisions: Iterable[int], language: str) -> dict[int, Wording]:
    """The current wordings in one language, by id of the provision."""
    rows = CurrentWording.objects.filter(provision__in=list(provisions), language=language).select_related("wording")
    return {row.provision_id: row.wording for row in rows}


def parts_of_split(division: Adoption, language: str) -> list[str]:
    """The HTML of both parts of a split in a language; a part without text there is empty."""
    pair = [pk for pk in (division.provision_id, division.other_id) if pk is not None]
    wordings = wordings_by_provision(pair, language)
    return [wordings[pk].html if pk in wordings else "" for pk in pair]


def wordings_by_place(
    provisions: Iterable[Provision | int], languages: Iterable[str]
) -> dict[tuple[int, str], Wording]:
    """The current wordings, by id of the provision and language."""
    rows = CurrentWording.objects.filter(provision__in=list(provisions), language__in=list(languages))
    return {(row.provision_id, row.language): row.wording for row in rows.select_related("wording")}
