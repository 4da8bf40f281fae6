"""Blocks and documents: the frozen values everything else computes on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from charter.text import tokens, writing

Span = tuple[int, int, frozenset[str]]
PLAIN: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Block:
    """One provision: its words, the formats over them, its kind and its key."""

    kind: str
    text: str
    formats: tuple[Span, ...] = ()
    depth: int = 0
    key: str | None = None

    @property
    def words(self) -> int:
        """The number of words."""
        return tokens.count_words(self.text)

    @property
    def label(self) -> str:
        """The kind as one word; an item of a list says its level: ``ul2``."""
        return f"{self.kind}{self.depth}" if self.depth else self.kind

    def cut(self, start: int, end: int) -> Block:
        """The characters from start to end with their formats."""
        if start <= 0 and end >= len(self.text):
            return self
        formats = clip(self.formats, start, end) if self.formats else ()
        return Block(self.kind, self.text[start:end], formats, self.depth, self.key)


@dataclass(frozen=True)
class Document:
    """A text: blocks in order, none of them empty, no key twice."""

    blocks: tuple[Block, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(block.text for block in self.blocks))

    @cached_property
    def html(self) -> str:
        """Canonical HTML. Law 9: it parses back to this very document."""
        return writing.html(self.blocks)

    @cached_property
    def text(self) -> str:
        """Plain text, a block a line; a line break within a block reads as a space."""
        return "\n".join(block.text.replace("\n", " ") for block in self.blocks)

    @cached_property
    def words(self) -> int:
        """The number of words."""
        return sum(block.words for block in self.blocks)


def clip(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The spans between start and end, counted from start."""
    return tuple((max(a, start) - start, min(b, end) - start, formats) for a, b, formats in within(spans, start, end))


def within(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The spans that reach into a stretch; they stand in order, so only their neighbourhood is looked at."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    return spans[first : bisect_left(spans, end, key=lambda span: span[0])]


def join_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order with equal neighbours made one and plain ones left out."""
    joined: list[Span] = []
    for start, end, formats in spans:
        if not formats or start >= end:
            continue
        if joined and joined[-1][1] == start and joined[-1][2] == formats:
            joined[-1] = (joined[-1][0], end, formats)
        else:
            joined.append((start, end, formats))
    return tuple(joined)


def pieces(block: Block, start: int, end: int) -> list[Span]:
    """All of the stretch from start to end as spans, plain ones included."""
    found: list[Span] = []
    here = start
    for a, b, formats in within(block.formats, start, end):
        a, b = max(a, start), min(b, end)
        if here < a:
            found.append((here, a, PLAIN))
        found.append((a, b, formats))
        here = b
    if here < end:
        found.append((here, end, PLAIN))
    return found


def padded(document: Document, before: bool, after: bool) -> Document:
    """The document with a space before its first and behind its last word, to stand between other words."""
    blocks = list(document.blocks)
    if before:
        spans = tuple((a + 1, b + 1, formats) for a, b, formats in blocks[0].formats)
        blocks[0] = replace(blocks[0], text=" " + blocks[0].text, formats=spans)
    if after:
        blocks[-1] = replace(blocks[-1], text=blocks[-1].text + " ")
    return Document(tuple(blocks))
