"""A Word file read into lines: its styles, lists, notes, fields and tracked changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from accounts.colours import is_unseen
from charter.files import inline
from charter.files.archives import parse_xml, remove_elements, unpack_archive
from charter.files.inline import BREAK
from charter.files.left_out import LeftOut, left_out
from charter.files.refusals import BROKEN, TRACKED, Unreadable
from charter.importing.lines import (
    Cell,
    Definition,
    FileComment,
    FileLine,
    FilePiece,
    Level,
    Manuscript,
    Mark,
    Place,
    Role,
)

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
INSERTED = frozenset({"ins", "moveTo"})
DELETED = frozenset({"del", "moveFrom"})
PENDING = INSERTED | DELETED | {"cellIns", "cellDel"}
OFFERS = ("accept", "reject")
# What stands in these is not read here: formats are asked for, and the rest is told in `_notes`.
UNREAD = frozenset(
    {"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"}
    | {"fldData", "instrText", "delInstrText", "Fallback", "proofErr", "commentReference"}
)
EMBEDDED = ("altChunk", "subDoc")
COMMENTED = ("commentRangeStart", "commentRangeEnd")
SIGNS = {"tab": "\t", "ptab": "\t", "cr": BREAK, "noBreakHyphen": "\u2011", "sym": "•"}
TOGGLES = {"b": "strong", "i": "em", "strike": "s", "dstrike": "s"}
COMPLEX = {"bCs": "strong", "iCs": "em"}
RAISED = {"superscript": "sup", "subscript": "sub"}
OFF = ("0", "false", "off", "none")
# What a style says of its paragraphs, by the name that it has in every language.
ROLES: dict[str, Role] = {
    "title": "title",
    "subtitle": "front",
    "author": "front",
    "date": "front",
    "abstract": "front",
    "abstract title": "front",
}
# Styles of this site's exports: their facts and notes are no part of a text. Elsewhere a Note is a paragraph.
OWN_STYLES = frozenset({"fact", "note", "point1"})
# Fields that lead within the document or count its pages.
PLAIN_FIELDS = frozenset({"HYPERLINK", "INDEX", "NUMPAGES", "PAGE", "PAGEREF", "REF", "SEQ", "TOA", "TOC"})
WHITE_OF_THEMES = frozenset({"background1", "bg1", "light1", "lt1"})
LEAST_SIZE = 8  # half points
CONTENTS = ("toc ", "table of figures", "index ", "contents ")
DEEPEST_STYLE = 20
Xml = Mapping[str, etree._Element]


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def read_word(data: bytes, tracked: str | None) -> Manuscript:
    """The lines of a Word file; one with pending changes is refused until somebody says how to read them."""
    parts = unpack_archive(data)
    xml = {name: parse_xml(part) for name, part in parts.items() if name != "mimetype"}
    name = _main(xml)
    document = xml[name]
    if tracked not in OFFERS and any(local_name(element) in PENDING for element in document.iter()):
        raise Unreadable(TRACKED, offers=OFFERS)
    folder, _slash, file = name.rpartition("/")
    styles = _Styles(xml.get(f"{folder}/styles.xml"))
    hidden = remove_elements(
        document, lambda element: _hides(element, styles), lambda element: "".join(_words(element))
    )
    definitions, series = _lists(xml.get(f"{folder}/numbering.xml"), styles)
    links = _links(xml.get(f"{folder}/_rels/{file}.rels"))
    notes = {
        (kind, _value(note, "id")): "".join(_words(note))
        for kind in ("footnote", "endnote")
        for note in _children(xml.get(f"{folder}/{kind}s.xml"), kind)
    }
    walker = _Walker(styles, series, links, notes)
    walker.body(document)
    comments = tuple(_comments(xml))
    remarks = (left_out("comment", comment.text) for comment in comments)
    left = (*_margins(xml), *remarks, *hidden, *walker.left_out)
    return Manuscript(tuple(walker.lines), definitions, left, _properties(xml), tuple(_names(xml)), comments)


def _main(xml: Xml) -> str:
    for relation in xml["_rels/.rels"].iter(RELATIONSHIP) if "_rels/.rels" in xml else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            name = (relation.get("Target") or "").lstrip("/")
            if name in xml and local_name(xml[name]) == "document":
                return name
    raise Unreadable(BROKEN)


def _properties(xml: Xml) -> dict[str, str]:
    """The properties that a user of Word can see and set, and the keywords."""
    values = {
        element.get("name", ""): "".join(map(str, element.itertext())).strip()
        for element in _children(xml.get("docProps/custom.xml"), "property")
    }
    words = _child(xml.get("docProps/core.xml"), "keywords")
    return values | ({"keywords": (words.text or "").strip()} if words is not None else {})


def _names(xml: Xml) -> Iterator[str]:
    """Names of people outside the text: who made the file, who saved it, who wrote comments."""
    for root in xml.values():
        if local_name(root) == "coreProperties":
            yield from (child.text for child in _children(root, "creator", "lastModifiedBy") if child.text)
        elif local_name(root) in ("comments", "people"):
            yield from filter(None, (_value(one, "author") for one in root))


def _children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    return (child for child in (element if element is not None else ()) if local_name(child) in names)


def _child(element: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        element = next(_children(element, name), None)
    return element


def _value(element: etree._Element | None, name: str = "val") -> str:
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _is_on(element: etree._Element) -> bool:
    return _value(element) not in OFF


def _whole(value: str, otherwise: int = 0) -> int:
    return int(value) if value.isdecimal() and len(value) < 5 else otherwise


@dataclass(frozen=True)
class _Style:
    """A style with what it takes from those it is based on."""

    names: tuple[str, ...] = ()
    outline: int = 0
    place: tuple[str, int] | None = None
    formats: frozenset[str] = frozenset()
    hidden: bool = False
    centred: bool = False
    is_own: bool = False
    faint: bool = False

    @property
    def role(self) -> Role:
        named = (ROLES.get(name) or ("contents" if name.startswith(CONTENTS) else None) for name in self.names)
        return "own" if self.is_own else next(filter(None, named), "heading" if self.outline else "text")


class _Styles:
    """The styles of a file by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self.elements = {_value(style, "styleId"): style for style in _children(root, "style")}
        self.is_ours = {identity.lower() for identity in self.elements} >= OWN_STYLES
        self.styles_by_id: dict[str, _Style] = {}

    def get(self, identity: str, depth: int = 0) -> _Style:
        if identity not in self.styles_by_id:
            element = self.elements.get(identity)
            self.styles_by_id[identity] = (
                _Style() if element is None or depth > DEEPEST_STYLE else self._read_style(element, depth)
            )
        return self.styles_by_id[identity]

    def _read_style(self, element: etree._Element, depth: int) -> _Style:
        base = _value(_child(element, "basedOn"))
        made = self.get(base, depth + 1) if base else _Style()
        shown, set_ = _child(element, "rPr"), _child(element, "pPr")
        name = _value(_child(element, "name")).lower()
        hidden = [_is_on(mark) for mark in _children(shown, "vanish", "specVanish")]
        numbered = _child(set_, "numPr")
        return replace(
            made,
            names=(name, *made.names),
            outline=_outline(set_, name, made.outline),
            place=made.place if numbered is None else _numbered(numbered),
            formats=_formats(shown, made.formats),
            hidden=hidden[0] if hidden else made.hidden,
            centred=_centred(set_, made.centred),
            is_own=self.is_ours and name in ("fact", "note"),
            faint=_is_faint(shown, made.faint),
        )


