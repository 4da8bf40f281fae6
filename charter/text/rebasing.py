"""A pending proposal carried over to a new base."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from charter.text.adopting import adopted
from charter.text.applying import Applied, plan, walk
from charter.text.assembling import assemble
from charter.text.collisions import gather
from charter.text.conflicts import Conflict
from charter.text.difference import Diff, apply, borders_in, diff, remembered
from charter.text.edits import Edit, Move, Replace, block_of, border, place
from charter.text.merging import carried_out, meet
from charter.text.values import Document

PROPOSAL, BASE = "proposal", "base"


@dataclass(frozen=True)
class Rebase:
    """What became of a proposal: `clean`, `adopted`, `partly adopted`, `check` or `void`.

    `document` is the proposal on the new base; where it meets something, the new base's words stand. It is void, and
    its document None, when all it would change is gone.
    """

    state: str
    document: Document | None
    conflicts: tuple[Conflict, ...] = ()


def rebase(proposal: Document | Diff, base: Document, new_base: Document) -> Rebase:
    """The proposal on the new base. Laws 3, 4 and 5: a merge of two sides, where the base's side holds."""
    mine = proposal if isinstance(proposal, Diff) else diff(base, proposal)
    theirs = remembered(base, new_base)
    taken = adopted(mine, theirs)
    if len(taken) == len(mine.edits):
        return Rebase("adopted", new_base)
    left = [edit for edit in mine.edits if edit not in taken]
    beside = _beside(base, left, theirs, new_base)
    if beside is not None:
        return Rebase("partly adopted" if taken else "clean", beside)
    met = meet(base, gather([(PROPOSAL, left), (BASE, theirs.edits)]), (PROPOSAL, BASE))
    sides = [(one, next(side for side in one.sides if BASE in side.marks)) for one in met.conflicts]
    document = _keyed(carried_out(base, met, sides).document, theirs, new_base)
    if met.conflicts:
        void = document == new_base and not any(side.text for _, side in sides)
        return Rebase("void" if void else "check", None if void else document, met.conflicts)
    if document == new_base:
        return Rebase("adopted", new_base)
    return Rebase("partly adopted" if taken else "clean", document)


def _beside(base: Document, left: list[Edit], theirs: Diff, new_base: Document) -> Document | None:
    """The new base with edits in blocks that it left alone: nothing can meet there, so only these are put together."""
    untouched = _untouched(theirs, new_base)
    rows: dict[int, list[Edit]] = {}
    for edit in left:
        number = block_of(edit.start)
        inside = place(number, 0) <= edit.start and edit.end < border(number + 1)
        simple = not isinstance(edit, Move) and not (isinstance(edit, Replace) and borders_in(edit))
        if not (simple and inside and number in untouched):
            return None
        rows.setdefault(number, []).append(edit)
    blocks = list(new_base.blocks)
    for number, edits in rows.items():
        made = assemble(walk(plan(base.blocks, map(Applied, edits)), number, number + 1, whole=False)).document
        if len(made.blocks) != 1:
            return None
        blocks[untouched[number]] = replace(made.blocks[0], key=blocks[untouched[number]].key)
    return Document(tuple(blocks))


@lru_cache(maxsize=8)
def _untouched(theirs: Diff, new_base: Document) -> dict[int, int]:
    """Blocks of the old base that stand unchanged in the new one, and where."""
    trace = assemble(walk(plan(theirs.old.blocks, map(Applied, theirs.edits)))).trace
    return {about.whole: n for n, about in enumerate(trace) if about.whole >= 0 and n < len(new_base.blocks)}


def _keyed(document: Document, theirs: Diff, new_base: Document) -> Document:
    """The document with the keys of the new base where the difference to it keeps others."""
    new_keys = _other_keys(theirs, new_base)
    if not new_keys:
        return document
    return Document(tuple(replace(block, key=new_keys.get(block.key, block.key)) for block in document.blocks))


@lru_cache(maxsize=8)
def _other_keys(theirs: Diff, new_base: Document) -> dict[str | None, str | None]:
    same = apply(theirs.old, theirs.edits)
    pairs = zip(same.blocks, new_base.blocks, strict=True)
    return {one.key: other.key for one, other in pairs if one.key is not None and one.key != other.key}
