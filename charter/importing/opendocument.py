"""An OpenDocument text read into lines, as `word` does for Word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from accounts.colours import is_unseen
from charter.files import inline
from charter.files.archives import parse_xml, remove_elements, unpack_archive
from charter.files.inline import BREAK
from charter.files.left_out import LeftOut, left_out
from charter.files.refusals import BROKEN, ENCRYPTED, TRACKED, Unreadable
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
from charter.importing.word import CONTENTS, OFFERS, OWN_STYLES, ROLES, local_name

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{OASIS}office:1.0}}"
TEXT = f"{{{OASIS}text:1.0}}"
STYLE = f"{{{OASIS}style:1.0}}"
FO = f"{{{OASIS}xsl-fo-compatible:1.0}}"
TABLE = f"{{{OASIS}table:1.0}}"
DRAW = f"{{{OASIS}drawing:1.0}}"
META = f"{{{OASIS}meta:1.0}}"
DC = "{http://purl.org/dc/elements/1.1/}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"
OUTLINE = "outline of headings"
INDEXES = re.compile(r".*-index|bibliography|table-of-content")
UNREAD = frozenset(
    {"tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "title"}
    | {"desc", "soft-page-break", "table-of-content-source", "index-title-template", "ruby-text", "script"}
)
FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
HEADING = re.compile(r"heading (\d+)")
ENCODED = re.compile(r"_([0-9a-f]{2})_")
LINKS = ("section-source", "dde-source", "dde-connection")
OBJECTS = ("object", "object-ole", "plugin", "applet", "floating-frame")
SIZE = re.compile(r"(\d+(?:\.\d+)?)pt")
LEAST_POINTS = 4
DEEPEST_STYLE = 20
MOST_SPACES = 100


def read_opendocument(data: bytes, tracked: str | None) -> Manuscript:
    """The lines of an OpenDocument text; one with pending changes is refused until somebody says how to read them."""
    parts = unpack_archive(data)
    xml = {name: parse_xml(part) for name, part in parts.items() if name != "mimetype"}
    refuse_locked(xml.get("META-INF/manifest.xml"))
    if "content.xml" not in xml or parts.get("mimetype", MEDIA_TYPE).strip() != MEDIA_TYPE:
        raise Unreadable(BROKEN)
    content = xml["content.xml"]
    if tracked not in OFFERS and any(len(changes) for changes in content.iter(f"{TEXT}tracked-changes")):
        raise Unreadable(TRACKED, offers=OFFERS)
    sheets = [xml[name] for name in ("styles.xml", "content.xml") if name in xml]
    styles = _Styles(sheets)
    comments = tuple(_comments(content))
    remarks = (left_out("comment", comment.text) for comment in comments)
    notes = [*_margins(sheets), *remarks, *_hidden(content, styles)]
    ended = frozenset(end.get(f"{OFFICE}name", "") for end in content.iter(f"{OFFICE}annotation-end"))
    walker = _Walker(styles, _lists(sheets), _regions(content), ended=ended)
    walker.body(next((element for element in content.iter() if local_name(element) == "body"), content))
    facts = xml.get("meta.xml")
    names = (*_names(facts), *(comment.author for comment in comments if comment.author))
    left = (*notes, *walker.left_out)
    return Manuscript(tuple(walker.lines), walker.definitions, left, _properties(facts), names, comments)


def _properties(facts: etree._Element | None) -> dict[str, str]:
    """The properties that a user can see and set, and the keywords."""
    if facts is None:
        return {}
    properties = {fact.get(f"{META}name", ""): (fact.text or "").strip() for fact in facts.iter(f"{META}user-defined")}
    words = [(fact.text or "").strip() for fact in facts.iter(f"{META}keyword")]
    return properties | ({"keywords": ", ".join(words)} if words else {})


def _names(facts: etree._Element | None) -> Iterator[str]:
    """Names of people outside the text: who made the file, who saved it, who printed it."""
    makers = (f"{META}initial-creator", f"{DC}creator", f"{META}printed-by")
    return (fact.text for fact in facts.iter(*makers) if fact.text) if facts is not None else iter(())


def refuse_locked(manifest: etree._Element | None) -> None:
    """Raises `Unreadable` where the manifest of an OpenDocument file names an encrypted part."""
    if manifest is not None and any(local_name(element) == "encryption-data" for element in manifest.iter()):
        raise Unreadable(ENCRYPTED)


def _whole(value: str | None, otherwise: int = 0) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 5 else otherwise


@dataclass(frozen=True)
class _Style:
    """A style with what it takes from its parents."""

    names: tuple[str, ...] = ()
    formats: frozenset[str] = frozenset()
    direct: frozenset[str] = frozenset()  # of these, what the button did here and no style of a template
    numbered_by: str = ""
    hidden: bool = False
    centred: bool = False
    is_own: bool = False
    faint: bool = False

    @property
    def heading(self) -> int:
        """The level of a heading, by the name of the style; 0 for another style."""
        levels = (HEADING.fullmatch(name) for name in self.names)
        return next((int(level[1]) for level in levels if level), 0)

    @property
    def role(self) -> Role:
        named = (ROLES.get(name) or ("contents" if name.startswith(CONTENTS) else None) for name in self.names)
        return "own" if self.is_own else next(filter(None, named), "text")


class _Styles:
    """The styles of paragraphs and of runs by family and name."""

    def __init__(self, sheets: list[etree._Element]) -> None:
        self.elements = {
            (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")): style
            for sheet in sheets
            for style in sheet.iter(f"{STYLE}style")
        }
        automatic = (style for sheet in sheets for place in sheet.iter(f"{OFFICE}automatic-styles") for style in place)
        self.automatic = frozenset(automatic)
        self.is_ours = {_decoded(name) for _family, name in self.elements} >= OWN_STYLES
        self.styles_by_key: dict[tuple[str, str], _Style] = {}

    def get(self, family: str, name: str | None, depth: int = 0) -> _Style:
        """The style of that name; one that the file does not define says no more than its name."""
        if not name:
            return _Style()
        key = (family, name)
        if key not in self.styles_by_key:
            element = self.elements.get(key)
            plain = _Style((_decoded(name),))
            self.styles_by_key[key] = (
                plain if element is None or depth > DEEPEST_STYLE else self._read_style(element, depth)
            )
        return self.styles_by_key[key]

    def _read_style(self, element: etree._Element, depth: int) -> _Style:
        family = element.get(f"{STYLE}family", "")
        base = self.get(family, element.get(f"{STYLE}parent-style-name"), depth + 1)
        name = element.get(f"{STYLE}display-name") or element.get(f"{STYLE}name", "")
        numbered_by = element.get(f"{STYLE}list-style-name")
        style = replace(
            base,
            names=(_decoded(name), *base.names),
            numbered_by=base.numbered_by if numbered_by is None else numbered_by,
            is_own=base.is_own or (self.is_ours and _decoded(name) in ("fact", "note")),
        )
        for properties in element:
            if local_name(properties) == "text-properties":
                hidden = properties.get(f"{TEXT}display")
                style = replace(
                    style,
                    formats=_formats(properties, style.formats),
                    direct=_formats(properties, frozenset()) if element in self.automatic else frozenset(),
                    hidden=style.hidden if hidden is None else hidden == "none",
                    faint=_is_faint(properties, style.faint),
                )
            elif local_name(properties) == "paragraph-properties":
                align = properties.get(f"{FO}text-align")
                style = replace(style, centred=style.centred if align is None else align == "center")
        return style


def _decoded(name: str) -> str:
    return ENCODED.sub(lambda match: chr(int(match[1], 16)), name).lower()


def _formats(properties: etree._Element, base: frozenset[str]) -> frozenset[str]:
    formats = set(base)
    attributes = {
        "strong": (properties.get(f"{FO}font-weight"), ("normal", "100", "200", "300", "400", "500")),
        "em": (properties.get(f"{FO}font-style"), ("normal",)),
        "u": (properties.get(f"{STYLE}text-underline-style"), ("none",)),
        "s": (properties.get(f"{STYLE}text-line-through-style"), ("none",)),
    }
    for form, (value, off) in attributes.items():
        if value is not None:
            formats = formats - {form} if value in off else formats | {form}
    position = properties.get(f"{STYLE}text-position")
    if position is not None:
        formats -= {"sup", "sub"}
        raised = position.split()[0] if position.split() else ""
        if raised == "super" or (raised.rstrip("%").isdecimal() and raised != "0%"):
            formats.add("sup")
        elif raised == "sub" or raised.startswith("-"):
            formats.add("sub")
    return frozenset(formats)


def _is_faint(properties: etree._Element, base: bool) -> bool:
    """Whether text is almost white or smaller than 4 points, which nobody sees."""
    color, size = properties.get(f"{FO}color"), SIZE.fullmatch(properties.get(f"{FO}font-size", ""))
    is_small = size is not None and float(size[1]) < LEAST_POINTS
    return is_unseen(color or "") or is_small or (base and not (color and size))


def _hidden(content: etree._Element, styles: _Styles) -> list[LeftOut]:
    def hides(element: etree._Element) -> bool:
        name = local_name(element)
        if name in ("p", "h", "span"):
            family = "text" if name == "span" else "paragraph"
            return styles.get(family, element.get(f"{TEXT}style-name")).hidden
        closed = name == "section" and element.get(f"{TEXT}display") == "none"
        return closed or name in ("hidden-text", "hidden-paragraph")

    return remove_elements(content, hides, _words)


def _words(element: etree._Element) -> str:
    """The words of all paragraphs within an element, or of the element itself where it has none."""
    paragraphs = list(element.iter(f"{TEXT}p", f"{TEXT}h")) or [element]
    return " ".join("".join(map(str, paragraph.itertext())) for paragraph in paragraphs)


def _margins(sheets: list[etree._Element]) -> list[LeftOut]:
    names = ("header", "footer", "header-left", "footer-left", "header-first", "footer-first")
    margins = (
        _words(margin)
        for sheet in sheets
        for page in sheet.iter(f"{STYLE}master-page")
        for margin in page
        if local_name(margin) in names
    )
    # The number of the page alone is nothing that anybody wrote.
    return [left_out("margin", words) for words in margins if words.strip() and not words.strip().isdecimal()]


def _comments(content: etree._Element) -> Iterator[FileComment]:
    """The comments; of each, only its place stays in the text."""
    for number, element in enumerate(list(content.iter(f"{OFFICE}annotation")), 1):
        own = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        key = own.get("name") or f"comment {number}"
        lines = (" ".join(_words(line).split()) for line in element.iter(f"{TEXT}p", f"{TEXT}h"))
        author = element.findtext(f"{DC}creator") or ""
        yield FileComment(
            key, author, "\n".join(lines).strip(), own.get("resolved") == "true", own.get("parent-name", "")
        )
        for child in list(element):
            element.remove(child)
        element.set(f"{OFFICE}name", key)
        element.text = None


def _lists(sheets: list[etree._Element]) -> dict[str, Definition]:
    named = {
        style.get(f"{STYLE}name", ""): _levels(style) for sheet in sheets for style in sheet.iter(f"{TEXT}list-style")
    }
    outlines = (_levels(style) for sheet in sheets for style in sheet.iter(f"{TEXT}outline-style"))
    return named | {OUTLINE: next(outlines, Definition({}))}


def _levels(style: etree._Element) -> Definition:
    levels = {}
    for element in style:
        at = _whole(element.get(f"{TEXT}level"), 1) - 1
        if local_name(element) in ("list-level-style-bullet", "list-level-style-image"):
            levels[at] = Level("bullet", element.get(f"{TEXT}bullet-char") or "•")
        elif local_name(element) in ("list-level-style-number", "outline-level-style"):
            levels[at] = _level(element, at)
    return Definition(levels)


def _level(element: etree._Element, at: int) -> Level:
    form = _form(element.get(f"{STYLE}num-format") or "")
    start = _whole(element.get(f"{TEXT}start-value"), 1)
    # What newer files say of the whole number goes before prefix and suffix.
    whole = next((value for name, value in element.attrib.items() if name.endswith("}num-list-format")), None)
    if whole is not None:
        return Level(form, re.sub(r"%(\d)%", r"%\1", whole), start)
    shown = min(_whole(element.get(f"{TEXT}display-levels"), 1), at + 1)
    numbers = ".".join(f"%{n}" for n in range(at + 2 - shown, at + 2)) if form != "none" else ""
    before, after = element.get(f"{STYLE}num-prefix") or "", element.get(f"{STYLE}num-suffix") or ""
    return Level(form, f"{before}{numbers}{after}", start)


def _form(given: str) -> str:
    if given.startswith("أ"):
        return "arabicAbjad" if "ج" in given.split(",")[2:3] or "ج" in given[:9] else "arabicAlpha"
    if given.startswith(("一", "壹")):
        return "chineseCounting"
    return FORMS.get(given, "decimal")


@dataclass(frozen=True)
class _Region:
    """A tracked change: who put something in, who took it out, and what was taken out, which stands apart."""

    inserted: Mark | None
    deleted: Mark | None
    deletion: etree._Element | None


def _regions(content: etree._Element) -> dict[str, _Region]:
    """The tracked changes by id. What one author put in and another took out has both in one region."""
    regions = {}
    for region in content.iter(f"{TEXT}changed-region"):
        parts = {local_name(part): part for part in region}
        insertion, deletion = parts.get("insertion"), parts.get("deletion")
        identity = region.get(f"{TEXT}id") or region.get(f"{XML}id") or ""
        if insertion is not None or deletion is not None:
            regions[identity] = _Region(_mark(insertion), _mark(deletion), deletion)
    return regions


def _mark(part: etree._Element | None) -> Mark | None:
    if part is None:
        return None
    attributes = {
        local_name(element): element.text or ""
        for info in part
        if local_name(info) == "change-info"
        for element in info
    }
    return Mark(attributes.get("creator", ""), attributes.get("date", ""))


@dataclass(frozen=True)
class _Around:
    """What is true of everything within an element."""

    formats: frozenset[str] = frozenset()
    href: str = ""
    inserted: Mark | None = None
    deleted: Mark | None = None
    contents: bool = False
    cell: Cell | None = None
    place: Place | None = None
    list_style: str = ""


@dataclass
class _Walker:
    """Walks a text once and gathers its lines."""

    styles: _Styles
    definitions: Mapping[str, Definition]
    regions: Mapping[str, _Region]
    lines: list[FileLine] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    pieces: list[FilePiece] = field(default_factory=list)
    bookmarks: list[tuple[str, int]] = field(default_factory=list)  # each with how many pieces precede it
    ended: frozenset[str] = frozenset()  # comments that say where the text that they mark ends
    ranges: list[str] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    inserted: list[tuple[str, Mark]] = field(default_factory=list)
    line: FileLine = field(default_factory=lambda: FileLine(()))
    series: dict[str, str] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    tables: int = 0

    def body(self, elements: Iterable[etree._Element], around: _Around = _Around()) -> None:
        """Reads what may hold paragraphs."""
        for child in elements:
            name = local_name(child)
            if name in ("p", "h"):
                self._paragraph(child, around)
            elif name == "list":
                self._list(child, around)
            elif name == "table":
                self._table(child, around)
            elif name in ("change-start", "change-end", "change"):
                self._change(child, name, around)
            elif name in ("annotation", "annotation-end"):
                self._comment(child, name)
            elif name in ("frame", *LINKS):
                self._note_outside(child, name)
            elif INDEXES.fullmatch(name):
                self.body(child, replace(around, contents=True))
            elif name not in UNREAD:
                self.body(child, around)

    def _list(self, element: etree._Element, around: _Around) -> None:
        style = element.get(f"{TEXT}style-name") or around.list_style
        if around.place is None:
            place = Place(self._series(element, style), 0, style)
        else:
            place = replace(around.place, level=around.place.level + 1, definition=style, start=None)
        for item in element:
            start = _whole(item.get(f"{TEXT}start-value")) or None
            counted = local_name(item) == "list-item"
            within = replace(around, place=replace(place, start=start), list_style=style)
            self._item(item, within, counted)

    def _item(self, item: etree._Element, around: _Around, counted: bool) -> None:
        """The first paragraph of an item has its number, what follows in it has none."""
        for child in item:
            if local_name(child) in ("p", "h"):
                self._paragraph(child, around, numbered=counted)
                counted = False
            else:
                self.body([child], around)

    def _series(self, element: etree._Element, style: str) -> str:
        own = f"{element.get(f'{XML}id') or ''} {len(self.series)}"
        goes_on = element.get(f"{TEXT}continue-list")
        series = own
        if goes_on is not None:
            series = self.series.get(goes_on, own)
        elif element.get(f"{TEXT}continue-numbering") == "true":
            series = self.latest.get(style, own)
        self.series[element.get(f"{XML}id") or own] = series
        self.latest[style] = series
        return series

    def _table(self, table: etree._Element, around: _Around) -> None:
        before = len(self.lines)
        rows = [row for row in table.iter(f"{TABLE}table-row") if _home(row) is table]
        number, self.tables = self.tables, self.tables + (around.cell is None)
        for row_number, row in enumerate(rows):
            cells = (one for one in row if local_name(one) == "table-cell")
            for column, cell in enumerate(cells):
                place = around.cell or Cell(number, row_number, column)
                self.body(cell, replace(around, cell=place, place=None))
        if around.cell is None and any(line.text.strip() for line in self.lines[before:]):
            self.left_out.append(left_out("table", " ".join(line.text for line in self.lines[before:])))

    def _paragraph(self, element: etree._Element, around: _Around, numbered: bool = False) -> None:
        self.pieces, self.bookmarks, self.attached = [], [], [*self.ranges]
        self.line = self._shape(element, around, numbered)
        style = self.styles.get("paragraph", element.get(f"{TEXT}style-name"))
        self._note_faint(element, style)
        self._inside(element, replace(around, formats=style.direct if self.line.role == "text" else frozenset()))
        self._end(self._inserted, None)

    def _shape(self, element: etree._Element, around: _Around, numbered: bool) -> FileLine:
        """What a paragraph is, before its words."""
        style = self.styles.get("paragraph", element.get(f"{TEXT}style-name"))
        level = _whole(element.get(f"{TEXT}outline-level"), 1) if local_name(element) == "h" else style.heading
        role: Role = "heading" if style.role == "text" and level else style.role
        place = around.place if numbered else None
        if local_name(element) == "h" and around.place is None and element.get(f"{TEXT}is-list-header") != "true":
            start = _whole(element.get(f"{TEXT}start-value")) or None
            place = Place(OUTLINE, level - 1, OUTLINE, start)
        return FileLine(
            (),
            "contents" if around.contents else role,
            level,
            place,
            bold="strong" in style.formats,
            centred=style.centred,
            cell=around.cell,
        )

    def _end(self, inserted: Mark | None, deleted: Mark | None) -> None:
        """Ends the line that is being gathered."""
        shown = [piece for piece in self.pieces if piece.text.strip()]
        bold = self.line.bold or (bool(shown) and all("strong" in piece.formats for piece in shown))
        self.lines.append(
            replace(
                self.line,
                pieces=tuple(self.pieces),
                bold=bold and bool(shown),
                bookmarks=tuple(name for name, _pieces in self.bookmarks),
                inserted=inserted,
                deleted=deleted,
                comments=tuple(dict.fromkeys(self.attached)),
            )
        )
        self.pieces, self.bookmarks, self.attached = [], [], [*self.ranges]

    def _inside(self, element: etree._Element, around: _Around) -> None:
        self._say(element.text, around)
        for child in element:
            self._part(child, local_name(child), around)
            self._say(child.tail, around)

    def _say(self, text: str | None, around: _Around) -> None:
        # White space is one space here; what a text counts or breaks has elements of its own.
        spaced = inline.SPACE.sub(" ", text or "")
        if spaced:
            self._add(spaced, around)

    def _add(self, text: str, around: _Around) -> None:
        inserted = around.inserted if around.deleted else self._inserted
        comments = tuple(self.ranges)
        self.pieces.append(FilePiece(text, around.formats, around.href, inserted, around.deleted, comments))

    def _comment(self, element: etree._Element, name: str) -> None:
        """Follows which comments mark the text; one that marks none is attached to the text before it."""
        key = element.get(f"{OFFICE}name", "")
        if name == "annotation-end":
            self.ranges = [open_key for open_key in self.ranges if open_key != key]
            return
        if key in self.ended:
            self.ranges.append(key)
        elif self.pieces:
            self.pieces[-1] = replace(self.pieces[-1], comments=(*self.pieces[-1].comments, key))
        self.attached.append(key)

    @property
    def _inserted(self) -> Mark | None:
        return self.inserted[-1][1] if self.inserted else None

    def _part(self, element: etree._Element, name: str, around: _Around) -> None:
        if name == "span":
            style = self.styles.get("text", element.get(f"{TEXT}style-name"))
            self._note_faint(element, style)
            self._inside(element, replace(around, formats=around.formats | style.formats))
        elif name == "a":
            self._inside(element, replace(around, href=self._address(element)))
        elif name in ("s", "tab", "line-break"):
            count = min(_whole(element.get(f"{TEXT}c"), 1), MOST_SPACES)
            self._add({"s": " " * count, "tab": "\t", "line-break": BREAK}[name], around)
        elif name in ("change-start", "change-end", "change"):
            self._change(element, name, around)
        elif name in ("bookmark-start", "bookmark"):
            self.bookmarks.append((element.get(f"{TEXT}name") or "", len(self.pieces)))
        elif name in ("annotation", "annotation-end"):
            self._comment(element, name)
        elif name == "note":
            body = next((one for one in element if local_name(one) == "note-body"), element)
            self.left_out.append(left_out("footnote", _words(body)))
        elif name in ("frame", "custom-shape", "g"):
            self._frame(element)
        elif name not in UNREAD:
            self._note_outside(element, name)
            self._inside(element, around)

    def _note_faint(self, element: etree._Element, style: _Style) -> None:
        if style.faint and _words(element).strip():
            self.left_out.append(left_out("faint", _words(element)))

    def _note_outside(self, element: etree._Element, name: str) -> None:
        """Notes what is beside the text, or brings text from elsewhere."""
        if name == "frame":
            self._frame(element)
        elif name in LINKS:
            self.left_out.append(left_out("field", _target(element)))

    def _address(self, element: etree._Element) -> str:
        given = element.get(f"{XLINK}href") or ""
        kept = "" if given.startswith("#") or not given else inline.link_address(given)
        if kept is None:
            self.left_out.append(left_out("link", f"{_words(element)} ({given})"))
        return kept or ""

    def _change(self, element: etree._Element, name: str, around: _Around) -> None:
        identity = element.get(f"{TEXT}change-id") or ""
        region = self.regions.get(identity)
        if name == "change-end":
            self.inserted = [one for one in self.inserted if one[0] != identity]
        elif region is not None and name == "change-start" and region.inserted:
            self.inserted.append((identity, region.inserted))
        elif region is not None and region.deletion is not None:
            self._put_back(region.deletion, replace(around, inserted=region.inserted, deleted=region.deleted))

    def _put_back(self, deletion: etree._Element, around: _Around) -> None:
        """Reads what was taken out at its place: each paragraph's end in it ends the line that is being gathered.

        A bookmark directly before a paragraph's end that was taken out is of the text after it.
        """
        paragraphs = list(deletion.iter(f"{TEXT}p", f"{TEXT}h"))
        later = [mark for mark in self.bookmarks if mark[1] == len(self.pieces)] if len(paragraphs) > 1 else []
        self.bookmarks = [mark for mark in self.bookmarks if mark not in later]
        for number, paragraph in enumerate(paragraphs):
            if number:
                self._end(around.inserted, around.deleted)
                self.line = self._shape(paragraph, around, numbered=False)
            self._inside(paragraph, around)
        self.bookmarks += [(name, len(self.pieces)) for name, _pieces in later]

    def _frame(self, element: etree._Element) -> None:
        """Names a picture by its description and a text box by its words."""
        if any(local_name(one) in OBJECTS for one in element.iter()):
            self.left_out.append(left_out("embedded", element.get(f"{DRAW}name") or ""))
            return
        boxes = [one for one in element.iter() if local_name(one) == "text-box"]
        for box in boxes or [element]:
            words = _words(box) if boxes or local_name(element) != "frame" else ""
            if words.strip():
                self.left_out.append(left_out("box", words))
                continue
            described = (one.text or "" for one in element.iter() if local_name(one) in ("title", "desc"))
            name = next(filter(None, described), element.get(f"{DRAW}name") or "")
            self.left_out.append(left_out("picture", name))


def _target(link: etree._Element) -> str:
    """Where a link to another document leads."""
    names = (
        f"{XLINK}href",
        f"{TEXT}connection-name",
        f"{OFFICE}dde-application",
        f"{OFFICE}dde-topic",
        f"{OFFICE}dde-item",
    )
    return " ".join(filter(None, map(link.get, names)))


def _home(row: etree._Element) -> etree._Element:
    return next(row.iterancestors(f"{TABLE}table"))
