"""One difference between two languages of a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One difference: `citation` in the base, or in the incoming edition where the base has none; what each has."""

    kind: str
    citation: str
    base: str = ""
    incoming: str = ""
