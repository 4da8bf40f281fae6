"""A difference as orders that a drafter would give, each about the old text alone.

An order is kept only if carrying it out makes the new text, but for letters that are composed or not: a reader of the
sentence needs nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from charter.text.applying import Applied, plan, walk
from charter.text.assembling import assemble
from charter.text.edits import Edit, Format, Move, Replace, Respell, Retag, block_of, border, char_of, nfc, place
from charter.text.quoting import CONTEXT, Quote, following, glue, preceding, quoted, tight, wider
from charter.text.tokens import is_blank, is_space
from charter.text.values import PLAIN, Block, Document

if TYPE_CHECKING:
    from charter.text.difference import Diff


@dataclass(frozen=True)
class Order:
    """One order: its verb, the old blocks it is about, the words quoted, what comes, and where to."""

    verb: str
    block: int
    last: int = -1
    quote: Quote | None = None
    content: tuple[Block, ...] = ()
    added: frozenset[str] = PLAIN
    removed: frozenset[str] = PLAIN
    gap: int = -1
    order: int = 0
    change: int = -1

    @property
    def place(self) -> tuple[int, int, int]:
        """Where the order stands among the others: what is put at one place keeps its order."""
        return (self.block, 1, 0) if self.gap < 0 else (self.gap, 0, self.order)


def orders(diff: Diff) -> tuple[Order, ...]:
    """All orders of a difference, by their places in the old text."""
    rows: dict[int, list[Edit]] = {}
    whole: list[Edit] = []
    for edit in diff.edits:
        if _is_unseen(diff.old, edit):
            continue
        if isinstance(edit, Move | Retag) or (isinstance(edit, Replace) and char_of(edit.start) < 0):
            whole.append(edit)
        else:
            rows.setdefault(block_of(edit.start), []).append(edit)
    number = {edit: n for n, edit in enumerate(diff.edits)}
    found: list[Order] = []
    for first, last, edits in _runs(rows):
        tags = [edit for edit in whole if isinstance(edit, Retag) and first <= block_of(edit.start) <= last]
        made = _of_words(diff.old, (first, last), edits, tags)
        same = len(made) == len(edits)
        found += [replace(o, change=number[edits[n if same else 0]]) for n, o in enumerate(made)]
        if made and made[0].verb == "replace blocks":
            whole = [edit for edit in whole if edit not in tags]
    found += [replace(order, change=number[edit]) for edit in whole for order in _of_blocks(edit)]
    return tuple(sorted(_settled(found), key=lambda order: order.place))


def _is_unseen(old: Document, edit: Edit) -> bool:
    """Whether it writes the same letters in other code points, which no reader of a sentence could tell apart."""
    if not isinstance(edit, Respell):
        return False
    before = old.blocks[block_of(edit.start)].text[char_of(edit.start) : char_of(edit.end)]
    return nfc(before) == nfc(edit.text)


def _settled(found: Sequence[Order]) -> Iterator[Order]:
    """Blocks both replaced and moved go where they stood and come, as they are now, where they move to."""
    remade = {order.block: order for order in found if order.verb == "replace blocks"}
    for order in found:
        if order.verb == "move" and any(n in remade for n in range(order.block, order.last + 1)):
            yield from _moved(order, remade)
        elif order.verb != "replace blocks" or not any(_takes(other, order) for other in found):
            yield order


def _takes(move: Order, order: Order) -> bool:
    return move.verb == "move" and move.block <= order.block <= move.last


def _moved(move: Order, remade: dict[int, Order]) -> Iterator[Order]:
    number = move.block
    while number <= move.last:
        new = remade.get(number)
        if new is None:
            yield replace(move, block=number, last=number)
            number += 1
            continue
        yield Order("delete block", number, new.last, change=new.change)
        yield Order("put", move.gap, content=new.content, gap=move.gap, order=move.order, change=move.change)
        number = new.last + 1


def _runs(rows: dict[int, list[Edit]]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Edits by block, blocks that are joined taken together."""
    done = -1
    for number in sorted(rows):
        if number <= done:
            continue
        edits, last = list(rows[number]), number
        while any(block_of(edit.end) > last for edit in edits):
            last += 1
            edits += rows.get(last, [])
        done = last
        yield number, last, edits


