"""Blocks as one flat row of tokens, a border between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charter.text.edits import block_of, border_place, char_of, place_before
from charter.text.matching import BORDER
from charter.text.tokens import token_keys, tokens
from charter.text.values import Block


class TokenRow:
    """Blocks as one row of tokens, with the place of each token."""

    def __init__(self, blocks: Sequence[Block], first: int, last: int) -> None:
        self.blocks = blocks
        self.first, self.last = first, last
        self.keys: list[str] = []
        self.tokens: list[str] = []
        self.places: list[int] = []
        for number in range(first, last):
            if number > first:
                self._add(BORDER, BORDER, border_place(number))
            place = place_before(number, 0)
            self.keys += token_keys(blocks[number].text)
            block_tokens = tokens(blocks[number].text)
            self.tokens += block_tokens
            for token in block_tokens:
                self.places.append(place)
                place += len(token)

    def _add(self, key: str, token: str, where: int) -> None:
        self.keys.append(key)
        self.tokens.append(token)
        self.places.append(where)

    def at_border(self, index: int) -> bool:
        """Whether a block begins at the index, or the row ends."""
        return index == len(self.keys) or self.keys[index] == BORDER

    def inside(self, index: int) -> int:
        """The place of the index, before the border rather than behind it."""
        if not self.at_border(index):
            return self.places[index]
        number = (self.last if index == len(self.keys) else block_of(self.places[index])) - 1
        return place_before(number, len(self.blocks[number].text))

    def border(self, index: int) -> int:
        """The border at the index."""
        return border_place(self.last) if index == len(self.keys) else self.places[index]

    def cut(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks of a stretch of the row; a border first makes an empty one before it."""
        parts: list[Block] = []
        while start < end:
            fresh = self.keys[start] == BORDER
            if fresh and not parts:
                parts.append(replace(self.blocks[block_of(self.places[start])], text="", formats=(), key=None))
            start += fresh
            stop = start
            while stop < end and self.keys[stop] != BORDER:
                stop += 1
            parts.append(self._part(start, stop, fresh))
            start = stop
        return tuple(parts)

    def _part(self, start: int, stop: int, fresh: bool) -> Block:
        if start == stop:
            number = block_of(self.places[start - 1])
            return replace(self.blocks[number], text="", formats=())
        number, char = block_of(self.places[start]), char_of(self.places[start])
        end = char_of(self.places[stop - 1]) + len(self.tokens[stop - 1])
        piece = self.blocks[number].cut(char, end)
        return piece if fresh else replace(piece, key=None)