def _outline(properties: etree._Element | None, name: str, base: int) -> int:
    given = _child(properties, "outlineLvl")
    if given is not None:
        level = _whole(_value(given), 9) + 1
        return level if level < 10 else 0
    kind, _space, level_ = name.partition(" ")
    return _whole(level_) if kind == "heading" else base


def _centred(properties: etree._Element | None, base: bool) -> bool:
    given = _child(properties, "jc")
    return base if given is None else _value(given) == "center"


def _numbered(properties: etree._Element) -> tuple[str, int]:
    return _value(_child(properties, "numId")), _whole(_value(_child(properties, "ilvl")))


def _formats(properties: etree._Element | None, base: frozenset[str] = frozenset()) -> frozenset[str]:
    """The formats of a run or a style; in a script from right to left those for complex scripts count."""
    if properties is None:
        return base
    toggles = TOGGLES | COMPLEX if any(map(_is_on, _children(properties, "rtl"))) else TOGGLES
    formats = set(base)
    for mark in properties:
        name = local_name(mark)
        if name in toggles or name == "u":
            named = toggles.get(name, "u")
            formats = formats | {named} if _is_on(mark) else formats - {named}
        elif name == "vertAlign":
            formats = formats - {"sup", "sub"} | {RAISED[v] for v in [_value(mark)] if v in RAISED}
    return frozenset(formats)


