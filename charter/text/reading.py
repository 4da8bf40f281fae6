"""HTML read into a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from charter.text.spacing import tidy
from charter.text.values import PLAIN, Block, Document, Span

FORMATS = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "s": "s", "strike": "s"}
FORMATS |= {"sup": "sup", "sub": "sub"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol"})
SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})
UNREADABLE = frozenset({"table", "caption", "colgroup", "col", "tbody", "thead", "tfoot", "tr", "td", "th"})
UNREADABLE |= {"img", "picture", "form", "input", "select", "textarea", "button", "iframe", "frameset", "object"}
UNREADABLE |= {"embed", "video", "audio", "canvas", "svg", "math"}
BREAKING = HEADINGS | LISTS | {"p", "li", "blockquote", "div", "section", "article", "header", "footer", "main", "nav"}
BREAKING |= {"aside", "address", "center", "dl", "dt", "dd", "fieldset", "figure", "figcaption", "hr", "pre", "body"}
BREAKING |= {"details", "summary", "hgroup", "menu", "dir"}
_WHITE = re.compile(r"[ \t\r\n\f]+")
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SAFE = re.compile(r"(?:https?:|mailto:|tel:|[^:]*(?:[/?#]|$))", re.IGNORECASE)


class UnreadableText(ValueError):
    """What stands in a text that the small vocabulary cannot hold, and where."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what}, {where}")
        self.what = what
        self.where = where


def parse(html: str | bytes) -> Document:
    """The document that some HTML says; raises UnreadableText and nothing else. Law 9: parse(d.html) == d."""
    source = _decoded(html)
    refuse_control(source)
    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True)
    try:
        parser.feed(source.encode("utf-8"))
        parser.close()
    except UnreadableText:
        raise
    except (etree.LxmlError, AssertionError) as error:
        raise UnreadableText(f"no HTML ({error})", reader.place()) from error
    reader.flush()
    return Document(tuple(reader.blocks))


def _decoded(html: str | bytes) -> str:
    if isinstance(html, str):
        return html
    try:
        return bytes(html).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableText("bytes that are not UTF-8", f"at byte {error.start}") from error


def refuse_control(source: str) -> None:
    """Raises where a character stands that no text has."""
    found = _FORBIDDEN.search(source)
    if found:
        line = source.count("\n", 0, found.start()) + 1
        raise UnreadableText(f"the control character U+{ord(found[0]):04X}", f"in line {line}")


@dataclass
class _Item:
    """A list item or quotation that is open: its kind, and whether it still waits for its words."""

    kind: str
    depth: int
    key: str | None
    fresh: bool = True


@dataclass
class _Reader:
    """Takes the parser's events and keeps the blocks."""

    blocks: list[Block] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    formats: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    chunks: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    head: tuple[str, int, str | None] | None = None
    silent: int = 0
    keys: set[str] = field(default_factory=set)
    now: frozenset[str] = PLAIN

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if self.silent or tag in SILENT:
            self.silent += 1
        elif tag in UNREADABLE:
            raise UnreadableText(f"the element {tag}", self.place())
        elif tag in BREAKING:
            self.flush()
            self._open(tag, attributes)
        elif tag == "br":
            self.data("\v")
        elif tag in FORMATS:
            self._lay(tag, FORMATS[tag])
        elif tag == "a" and _SAFE.match(attributes.get("href", "").strip() or "x:"):
            self._lay(tag, "a=" + attributes["href"].strip())

    def _lay(self, tag: str, name: str) -> None:
        """Within an element of the same sort the innermost counts: words have one address."""
        self.formats.append((tag, self.now))
        sort = name.partition("=")[0]
        self.now = frozenset(one for one in self.now if one.partition("=")[0] != sort) | {name}

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        key = attributes.get("data-key") or None
        if tag in LISTS:
            self.lists.append(tag)
        elif tag == "li":
            self.items.append(_Item(self.lists[-1] if self.lists else "ul", max(len(self.lists), 1), key))
        elif tag == "blockquote":
            self.items.append(_Item("blockquote", 0, key))
        elif tag in HEADINGS:
            self.head = (tag, 0, key)
        elif tag == "p":
            self.head = self._context(key)

    def _context(self, key: str | None) -> tuple[str, int, str | None]:
        item = self.items[-1] if self.items else None
        if item is None or (item.depth and not item.fresh):
            return ("p", 0, key)
        own = item.key if item.fresh else None
        item.fresh = False
        return (item.kind, item.depth, key if key is not None else own)

    def end(self, tag: str) -> None:
        """An element closes."""
        if self.silent:
            self.silent -= 1
        elif tag in BREAKING:
            self.flush()
            if tag in LISTS and self.lists:
                self.lists.pop()
            elif tag in ("li", "blockquote") and self.items:
                self.items.pop()
        elif self.formats and self.formats[-1][0] == tag:
            _, self.now = self.formats.pop()

    def data(self, text: str) -> None:
        """Words."""
        if not self.silent:
            self.chunks.append((text, self.now))

    def comment(self, text: str) -> None:
        """A comment says nothing."""

    def pi(self, target: str, data: str | None = None) -> None:
        """A processing instruction says nothing."""

    def close(self) -> None:
        """The end of the text."""

    def flush(self) -> None:
        """Ends the block that is open, where it has words."""
        chunks, self.chunks = self.chunks, []
        head, self.head = self.head, None
        if not chunks:
            return
        text, spans = _collapsed(chunks)
        if not text:
            return
        kind, depth, key = head or self._context(None)
        if key is not None and key in self.keys:
            raise UnreadableText(f"the key {key} twice", self.place())
        self.keys.update({key} if key is not None else ())
        self.blocks.append(Block(kind, text, spans, depth, key))

    def place(self) -> str:
        """Where the reader is, in words."""
        said = "".join(text for text, _ in self.chunks).strip() or (self.blocks[-1].text if self.blocks else "")
        return f"after “{said[-40:]}”" if said else "at the beginning"


def _collapsed(chunks: list[tuple[str, frozenset[str]]]) -> tuple[str, tuple[Span, ...]]:
    """Chunks with white space as a browser shows it; a line break takes the spaces around it."""
    parts: list[str] = []
    spans: list[Span] = []
    here = 0
    before = " "
    for raw, formats in chunks:
        text = _WHITE.sub(" ", raw).replace("\v", "\n")
        if before in " \n" and text.startswith(" "):
            text = text[1:]
        if text:
            parts.append(text)
            spans.append((here, here + len(text), formats))
            here += len(text)
            before = text[-1]
    whole = "".join(parts)
    control = _FORBIDDEN.search(whole)
    if control:
        raise UnreadableText(f"the control character U+{ord(control[0]):04X}", f"in “{whole[:40]}”")
    return tidy(whole, tuple(spans))
