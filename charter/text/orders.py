"""A difference as orders that a drafter would give.

Every order speaks of the old text: its numbers, its words, its places. The orders make the new text in whatever
sequence they are carried out, and there is one order for one place. Where orders would depend on each other, a larger
one takes their place: neighbouring changes become one replacement, a paragraph is written anew, blocks are replaced.
What no reader can see, such as letters that are composed or not, is no order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from charter.text.applying import Applied, plan_edits, walk_plan
from charter.text.assembling import assemble_document
from charter.text.carrying import (
    Order,
    PlacedBlock,
    Run,
    Unclear,
    apply_order,
    carry_out,
    format_stretch,
    join_blocks,
    splice_words,
    tidy_block,
)
from charter.text.edits import (
    Edit,
    Format,
    Move,
    Replace,
    Respell,
    Retag,
    block_of,
    border_place,
    char_of,
    place_before,
    to_nfc,
    without_id,
)
from charter.text.quoting import (
    following_stretches,
    is_paired,
    is_plain,
    is_sound,
    places_of_words,
    preceding_stretches,
    quote_stretch,
    snap_to_words,
    trim_stretch,
    visible_text,
    widening_stretches,
)
from charter.text.reading import renest_blocks
from charter.text.revision import Revision
from charter.text.tokens import is_blank, is_space
from charter.text.values import Block, Document

# Up to so many orders about one block are tried in every sequence; more in the sequences that matter most.
EVERY = 5


class Insertion(NamedTuple):
    """What comes at a gap: what replaces the blocks before it first, then the rest by its order."""

    phase: int
    order: int
    change: int
    pieces: tuple[Block | Run, ...]


def orders_of(diff: Revision) -> tuple[Order, ...]:
    """All orders of a difference, by their places in the old text."""
    old = diff.old
    numbers = {edit: n for n, edit in enumerate(diff.edits) if not _is_unseen(old, edit)}
    if not numbers:
        return ()
    new_blocks = _plain(assemble_document(walk_plan(plan_edits(old.blocks, map(Applied, numbers)))).document.blocks)
    orders = _Draft(old.blocks, numbers).orders()
    if all(_result(old.blocks, row) == new_blocks for row in (orders, orders[::-1])):
        return orders
    whole = Order("replace blocks", 0, len(old.blocks) - 1, content=new_blocks, change=min(numbers.values()))
    return (whole if new_blocks else replace(whole, verb="delete block"),)


def _is_unseen(old: Document, edit: Edit) -> bool:
    """Whether it changes nothing that a reader sees: code points of the same letters, characters without a shape."""
    if isinstance(edit, Respell):
        return _seen(_words(old.blocks, edit)) == _seen(edit.text)
    if not isinstance(edit, Replace) or len(edit.content) > 1 or block_of(edit.start) != block_of(edit.end):
        return isinstance(edit, Retag) and edit.silent
    if char_of(edit.start) < 0 or any(block.formats for block in edit.content):
        return False
    return _seen(_words(old.blocks, edit)) == _seen("".join(block.text for block in edit.content))


def _words(blocks: Sequence[Block], edit: Edit) -> str:
    return blocks[block_of(edit.start)].text[char_of(edit.start) : char_of(edit.end)]


def _seen(text: str) -> str:
    return visible_text(to_nfc(text))


def _plain(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks that a reader sees, without their keys and ids, which no sentence names."""
    tidy = (replace(tidy_block(block), key=None, traits=without_id(block.traits)) for block in blocks)
    return tuple(block for block in tidy if visible_text(block.text))


def _result(blocks: Sequence[Block], orders: Sequence[Order]) -> tuple[Block, ...] | None:
    row = [PlacedBlock(n, block) for n, block in enumerate(blocks)]
    try:
        for order in orders:
            row = carry_out(row, order)
    except Unclear:
        return None
    return _plain(renest_blocks(Document(tuple(entry.block for entry in row))).blocks)


