"""Two versions of an article compared in one language, with the same comparison in another one beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from charter.models import Version
from charter.queries.languages.names import Language, language_of
from charter.queries.reading import charters, comparing
from charter.queries.reading.comparing import ComparedProvision, Comparison
from charter.wording.charter_text import interface_language


def beside(
    request: HttpRequest, comparison: Comparison | None, old: Version, new: Version, language: str
) -> dict[str, Any]:
    """The values for another language, one article at a time, and the languages that can be chosen."""
    if comparison is None:
        return {}
    codes = [code for code in charters.charter_languages() if code != language]
    requested = request.GET.get("beside", "")
    links = [{"language": language_of(code), "url": f"?beside={code}", "current": code == requested} for code in codes]
    if requested not in codes:
        return {"beside_links": links}
    other_comparison = _in_other(comparison, old, new, requested)
    spoken = (language_of(language), language_of(requested))
    return {
        "beside_links": links,
        "beside_languages": spoken,
        "beside_rows": _pairs(comparison, other_comparison, spoken),
    }


def _in_other(comparison: Comparison, old: Version, new: Version, code: str) -> Comparison | None:
    """The same article in the other language; ids of its changes are its own."""
    comparisons = comparing.compare_versions(old, new, code, comparison.side.address)
    same = next((c for c in comparisons if c.side.key == comparison.side.key), None)
    return replace(same, prefix=f"beside-{comparison.prefix}") if same else None


def _pairs(
    comparison: Comparison, other_comparison: Comparison | None, spoken: tuple[Language, Language]
) -> list[dict[str, Any]]:
    """Provisions that changed in either language, in the order of the first, then those only in the other."""
    left = _keyed(comparison.rows(interface_language()))
    right = _keyed(other_comparison.rows(interface_language()) if other_comparison else ())
    keys = [*left, *(key for key in right if key not in left)]
    pairs = [(left.get(key), right.get(key)) for key in keys]
    return [_row(a, b, spoken) for a, b in pairs if (a and a.changed) or (b and b.changed)]


def _keyed(rows: Iterable[ComparedProvision]) -> dict[tuple[int, int], ComparedProvision]:
    """Rows by provision and number of earlier rows: a moved provision is at its old and at its new place."""
    seen: Counter[int] = Counter()
    keyed_rows = {}
    for row in rows:
        pk = row.line.provision.pk
        keyed_rows[pk, seen[pk]] = row
        seen[pk] += 1
    return keyed_rows


def _row(
    first: ComparedProvision | None, second: ComparedProvision | None, spoken: tuple[Language, Language]
) -> dict[str, Any]:
    row = first or second
    assert row is not None
    return {
        "cite": row.line.citation,
        "id": row.anchor,
        "url": reverse("provision", args=[row.line.provision.short]),
        "sides": [
            {"language": language, "words": side.words if side and side.line.html else ""}
            for language, side in zip(spoken, (first, second), strict=True)
        ],
    }
