"""Blocks as canonical HTML of the small vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple, Protocol

from charter.text.tables import Table


class WrittenBlock(Protocol):
    """The properties of a block that are written."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def formats(self) -> tuple[tuple[int, int, frozenset[str]], ...]: ...
    @property
    def depth(self) -> int: ...
    @property
    def key(self) -> str | None: ...
    @property
    def traits(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def table(self) -> Table | None: ...
    @property
    def solid(self) -> bool: ...
    def trait(self, name: str) -> str: ...


# The list that an item of each kind stands in.
LISTS = {"ul": "ul", "ol": "ol", "dt": "dl", "dd": "dl"}
ITEMS = {"ul": "li", "ol": "li", "dt": "dt", "dd": "dd"}
ORDER = ("id", "a", "lang", "dir", "b", "i", "u", "s", "sup", "sub")
SPANS = frozenset({"id", "lang", "dir"})
# What a list as a whole has, kept by each of its items.
OF_LISTS = ("start", "type", "reversed")
# What the words of an item have, and not all that stands in the item.
OF_WORDS = ("lang", "dir")
# The sign that a line across the page has for its text.
RULE = "\u2042"
# One token: an image as a sign, its alternative text and its address; a word with its ruby as both in a row.
IMAGE = "\ufffc"
TOKEN = re.compile("(\ufffc?)\ufff9([^\ufffa\ufffb]*)\ufffa([^\ufffb]*)\ufffb")


def image_token(address: str, alt: str) -> str:
    """An image as one token of a text."""
    return f"{IMAGE}\ufff9{alt}\ufffa{address}\ufffb"


def ruby_token(base: str, reading: str) -> str:
    """A word and how it is read as one token of a text."""
    return f"\ufff9{base}\ufffa{reading}\ufffb"


def spoken_text(text: str) -> str:
    """A text as plain words: an image as its alternative text in brackets, a reading in brackets behind its word."""
    if "\ufff9" not in text:
        return text
    return TOKEN.sub(lambda token: f"[{token[2]}]" if token[1] else f"{token[2]} ({token[3]})", text)


def nest_formats(formats: Iterable[str]) -> list[str]:
    """Formats from the outermost to the innermost, always in one order."""
    return sorted(formats, key=lambda name: (ORDER.index(name.partition("=")[0]), name))


def opening_tag(name: str) -> str:
    """The tag that opens a format."""
    sort, _, value = name.partition("=")
    if sort in SPANS:
        return f'<span {sort}="{escape(value)}">'
    return f'<a href="{escape(value)}">' if sort == "a" else f"<{name}>"


def closing_tag(name: str) -> str:
    """The tag that closes a format."""
    sort = name.partition("=")[0]
    return "</span>" if sort in SPANS else f"</{sort}>"


def escape_text(text: str) -> str:
    """Text escaped, a line break, an image and a ruby as their elements."""
    escaped = escape(text, quote=False).replace("\n", "<br>")
    return TOKEN.sub(_element, escaped) if "\ufff9" in text else escaped


def _element(token: re.Match[str]) -> str:
    if token[1]:
        alt, address = token[2].replace('"', "&quot;"), token[3].replace('"', "&quot;")
        return f'<img src="{address}" alt="{alt}">'
    return f"<ruby>{token[2]}<rp>(</rp><rt>{token[3]}</rt><rp>)</rp></ruby>"


def inline_html(block: WrittenBlock) -> str:
    """The words of a block with their formats as well nested tags."""
    if not block.formats:
        return escape_text(block.text)
    out: list[str] = []
    place = 0
    stack: list[str] = []
    for number, (start, end, formats) in enumerate(block.formats):
        if place < start:
            _turn(out, stack, [])
            out.append(escape_text(block.text[place:start]))
        _turn(out, stack, _in_one_piece(block, number, nest_formats(formats), stack))
        out.append(escape_text(block.text[start:end]))
        place = end
    _turn(out, stack, [])
    return "".join(out) + escape_text(block.text[place:])


def _in_one_piece(block: WrittenBlock, number: int, names: list[str], stack: list[str]) -> list[str]:
    """The formats of a span, its ids so that each is one element: two elements of one id would be two places."""
    ids = [name for name in names if name.startswith("id=")]
    if len(ids) < 2:
        return names

    def reach(name: str) -> int:
        place = block.formats[number][1]
        for start, end, formats in block.formats[number + 1 :]:
            if start > place or name not in formats:
                break
            place = end
        return place

    ids.sort(key=lambda name: (name not in stack, -reach(name)))
    return ids + [name for name in names if not name.startswith("id=")]


def _turn(out: list[str], stack: list[str], names: list[str]) -> None:
    same = 0
    while same < min(len(stack), len(names)) and stack[same] == names[same]:
        same += 1
    while len(stack) > same:
        out.append(closing_tag(stack.pop()))
    for name in names[same:]:
        out.append(opening_tag(name))
        stack.append(name)


def write_html(blocks: Sequence[WrittenBlock]) -> str:
    """The blocks as HTML, lists nested by depth. Law 9: always well formed."""
    return nest_rows((block, _attributes(block), inner_html(block)) for block in blocks)


def inner_html(block: WrittenBlock) -> str:
    """The inner HTML of a block."""
    if block.solid:
        return block.table.html if block.table else ""
    return _anchors(block) + inline_html(block) if block.traits else inline_html(block)


def _anchors(block: WrittenBlock) -> str:
    """The ids of a block but the first; they stand before the element where nothing can stand in it."""
    names = block.trait("id").split()
    anchors = "".join(f'<a id="{escape(name)}"></a>' for name in (names[:-1] if block.solid else names[1:]))
    return f"<p>{anchors}</p>" if anchors and block.solid else anchors


def _attributes(block: WrittenBlock) -> str:
    key = f' data-key="{escape(block.key)}"' if block.key is not None else ""
    return key + shown_traits(block) if block.traits else key


def shown_traits(block: WrittenBlock, names: Sequence[str] = ()) -> str:
    """The traits of a block as attributes of its element."""
    names = names or (("id", "value") if block.kind in LISTS else ("id", *OF_WORDS))
    # Anchors stand before what is solid and within what is not, so the id of the element is the last or the first.
    place = -1 if block.solid else 0
    pairs = ((name, value.split()[place] if name == "id" else value) for name, value in block.traits if name in names)
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


class _Open(NamedTuple):
    """An element that is open: a list with the item open in it, or a quotation."""

    tag: str
    item: str
    attributes: str = ""

    @property
    def end(self) -> str:
        return f"</{self.item}></{self.tag}>" if self.item else f"</{self.tag}>"


def nest_rows(rows: Iterable[tuple[WrittenBlock, str, str]]) -> str:
    """Rows of a block, attributes and inner HTML as elements, with lists opened and closed around their items."""
    out: list[str] = []
    opened: list[_Open] = []
    for block, attributes, inner in rows:
        around = _around(block) if block.depth or block.traits else ()
        _reach(out, opened, around, block)
        if block.kind in LISTS:
            listed = shown_traits(block, OF_LISTS) if block.traits else ""
            _item(out, opened, len(around), block.kind, listed, attributes)
            words = shown_traits(block, OF_WORDS) if block.traits else ""
            out.append(f"<p{words}>{inner}</p>" if words else inner)
        elif block.solid:
            out.append(
                f"{_anchors(block)}<table{attributes}>{inner}</table>"
                if inner
                else f"{_anchors(block)}<hr{attributes}>"
            )
        else:
            out.append(f"<{block.kind}{attributes}>{inner}</{block.kind}>")
    _close(out, opened, 0)
    return "".join(out)


def _around(block: WrittenBlock) -> Sequence[str]:
    """What is around a block, from the outermost: `li` an item that is open, ul, ol, dt, dd a new one, blockquote."""
    within = block.trait("within")
    return within.split() if within else ("li",) * (block.depth - (block.kind in LISTS))


def _reach(out: list[str], opened: list[_Open], around: Sequence[str], block: WrittenBlock) -> None:
    """Closes and opens until just the elements around a block are open, or one more: the list that it goes on."""
    same = 0
    while same < min(len(opened), len(around)) and _holds(opened[same], around[same]):
        same += 1
    _close(out, opened, same + (same < len(around) or block.kind in LISTS))
    for place in range(same, len(around)):
        name = around[place]
        if name == "blockquote":
            _close(out, opened, place)
            opened.append(_Open("blockquote", ""))
            out.append("<blockquote>")
        else:
            kind = name if name in LISTS else block.kind if block.kind in LISTS else "ul"
            _item(out, opened, place, kind, "", "")


def _holds(element: _Open, name: str) -> bool:
    return bool(element.item) if name == "li" else element.tag == name == "blockquote"


def _item(out: list[str], opened: list[_Open], place: int, kind: str, listed: str, attributes: str) -> None:
    """Opens an item in the list that is open at a place, or in a new list."""
    tag, item = LISTS[kind], ITEMS[kind]
    _close(out, opened, place + 1)
    if len(opened) > place and opened[place].tag == tag and opened[place].attributes == listed:
        out.append(f"</{opened[place].item}>")
    else:
        _close(out, opened, place)
        out.append(f"<{tag}{listed}>")
    opened[place:] = [_Open(tag, item, listed)]
    out.append(f"<{item}{attributes}>")


def _close(out: list[str], opened: list[_Open], depth: int) -> None:
    while len(opened) > depth:
        out.append(opened.pop().end)
