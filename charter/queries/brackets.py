"""Wordings that stay open: every alternative of a conflict in square brackets, for the round's body to choose among.

What stands is the first of them, since nothing is decided, its going neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charter import texts
from charter.clean import inner
from charter.text import Conflict, Document
from charter.text import Merge as Merged

OF_WORDS = frozenset({"OVERLAP", "SAME_POINT", "IN_DELETED", "BLOCK_DELETED"})
NOTHING = "—"


@dataclass(frozen=True)
class Alternative:
    """One wording in its brackets, and the changes that ask for it: none where it is what stands."""

    html: str
    by: tuple[int, ...] = ()


def possible(conflict: Conflict) -> bool:
    """Whether all wordings of a conflict are words of one block, so that they can stand side by side."""
    words = all(len(side.document.blocks) <= 1 and isinstance(side.marks[0], int) for side in conflict.sides)
    return conflict.kind.name in OF_WORDS and conflict.chars is not None and words


def alternatives(conflict: Conflict, html: str) -> tuple[Alternative, ...]:
    """Every wording in its brackets; `html` are the words of the whole block as they stand."""
    assert conflict.chars is not None
    stands = [(texts.stretch(texts.single(html), *conflict.chars), ())] if conflict.base.strip() else []
    asked = [(inner(side.document.html), side.marks) for side in conflict.sides]
    return tuple(Alternative(f"[{words.strip() or NOTHING}]", by) for words, by in (*stands, *asked))


def document(conflict: Conflict, html: str) -> Document:
    """All of them one behind the other, as they stand in the text."""
    return texts.single(" ".join(one.html for one in alternatives(conflict, html)))


def alone(merged: Merged, brackets: Mapping[str, Conflict], change: int, key: str) -> str:
    """The words of a block as a change asks for them, without the other alternatives."""
    for conflict in brackets.values():
        side = next((side for side in conflict.sides if change in side.marks), None)
        if side is not None:
            merged = merged.resolve(conflict, side)
    return texts.words_of(merged.document).get(key, "")
