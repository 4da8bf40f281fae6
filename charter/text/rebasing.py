"""A pending proposal carried over to a new base."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from charter.text.adopting import adopted_edits
from charter.text.applying import Applied, plan_edits, walk_plan
from charter.text.assembling import assemble_document
from charter.text.collisions import gather_asks
from charter.text.conflicts import Conflict
from charter.text.difference import Diff, apply_edits, borders_in, diff, remembered_diff, require_documents
from charter.text.edits import Edit, Move, Replace, block_of, border_place, place_before
from charter.text.keeping_ids import keep_ids
from charter.text.kinds import TO_READ, ConflictKind
from charter.text.merging import find_conflicts, settled_by_rule, steps_of
from charter.text.notices import Notice, of_blocks
from charter.text.reading import renest_blocks
from charter.text.values import Document

PROPOSAL, BASE = "proposal", "base"


@dataclass(frozen=True)
class Rebase:
    """What became of a proposal: `clean`, `adopted`, `partly adopted`, `check` or `void`.

    `document` is the proposal on the new base; where it meets something, the new base's words stand. It is void, and
    its document None, when all it would change is gone. `notices` are those of a merge with the new base. Law 15: a
    `check` may have notices alone, and its document is the merged one.

    >>> base, new_base = parse("<p>The fee is low.</p>"), parse("<p>The fee is high.</p>")
    >>> result = rebase(parse("<p>The fee is very low.</p>"), base, new_base)
    >>> result.state, result.to_check, result.document.text
    ('check', True, 'The fee is very high.')
    """

    state: str
    document: Document | None
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def to_check(self) -> bool:
        """Whether a person must read both texts: `check`, also with notices alone, or `void`."""
        return self.state in ("check", "void")


def rebase(proposal: Document | Diff, base: Document, new_base: Document) -> Rebase:
    """The proposal on the new base. Laws 3, 4 and 5: a merge of two sides, where the base's side holds.

    >>> base, new_base = parse("<p>Ten euros. Water is free.</p>"), parse("<p>Ten euros. Water is clean.</p>")
    >>> rebase(parse("<p>Nine euros. Water is free.</p>"), base, new_base).document.text
    'Nine euros. Water is clean.'
    """
    require_documents("rebase", base, new_base, *(() if isinstance(proposal, Diff) else (proposal,)))
    mine = proposal if isinstance(proposal, Diff) else diff(base, proposal)
    theirs = remembered_diff(base, new_base)
    new_base = _as_merged(theirs)
    adopted = adopted_edits(mine, theirs)
    # What is equal in both stays, credited to both: the order of blocks and the words beside are judged as in a merge.
    left = [edit for edit in mine.edits if edit not in adopted or edit.identity in theirs.identities]
    if not left:
        return Rebase("adopted", new_base)
    carried = "partly adopted" if adopted else "clean"
    beside = _beside(base, left, theirs, new_base)
    if beside is not None:
        return Rebase(carried, beside)
    met = find_conflicts(base, gather_asks([(BASE, theirs.edits), (PROPOSAL, left)]), (BASE, PROPOSAL))
    sides = [(conflict, next(side for side in conflict.sides if BASE in side.marks)) for conflict in met.conflicts]
    steps = steps_of(base, met, sides)
    texts: dict[Hashable, Document] = {BASE: new_base, PROPOSAL: mine.new}
    document = keep_ids(base, texts, assemble_document(steps))
    notices = settled_by_rule(base, met, texts, steps, document)
    if met.conflicts:
        beside_all = any(conflict.kind == ConflictKind.BESIDE_DELETED for conflict in met.conflicts)
        void = document == new_base and not beside_all and not any(side.text for _, side in sides)
        return Rebase("void" if void else "check", None if void else document, met.conflicts, notices)
    if document == new_base:
        return Rebase("adopted", new_base)
    state = "check" if any(notice.kind in TO_READ for notice in notices) else carried
    return Rebase(state, document, (), notices)


def _beside(base: Document, left: list[Edit], theirs: Diff, new_base: Document) -> Document | None:
    """The new base with edits in blocks that it left alone: nothing can meet there, so only these are put together.

    Words in place of a whole block may repeat a block that came in elsewhere, so they go the long way.
    """
    untouched = _untouched(theirs, new_base)
    rows: dict[int, list[Edit]] = {}
    for edit in left:
        number = block_of(edit.start)
        inside = place_before(number, 0) <= edit.start and edit.end < border_place(number + 1)
        simple = not isinstance(edit, Move) and not (isinstance(edit, Replace) and borders_in(edit))
        if not (simple and inside and number in untouched) or of_blocks(base, edit):
            return None
        rows.setdefault(number, []).append(edit)
    blocks = list(new_base.blocks)
    for number, edits in rows.items():
        document = assemble_document(
            walk_plan(plan_edits(base.blocks, map(Applied, edits)), number, number + 1, whole=False), whole=False
        ).document
        if len(document.blocks) != 1:
            return None
        blocks[untouched[number]] = document.blocks[0]
    return renest_blocks(Document(tuple(blocks)))


@lru_cache(maxsize=8)
def _untouched(theirs: Diff, new_base: Document) -> dict[int, int]:
    """Blocks of the old base that stand unchanged in the new one, and where."""
    trace = assemble_document(walk_plan(plan_edits(theirs.old.blocks, map(Applied, theirs.edits)))).trace
    return {about.whole: n for n, about in enumerate(trace) if about.whole >= 0 and n < len(new_base.blocks)}


@lru_cache(maxsize=8)
def _as_merged(theirs: Diff) -> Document:
    """The new base as a merge reads it: one that carries no key of the base was pasted, and has the base's keys."""
    return apply_edits(theirs.old, theirs.edits)