def _of_blocks(edit: Edit) -> Iterator[Order]:
    first, last = block_of(edit.start), block_of(edit.end) - 1
    if isinstance(edit, Move):
        yield Order("move", first, last, gap=block_of(edit.gap), order=edit.order)
    elif isinstance(edit, Retag):
        if not edit.silent:
            yield Order("kind", first, content=(Block(edit.kind, "", depth=edit.depth),))
    elif isinstance(edit, Replace) and edit.inserts:
        yield Order("put", first, content=edit.content, gap=first, order=edit.order)
    elif isinstance(edit, Replace):
        verb = "replace blocks" if edit.content else "delete block"
        yield Order(verb, first, last, content=edit.content)


def _of_words(old: Document, span: tuple[int, int], edits: list[Edit], tags: Sequence[Edit]) -> list[Order]:
    """Orders about words, or one about a whole block where words alone would not do."""
    first, last = span
    wanted = _made(old, edits, first, last)
    found = [order for edit in edits for order in _of_edit(old, edit)]
    if all(order.verb for order in found) and _made(old, _edits(old, found), first, last) == wanted:
        return found
    if first == last and len(wanted) == 1:
        text = old.blocks[first].text
        return [Order("replace", first, quote=Quote(text, 1, 1, 0), content=wanted)]
    return [Order("replace blocks", first, last, content=_made(old, [*edits, *tags], first, last))]


def _made(old: Document, edits: Iterable[Edit], first: int, last: int) -> tuple[Block, ...]:
    steps = walk(plan(old.blocks, map(Applied, edits)), first, last + 1, whole=False)
    return tuple(replace(block, key=None) for block in assemble(steps).document.blocks)


UNSAID = Order("", -1)


def _of_edit(old: Document, edit: Edit) -> Iterator[Order]:
    if isinstance(edit, Format):
        yield _formatted(old.blocks[block_of(edit.start)].text, edit)
    elif isinstance(edit, Respell):
        yield _respelt(old.blocks[block_of(edit.start)].text, edit)
    elif isinstance(edit, Replace) and block_of(edit.end) > block_of(edit.start):
        one = block_of(edit.start)
        simple = edit.start == place(one, len(old.blocks[one].text)) and edit.end == border(one + 1) + 1
        blank = all(is_blank(block.text) for block in edit.content) and len(edit.content) < 2
        yield Order("join", one, one + 1) if simple and blank else UNSAID
    elif isinstance(edit, Replace) and len(edit.content) > 1:
        yield _divided(old.blocks[block_of(edit.start)].text, edit)
    elif isinstance(edit, Replace):
        yield _replaced(old.blocks[block_of(edit.start)], edit)


def _formatted(text: str, edit: Format) -> Order:
    start, end = tight(text, char_of(edit.start), char_of(edit.end))
    quote = quoted(text, start, end)
    if quote is None:
        return UNSAID
    return Order("format", block_of(edit.start), quote=quote, added=edit.added, removed=edit.removed)


def _respelt(text: str, edit: Respell) -> Order:
    start, end = char_of(edit.start), char_of(edit.end)
    left, right = wider(text, start, end, 1)
    quote = quoted(text, left, right)
    if quote is None:
        return UNSAID
    content = (Block("p", text[left:start] + edit.text + text[end:right]),)
    return Order("spacing", block_of(edit.start), quote=quote, content=content)


def _divided(text: str, edit: Replace) -> Order:
    """A block cut in two where nothing but spaces went."""
    start, end = char_of(edit.start), char_of(edit.end)
    if len(edit.content) > 2 or not is_blank(text[start:end]) or any(block.text.strip() for block in edit.content):
        return UNSAID
    quote = following(text, end)
    return Order("divide", block_of(edit.start), quote=quote, content=edit.content[1:]) if quote else UNSAID


