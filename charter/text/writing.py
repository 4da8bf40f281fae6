"""Blocks as canonical HTML of the small vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from charter.text.values import Block

LISTS = ("ul", "ol")
ORDER = ("a", "b", "i", "u", "s", "sup", "sub")


def nesting(formats: Iterable[str]) -> list[str]:
    """Formats from the outermost to the innermost, always in one order."""
    return sorted(formats, key=lambda name: (ORDER.index(name.partition("=")[0]), name))


def opening(name: str) -> str:
    """The tag that opens a format."""
    return f'<a href="{escape(name[2:])}">' if name.startswith("a=") else f"<{name}>"


def closing(name: str) -> str:
    """The tag that closes a format."""
    return f"</{name.partition('=')[0]}>"


def plain(text: str) -> str:
    """Text escaped, a line break as its element."""
    return escape(text, quote=False).replace("\n", "<br>")


def inline(block: Block) -> str:
    """The words of a block with their formats as well nested tags."""
    if not block.formats:
        return plain(block.text)
    out: list[str] = []
    here = 0
    stack: list[str] = []
    for start, end, formats in block.formats:
        if here < start:
            _turn(out, stack, [])
        out.append(plain(block.text[here:start]))
        _turn(out, stack, nesting(formats))
        out.append(plain(block.text[start:end]))
        here = end
    _turn(out, stack, [])
    return "".join(out) + plain(block.text[here:])


def _turn(out: list[str], stack: list[str], wanted: list[str]) -> None:
    same = 0
    while same < min(len(stack), len(wanted)) and stack[same] == wanted[same]:
        same += 1
    while len(stack) > same:
        out.append(closing(stack.pop()))
    for name in wanted[same:]:
        out.append(opening(name))
        stack.append(name)


def html(blocks: Sequence[Block]) -> str:
    """The blocks as HTML, lists nested by depth. Law 9: always well formed."""
    return nest((block.kind, block.depth, _key(block.key), inline(block)) for block in blocks)


def nest(rows: Iterable[tuple[str, int, str, str]]) -> str:
    """Rows of kind, depth, attributes and inner HTML as blocks, with lists opened and closed around their items."""
    out: list[str] = []
    lists: list[str] = []
    for kind, depth, attributes, inner in rows:
        if not depth:
            _close(out, lists, 0)
            out.append(f"<{kind}{attributes}>{inner}</{kind}>")
            continue
        _reach(out, lists, kind, depth)
        out.append(f"<li{attributes}>{inner}")
    _close(out, lists, 0)
    return "".join(out)


def _reach(out: list[str], lists: list[str], kind: str, depth: int) -> None:
    _close(out, lists, depth)
    if len(lists) == depth and lists[-1] == kind:
        out.append("</li>")
        return
    if len(lists) == depth:
        _close(out, lists, depth - 1)
    while len(lists) < depth:
        lists.append(kind)
        out.append(f"<{kind}>" if len(lists) == depth else f"<{kind}><li>")


def _close(out: list[str], lists: list[str], depth: int) -> None:
    while len(lists) > depth:
        out.append(f"</li></{lists.pop()}>")


def _key(key: str | None) -> str:
    return f' data-key="{escape(key)}"' if key is not None else ""
