"""Bringing an editor's draft onto a text that moved under it: three versions in, one draft and what it meets out.

Laws: what the editor did not touch follows the text; what only the editor touched stays; where both touched the same
words the text core says whether they go together, and where they do not the editor's words stay and both are shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from charter import texts
from charter.clean import inner
from charter.text import rebase


@dataclass(frozen=True)
class Drafted:
    """A provision on a page. `base` is the wording it was written over, none for a new one or a missing one."""

    key: str
    kind: str
    depth: int
    html: str
    base: int | None = None


@dataclass(frozen=True)
class Meeting:
    """What an editor wrote and what came in at the same place. An empty key: the order of the blocks."""

    key: str
    yours: str
    theirs: str


@dataclass(frozen=True)
class Carried:
    blocks: tuple[Drafted, ...]
    meetings: tuple[Meeting, ...]


def carry(draft: Sequence[Drafted], before: Sequence[Drafted], now: Sequence[Drafted]) -> Carried:
    """`before` is the text the draft was begun on, `now` the text as it stands."""
    old, new = {b.key: b for b in before}, {b.key: b for b in now}
    kept: list[Drafted] = []
    meetings: list[Meeting] = []
    for block in draft:
        carried, meeting = _carry_block(block, old.get(block.key), new.get(block.key))
        kept += [carried] if carried else []
        meetings += [meeting] if meeting else []
    ordered = _insert_new(kept, old, now)
    if _order(before, new) != _order(now, old):
        moved_by_editor = _order(draft, new) != [key for key in _order(before, new) if key in {b.key for b in draft}]
        if moved_by_editor:
            meetings.append(Meeting("", "", ""))
        else:
            ordered = _in_order_of(ordered, now)
    return Carried(tuple(ordered), tuple(meetings))


def _carry_block(block: Drafted, old: Drafted | None, new: Drafted | None) -> tuple[Drafted | None, Meeting | None]:
    if old is None:
        return block, None
    untouched = block.html == old.html
    if new is None:
        return (None, None) if untouched else _lost(block)
    place = new if (block.kind, block.depth) == (old.kind, old.depth) else block
    here = replace(new, kind=place.kind, depth=place.depth)
    if untouched or block.html == new.html:
        return here, None
    if new.html == old.html:
        return replace(here, html=block.html), None
    carried = rebase(texts.single(block.html), texts.single(old.html), texts.single(new.html))
    if not carried.conflicts and carried.document is not None:
        return replace(here, html=inner(carried.document.html)), None
    return replace(here, html=block.html), Meeting(block.key, block.html, new.html)


def _lost(block: Drafted) -> tuple[Drafted, Meeting]:
    """The provision left the text while its words were being changed: they stay as a block of their own."""
    kept = replace(block, key=str(uuid.uuid4()), base=None)
    return kept, Meeting(kept.key, kept.html, "")


def _insert_new(kept: Sequence[Drafted], old: Mapping[str, Drafted], now: Sequence[Drafted]) -> list[Drafted]:
    """Blocks that came in stand after the same block as in the text."""
    out = list(kept)
    here = {block.key for block in kept}
    for place, block in enumerate(now):
        if block.key in old or block.key in here:
            continue
        ahead = {b.key for b in now[:place]}
        after = max((n for n, b in enumerate(out, 1) if b.key in ahead), default=0)
        out.insert(after, block)
    return out


def _order(blocks: Sequence[Drafted], others: Mapping[str, Drafted]) -> list[str]:
    return [block.key for block in blocks if block.key in others]


def _in_order_of(blocks: Sequence[Drafted], now: Sequence[Drafted]) -> list[Drafted]:
    """The text's order; a block of the editor's own stays behind the one it followed."""
    places = {block.key: place for place, block in enumerate(now)}
    ranks: dict[str, tuple[int, int]] = {}
    here = (-1, 0)
    for block in blocks:
        here = (places[block.key], 0) if block.key in places else (here[0], here[1] + 1)
        ranks[block.key] = here
    return sorted(blocks, key=lambda block: ranks[block.key])
