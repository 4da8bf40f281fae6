"""Wordings that are left open: every alternative of a conflict in square brackets, for the round's body to choose.

The current text is the first of them, because nothing is decided, not even its deletion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from charter import texts
from charter.clean import inner_html
from charter.text import Conflict, Document
from charter.text import Merge as Merged

OF_WORDS = frozenset({"OVERLAP", "SAME_POINT", "IN_DELETED", "BESIDE_DELETED", "BLOCK_DELETED"})
NOTHING = "—"


@dataclass(frozen=True)
class Alternative:
    """One wording in its brackets, and the changes that propose it: none for the current text."""

    html: str
    by: tuple[int, ...] = ()


def can_be_bracketed(conflict: Conflict) -> bool:
    """Whether all wordings of a conflict are text of one block, so that they can be side by side."""
    words = all(len(side.document.blocks) <= 1 and isinstance(side.marks[0], int) for side in conflict.sides)
    return conflict.kind.name in OF_WORDS and conflict.chars is not None and words


def bracketed_alternatives(conflict: Conflict, html: str) -> tuple[Alternative, ...]:
    """Every wording in its brackets; `html` is the current text of the whole block."""
    assert conflict.chars is not None
    stands = [(texts.stretch_html(texts.single_block(html), *conflict.chars), ())] if conflict.base.strip() else []
    proposed = [(inner_html(side.document.html), side.marks) for side in conflict.sides]
    return tuple(Alternative(f"[{words.strip() or NOTHING}]", by) for words, by in (*stands, *proposed))


def bracketed_document(conflict: Conflict, html: str) -> Document:
    """All of them one after the other, as in the text."""
    return texts.single_block(" ".join(alternative.html for alternative in bracketed_alternatives(conflict, html)))


def text_of_one_alternative(merged: Merged, brackets: Mapping[str, Conflict], change: int, key: str) -> str:
    """The text of a block as a change proposes it, without the other alternatives."""
    for conflict in brackets.values():
        side = next((side for side in conflict.sides if change in side.marks), None)
        if side is not None:
            merged = merged.resolve(conflict, side)
    return texts.words_of(merged.document).get(key, "")
