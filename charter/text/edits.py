"""Edits: what a proposal does to the base, in places of the base.

A place is one number: block * BLOCK for the border that opens a block, and one more for each character.
The place behind the last character of a block is its end; the next border comes after it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from charter.text.values import PLAIN, Block

BLOCK = 1 << 32


def border_place(block: int) -> int:
    """The place of the border that opens a block."""
    return block * BLOCK


def place_before(block: int, char: int) -> int:
    """The place before a character of a block."""
    return block * BLOCK + 1 + char


def block_of(where: int) -> int:
    """The block a place lies in."""
    return where // BLOCK


def char_of(where: int) -> int:
    """The number of the character after a place; -1 at a border."""
    return where % BLOCK - 1


def without_id(traits: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The traits that a reader sees."""
    return tuple(trait for trait in traits if trait[0] != "id")


def to_nfc(text: str) -> str:
    """The text with composed letters."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Replace:
    """Replaces the text from start to end by content; an insertion if these are one place.

    The first block of the content continues the open block, unless `opens`. `nth` tells equal insertions of one
    proposal apart; `order` is its place among others at the same place.
    """

    start: int
    end: int
    content: tuple[Block, ...] = ()
    opens: bool = False
    nth: int = 0
    order: int = field(default=0, compare=False)

    @property
    def identity(self) -> tuple[Any, ...]:
        """What two proposals have in common that ask for the same thing."""
        content = tuple((b.kind, b.depth, b.traits, to_nfc(b.text), b.formats, b.table) for b in self.content)
        if content and not self.opens:
            content = (("", 0, (), *content[0][3:]), *content[1:])
        return ("replace", self.start, self.end, self.opens, self.nth, content)

    @property
    def deletes(self) -> bool:
        """Whether nothing comes in the place of what goes."""
        return not self.content

    @property
    def inserts(self) -> bool:
        """Whether nothing goes."""
        return self.start == self.end

    @property
    def puts_blocks(self) -> bool:
        """Whether it puts in whole blocks and nothing else."""
        return self.opens and self.inserts and char_of(self.start) < 0


@dataclass(frozen=True)
class Format:
    """Adds formats to the characters from start to end of a block, and takes some away."""

    start: int
    end: int
    added: frozenset[str] = PLAIN
    removed: frozenset[str] = PLAIN

    @property
    def identity(self) -> tuple[Any, ...]:
        """What two proposals have in common that ask for the same thing."""
        return ("format", self.start, self.end, tuple(sorted(self.added)), tuple(sorted(self.removed)))


@dataclass(frozen=True)
class Retag:
    """Gives a block another kind, depth, key or other traits; a key or an id alone is nothing a reader sees."""

    start: int
    kind: str
    depth: int
    key: str | None
    silent: bool
    traits: tuple[tuple[str, str], ...] = ()

    @property
    def end(self) -> int:
        """The place behind the border."""
        return self.start + 1

    @property
    def identity(self) -> tuple[Any, ...]:
        """What two proposals have in common that ask for the same thing."""
        seen = (self.kind, self.depth, self.traits if self.silent else without_id(self.traits))
        return ("kind", self.start, *seen, self.key if self.silent else None, self.silent)


@dataclass(frozen=True)
class Respell:
    """Writes the same word with other characters, or another kind of space."""

    start: int
    end: int
    text: str

    @property
    def identity(self) -> tuple[Any, ...]:
        """What two proposals have in common that ask for the same thing."""
        return ("spelling", self.start, self.end, self.text)


@dataclass(frozen=True)
class Move:
    """Takes the blocks from the border at start up to the one at end to the border at gap."""

    start: int
    end: int
    gap: int
    order: int = field(default=0, compare=False)

    @property
    def identity(self) -> tuple[Any, ...]:
        """What two proposals have in common that ask for the same thing."""
        return ("move", self.start, self.end, self.gap)


def retag_block(block: Block, loud: Retag | None, silent: Retag | None, ids: Collection[str]) -> Block:
    """The block with another kind and other traits: visible ones from the one edit, the key from the other.

    `ids` are those that each proposal gives to the block.
    """
    hidden = silent or loud
    if hidden is None:
        return block
    seen = without_id(loud.traits if loud else block.traits)
    united = _united_ids(block.trait("id"), ids)
    traits = tuple(sorted((*seen, ("id", united)))) if united else seen
    kind, depth = (loud.kind, loud.depth) if loud else (block.kind, block.depth)
    return replace(block, kind=kind, depth=depth, key=hidden.key, traits=traits)


def _united_ids(before: str, ids: Collection[str]) -> str:
    """All ids that somebody gives to a block, and those of before that nobody takes away."""
    if len(ids) == 1:
        return next(iter(ids))
    old = before.split()
    kept = [name for name in old if all(name in after.split() for after in ids)]
    return " ".join([*kept, *sorted({name for after in ids for name in after.split()} - set(old))])


Edit = Replace | Format | Retag | Respell | Move