def _is_faint(properties: etree._Element | None, base: bool) -> bool:
    """Whether text is almost white or smaller than 4 points, which nobody sees. A colour of the theme comes first."""
    color, size = _child(properties, "color"), _value(_child(properties, "sz"))
    shade = _value(color, "themeShade") or "FF"
    by_theme = _value(color, "themeColor") in WHITE_OF_THEMES and shade.upper() >= "EB"
    is_white = by_theme or is_unseen(f"#{_value(color)}")
    is_seen = color is not None and bool(size)
    return is_white or _whole(size, LEAST_SIZE) < LEAST_SIZE or (base and not is_seen)


def _hides(element: etree._Element, styles: _Styles) -> bool:
    name = local_name(element)
    if name == "p":
        return styles.get(_value(_child(element, "pPr", "pStyle"))).hidden
    if name != "r":
        return False
    properties = _child(element, "rPr")
    own = [_is_on(mark) for mark in _children(properties, "vanish", "specVanish")]
    return own[0] if own else styles.get(_value(_child(properties, "rStyle"))).hidden


def _words(element: etree._Element) -> Iterator[str]:
    for child in element.iter():
        if local_name(child) in ("t", "delText"):
            yield child.text or ""
        elif local_name(child) in ("tab", "br", "p"):
            yield " "


def _margins(xml: Xml) -> list[LeftOut]:
    margins = ("".join(_words(root)) for root in xml.values() if local_name(root) in ("hdr", "ftr"))
    # The number of the page alone is nothing that anybody wrote.
    return [left_out("margin", words) for words in margins if words.strip() and not words.strip().isdecimal()]


def _comments(xml: Xml) -> Iterator[FileComment]:
    """The comments with their threads; a thread is told by the last paragraph of each comment."""
    roots = {local_name(root): root for root in xml.values() if local_name(root) in ("comments", "commentsEx")}
    threads = {_value(row, "paraId"): row for row in _children(roots.get("commentsEx"), "commentEx")}
    written = list(_children(roots.get("comments"), "comment"))
    by_paragraph = {
        _value(part, "paraId"): _value(comment, "id") for comment in written for part in _children(comment, "p")
    }
    by_paragraph.pop("", None)
    for comment in written:
        paragraphs = list(_children(comment, "p"))
        row = threads.get(_value(paragraphs[-1], "paraId")) if paragraphs else None
        yield FileComment(
            _value(comment, "id"),
            _value(comment, "author"),
            "\n".join("".join(_words(part)).strip() for part in paragraphs).strip(),
            row is not None and _value(row, "done") in ("1", "true"),
            by_paragraph.get(_value(row, "paraIdParent"), ""),
        )


