"""Names of blocks without citations: their type and their number, as a reader counts them.

Paragraphs, headings, quotations and tables are counted through the whole text, each type on its own. Points of a list
are counted from the block above the list: point 2.1 of paragraph 5 is the first point under the second one. A
paragraph within a point is counted as other paragraphs are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charter.text.values import Block
from charter.text.writing import LISTS


@dataclass(frozen=True)
class Name:
    """The type of a block, its number, and the block above its list (-1: none)."""

    noun: str
    number: str
    under: int = -1


def names_of_blocks(blocks: Sequence[Block]) -> tuple[Name, ...]:
    """The names of all blocks of a text; no two are the same."""
    return tuple(_names(blocks))


def _names(blocks: Sequence[Block]) -> Iterator[Name]:
    counted: Counter[str] = Counter()
    under = -1
    levels: list[tuple[int, int]] = []
    for number, block in enumerate(blocks):
        noun = noun_of(block)
        if noun == "point":
            _count(levels, block.depth)
            yield Name("point", ".".join(str(count) for _, count in levels), under)
            continue
        counted[noun] += 1
        if not block.depth:
            under, levels = number, []
        yield Name(noun, str(counted[noun]))


def noun_of(block: Block) -> str:
    """The name of the type of a block."""
    if block.kind in LISTS:
        return "point"
    if block.kind[:1] == "h" and block.kind[1:].isdigit():
        return "heading"
    return {"blockquote": "quotation", "table": "table"}.get(block.kind, "paragraph")


def _count(levels: list[tuple[int, int]], depth: int) -> None:
    """Counts one more point: `levels` are the depths and counts that lead to the last one."""
    while len(levels) > 1 and levels[-1][0] > depth and levels[-2][0] >= depth:
        levels.pop()
    if not levels or levels[-1][0] < depth:
        levels.append((depth, 1))
    else:
        levels[-1] = (depth, levels[-1][1] + 1)