@dataclass
class _Draft:
    """Orders in the making: what is gone, what is moved away, what comes at each gap."""

    blocks: Sequence[Block]
    numbers: dict[Edit, int]
    gone: dict[int, int] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    insertions: dict[int, list[Insertion]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[int, Retag] = field(default_factory=dict)
    remade: dict[int, tuple[int, Insertion]] = field(default_factory=dict)
    loose: set[int] = field(default_factory=set)
    placed_orders: list[tuple[int, int, Order]] = field(default_factory=list)

    def orders(self) -> tuple[Order, ...]:
        """All orders, by the places they are about."""
        rows: dict[int, list[Edit]] = defaultdict(list)
        moves = [edit for edit in self.numbers if isinstance(edit, Move)]
        self.moved = {n for edit in moves for n in range(block_of(edit.start), block_of(edit.end))}
        for edit in self.numbers:
            if isinstance(edit, Retag):
                self.tags[block_of(edit.start)] = edit
            elif isinstance(edit, Replace) and char_of(edit.start) < 0:
                self._whole(edit)
            elif not isinstance(edit, Move):
                rows[block_of(edit.start)].append(edit)
        for first, last, edits in _runs(rows):
            self._run(first, last, edits)
        for edit in moves:
            self._move(edit)
        for number, tag in self.tags.items():
            content = (Block(tag.kind, "", depth=tag.depth, traits=without_id(tag.traits)),)
            self._add(number, 2, Order("kind", number, content=content, change=self.numbers[tag]))
        steady = [n for n in range(len(self.blocks)) if n not in self.gone and n not in self.moved]
        for low, high in pairwise([-1, *steady, len(self.blocks)]):
            self._slot(low, high)
        self.placed_orders.sort(key=lambda row: row[:2])
        return tuple(order for _, _, order in self.placed_orders)

    def _add(self, place: int, phase: int, order: Order) -> None:
        self.placed_orders.append((place, phase, order))

    def _whole(self, edit: Replace) -> None:
        """Blocks that come or go as a whole."""
        first, last, change = block_of(edit.start), block_of(edit.end), self.numbers[edit]
        self.gone |= dict.fromkeys(range(first, last), change)
        content = tuple(block for block in edit.content if visible_text(block.text))
        if content:
            self.insertions[last].append(Insertion(int(edit.inserts), edit.order, change, content))

    def _run(self, first: int, last: int, edits: list[Edit]) -> None:
        """Words that change in a block, or in blocks that are joined."""
        borders = [edit for edit in edits if _is_border(edit)]
        if not borders and _apply(self.blocks, edits, first, last):
            for order in orders_in_block(self.blocks[first], [(edit, self.numbers[edit]) for edit in edits]):
                self._add(first, 1, replace(order, block=first))
            return
        tags = [self.tags[n] for n in range(first, last + 1) if n in self.tags]
        if len(borders) == 1 and not tags and first not in self.moved:
            orders = self._bordered(first, last, edits, borders[0])
            if orders:
                self.loose.add(last)
                for order in orders:
                    self._add(first, 1, order)
                return
        change = self.numbers[edits[0]]
        content = _apply(self.blocks, [*edits, *tags], first, last)
        insertion = Insertion(0, -1, change, content)
        self.gone |= dict.fromkeys(range(first, last + 1), change)
        for number in range(first, last + 1):
            self.tags.pop(number, None)
        if first in self.moved:
            self.moved -= set(range(first, last + 1))
            self.remade[first] = (last, insertion)
        else:
            self.insertions[last + 1].append(insertion)

    def _bordered(self, first: int, last: int, edits: list[Edit], at: Edit) -> list[Order]:
        """A block divided or joined, with changed words beside it; nothing where the orders depend on each other."""
        main = _joined(self.blocks, at) or _divided(self.blocks[first], at)
        if main is None:
            return []
        orders = [replace(main, block=first, change=self.numbers[at])]
        for number in range(first, last + 1):
            row = [(e, self.numbers[e]) for e in edits if e is not at and block_of(e.start) == number]
            orders += [replace(order, block=number) for order in orders_in_block(self.blocks[number], row)]
        state = [PlacedBlock(n, self.blocks[n]) for n in range(first, last + 1)]
        new_blocks = _apply(self.blocks, edits, first, last)
        return orders if len(orders) <= EVERY and _commute_all(state, orders, new_blocks) else []

    def _move(self, edit: Move) -> None:
        """Blocks that go elsewhere; those written anew come there as they are now."""
        number, last = block_of(edit.start), block_of(edit.end) - 1
        pieces: list[Block | Run] = []
        while number <= last:
            new = self.remade.get(number)
            if new is not None:
                pieces += new[1].pieces
                number = new[0] + 1
                continue
            stop = min((n for n in self.remade if number < n <= last), default=last + 1) - 1
            pieces.append((number, stop))
            number = stop + 1
        self.insertions[block_of(edit.gap)].append(Insertion(1, edit.order, self.numbers[edit], tuple(pieces)))

    def _slot(self, low: int, high: int) -> None:
        """The one order for what comes between two blocks that stay, and those for what goes from there."""
        insertions = [
            insertion
            for gap in range(low + 1, high + 1)
            if gap in self.insertions
            for insertion in sorted(self.insertions[gap], key=_key)
        ]
        pieces = tuple(piece for insertion in insertions for piece in insertion.pieces)
        runs = list(_in_a_row(n for n in range(low + 1, high) if n in self.gone))
        if pieces and runs and all(isinstance(piece, Block) for piece in pieces):
            first, last = runs.pop(0)
            change = min(insertions[0].change, self.gone[first])
            self._add(first, 1, Order("replace blocks", first, last, content=pieces, change=change))
        elif pieces:
            order = Order("put at end", content=pieces, change=insertions[0].change)
            if low >= 0 and low not in self.loose:
                order = replace(order, verb="put after", near=low)
            elif high < len(self.blocks):
                order = replace(order, verb="put before", near=high)
            elif not self.blocks:
                order = replace(order, verb="put alone")
            self._add(low + 1, 0, order)
        for first, last in runs:
            self._add(first, 1, Order("delete block", first, last, change=self.gone[first]))


def _key(insertion: Insertion) -> tuple[int, int]:
    return insertion.phase, insertion.order


def _in_a_row(numbers: Iterator[int]) -> Iterator[Run]:
    first = last = -1
    for number in numbers:
        if first >= 0 and number == last + 1:
            last = number
            continue
        if first >= 0:
            yield first, last
        first = last = number
    if first >= 0:
        yield first, last


def _runs(rows: dict[int, list[Edit]]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Edits by block, blocks that are joined taken together."""
    covered = -1
    for number in sorted(rows):
        if number <= covered:
            continue
        edits, last = list(rows[number]), number
        while any(block_of(edit.end) > last for edit in edits):
            last += 1
            edits += rows.get(last, [])
        covered = last
        yield number, last, edits


def _apply(blocks: Sequence[Block], edits: Sequence[Edit], first: int, last: int) -> tuple[Block, ...]:
    steps = walk_plan(plan_edits(blocks, map(Applied, edits)), first, last + 1, whole=False)
    return _plain(assemble_document(steps, whole=False).document.blocks)


def _is_border(edit: Edit) -> bool:
    return isinstance(edit, Replace) and (block_of(edit.end) > block_of(edit.start) or len(edit.content) > 1)


def _joined(blocks: Sequence[Block], edit: Edit) -> Order | None:
    """Two blocks made one, with nothing but spaces between their words."""
    first = block_of(edit.start)
    if not isinstance(edit, Replace) or block_of(edit.end) == first:
        return None
    simple = edit.start == place_before(first, len(blocks[first].text)) and edit.end == border_place(first + 1) + 1
    blank = all(is_blank(block.text) for block in edit.content) and len(edit.content) < 2
    return Order("join", first, first + 1) if simple and blank else None


def _divided(block: Block, edit: Edit) -> Order | None:
    """A block made two, where nothing but spaces went."""
    if not isinstance(edit, Replace) or block_of(edit.end) > block_of(edit.start) or len(edit.content) > 2:
        return None
    start, end = char_of(edit.start), char_of(edit.end)
    if not is_blank(block.text[start:end]) or any(part.text.strip() for part in edit.content):
        return None
    quotes = [quote for span in following_stretches(block.text, end) if (quote := quote_stretch(block.text, *span))]
    orders = [Order("divide", quote=quote, content=edit.content[1:]) for quote in quotes if is_sound(quote.text)]
    return min(orders, key=lambda order: _rank(block.text, order), default=None)


# One or more edits of a block that are told together: where they begin and end.
Cluster = list[tuple[Edit, int]]


def orders_in_block(block: Block, edits: Cluster) -> list[Order]:
    """Orders about the words of a block that make its new words in whatever sequence they are carried out."""
    clusters = list(_clusters(edits))
    orders = [_order_of(block, cluster) for cluster in clusters]
    for at in range(len(orders) - 2, -1, -1):
        if _is_torn(orders[at]) and _is_torn(orders[at + 1]):
            both = _order_of(block, clusters[at] + clusters[at + 1])
            if not _is_torn(both):
                clusters[at : at + 2], orders[at : at + 2] = [clusters[at] + clusters[at + 1]], [both]
    while len(orders) > 1:
        failing = _dependent(block, orders)
        if failing is None:
            break
        left = failing if failing + 1 < len(orders) and _is_nearer_next(clusters, failing) else max(failing - 1, 0)
        clusters[left : left + 2] = [clusters[left] + clusters[left + 1]]
        orders[left : left + 2] = [_order_of(block, clusters[left])]
    return orders


def _is_torn(order: Order) -> bool:
    """Whether the order quotes one of two quotation marks or brackets without the other."""
    return any(not is_paired(text) for text in _quoted_texts(order))


def _quoted_texts(order: Order) -> list[str]:
    """The words that an order shows as a part of their block."""
    if order.verb in ("replace text", "format text"):
        return []
    texts = [order.quote.text] if order.quote else []
    new = order.verb in ("replace", "spacing", "insert after", "insert before")
    return [*texts, order.new.text] if new else texts


def _clusters(edits: Cluster) -> Iterator[Cluster]:
    """Edits that lie over each other belong together."""
    row: Cluster = []
    for edit, change in sorted(edits, key=lambda pair: (pair[0].start, pair[0].end)):
        if row and edit.start >= max(other.end for other, _ in row) and not edit.start == edit.end == row[-1][0].start:
            yield row
            row = []
        row.append((edit, change))
    if row:
        yield row


def _is_nearer_next(clusters: list[Cluster], at: int) -> bool:
    if not at:
        return True
    before = clusters[at][0][0].start - clusters[at - 1][-1][0].end
    return clusters[at + 1][0][0].start - clusters[at][-1][0].end < before


def _dependent(block: Block, orders: Sequence[Order]) -> int | None:
    """An order whose words or effect depend on others that were carried out before it."""
    for before, at in _sequences(len(orders)):
        try:
            result = tidy_block(_all(block, [orders[n] for n in (*before, at)]))
            if result != tidy_block(_all(block, [orders[n] for n in sorted({*before, at})])):
                return at
        except Unclear:
            return at
    return None


def _sequences(size: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Orders carried out before another: every choice of them where there are few, else the most telling."""
    for at in range(size):
        others = tuple(n for n in range(size) if n != at)
        if size <= EVERY:
            for mask in range(1 << len(others)):
                yield tuple(n for bit, n in enumerate(others) if mask >> bit & 1), at
            continue
        yield others, at
        yield others[:at], at
        yield others[at:], at
        for near in others[max(at - 2, 0) : at + 2]:
            yield (near,), at


def _all(block: Block, orders: Sequence[Order]) -> Block:
    for order in orders:
        block = apply_order(block, order)
    return block


def _commute_all(state: list[PlacedBlock], orders: Sequence[Order], new_blocks: tuple[Block, ...]) -> bool:
    """Whether every sequence of a few orders gives the blocks that are wanted."""
    states: dict[int, tuple[PlacedBlock, ...]] = {0: tuple(state)}
    try:
        for mask in range(1, 1 << len(orders)):
            results = [carry_out(states[mask ^ (1 << n)], order) for n, order in enumerate(orders) if mask >> n & 1]
            tidy = [tuple(replace(entry, block=tidy_block(entry.block)) for entry in row) for row in results]
            if any(row != tidy[0] for row in tidy):
                return False
            states[mask] = tuple(results[0])
    except Unclear:
        return False
    return _plain([entry.block for entry in states[len(states) - 1]]) == new_blocks


def _order_of(block: Block, cluster: Cluster) -> Order:
    """The plainest order that makes the changes of a cluster."""
    start, end = char_of(cluster[0][0].start), max(char_of(edit.end) for edit, _ in cluster)
    piece = block.cut(start, end)
    for edit, _ in reversed(cluster):
        piece = _edited(piece, edit, char_of(edit.start) - start, char_of(edit.end) - start)
    new_block = tidy_block(splice_words(block, start, end, piece))
    ranked: list[tuple[int, Order]] = []
    for order in _ways(block, (start, end), piece, [edit for edit, _ in cluster]):
        rank = _rank(block.text, order)
        if rank >= min((rank for rank, _ in ranked), default=9):
            continue
        if tidy_block(apply_order(block, order)) == new_block:
            ranked.append((rank, order))
            if not rank:
                break
    _, best = min(ranked, key=lambda pair: pair[0])
    return replace(best, change=min(change for _, change in cluster))


def _edited(piece: Block, edit: Edit, start: int, end: int) -> Block:
    """The words of a cluster with one of its edits carried out."""
    if isinstance(edit, Format):
        return format_stretch(piece, start, end, edit.added, edit.removed)
    if isinstance(edit, Respell):
        spans = tuple((0, len(edit.text), formats) for _, _, formats in piece.cut(start, end).formats[:1])
        return splice_words(piece, start, end, Block("p", edit.text, spans))
    assert isinstance(edit, Replace)
    return splice_words(piece, start, end, edit.content[0] if edit.content else Block("p", ""))


def _rank(text: str, order: Order) -> int:
    """How good an order is, 0 the best: its words stand once and can be quoted, as can those that come."""
    if order.verb == "replace text":
        return 3
    if not all(map(is_sound, _quoted_texts(order))):
        return 4
    if order.quote is None or is_plain(text, order.quote):
        return int(_is_torn(order))
    return 2 if len(places_of_words(text, order.quote.text)) == order.quote.of else 4


def _ways(block: Block, span: Run, piece: Block, edits: Sequence[Edit]) -> Iterator[Order]:
    """Ways to tell a change, the plainest first; the last one always does."""
    text, (start, end) = block.text, span
    low, high = trim_stretch(text, start, end)
    core = _core(piece)
    if start == end and core.text:
        yield from _insertions(text, start, core)
    elif len(edits) == 1 and isinstance(edits[0], Format):
        yield from _formats(text, (low, high), edits[0])
    elif len(edits) == 1 and isinstance(edits[0], Respell):
        yield from _spaces(text, span, edits[0].text)
    elif not core.text:
        yield from _quoting("delete", text, (low, high))
    for left, right in widening_stretches(text, *snap_to_words(text, low, high)):
        if (left, right) == (0, len(text)):
            break
        new = _core(join_blocks(_bare(block), (block.cut(left, start), piece, block.cut(end, right))))
        verb = "spacing" if _is_same_but_spaces(new, block.cut(left, right)) else "replace"
        if new.text:
            yield from _quoting(verb, text, (left, right), new)
    yield Order("replace text", content=(_bare(tidy_block(splice_words(block, start, end, piece))),))


def _bare(block: Block) -> Block:
    return Block("p", block.text, block.formats)


def _is_same_but_spaces(block: Block, other: Block) -> bool:
    same = [char for char in block.text if not is_space(char)] == [char for char in other.text if not is_space(char)]
    return same and [formats for _, _, formats in block.formats] == [formats for _, _, formats in other.formats]


def _quoting(verb: str, text: str, span: Run, *content: Block) -> Iterator[Order]:
    quote = quote_stretch(text, *span)
    if quote is not None and not (is_space(quote.text[0]) or is_space(quote.text[-1])):
        yield Order(verb, quote=quote, content=content)


def _core(content: Block) -> Block:
    start, end = trim_stretch(content.text, 0, len(content.text))
    return _bare(content.cut(start, end)) if start < end else Block("p", "")


def _insertions(text: str, where: int, core: Block) -> Iterator[Order]:
    if is_blank(text[where:]):
        yield Order("insert at end", content=(core,))
    if is_blank(text[:where]):
        yield Order("insert at start", content=(core,))
    for span in preceding_stretches(text, where):
        yield from _quoting("insert after", text, span, core)
    for span in following_stretches(text, where):
        yield from _quoting("insert before", text, span, core)


def _formats(text: str, span: Run, edit: Format) -> Iterator[Order]:
    if span == (0, len(text)):
        yield Order("format text", added=edit.added, removed=edit.removed)
    for order in _quoting("format", text, span):
        yield replace(order, added=edit.added, removed=edit.removed)


def _spaces(text: str, span: Run, new: str) -> Iterator[Order]:
    """One space that becomes another kind of space."""
    start, end = span
    if end - start != 1 or len(new) != 1 or not (is_space(text[start]) and is_space(new)):
        return
    content = (Block("p", text[start]), Block("p", new))
    for left, right in preceding_stretches(text, start):
        if right == start:
            yield from _quoting("space after", text, (left, right), *content)
    for left, right in following_stretches(text, end):
        if left == end:
            yield from _quoting("space before", text, (left, right), *content)