def _links(relations: etree._Element | None) -> dict[str, str]:
    rows = relations.iter(RELATIONSHIP) if relations is not None else ()
    return {row.get("Id", ""): row.get("Target", "") for row in rows if row.get("Type", "").endswith("/hyperlink")}


def _lists(root: etree._Element | None, styles: _Styles) -> tuple[dict[str, Definition], dict[str, str]]:
    """The definition of each list by its number, and its series: lists of one definition are counted together."""
    abstract = {_value(element, "abstractNumId"): element for element in _children(root, "abstractNum")}
    named = {_value(_child(element, "styleLink")): element for element in abstract.values()}
    definitions, series = {}, {}
    for num in _children(root, "num"):
        number, of = _value(num, "numId"), _value(_child(num, "abstractNumId"))
        element = abstract.get(of)
        linked = _value(_child(element, "numStyleLink"))
        levels = _levels(named.get(linked, element) if linked else element)
        restarts: dict[int, int] = {}
        for override in _children(num, "lvlOverride"):
            at = _whole(_value(override, "ilvl"))
            levels |= _levels(override)
            start = _child(override, "startOverride")
            if start is not None:
                restarts[at] = _whole(_value(start))
        definitions[number], series[number] = Definition(levels, restarts), of
    return definitions, series


def _levels(parent: etree._Element | None) -> dict[int, Level]:
    values = {}
    for element in _children(parent, "lvl"):
        restart = _child(element, "lvlRestart")
        legal = _child(element, "isLgl") is not None
        values[_whole(_value(element, "ilvl"))] = Level(
            "decimal" if legal else _value(_child(element, "numFmt")) or "decimal",
            _value(_child(element, "lvlText")),
            _whole(_value(_child(element, "start")), 0),
            None if restart is None else _whole(_value(restart)),
        )
    return values


@dataclass(frozen=True)
class _Around:
    """What is true of everything within an element: a link, a tracked change, a table of contents, a cell."""

    href: str = ""
    inserted: Mark | None = None
    deleted: Mark | None = None
    contents: bool = False
    cell: Cell | None = None


@dataclass
class _Field:
    """A field that is open: its code as far as it was read, and whether what it shows has begun."""

    code: str = ""
    shown: bool = False

    @property
    def is_contents(self) -> bool:
        return self.code.split()[:1] in (["TOC"], ["TOA"], ["INDEX"])