def _replaced(block: Block, edit: Replace) -> Order:
    """The shortest order that makes the same words of the block."""
    number = block_of(edit.start)
    text, start, end = block.text, char_of(edit.start), char_of(edit.end)
    content = edit.content[0] if edit.content else Block("p", "")
    wanted = _result(block, edit)
    for order in _ways(text, start, end, content):
        meant = [_edit(block, replace(order, block=0))] if order.verb else []
        if meant and assemble(walk(plan((block,), map(Applied, meant)))).document.blocks == wanted:
            return replace(order, block=number)
    return UNSAID


def _result(block: Block, edit: Replace) -> tuple[Block, ...]:
    low = border(block_of(edit.start))
    near = replace(edit, start=edit.start - low, end=edit.end - low)
    return assemble(walk(plan((block,), [Applied(near)]))).document.blocks


def _ways(text: str, start: int, end: int, content: Block) -> Iterator[Order]:
    """Ways to say a replacement, the plainest first."""
    core = _core(content)
    if start == end:
        yield from _insertions(text, start, core)
    elif not core.text:
        low, high = tight(text, start, end)
        yield _order("delete", quoted(text, low, high))
    low, high = tight(text, start, end)
    if low < high and core.text:
        yield _order("replace", quoted(text, low, high), core)
    for more in range(1, CONTEXT):
        left, right = wider(text, start, end, more)
        yield _order("replace", quoted(text, left, right), _between(text, (left, start), content, (end, right)))


def _core(content: Block) -> Block:
    start, end = tight(content.text, 0, len(content.text))
    return content.cut(start, end)


def _between(text: str, before: tuple[int, int], content: Block, after: tuple[int, int]) -> Block:
    left, right = text[slice(*before)], text[slice(*after)]
    formats = tuple((a + len(left), b + len(left), f) for a, b, f in content.formats)
    return replace(content, text=left + content.text + right, formats=formats)


def _order(verb: str, quote: Quote | None, content: Block | None = None) -> Order:
    return Order(verb, 0, quote=quote, content=(content,) if content else ()) if quote else UNSAID


def _insertions(text: str, where: int, core: Block) -> Iterator[Order]:
    if not core.text:
        return
    if is_blank(text[where:]):
        yield Order("insert at end", 0, content=(core,))
    if is_blank(text[:where]):
        yield Order("insert at start", 0, content=(core,))
    yield _order("insert after", preceding(text, where), core)
    yield _order("insert before", following(text, where), core)


def _edit(block: Block, order: Order) -> Edit:
    """What an order about words does to its block."""
    text, quote, number = block.text, order.quote, order.block
    content = order.content[0] if order.content else None
    if order.verb.startswith("insert") and content is not None:
        where = {"insert at end": len(text), "insert at start": 0}.get(order.verb)
        if where is None and quote:
            where = quote.end if order.verb == "insert after" else quote.start
        where = where or 0
        fitted = _padded(content, glue(text[:where], content.text), glue(content.text, text[where:]))
        return Replace(place(number, where), place(number, where), (fitted,))
    assert quote is not None
    if order.verb == "delete":
        start, end = quote.start, quote.end
        if end < len(text) and is_space(text[end]) and (not start or is_space(text[start - 1])):
            end += 1
        elif end == len(text) and start and is_space(text[start - 1]):
            start -= 1
        return Replace(place(number, start), place(number, end))
    if order.verb == "format":
        return Format(place(number, quote.start), place(number, quote.end), order.added, order.removed)
    return Replace(place(number, quote.start), place(number, quote.end), order.content)


def _padded(content: Block, before: str, after: str) -> Block:
    formats = tuple((a + len(before), b + len(before), f) for a, b, f in content.formats)
    return replace(content, text=before + content.text + after, formats=formats)


def _edits(old: Document, found: Iterable[Order]) -> Iterator[Edit]:
    for order in found:
        block = old.blocks[order.block]
        if order.verb == "join":
            between = glue(block.text, old.blocks[order.last].text)
            content = (Block(block.kind, between),) if between else ()
            yield Replace(place(order.block, len(block.text)), border(order.last) + 1, content)
        elif order.verb == "divide" and order.quote:
            low = len(block.text[: order.quote.start].rstrip(" "))
            new = order.content[0]
            parts = (replace(new, text="", formats=()), new)
            yield Replace(place(order.block, low), place(order.block, order.quote.start), parts)
        else:
            yield _edit(block, order)
