"""Amending sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charter.text.difference import Diff


def sentences(diff: Diff, lang: str, citations: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence a change."""
    return tuple(f"In paragraph {c.block + 1}, replace “{c.old}” with “{c.new}”." for c in diff.changes)
