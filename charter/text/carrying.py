"""Orders carried out one after another, as a person does who has the old text and the sentences and nothing else.

Each old block keeps its number, wherever it goes. The second part of a block that was divided has none, and so have
the blocks that were put in: no order can name them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from charter.text.quoting import Quote, space_between, whole_places
from charter.text.spacing import tidy_spaces
from charter.text.tokens import is_space
from charter.text.values import PLAIN, Block, Span, join_spans, spans_of_stretch

Run = tuple[int, int]


@dataclass(frozen=True)
class Order:
    """One order: its verb, the old blocks that it changes, the quoted words, the new content, and its place.

    `content` are the inserted blocks; a pair of numbers means old blocks that are moved there. For a change of space
    it is the old and the new space. `near` is the block after or before which the content is inserted; the verb states
    which.
    """

    verb: str
    block: int = -1
    last: int = -1
    quote: Quote | None = None
    content: tuple[Block | Run, ...] = ()
    added: frozenset[str] = PLAIN
    removed: frozenset[str] = PLAIN
    near: int = -1
    change: int = -1

    @property
    def new(self) -> Block:
        """The block that comes, or the words that come."""
        block = self.content[0]
        assert isinstance(block, Block)
        return block


@dataclass(frozen=True)
class PlacedBlock:
    """A block at its present place, and its number in the old text."""

    number: int | None
    block: Block


class Unclear(ValueError):
    """An order cannot be carried out: its block or its words are not there, or not once."""


def carry_out(state: Sequence[PlacedBlock], order: Order) -> list[PlacedBlock]:
    """The blocks after one more order. Raises `Unclear`."""
    row = list(state)
    if order.verb in ("put after", "put before", "put at end", "put alone"):
        return _put(row, order)
    if order.verb in ("delete block", "replace blocks"):
        return _replace_blocks(row, order)
    at = _find(row, order.block)
    entry = row[at]
    if order.verb == "kind":
        row[at] = replace(entry, block=_as(entry.block, order.new))
    elif order.verb == "divide":
        start, _ = _spot(entry.block, order.quote)
        second = entry.block.cut(start, len(entry.block.text))
        second = tidy_block(_as(second, order.new))
        row[at : at + 1] = [replace(entry, block=tidy_block(entry.block.cut(0, start))), PlacedBlock(None, second)]
    elif order.verb == "join":
        last = row.pop(_find(row, order.last))
        between = Block("p", space_between(entry.block.text, last.block.text))
        row[at] = replace(entry, block=join_blocks(entry.block, (entry.block, between, last.block)))
    else:
        row[at] = replace(entry, block=apply_order(entry.block, order))
    return row


def _as(block: Block, new: Block) -> Block:
    """The block with the kind and the traits of another."""
    return replace(block, kind=new.kind, depth=new.depth, traits=new.traits)


def _find(row: Sequence[PlacedBlock], number: int) -> int:
    for at, entry in enumerate(row):
        if entry.number == number:
            return at
    raise Unclear(number)


def _put(row: list[PlacedBlock], order: Order) -> list[PlacedBlock]:
    coming: list[PlacedBlock] = []
    for piece in order.content:
        if isinstance(piece, Block):
            coming.append(PlacedBlock(None, piece))
            continue
        for number in range(piece[0], piece[1] + 1):
            coming.append(row.pop(_find(row, number)))
    if order.near < 0:
        return row + coming
    at = _find(row, order.near) + (order.verb == "put after")
    return row[:at] + coming + row[at:]


def _replace_blocks(row: list[PlacedBlock], order: Order) -> list[PlacedBlock]:
    at = _find(row, order.block)
    for number in range(order.block, order.last + 1):
        del row[_find(row, number)]
    coming = [PlacedBlock(None, piece) for piece in order.content if isinstance(piece, Block)]
    return row[:at] + coming + row[at:]


def apply_order(block: Block, order: Order) -> Block:
    """A block after an order about its words. Raises `Unclear`."""
    text, verb = block.text, order.verb
    if verb == "replace text":
        return join_blocks(block, (order.new,))
    if verb == "format text":
        return format_stretch(block, 0, len(text), order.added, order.removed)
    if verb in ("insert at end", "insert at start"):
        return _inserted(block, len(text) if verb == "insert at end" else 0, order.new)
    start, end = _spot(block, order.quote)
    if verb in ("insert after", "insert before"):
        return _inserted(block, end if verb == "insert after" else start, order.new)
    if verb in ("space after", "space before"):
        at = end if verb == "space after" else start - 1
        old_space, new_space = (piece.text for piece in order.content if isinstance(piece, Block))
        if at < 0 or text[at : at + 1] != old_space:
            raise Unclear(text)
        return splice_words(block, at, at + 1, Block("p", new_space, _over(block, at)))
    if verb == "format":
        return format_stretch(block, start, end, order.added, order.removed)
    if verb == "delete":
        start, end = _with_space(text, start, end)
        return splice_words(block, start, end, Block("p", ""))
    return splice_words(block, start, end, order.new)


def _spot(block: Block, quote: Quote | None) -> Run:
    assert quote is not None
    places = whole_places(block.text, quote.text)
    if len(places) < quote.nth or (quote.of == 1 and len(places) > 1):
        raise Unclear(quote.text)
    start = places[quote.nth - 1]
    return start, start + len(quote.text)


def _with_space(text: str, start: int, end: int) -> Run:
    """Words that are deleted, with one of the spaces around them."""
    if end < len(text) and is_space(text[end]) and (not start or is_space(text[start - 1])):
        return start, end + 1
    if end == len(text) and start and is_space(text[start - 1]):
        return start - 1, end
    return start, end


def _inserted(block: Block, where: int, new: Block) -> Block:
    text = block.text
    before, after = space_between(text[:where], new.text), space_between(new.text, text[where:])
    return splice_words(block, where, where, join_blocks(new, (Block("p", before), new, Block("p", after))))


def _over(block: Block, at: int) -> tuple[Span, ...]:
    formats = spans_of_stretch(block, at, at + 1)[0][2]
    return ((0, 1, formats),) if formats else ()


def format_stretch(block: Block, start: int, end: int, added: frozenset[str], removed: frozenset[str]) -> Block:
    """The block with formats added to and removed from its words from start to end; a link replaces another."""
    links = any(name.startswith("a=") for name in added | removed)
    spans: list[Span] = []
    for a, b, formats in (
        *spans_of_stretch(block, 0, start),
        *spans_of_stretch(block, start, end),
        *spans_of_stretch(block, end, len(block.text)),
    ):
        if start <= a and b <= end:
            kept = {name for name in formats - removed if not (links and name.startswith("a="))}
            formats = frozenset(kept | added)
        spans.append((a, b, formats))
    return replace(block, formats=join_spans(spans))


def splice_words(block: Block, start: int, end: int, new: Block) -> Block:
    """The block with other words from start to end."""
    return join_blocks(block, (block.cut(0, start), new, block.cut(end, len(block.text))))


def join_blocks(head: Block, parts: Iterable[Block]) -> Block:
    """The words of several blocks as those of one, with the kind and key of the head."""
    text, spans = "", []
    for part in parts:
        spans += [(a + len(text), b + len(text), formats) for a, b, formats in part.formats]
        text += part.text
    return replace(head, text=text, formats=join_spans(spans))


def tidy_block(block: Block) -> Block:
    """The block with spaces as a browser shows them."""
    text, spans = tidy_spaces(block.text, block.formats)
    return replace(block, text=text, formats=spans)