@dataclass
class _Walker:
    """Walks a document once and gathers its lines."""

    styles: _Styles
    series: Mapping[str, str]
    links: Mapping[str, str]
    notes: Mapping[tuple[str, str], str]
    lines: list[FileLine] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    pieces: list[FilePiece] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)  # comments whose marked text has begun and not ended
    ranged: set[str] = field(default_factory=set)
    attached: list[str] = field(default_factory=list)
    tables: int = 0

    def body(self, element: etree._Element, around: _Around = _Around()) -> None:
        """Reads what may hold paragraphs."""
        for child in element:
            name = local_name(child)
            if name == "p":
                self._paragraph(child, around)
            elif name == "tbl":
                self._table(child, around)
            elif name in EMBEDDED:
                self.left_out.append(left_out("embedded"))
            elif name in COMMENTED:
                self._comment(child, name)
            elif name not in UNREAD:
                self.body(child, self._entered(child, name, around))

    def _entered(self, element: etree._Element, name: str, around: _Around) -> _Around:
        if name in INSERTED:
            return replace(around, inserted=_mark(element))
        if name in DELETED:
            return replace(around, deleted=_mark(element))
        if name == "hyperlink":
            return replace(around, href=self._address(element) or around.href)
        if name == "fldSimple":
            self._note_field(_value(element, "instr"))
        gallery = _value(_child(element, "sdtPr", "docPartObj", "docPartGallery")) if name == "sdt" else ""
        return replace(around, contents=True) if gallery == "Table of Contents" else around

    def _address(self, element: etree._Element) -> str:
        given = self.links.get(_value(element, "id"), "")
        kept = inline.link_address(given) if given else ""
        if kept is None:
            self.left_out.append(left_out("link", f"{''.join(_words(element))} ({given})"))
        return kept or ""

    def _table(self, table: etree._Element, around: _Around) -> None:
        if around.cell is not None:
            # A table in a cell is read as the lines of that cell.
            for _row, _column, cell in _cells(table):
                self.body(cell, around)
            return
        number, before = self.tables, len(self.lines)
        self.tables += 1
        for row, column, cell in _cells(table):
            self.body(cell, replace(around, cell=Cell(number, row, column, _is_continued(cell))))
        if any(line.text.strip() for line in self.lines[before:]):
            self.left_out.append(left_out("table", " ".join(line.text for line in self.lines[before:])))

    def _paragraph(self, element: etree._Element, around: _Around) -> None:
        properties = _child(element, "pPr")
        style = self.styles.get(_value(_child(properties, "pStyle")))
        self.pieces, self.bookmarks, self.attached = [], [], [*self.ranges]
        role, level = self._role(properties, style)
        if role in ("title", "heading"):
            # A table of contents that nothing ends would take the whole text with it.
            self.fields = [one for one in self.fields if not one.is_contents]
        contents = around.contents or self._in_contents
        self._inside(element, around)
        # No code of a field goes on in another paragraph.
        for one in self.fields:
            if not one.shown:
                self._note_field(one.code)
        self.fields = [one for one in self.fields if one.shown]
        if style.faint:
            self._note_faint(element)
        mark = _child(properties, "rPr")
        self.lines.append(
            FileLine(
                tuple(self.pieces),
                "contents" if contents or self._in_contents else role,
                level,
                self._place(properties, style),
                bold=self._is_bold(style),
                centred=_centred(properties, style.centred),
                cell=around.cell,
                bookmarks=tuple(self.bookmarks),
                inserted=_end(mark, INSERTED) or around.inserted,
                deleted=_end(mark, DELETED) or around.deleted,
                comments=tuple(dict.fromkeys(self.attached)),
            )
        )

    @property
    def _in_contents(self) -> bool:
        return any(one.is_contents for one in self.fields)

    @staticmethod
    def _role(properties: etree._Element | None, style: _Style) -> tuple[Role, int]:
        level = _outline(properties, "", style.outline)
        if style.role == "text" and level:
            return "heading", level
        return style.role, level if style.role == "heading" else 0

    def _place(self, properties: etree._Element | None, style: _Style) -> Place | None:
        own = _child(properties, "numPr")
        number, level = (_numbered(own) if own is not None else style.place) or ("", 0)
        if own is not None and not number and style.place:
            number = style.place[0]
        if number in ("", "0") or number not in self.series:
            return None
        return Place(self.series[number], level, number)

    def _is_bold(self, style: _Style) -> bool:
        shown = [piece for piece in self.pieces if piece.text.strip()]
        return bool(shown) and ("strong" in style.formats or all("strong" in piece.formats for piece in shown))

    def _inside(self, element: etree._Element, around: _Around) -> None:
        for child in element:
            name = local_name(child)
            if name == "r":
                self._run(child, around)
            elif name == "bookmarkStart":
                self.bookmarks.append(_value(child, "name"))
            elif name in COMMENTED:
                self._comment(child, name)
            elif name == "sdt" and _child(child, "sdtPr", "showingPlcHdr") is not None:
                self.left_out.append(left_out("form", "".join(_words(child))))
            elif name in EMBEDDED:
                self.left_out.append(left_out("embedded"))
            elif name not in UNREAD:
                self._inside(child, self._entered(child, name, around))

    def _run(self, run: etree._Element, around: _Around) -> None:
        properties = _child(run, "rPr")
        style = self.styles.get(_value(_child(properties, "rStyle")))
        base = style.formats & {"strong", "em"}
        if _is_faint(properties, style.faint):
            self._note_faint(run)
        formats = _formats(properties, base)
        # A link is underlined everywhere, which says nothing of its words.
        formats = formats - {"u"} if around.href else formats
        for child in run:
            text = self._text(child)
            if text and all(one.shown for one in self.fields):
                comments = tuple(self.ranges)
                self.pieces.append(FilePiece(text, formats, around.href, around.inserted, around.deleted, comments))

    def _comment(self, element: etree._Element, name: str) -> None:
        """Follows which comments mark the text; one that marks none is attached to the text before it."""
        key = _value(element, "id")
        if name == "commentRangeStart":
            self.ranges.append(key)
            self.ranged.add(key)
        elif name == "commentRangeEnd":
            self.ranges = [open_key for open_key in self.ranges if open_key != key]
        elif key not in self.ranged and self.pieces:
            self.pieces[-1] = replace(self.pieces[-1], comments=(*self.pieces[-1].comments, key))
        self.attached.append(key)

    def _text(self, element: etree._Element) -> str:
        name = local_name(element)
        if name in ("t", "delText"):
            return (element.text or "").replace("\n", " ")
        if name == "br":
            return BREAK if _value(element, "type") in ("", "textWrapping") else " "
        if name in SIGNS:
            return SIGNS[name]
        if name == "fldChar":
            self._field(element)
        elif name == "instrText" and self.fields:
            self.fields[-1].code += element.text or ""
        elif name in ("footnoteReference", "endnoteReference"):
            words = self.notes.get((name.removesuffix("Reference"), _value(element, "id")), "")
            self.left_out.append(left_out("footnote", words))
        elif name == "commentReference":
            self._comment(element, name)
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            self._drawn(element)
        return ""

    def _field(self, mark: etree._Element) -> None:
        kind = _value(mark, "fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].shown = True
            self._note_field(self.fields[-1].code)
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            if not ended.shown:
                self._note_field(ended.code)

    def _note_field(self, code: str) -> None:
        if code.split() and code.split()[0].upper() not in PLAIN_FIELDS:
            self.left_out.append(left_out("field", code))

    def _note_faint(self, element: etree._Element) -> None:
        words = "".join(_words(element))
        if words.strip():
            self.left_out.append(left_out("faint", words))

    def _drawn(self, element: etree._Element) -> None:
        """Names a picture by its description and a text box by its words; the older form of either is the same."""
        shown = _child(element, "Choice")
        shown = element if shown is None else shown
        boxes = [one for one in shown.iter() if local_name(one) == "txbxContent"]
        for box in boxes:
            self.left_out.append(left_out("box", "".join(_words(box))))
        objects = [one for one in shown.iter() if local_name(one) == "OLEObject"]
        for embedded in objects:
            self.left_out.append(left_out("embedded", _value(embedded, "ProgID")))
        if not boxes and not objects:
            named = (one for one in shown.iter() if local_name(one) in ("docPr", "shape"))
            words = next((_value(one, "descr") or _value(one, "alt") or _value(one, "name") for one in named), "")
            self.left_out.append(left_out("picture", words))


def _mark(element: etree._Element) -> Mark:
    return Mark(_value(element, "author"), _value(element, "date"))


def _end(properties: etree._Element | None, names: frozenset[str]) -> Mark | None:
    return next((_mark(mark) for mark in _children(properties, *names)), None)


def _cells(table: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """The cells of a table with row and column, whatever content controls stand around them."""
    for number, row in enumerate(_within(table, "tr")):
        for column, cell in enumerate(_within(row, "tc")):
            yield number, column, cell


def _is_continued(cell: etree._Element) -> bool:
    """Whether a cell goes on with the one above it."""
    merged = _child(cell, "tcPr", "vMerge")
    return merged is not None and _value(merged) != "restart"


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) in ("sdt", "sdtContent", "customXml", "ins", "del", "moveTo", "moveFrom"):
            yield from _within(child, name)
