"""Steps put together to a document, with a trace of where each stretch came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from charter.text.applying import NOBODY, Marks, Step
from charter.text.ids import settle_ids
from charter.text.reading import renest_blocks
from charter.text.spacing import kept_before, tidy_spaces
from charter.text.values import Block, Document, Span, join_spans


class Piece(NamedTuple):
    """A stretch of a block: kept from a place of the base, inserted by marks, or the trace of deleted words."""

    name: str
    length: int
    marks: Marks = NOBODY
    source: int = -1
    start: int = 0
    size: int = 0
    text: str = ""
    styled: Marks = NOBODY


class Traced(NamedTuple):
    """A block of the result: its pieces, the base's block where nothing changed, who moved it, tagged or put it in."""

    pieces: tuple[Piece, ...] = ()
    whole: int = -1
    moved: Marks = NOBODY
    tagged: Marks = NOBODY
    opened: Marks = NOBODY
    source: int = -1


@dataclass(frozen=True)
class Assembly:
    """A document and, block by block, its trace; `rest` are deleted pieces of which no block is left."""

    document: Document
    trace: tuple[Traced, ...]
    rest: tuple[Piece, ...] = ()


@dataclass
class _Desk:
    """The block being put together."""

    blocks: list[Block] = field(default_factory=list)
    trace: list[Traced] = field(default_factory=list)
    head: Block | None = None
    about: Traced = field(default_factory=Traced)
    parts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0
    moved: Marks = NOBODY
    keys: set[str] = field(default_factory=set)

    def open(self, head: Block, about: Traced) -> None:
        """Begins a block."""
        self.close()
        self.head, self.about = head, about
        self.moved = NOBODY

    def write(self, block: Block, piece: Piece) -> None:
        """Adds words to the block that is open; words with none go on as a block of their own kind."""
        if self.head is None:
            self.head, self.about = replace(block, key=None), Traced(opened=piece.marks)
        self.parts.append(block.text)
        self.spans.extend((a + self.length, b + self.length, f) for a, b, f in block.formats)
        self.length += len(block.text)
        self.pieces.append(piece)

    def close(self) -> None:
        """Ends the open block. A block without words is no block; its deleted words are reported with the next one."""
        text = "".join(self.parts)
        slim, spans = tidy_spaces(text, join_spans(self.spans))
        if self.head is not None and self.head.solid and slim != self.head.text:
            # What is put into a table or a line from outside is no part of it, and must not vanish behind it.
            self.head = replace(self.head, kind="p", traits=(), table=None)
        if self.head is not None and slim:
            pieces = self.pieces if slim == text else _shrunk(self.pieces, text)
            self._add(
                settle_ids(replace(self.head, text=slim, formats=spans)), self.about._replace(pieces=tuple(pieces))
            )
            self.pieces = []
        else:
            self.pieces = [piece for piece in self.pieces if piece.name == "del"]
        self.head, self.parts, self.spans, self.length = None, [], [], 0

    def whole(self, step: Step) -> None:
        """Adds a block in which nothing changed."""
        if self.head is not None or self.pieces:
            self.close()
        about = Traced((), step.source, self.moved, source=step.source)
        if self.pieces:
            kept = Piece("keep", len(step.block.text), NOBODY, step.source, 0, len(step.block.text))
            about = about._replace(pieces=(*self.pieces, kept), whole=-1)
            self.pieces = []
        self._add(step.block, about)
        self.moved = NOBODY

    def _add(self, block: Block, about: Traced) -> None:
        if block.key is not None and block.key in self.keys:
            block = replace(block, key=None)
        elif block.key is not None:
            self.keys.add(block.key)
        self.blocks.append(block)
        self.trace.append(about)


def _shrunk(pieces: list[Piece], text: str) -> list[Piece]:
    kept = kept_before(text)
    start, shrunk = 0, []
    for piece in pieces:
        end = start + piece.length
        shrunk.append(piece._replace(length=kept[end] - kept[start]))
        start = end
    return shrunk


def assemble_document(steps: Iterable[Step], whole: bool = True) -> Assembly:
    """The document that some steps make. Law 9: no empty block, no key twice, spaces as a browser shows them.

    If the steps are not those of a `whole` document, the surroundings of a block are ignored.
    """
    desk = _Desk()
    for step in steps:
        if step.name == "block":
            desk.whole(step)
        elif step.name == "came":
            desk.moved = step.marks
        elif step.name == "open":
            desk.open(step.block, Traced(moved=desk.moved, tagged=step.marks, source=step.source))
        elif step.name == "new":
            desk.open(step.block, Traced(opened=step.marks))
        elif step.name == "cut":  # a block that came is joined to the one before it: the next block did not come
            desk.moved = NOBODY
        elif step.name == "del":
            desk.pieces.append(Piece("del", 0, step.marks, step.source, step.start, step.size, step.block.text))
        elif step.name == "ins":
            desk.write(step.block, Piece("ins", len(step.block.text), step.marks))
        elif step.name == "keep":
            desk.write(step.block, _kept(step))
    desk.close()
    document = Document(tuple(desk.blocks))
    return Assembly(renest_blocks(document) if whole else document, tuple(desk.trace), tuple(desk.pieces))


def _kept(step: Step) -> Piece:
    return Piece("keep", len(step.block.text), NOBODY, step.source, step.start, step.size, styled=step.marks)
