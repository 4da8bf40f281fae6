"""Blocks and documents: the frozen values everything else computes on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from charter.text import tokens, writing
from charter.text.tables import Table

Span = tuple[int, int, frozenset[str]]
PLAIN: frozenset[str] = frozenset()
# Kinds of block that change as a whole or not at all.
SOLID = frozenset({"table", "rule"})


@dataclass(frozen=True)
class Block:
    """One provision: its words, the formats over them, its kind and its key.

    `kind` is p, h1 to h6, ul, ol (an item of such a list), dt, dd, blockquote, pre, rule or table. `depth` counts the
    lists around the block. `traits` are pairs of name and value in the order of their names: `id`, `lang`, `dir`,
    `start`, `type`, `reversed`, `value`, and `within`, which names what is around the block where lists alone do not
    tell (`charter.text.nesting`). A table has its cells in `table`; its text is their words.
    """

    kind: str
    text: str
    formats: tuple[Span, ...] = ()
    depth: int = 0
    key: str | None = None
    traits: tuple[tuple[str, str], ...] = ()
    table: Table | None = None

    @property
    def words(self) -> int:
        """The number of words."""
        return tokens.count_words(self.text)

    @property
    def label(self) -> str:
        """The kind as one word; an item of a list has its level: ``ul2``."""
        return f"{self.kind}{self.depth}" if self.depth else self.kind

    @property
    def labels(self) -> tuple[str, ...]:
        """The kind and the traits that a reader sees, each as `name=value`."""
        return (f"kind={self.label}", *(f"{name}={value}" for name, value in self.traits if name != "id"))

    def cut(self, start: int, end: int) -> Block:
        """The characters from start to end with their formats."""
        if start <= 0 and end >= len(self.text):
            return self
        formats = clip_spans(self.formats, start, end) if self.formats else ()
        return Block(self.kind, self.text[start:end], formats, self.depth, self.key, self.traits)

    @property
    def visible(self) -> tuple[object, ...]:
        """All that a reader sees of the block beside its words: neither its key nor its ids."""
        return (self.kind, self.depth, tuple(trait for trait in self.traits if trait[0] != "id"))

    @property
    def solid(self) -> bool:
        """Whether the block changes as a whole or not at all."""
        return self.kind in SOLID

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids that links can lead to: of the block, of stretches of its words, within its table."""
        if not (self.traits or self.formats or self.table):
            return ()
        names = self.trait("id").split()
        before, last = PLAIN, 0
        for start, end, formats in self.formats:
            names += (f[3:] for f in formats - (before if start == last else PLAIN) if f.startswith("id="))
            before, last = formats, end
        return (*names, *(self.table.ids if self.table else ()))

    def trait(self, name: str) -> str:
        """The value of a trait; empty where the block has none of this name."""
        return next((value for trait, value in self.traits if trait == name), "")


@dataclass(frozen=True)
class Document:
    """A text: blocks in order, none of them empty, no key twice.

    >>> document = parse("<h2>Fees</h2><p>The fee is <strong>ten</strong> euros.</p>")
    >>> document.html, document.words
    ('<h2>Fees</h2><p>The fee is <b>ten</b> euros.</p>', 6)
    """

    blocks: tuple[Block, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(tuple(block.text for block in self.blocks))

    @cached_property
    def html(self) -> str:
        """Canonical HTML. Law 9: it parses back to this very document."""
        return writing.write_html(self.blocks)

    @cached_property
    def text(self) -> str:
        """Plain text, a block a line; a line break within a block reads as a space."""
        return "\n".join(block.text.replace("\n", " ") for block in self.blocks)

    @cached_property
    def words(self) -> int:
        """The number of words."""
        return sum(block.words for block in self.blocks)


def clip_spans(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The spans between start and end, counted from start."""
    return tuple(
        (max(a, start) - start, min(b, end) - start, formats) for a, b, formats in spans_within(spans, start, end)
    )


def spans_within(spans: tuple[Span, ...], start: int, end: int) -> tuple[Span, ...]:
    """The spans that reach into a stretch; they are in order, so only their neighbourhood is searched."""
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


def spans_of_stretch(block: Block, start: int, end: int) -> list[Span]:
    """All of the stretch from start to end as spans, plain ones included."""
    spans: list[Span] = []
    place = start
    for a, b, formats in spans_within(block.formats, start, end):
        a, b = max(a, start), min(b, end)
        if place < a:
            spans.append((place, a, PLAIN))
        spans.append((a, b, formats))
        place = b
    if place < end:
        spans.append((place, end, PLAIN))
    return spans


def pad_document(document: Document, before: bool, after: bool) -> Document:
    """The document with a space before its first and after its last word, for a place between other words."""
    blocks = list(document.blocks)
    if before:
        spans = tuple((a + 1, b + 1, formats) for a, b, formats in blocks[0].formats)
        blocks[0] = replace(blocks[0], text=" " + blocks[0].text, formats=spans)
    if after:
        blocks[-1] = replace(blocks[-1], text=blocks[-1].text + " ")
    return Document(tuple(blocks))
