"""What becomes of provisions between two orders of an article."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from charter.models import Block


def structural_effects_of(before: Sequence[Block], after: Sequence[Block]) -> dict[str, dict[str, object]]:
    """What became of each key; one that kept its place among the others has no fate."""
    old, new = [b.key for b in before], [b.key for b in after]
    stayed = [key for key in old if key in new]
    order = [key for key in new if key in old]
    kept = {
        key
        for match in SequenceMatcher(None, stayed, order, autojunk=False).get_matching_blocks()
        for key in stayed[match.a : match.a + match.size]
    }
    effects = {key: "moved" for key in order if key not in kept}
    effects |= {key: "inserted" for key in new if key not in old}
    effects |= {key: "deleted" for key in old if key not in new}
    return {key: {"fate": effect, "into": []} for key, effect in effects.items()}
