"""Bringing an editor's draft onto a text that moved under it: three versions in, one draft and what it meets out.

Laws: what the editor did not touch follows the text; what only the editor touched stays; where both touched the same
words the text core says whether they go together. Where they do not, or stand beside each other, the editor's words
stay and both are shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from charter import texts
from charter.clean import inner_html
from charter.text import rebase


@dataclass(frozen=True)
class DraftBlock:
    """A provision on a page. `base` is the wording it was written over, none for a new one or a missing one."""

    key: str
    kind: str
    depth: int
    html: str
    base: int | None = None


@dataclass(frozen=True)
class EditorConflict:
    """What an editor wrote and what came in at the same place. An empty key: the order of the blocks."""

    key: str
    yours: str
    theirs: str


@dataclass(frozen=True)
class Rebased:
    blocks: tuple[DraftBlock, ...]
    meetings: tuple[EditorConflict, ...]


def rebase_draft(draft: Sequence[DraftBlock], before: Sequence[DraftBlock], now: Sequence[DraftBlock]) -> Rebased:
    """`before` is the text the draft was begun on, `now` the text as it stands."""
    old, new = {b.key: b for b in before}, {b.key: b for b in now}
    kept: list[DraftBlock] = []
    meetings: list[EditorConflict] = []
    for block in draft:
        carried, meeting = _rebase_block(block, old.get(block.key), new.get(block.key))
        kept += [carried] if carried else []
        meetings += [meeting] if meeting else []
    ordered = _insert_new(kept, old, now)
    if _order(before, new) != _order(now, old):
        moved_by_editor = _order(draft, new) != [key for key in _order(before, new) if key in {b.key for b in draft}]
        if moved_by_editor:
            meetings.append(EditorConflict("", "", ""))
        else:
            ordered = _in_order_of(ordered, now)
    return Rebased(tuple(ordered), tuple(meetings))


def _rebase_block(
    block: DraftBlock, old: DraftBlock | None, new: DraftBlock | None
) -> tuple[DraftBlock | None, EditorConflict | None]:
    if old is None:
        return block, None
    untouched = block.html == old.html
    if new is None:
        return (None, None) if untouched else _lost(block)
    place = new if (block.kind, block.depth) == (old.kind, old.depth) else block
    rebased = replace(new, kind=place.kind, depth=place.depth)
    if untouched or block.html == new.html:
        return rebased, None
    if new.html == old.html:
        return replace(rebased, html=block.html), None
    carried = rebase(texts.single_block(block.html), texts.single_block(old.html), texts.single_block(new.html))
    if not carried.to_check and carried.document is not None:
        return replace(rebased, html=inner_html(carried.document.html)), None
    return replace(rebased, html=block.html), EditorConflict(block.key, block.html, new.html)


def _lost(block: DraftBlock) -> tuple[DraftBlock, EditorConflict]:
    """The provision left the text while its words were being changed: they stay as a block of their own."""
    kept = replace(block, key=str(uuid.uuid4()), base=None)
    return kept, EditorConflict(kept.key, kept.html, "")


def _insert_new(
    kept: Sequence[DraftBlock], old: Mapping[str, DraftBlock], now: Sequence[DraftBlock]
) -> list[DraftBlock]:
    """Blocks that came in stand after the same block as in the text."""
    out = list(kept)
    kept_keys = {block.key for block in kept}
    for place, block in enumerate(now):
        if block.key in old or block.key in kept_keys:
            continue
        ahead = {b.key for b in now[:place]}
        after = max((n for n, b in enumerate(out, 1) if b.key in ahead), default=0)
        out.insert(after, block)
    return out


def _order(blocks: Sequence[DraftBlock], others: Mapping[str, DraftBlock]) -> list[str]:
    return [block.key for block in blocks if block.key in others]


def _in_order_of(blocks: Sequence[DraftBlock], now: Sequence[DraftBlock]) -> list[DraftBlock]:
    """The text's order; a block of the editor's own stays behind the one it followed."""
    places = {block.key: place for place, block in enumerate(now)}
    ranks: dict[str, tuple[int, int]] = {}
    rank = (-1, 0)
    for block in blocks:
        rank = (places[block.key], 0) if block.key in places else (rank[0], rank[1] + 1)
        ranks[block.key] = rank
    return sorted(blocks, key=lambda block: ranks[block.key])
