"""Two documents and the edits between them: what everything that shows or tells a difference is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from charter.text.applying import Applied, Step, plan_edits, walk_plan
from charter.text.edits import Edit
from charter.text.values import Document


@dataclass(frozen=True)
class Revision:
    """The old document, the new one, and the edits that lead from one to the other, in the order of their places.

    `coarse`: a stretch was too large to be compared word by word and is replaced as a whole.
    """

    old: Document
    new: Document
    edits: tuple[Edit, ...]
    coarse: bool = False

    def __hash__(self) -> int:
        return hash((self.old, self.new))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The walk over the old text with everything in it that the new one changes."""
        numbered = (Applied(edit, (n,)) for n, edit in enumerate(self.edits))
        return tuple(walk_plan(plan_edits(self.old.blocks, numbered)))
