"""Two versions of an article compared in one language, with the same comparison in another one beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from charter.models import Version
from charter.queries import charters, comparing
from charter.queries.comparing import Comparison, Row
from charter.queries.tongues import Tongue, tongue
from charter.templatetags.charter_text import interface


def beside(request: HttpRequest, one: Comparison | None, old: Version, new: Version, language: str) -> dict[str, Any]:
    """What the page shows where another language is asked for, one article at a time, and which may be asked for."""
    if one is None:
        return {}
    codes = [code for code in charters.languages() if code != language]
    asked = request.GET.get("beside", "")
    links = [{"tongue": tongue(code), "url": f"?beside={code}", "current": code == asked} for code in codes]
    if asked not in codes:
        return {"beside_links": links}
    there = _in_other(one, old, new, asked)
    spoken = (tongue(language), tongue(asked))
    return {"beside_links": links, "beside_tongues": spoken, "beside_rows": _pairs(one, there, spoken)}


def _in_other(one: Comparison, old: Version, new: Version, code: str) -> Comparison | None:
    """The same article in the other language; ids of its changes are its own."""
    found = comparing.compare(old, new, code, one.side.address)
    same = next((c for c in found if c.side.key == one.side.key), None)
    return replace(same, prefix=f"beside-{one.prefix}") if same else None


def _pairs(here: Comparison, there: Comparison | None, spoken: tuple[Tongue, Tongue]) -> list[dict[str, Any]]:
    """Provisions that changed in either language, in the order of the first, then what stands in the other alone."""
    left = _keyed(here.rows(interface()))
    right = _keyed(there.rows(interface()) if there else ())
    keys = [*left, *(key for key in right if key not in left)]
    pairs = [(left.get(key), right.get(key)) for key in keys]
    return [_row(a, b, spoken) for a, b in pairs if (a and a.changed) or (b and b.changed)]


def _keyed(rows: Iterable[Row]) -> dict[tuple[int, int], Row]:
    """By provision, and how often it came before: one that moved stands where it was and where it is."""
    seen: Counter[int] = Counter()
    found = {}
    for row in rows:
        pk = row.line.provision.pk
        found[pk, seen[pk]] = row
        seen[pk] += 1
    return found


def _row(here: Row | None, there: Row | None, spoken: tuple[Tongue, Tongue]) -> dict[str, Any]:
    row = here or there
    assert row is not None
    return {
        "cite": row.line.citation,
        "id": row.anchor,
        "url": reverse("provision", args=[row.line.provision.short]),
        "sides": [
            {"tongue": said, "words": side.words if side and side.line.html else ""}
            for said, side in zip(spoken, (here, there), strict=True)
        ],
    }
