"""A pending proposal carried over to a new base."""

from __future__ import annotations

from dataclasses import dataclass

from charter.text.collisions import gather
from charter.text.conflicts import Conflict
from charter.text.difference import Diff, diff, remembered
from charter.text.merging import merge
from charter.text.values import Document

PROPOSAL, BASE = "proposal", "base"


@dataclass(frozen=True)
class Rebase:
    """What became of a proposal: `clean`, `adopted`, `partly adopted`, `check` or `void`.

    `document` is the proposal on the new base; where it meets something, the new base's words stand. None when void.
    """

    state: str
    document: Document | None
    conflicts: tuple[Conflict, ...] = ()


def rebase(proposal: Document | Diff, base: Document, new_base: Document) -> Rebase:
    """The proposal on the new base. Laws 3, 4 and 5: a merge of two sides, where the base's side holds."""
    mine = proposal if isinstance(proposal, Diff) else diff(base, proposal)
    theirs = remembered(base, new_base)
    made = merge(base, {PROPOSAL: mine, BASE: theirs})
    shared = [ask for ask in gather([(PROPOSAL, mine.edits), (BASE, theirs.edits)]) if len(ask.marks) == 2]
    for conflict in made.conflicts:
        made = made.resolve(conflict, next(side for side in conflict.sides if BASE in side.marks))
    conflicts = tuple(conflict for conflict, _ in made.settled)
    if conflicts:
        void = made.document == new_base
        return Rebase("void" if void else "check", None if void else made.document, conflicts)
    if made.document == new_base:
        return Rebase("adopted", new_base)
    return Rebase("partly adopted" if shared else "clean", made.document)
