"""HTML read into a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from charter.text.errors import UnreadableText
from charter.text.ids import add_ids
from charter.text.spacing import tidy_spaces
from charter.text.tables import Cell, Table, TableRow
from charter.text.values import PLAIN, Block, Document, Span, join_spans
from charter.text.writing import LISTS, RULE, image_token, inline_html, ruby_token, write_html

FORMATS = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "s": "s", "strike": "s"}
FORMATS |= {"sup": "sup", "sub": "sub"}
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LIST_TAGS = frozenset({"ul", "ol", "dl"})
ITEM_TAGS = frozenset({"li", "dt", "dd"})
# What is deleted is no part of the text: insertions and deletions are read as the new text.
SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "rp", "del"})
CELLS = frozenset({"td", "th", "caption"})
TABLE_PARTS = frozenset({"thead", "tbody", "tfoot"})
IN_TABLES = CELLS | TABLE_PARTS | {"tr", "colgroup", "col"}
# Elements that are a kind of block each; `vocabulary.add_kind` adds to these and to the next two.
BLOCKS = {"p", "pre", *HEADINGS}
LOOSE = {"pre", "rule", *HEADINGS}
UNREADABLE = {"form", "input", "select", "textarea", "button", "iframe", "frameset", "object"}
UNREADABLE |= {"embed", "video", "audio", "canvas", "svg", "math"}
BREAKING = (
    {"pre", *HEADINGS} | LIST_TAGS | ITEM_TAGS | {"p", "blockquote", "div", "section", "article", "header", "footer"}
)
BREAKING |= {"main", "nav", "aside", "address", "center", "fieldset", "figure", "figcaption", "hr", "pre", "body"}
BREAKING |= {"details", "summary", "hgroup", "menu", "dir", "table"} | IN_TABLES
TYPES = frozenset({"1", "a", "A", "i", "I"})
# Quotations and tables nested deeper than this are no text.
DEEPEST = 50
_WHITE = re.compile(r"[ \t\r\n\f]+")
_BREAKS = str.maketrans("\t\r\n\f\v", "     ")
_SPACE = " \t\r\n\f\v"
_RUN = re.compile(" {2,}")
_UNEVEN = re.compile(r"[\t\r\n\f\v]|  |\A | \Z")
_INDENT = re.compile("(?<=\v) +")
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]")
_SAFE = re.compile(r"(?:https?:|mailto:|tel:|[^:]*(?:[/?#]|$))", re.IGNORECASE)
_IMAGE = re.compile(r"(?:https?:|data:image/|[^:]*(?:[/?#]|$))", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,9}")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{1,40}")

Formats = frozenset[str]


def parse(html: str | bytes) -> Document:
    """The document that some HTML says; raises UnreadableText and nothing else. Law 9: parse(d.html) == d.

    >>> parse('<div><p data-key="k1">All are <strong>free</strong>.</div>').html
    '<p data-key="k1">All are <b>free</b>.</p>'
    """
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
    return Document(reader.finish())


def renest_blocks(document: Document) -> Document:
    """The document with the surroundings of each block as `parse` gives them.

    An edit can delete the item around a paragraph.
    """
    blocks = document.blocks
    if not any(block.traits or (block.depth and block.kind not in ("ul", "ol")) for block in blocks):
        return document
    again = parse(document.html).blocks
    return Document(again) if [b.text for b in again] == [b.text for b in blocks] else document


def _decoded(html: str | bytes) -> str:
    if isinstance(html, str):
        return html
    if not isinstance(html, bytes | bytearray):
        raise UnreadableText(f"{type(html).__name__} instead of HTML", "at the beginning")
    try:
        return bytes(html).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableText("bytes that are not UTF-8", f"at byte {error.start}") from error


def refuse_control(source: str) -> None:
    """Raises `UnreadableText` for a control character that no text may have."""
    match = _FORBIDDEN.search(source)
    if match:
        line = source.count("\n", 0, match.start()) + 1
        raise UnreadableText(f"the control character U+{ord(match[0]):04X}", f"in line {line}")


@dataclass(eq=False)
class _Around:
    """An element around blocks that is open: a list with the item that is open in it, or a quotation."""

    tag: str
    traits: tuple[tuple[str, str], ...] = ()
    item: str = ""
    key: str | None = None
    value: str = ""
    fresh: bool = True
    number: int | None = 1
    step: int = 1
    begun: bool = False
    skipped: bool = False
    thinned: bool = False
    implied: bool = False
    kind: str = ""
    filled: bool = False

    def fill(self) -> None:
        """Opens an item for a block that is in the list and in no item: it continues the last one."""
        if self.item:
            return
        if self.begun:
            self.item = self.kind
        else:
            self.begin("dd" if self.tag == "dl" else self.tag, None, "")
        self.filled = True

    def begin(self, kind: str, key: str | None, value: str) -> None:
        """Opens an item."""
        if self.begun and self.number is not None:
            self.number += self.step
        self.begun = True
        if value:
            self.number = int(value)
        self.item, self.kind, self.key, self.value = kind, kind, key, value
        self.fresh, self.thinned, self.filled = True, False, False

    def close_item(self) -> None:
        """Closes the item; one without words counts all the same, unless its words were deleted."""
        if self.item == "ol" and self.fresh:
            if self.thinned:
                self.number = None if self.number is None else self.number - self.step
            else:
                self.skipped = True
        self.item = ""


@dataclass(eq=False, slots=True)
class _Laid:
    """An inline element that is open: what formats there were before it, and where its words begin."""

    tag: str
    before: Formats
    id: str = ""
    chunk: int = 0
    closing: str = ""


@dataclass
class _Reader:
    """Takes the parser's events and keeps the blocks."""

    outer: _Reader | None = None
    blocks: list[Block] = field(default_factory=list)
    around: list[_Around] = field(default_factory=list)
    last_around: list[_Around] = field(default_factory=list)
    laid: list[_Laid] = field(default_factory=list)
    chunks: list[tuple[str, Formats]] = field(default_factory=list)
    scopes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scope: dict[str, str] = field(default_factory=dict)
    head: tuple[str, str | None] | None = None
    ids: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    rubies: list[tuple[int, int]] = field(default_factory=list)
    silent: int = 0
    pre: int = 0
    keys: set[str] = field(default_factory=set)
    now: Formats = PLAIN
    table: _TableReader | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if self.table is not None:
            self.table.start(tag, attributes)
        elif self.silent or tag in SILENT:
            self.silent += 1
            if tag == "del":
                for around in self.around:
                    around.thinned = True
        elif tag in BREAKING:
            self.flush()
            self._open(tag, attributes)
        elif tag in FORMATS and not attributes:
            self.laid.append(_Laid(tag, self.now))
            self._lay(FORMATS[tag])
        elif tag == "br":
            self.chunks.append(("\v", self.now))
        elif tag != "html":
            self._inline(tag, attributes)

    def _inline(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "img":
            self._image(attributes)
            return
        if tag in UNREADABLE:
            raise UnreadableText(f"the element {tag}", self.place())
        laid = _Laid(tag, self.now, chunk=len(self.chunks))
        self.laid.append(laid)
        if tag in FORMATS:
            self._lay(FORMATS[tag])
        elif tag == "a" and _SAFE.match(attributes.get("href", "").strip() or "x:"):
            self._lay("a=" + attributes["href"].strip())
        elif tag in ("q", "ruby", "rt"):
            self._special(laid)
        if not attributes:
            return
        for name, value in _scope_of(attributes).items():
            self._lay(f"{name}={value}")
        laid.id = _id(attributes) or (_word(attributes.get("name", "")) if tag == "a" else "")
        if laid.id:
            self.now |= {f"id={laid.id}"}

    def _special(self, laid: _Laid) -> None:
        """An element with words of its own: the marks of a quotation, a word and its reading."""
        if laid.tag == "q":
            double = sum(element.tag == "q" for element in self.laid) % 2
            self.data("“" if double else "‘")
            laid.closing = "”" if double else "’"
        elif laid.tag == "ruby":
            self.rubies.append((len(self.chunks), -1))
        elif self.rubies:
            self.rubies[-1] = (self.rubies[-1][0], len(self.chunks))

    def _lay(self, name: str) -> None:
        """Within an element of the same sort the innermost counts: words have one address."""
        sort = name.partition("=")[0]
        if self.now:
            self.now = frozenset(other for other in self.now if other.partition("=")[0] != sort) | {name}
        else:
            self.now = frozenset({name})

    def _image(self, attributes: Mapping[str, str]) -> None:
        address = "".join(attributes.get("src", "").split())
        alt = _WHITE.sub(" ", attributes.get("alt", "")).strip()
        if _FORBIDDEN.search(address + alt):
            raise UnreadableText("a control character in the description of an image", self.place())
        self._chunk(image_token(address if _IMAGE.match(address) else "", alt))

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.scopes.append((tag, self.scope))
        key = None
        if attributes:
            key = attributes.get("data-key") or None
            if tag != "body":
                self.scope = {**self.scope, **_scope_of(attributes)}
                self.ids += filter(None, [_id(attributes)])
        if (tag in LIST_TAGS or tag == "blockquote") and self.around and self.around[-1].tag != "blockquote":
            self.around[-1].fill()
        if tag in LIST_TAGS:
            self.around.append(_list(tag, attributes))
        elif tag in ITEM_TAGS:
            self._item(tag, key, attributes)
        elif tag == "blockquote":
            self.around.append(_Around(tag, key=key))
        elif tag in BLOCKS:
            self.head = (tag, key)
            self.pre += tag == "pre"
        elif tag == "hr":
            self._add("rule", RULE, (), key)
        elif tag == "table":
            self._refuse_depth()
            self.table = _TableReader(self, key)

    def _item(self, tag: str, key: str | None, attributes: Mapping[str, str]) -> None:
        top = self.around[-1] if self.around else None
        inside = top is not None and (bool(top.item) and not top.filled)
        if top is None or inside or top.tag == "blockquote" or (tag == "li") == (top.tag == "dl"):
            if top is not None and top.tag != "blockquote":
                top.fill()
            top = _Around("ul" if tag == "li" else "dl", implied=True)
            self.around.append(top)
        value = attributes.get("value", "").strip() if attributes and top.tag == "ol" else ""
        top.begin(top.tag if tag == "li" else tag, key, str(int(value)) if _NUMBER.fullmatch(value) else "")

    def end(self, tag: str) -> None:
        """An element closes."""
        if self.table is not None:
            self.table.end(tag)
        elif self.silent:
            self.silent -= 1
        elif tag in BREAKING:
            self.flush()
            self._close(tag)
        elif self.laid and self.laid[-1].tag == tag:
            laid = self.laid.pop()
            if laid.closing:
                self.data(laid.closing)
            if laid.id:
                self._anchor(laid)
            self.now = laid.before
            if tag == "rt" and self.rubies:
                self._ruby()
            elif tag == "ruby" and self.rubies:
                self.rubies.pop()

    def _close(self, tag: str) -> None:
        if self.scopes and self.scopes[-1][0] == tag:
            _, self.scope = self.scopes.pop()
        if tag == "pre" and self.pre:
            self.pre -= 1
        elif tag in ITEM_TAGS:
            self._leave(lambda around: bool(around.item))
            if self.around and self.around[-1].item:
                self.around[-1].close_item()
                if self.around[-1].implied:
                    self.around.pop()
        elif tag in LIST_TAGS or tag == "blockquote":
            self._leave(lambda around: around.tag == tag)
            if self.around and self.around[-1].tag == tag:
                self.around.pop()

    def _leave(self, matches: Callable[[_Around], bool]) -> None:
        """Leaves what is still open inside the element that closes; nothing where no such element is open."""
        if any(map(matches, self.around)):
            while not matches(self.around[-1]):
                self.around.pop()

    def data(self, text: str) -> None:
        """Words."""
        if self.table is not None:
            self.table.data(text)
        elif not self.silent:
            if not text.isascii() and _FORBIDDEN.search(text):
                self._refuse(text)
            if self.pre:
                text = self._lines(text)
            if self.anchors and text.strip(_SPACE):
                text = self._anchored(text)
            self.chunks.append((text, self.now))

    def _chunk(self, token: str) -> None:
        self.chunks.append((token, self.now | {f"id={name}" for name in self.anchors}))
        self.anchors = []

    def _refuse(self, text: str) -> None:
        sign = _FORBIDDEN.search(text)
        if sign:
            raise UnreadableText(f"the control character U+{ord(sign[0]):04X}", f"in “{text.strip()[:40]}”")

    def _lines(self, text: str) -> str:
        """The text of a `pre`: its lines stay lines, and spaces that tell something do not collapse."""
        before = self.chunks[-1][0][-1:] if self.chunks else "\v"
        text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(8).replace("\n", "\v")
        text = _INDENT.sub(lambda run: "\xa0" * len(run[0]), before + text if before == "\v" else text)
        text = _RUN.sub(lambda run: "\xa0" * (len(run[0]) - 1) + " ", text)
        return text[1:] if before == "\v" else text

    def _anchor(self, laid: _Laid) -> None:
        """An id around no words is a place: that of the block, or of the word that follows."""
        if any(text.strip(_SPACE) for text, _ in self.chunks[laid.chunk :]):
            return
        self.chunks[laid.chunk :] = [
            (text, formats - {f"id={laid.id}"}) for text, formats in self.chunks[laid.chunk :]
        ]
        words = [formats for text, formats in self.chunks if text.strip(_SPACE)]
        if not words:
            self.ids.append(laid.id)
        elif not any(f"id={laid.id}" in formats for formats in words):
            self.anchors.append(laid.id)

    def _anchored(self, text: str) -> str:
        """Gives the anchors that wait to the first word of a text; what follows the word."""
        space = text[: len(text) - len(text.lstrip(_SPACE))]
        word = text[len(space) :].translate(_BREAKS).split(" ", 1)[0]
        self.chunks.append((space, self.now))
        self._chunk(word)
        return text[len(space) + len(word) :]

    def _ruby(self) -> None:
        """Makes one token of a word and its reading."""
        start, middle = self.rubies[-1]
        word, reading = (
            "".join(text for text, _ in part) for part in (self.chunks[start:middle], self.chunks[middle:])
        )
        word, reading = (_WHITE.sub(" ", text.replace("\v", " ")).strip() for text in (word, reading))
        if word and reading and "\ufff9" not in word + reading:
            formats = next(formats for text, formats in self.chunks[start:middle] if text.strip())
            self.chunks[start:] = [(ruby_token(word, reading), formats)]
        elif reading:
            self.chunks[middle:] = [(f" ({reading})", self.now)]
        self.rubies[-1] = (len(self.chunks), -1)

    def comment(self, text: str) -> None:
        """A comment is ignored."""

    def pi(self, target: str, data: str | None = None) -> None:
        """A processing instruction is ignored."""

    def close(self) -> None:
        """The end of the text."""

    def finish(self) -> tuple[Block, ...]:
        """All blocks, after the end of the text."""
        if self.table is not None:
            self.table.end("table")
        self.flush()
        if self.ids and self.blocks:
            self.blocks[-1] = add_ids(self.blocks[-1], self.ids)
        return tuple(self.blocks)

    def flush(self) -> None:
        """Ends the block that is open, where it has words."""
        chunks, self.chunks = self.chunks, []
        self._spend_ids(chunks)
        head, self.head = self.head, None
        self.rubies = []
        if not chunks:
            return
        text, spans = _collapsed(chunks)
        if not text:
            return
        self.ids += self.anchors
        self.anchors = []
        tag, key = head or ("p", None)
        self._add(tag, text, spans, key)

    def _spend_ids(self, chunks: list[tuple[str, Formats]]) -> None:
        """An id that words of this block have is not that of the next block too, where its element goes on there."""
        for laid in self.laid:
            used = laid.id and any(f"id={laid.id}" in formats for text, formats in chunks if text.strip(_SPACE))
            laid.chunk = 0
            if used:
                name = f"id={laid.id}"
                self.now -= {name}
                for inner in self.laid:
                    inner.before -= {name}
                laid.id = ""

    def _add(self, tag: str, text: str, spans: tuple[Span, ...], key: str | None, table: Table | None = None) -> None:
        """Adds a block with all that is around it."""
        kind, depth, traits, item_key = tag, 0, self.scope, None
        if self.around:
            kind, depth, traits, item_key = self._placed(tag)
        else:
            self.last_around = []
        key = key if key is not None else item_key
        if key is not None:
            if key in self.keys:
                raise UnreadableText(f"the key {key} twice", self.place())
            self.keys.add(key)
        if self.ids:
            traits = {**traits, "id": " ".join(dict.fromkeys(self.ids))}
            self.ids = []
        self.blocks.append(
            Block(kind, text, spans, depth, key, tuple(sorted(traits.items())) if traits else (), table)
        )

    def _placed(self, tag: str) -> tuple[str, int, dict[str, str], str | None]:
        """The kind, depth and traits that a block has by what is around it, and the key that it takes from there."""
        if self.around[-1].begun and self.around[-1].tag != "blockquote":
            self.around[-1].fill()
        path = self._path()
        inner = path[-1] if path else None
        kind, key, traits = tag, None, dict(self.scope)
        if inner is not None and inner.fresh:
            key = inner.key
        if inner is not None and tag == "p":
            kind = "blockquote" if inner.tag == "blockquote" else inner.item if inner.fresh else "p"
        listed = kind in LISTS
        own = path[-1:] if listed or kind == "blockquote" else []
        rest = path[: len(path) - len(own)]
        depth = sum(around.tag != "blockquote" for around in rest) + listed
        within = self._within(rest, kind)
        if within:
            traits["within"] = within
        if listed and inner is not None:
            traits |= inner.traits
            if inner.value or self._restarts(path):
                traits["value"] = inner.value or str(inner.number)
            inner.skipped = False
        for around in path:
            around.fresh = False
        self.last_around = path
        return kind, depth, traits, key

    def _path(self) -> list[_Around]:
        """What is around the words here: a list counts up to the last one in which an item is open."""
        last = max(
            (n for n, around in enumerate(self.around) if around.item or around.tag == "blockquote"), default=-1
        )
        return self.around[: last + 1]

    def _within(self, path: list[_Around], kind: str) -> str:
        """What is around a block, where the block's depth does not tell it: quotations, items without own words."""
        names = []
        before = self.blocks[-1].depth if self.blocks else 0
        for place, around in enumerate(path):
            default = around.item in ("", kind) and kind in LISTS and before <= place
            fresh = around.item and around.fresh and not default
            names.append("blockquote" if around.tag == "blockquote" else around.item if fresh else "li")
        if all(name == "li" for name in names):
            return ""
        self._refuse_depth(len(names))
        return " ".join(names)

    def _restarts(self, path: list[_Around]) -> bool:
        """Whether an item has another number than its place in the list as it is written would give it."""
        mine, before, last = path[-1], self.last_around, len(path) - 1
        if mine.item != "ol" or mine.number is None:
            return False
        if mine.skipped:
            return True
        joined = len(before) > last and all(
            around is other for around, other in zip(before[:last], path[:last], strict=True)
        )
        if not joined or before[last] is mine:
            return False
        return (before[last].tag, before[last].traits) == (mine.tag, mine.traits)

    def _refuse_depth(self, depth: int = 0) -> None:
        outer, reader = depth, self.outer
        while reader is not None:
            outer, reader = outer + 1, reader.outer
        if outer > DEEPEST:
            raise UnreadableText(f"quotations or tables more than {DEEPEST} deep", self.place())

    def place(self) -> str:
        """Where the reader is, in words."""
        if self.table is not None and self.table.cell is not None:
            return self.table.cell.place()
        text = "".join(text for text, _ in self.chunks).strip() or (self.blocks[-1].text if self.blocks else "")
        if not text and self.outer is not None:
            self.outer.table, table = None, self.outer.table
            place = self.outer.place()
            self.outer.table = table
            return f"in a table {place}"
        return f"after “{text[-40:]}”" if text else "at the beginning"


@dataclass
class _TableReader:
    """Takes the events between the tags of a table; each cell has a reader of its own."""

    owner: _Reader
    key: str | None
    part: str = "tbody"
    rows: list[tuple[str, list[Cell]]] = field(default_factory=list)
    caption: str = ""
    title: str = ""
    tag: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    cell: _Reader | None = None
    loose: _Reader | None = None
    silent: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        if self.cell is not None and (self.cell.table is not None or self.cell.silent or tag not in IN_TABLES):
            self.cell.start(tag, attributes)
        elif self.silent or (tag in SILENT and self.cell is None):
            self.silent += 1
        elif tag in CELLS:
            self._finish_cell()
            self.cell, self.tag = _Reader(self.owner), tag
            self.attributes = _of_cell(attributes)
        elif tag == "tr":
            self._finish_cell()
            self.rows.append((self.part, []))
        elif tag in TABLE_PARTS:
            self.part = tag
        elif tag not in IN_TABLES:
            self._stray().start(tag, attributes)

    def _stray(self) -> _Reader:
        """The reader of what stands in a table and in no cell: a browser shows it before the table."""
        if self.loose is None:
            self.loose = _Reader(self.owner)
        return self.loose

    def end(self, tag: str) -> None:
        """An element closes."""
        if self.cell is not None and (
            self.cell.table is not None or self.cell.silent or tag not in IN_TABLES | {"table"}
        ):
            self.cell.end(tag)
        elif self.silent:
            self.silent -= 1
        elif tag == "table" and not (self.loose is not None and self.loose.table is not None):
            self._finish_cell()
            self._finish()
        elif tag in CELLS or tag == "tr":
            self._finish_cell()
        elif tag in TABLE_PARTS:
            self.part = "tbody"
        elif tag not in IN_TABLES and self.loose is not None:
            self.loose.end(tag)

    def data(self, text: str) -> None:
        """Words."""
        if self.cell is not None:
            self.cell.data(text)
        elif not self.silent and (self.loose is not None or text.strip(_SPACE)):
            self._stray().data(text)

    def _finish_cell(self) -> None:
        if self.cell is None:
            return
        blocks = self.cell.finish()
        self.cell = None
        text = " ".join(" ".join(block.text for block in blocks).split("\n"))
        bare = len(blocks) == 1 and blocks[0].visible == ("p", 0, ()) and not blocks[0].traits
        inner = inline_html(blocks[0]) if bare else write_html(blocks)
        if self.tag == "caption":
            self.caption, self.title = inner, text
            return
        if not self.rows:
            self.rows.append((self.part, []))
        self.rows[-1][1].append(Cell(self.tag, inner, text, self.attributes))

    def _finish(self) -> None:
        """Hands the table to the text around it; one without words is left out as an empty paragraph is."""
        owner = self.owner
        owner.table = None
        for block in self.loose.finish() if self.loose is not None else ():
            owner._add(block.kind if block.kind in LOOSE else "p", block.text, block.formats, None)
        table = Table(tuple(TableRow(tuple(cells), part) for part, cells in self.rows), self.caption, self.title)
        if table.text:
            owner._add("table", table.text, (), self.key, table)
        owner._close("table")


def _list(tag: str, attributes: Mapping[str, str]) -> _Around:
    if not attributes or tag != "ol":
        return _Around(tag)
    traits = {}
    start, kind = attributes.get("start", "").strip(), attributes.get("type", "").strip()
    if _NUMBER.fullmatch(start) and int(start) != 1:
        traits["start"] = str(int(start))
    if kind in TYPES and kind != "1":
        traits["type"] = kind
    down = "reversed" in attributes
    if down:
        traits["reversed"] = ""
    number = int(traits.get("start", "1")) if "start" in traits or not down else None
    return _Around(tag, tuple(sorted(traits.items())), number=number, step=-1 if down else 1)


def _flat(chunks: list[tuple[str, Formats]]) -> str:
    """Chunks as one line of text."""
    return _WHITE.sub(" ", "".join(text for text, _ in chunks).replace("\v", " ")).strip()


def _id(attributes: Mapping[str, str]) -> str:
    return _word(attributes.get("id", ""))


def _word(text: str) -> str:
    return "" if _FORBIDDEN.search(text) else "".join(text.split())


def _scope_of(attributes: Mapping[str, str]) -> dict[str, str]:
    """The language and direction that an element gives to its words."""
    lang, direction = attributes.get("lang") or attributes.get("xml:lang") or "", attributes.get("dir", "").lower()
    scope = {"lang": lang} if _LANGUAGE.fullmatch(lang) else {}
    return scope | ({"dir": direction} if direction in ("ltr", "rtl", "auto") else {})


def _of_cell(attributes: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    kept = {name: attributes[name] for name in ("colspan", "rowspan") if _NUMBER.fullmatch(attributes.get(name, ""))}
    kept |= {name: _WHITE.sub(" ", attributes[name]) for name in ("scope", "headers") if attributes.get(name)}
    kept |= {name: value for name, value in (("id", _id(attributes)), *_scope_of(attributes).items()) if value}
    return tuple(sorted(kept.items()))


def _collapsed(chunks: list[tuple[str, Formats]]) -> tuple[str, tuple[Span, ...]]:
    """Chunks with white space as a browser shows it; a line break takes the spaces around it."""
    parts: list[str] = []
    spans: list[Span] = []
    start = 0
    whole = "".join([text for text, _ in chunks])
    if not _UNEVEN.search(whole):
        for text, formats in chunks:
            end = start + len(text)
            if formats:
                spans.append((start, end, formats))
            start = end
        return whole, join_spans(spans)
    before = " "
    for text, formats in chunks:
        text = _WHITE.sub(" ", text).replace("\v", "\n")
        if before in " \n" and text.startswith(" "):
            text = text[1:]
        if text:
            parts.append(text)
            if formats:
                spans.append((start, start + len(text), formats))
            start += len(text)
            before = text[-1]
    return tidy_spaces("".join(parts), tuple(spans))
