"""The text that changes of amendments became, in the first version that has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from charter.models import Change, VersionWording


@dataclass(frozen=True)
class Resulting:
    """The place of a text: version, citation, and the text itself."""

    version: int
    citation: str
    text: str


def resulting_texts(changes: Iterable[Change]) -> dict[int, Resulting]:
    """By id of the change, in its own language, in one query; changes that are in no version are left out."""
    languages = {change.pk: change.language for change in changes}
    rows = VersionWording.objects.filter(wording__carries__change__in=languages)
    values = ("wording__carries__change", "language", "version__number", "citation", "wording__text")
    resulting: dict[int, Resulting] = {}
    for change, language, version, citation, text in rows.order_by("-version__number").values_list(*values):
        if languages.get(change) == language:
            resulting[change] = Resulting(version, citation, text)
    return resulting
