"""The words that changes of amendments became, in the first version that has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from charter.models import Change, VersionWording


@dataclass(frozen=True)
class Resulting:
    """Where the words stand: version, citation, and the words themselves."""

    version: int
    citation: str
    text: str


def of(changes: Iterable[Change]) -> dict[int, Resulting]:
    """By id of the change, in its own language, in one query; changes that are in no version are left out."""
    languages = {change.pk: change.language for change in changes}
    rows = VersionWording.objects.filter(wording__carries__change__in=languages)
    values = ("wording__carries__change", "language", "version__number", "citation", "wording__text")
    found: dict[int, Resulting] = {}
    for change, language, version, citation, text in rows.order_by("-version__number").values_list(*values):
        if languages.get(change) == language:
            found[change] = Resulting(version, citation, text)
    return found
