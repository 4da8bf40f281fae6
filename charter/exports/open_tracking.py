"""Tracked changes and comments of OpenDocument texts, which pandoc does not write: as ODF 1.3 has them.

On the way through pandoc each mark is two letters for private use. What is inserted stands in the text between two
points. What is deleted stands in the region of its change, and a point in the text; where the end of a paragraph is
deleted, the region has two paragraphs. Accepting all changes leaves the new text, rejecting all of them the old one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree
from lxml import html as lxml_html

from charter.exports.office_details import OFFICE
from charter.exports.open_anchors import TEXT
from charter.exports.tracking import ENDS

DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
# Letters for private use: mark number n begins with one of the first row and ends with one of the second.
START, END, ROW = 0xF0000, 0x100000, 0xFFFE
SPANS = "//span[@class='insertion' or @class='deletion']"
COMMENTS, COMMENT_ENDS = "//span[@class='comment-start']", "//span[@class='comment-end']"
Kind = Literal["insertion", "deletion", "comment"]


@dataclass(frozen=True)
class Sign:
    """One mark of a page: a change or a comment, with its author, its date, and the lines of a comment."""

    kind: Kind
    author: str
    date: str
    lines: tuple[str, ...] = ()


def sign_page(page: str) -> tuple[str, list[Sign]]:
    """The page with letters in place of its marks, and what each of them is. Raises `OverflowError` at 65,534."""
    root = lxml_html.document_fromstring("".join(letter for letter in page if ord(letter) < START))
    signs: list[Sign] = []
    for span in list(root.xpath(SPANS)):
        _enclose(span, span, len(signs))
        signs.append(Sign(_kind(span), span.get("data-author", ""), span.get("data-date", "")))
        span.drop_tag()
    ends = {end.get("id"): end for end in root.xpath(COMMENT_ENDS)}
    for span in list(root.xpath(COMMENTS)):
        lines = tuple(line.strip() for line in span.itertext() if line.strip())
        _enclose(span, ends[span.get("id")], len(signs))
        signs.append(Sign("comment", span.get("data-author", ""), span.get("data-date", ""), lines))
        span.drop_tree()
    for end in ends.values():
        end.drop_tree()
    if len(signs) > ROW:
        raise OverflowError(len(signs))
    return lxml_html.tostring(root, encoding="unicode", doctype="<!doctype html>"), signs


def _kind(span: lxml_html.HtmlElement) -> Kind:
    return "insertion" if span.get("class") == "insertion" else "deletion"


def _enclose(first: lxml_html.HtmlElement, last: lxml_html.HtmlElement, number: int) -> None:
    """Sets the letters of a mark: within its own span, or behind the start and the end of a comment."""
    start, end = chr(START + number), chr(END + number)
    if first is last:
        first.text = start + (first.text or "")
        if len(first):
            first[-1].tail = (first[-1].tail or "") + end
        else:
            first.text += end
    else:
        first.tail = start + (first.tail or "")
        last.tail = end + (last.tail or "")


def finish_open_tracking(body: etree._Element, signs: list[Sign]) -> None:
    """Writes the changes and comments of a text in place of their letters, and their regions before it."""
    _Tracking(body, signs).write()


@dataclass
class _Tracking:
    """Walks the paragraphs once. `waiting` goes to the beginning of the next paragraph that stays in the text."""

    body: etree._Element
    signs: list[Sign]
    regions: list[etree._Element] = field(default_factory=list)
    waiting: list[etree._Element] = field(default_factory=list)
    joined: etree._Element | None = None

    def write(self) -> None:
        for paragraph in list(self.body.iter(*PARAGRAPHS)):
            _set_points(paragraph)
            self._paragraph(paragraph)
        # The last line of the file is none of the text, so nothing waits for a paragraph after it.
        assert not self.waiting and self.joined is None
        for point in list(self.body.iter("point")):
            self._settle(point)
        changes = etree.Element(f"{TEXT}tracked-changes", {f"{TEXT}track-changes": "true"})
        changes.extend(self.regions)
        self.body.insert(0, changes)
        for point in list(changes.iter("point")):
            self._settle(point)

    def _paragraph(self, paragraph: etree._Element) -> None:
        whole, end = _whole(paragraph, self.signs), _ended(paragraph, self.signs)
        if whole is not None and self.signs[whole].kind == "deletion":
            self._delete_paragraph(paragraph, whole)
            return
        if self.joined is None:
            _put_first(paragraph, self.waiting)
        else:
            self.joined.extend(self.waiting)
        self.waiting = []
        ended = end if end is not None else whole
        if ended is not None and self.signs[ended].kind == "insertion":
            self.waiting.append(_cut_out(next(_points(paragraph, "end", ended))))
        for start in [point for point in paragraph.iter("point") if point.get("which") == "start"]:
            if self._kind(start) == "deletion" and _number(start) != ended:
                self._delete_stretch(paragraph, start)
        if self.joined is not None:
            _move_content(paragraph, self.joined)
            paragraph, self.joined = self.joined, None
        if ended is not None and self.signs[ended].kind == "deletion":
            self._delete_end(paragraph, ended)

    def _delete_paragraph(self, paragraph: etree._Element, number: int) -> None:
        """The paragraph goes into a region, with its end."""
        assert self.joined is None
        for point in [point for point in paragraph.iter("point") if self._kind(point) == "deletion"]:
            _cut_out(point)
        after = paragraph.getparent()
        assert after is not None
        after.remove(paragraph)
        self._region(number, [paragraph, etree.Element(f"{TEXT}p")])
        self.waiting.append(self._change(number))

    def _delete_stretch(self, paragraph: etree._Element, start: etree._Element) -> None:
        number = _number(start)
        gone = etree.Element(paragraph.tag, dict(paragraph.attrib))
        parent = start.getparent()
        assert parent is not None
        end = next(_points(parent, "end", number))
        assert end.getparent() is parent
        gone.text, start.tail = start.tail, None
        for sibling in list(start.itersiblings()):
            if sibling is end:
                break
            gone.append(sibling)
        _cut_out(end)
        _replace(start, self._change(number))
        self._region(number, [gone])

    def _delete_end(self, paragraph: etree._Element, number: int) -> None:
        """The next paragraph goes on where this one ends."""
        for which in ("start", "end"):
            _cut_out(next(_points(paragraph, which, number)))
        empty = etree.Element(paragraph.tag, dict(paragraph.attrib))
        self._region(number, [empty, etree.Element(f"{TEXT}p")])
        paragraph.append(self._change(number))
        self.joined = paragraph

    def _kind(self, point: etree._Element) -> Kind:
        return self.signs[_number(point)].kind

    def _change(self, number: int) -> etree._Element:
        return etree.Element(f"{TEXT}change", {f"{TEXT}change-id": _name(number)})

    def _region(self, number: int, content: list[etree._Element]) -> None:
        sign = self.signs[number]
        region = etree.Element(f"{TEXT}changed-region", {f"{XML}id": _name(number), f"{TEXT}id": _name(number)})
        kind = etree.SubElement(region, f"{TEXT}{sign.kind}")
        information = etree.SubElement(kind, f"{OFFICE}change-info")
        etree.SubElement(information, f"{DC}creator").text = sign.author
        etree.SubElement(information, f"{DC}date").text = sign.date.removesuffix("Z")
        kind.extend(content)
        self.regions.append(region)

    def _settle(self, point: etree._Element) -> None:
        """Writes one of the points that are left: of an insertion or of a comment."""
        number, which = _number(point), point.get("which")
        sign = self.signs[number]
        if sign.kind == "insertion":
            if which == "start":
                self._region(number, [])
            _replace(point, etree.Element(f"{TEXT}change-{which}", {f"{TEXT}change-id": _name(number)}))
        elif which == "start":
            _replace(point, _annotation(sign, number))
        else:
            _replace(point, etree.Element(f"{OFFICE}annotation-end", {f"{OFFICE}name": _name(number)}))


def _name(number: int) -> str:
    return f"ct{number + 1}"


def _number(point: etree._Element) -> int:
    return int(point.get("number", ""))


def _annotation(sign: Sign, number: int) -> etree._Element:
    annotation = etree.Element(f"{OFFICE}annotation", {f"{OFFICE}name": _name(number)})
    etree.SubElement(annotation, f"{DC}creator").text = sign.author
    etree.SubElement(annotation, f"{DC}date").text = sign.date.removesuffix("Z")
    for line in sign.lines:
        etree.SubElement(annotation, f"{TEXT}p").text = line
    return annotation


def _set_points(paragraph: etree._Element) -> None:
    """Puts an element in place of each letter of a mark."""
    for element in list(paragraph.iter()):
        _set_points_in(element, element.text, before=None)
        if element is not paragraph:
            _set_points_in(element.getparent(), element.tail, before=element)


def _set_points_in(parent: etree._Element | None, text: str | None, before: etree._Element | None) -> None:
    """The same in the text at the beginning of an element, or behind one of its children."""
    if parent is None or not text or max(text) < chr(START):
        return
    place = 0 if before is None else parent.index(before) + 1
    pieces = [""]
    for letter in text:
        if ord(letter) < START:
            pieces[-1] += letter
            continue
        which, first = ("start", START) if ord(letter) < END else ("end", END)
        point = etree.Element("point", {"which": which, "number": str(ord(letter) - first)})
        parent.insert(place + len(pieces) - 1, point)
        pieces.append("")
    if before is None:
        parent.text = pieces[0]
    else:
        before.tail = pieces[0]
    for point, piece in zip(parent[place : place + len(pieces) - 1], pieces[1:], strict=True):
        point.tail = piece


def _points(element: etree._Element, which: str, number: int) -> Iterator[etree._Element]:
    wanted = {"which": which, "number": str(number)}
    return (point for point in list(element.iter("point")) if dict(point.attrib) == wanted)


def _stretches(paragraph: etree._Element, signs: list[Sign]) -> Iterator[tuple[int | None, str]]:
    """The text of a paragraph in its order, each piece with the number of the change that it is in."""
    around: int | None = None
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "start":
            if element.tag == "point" and signs[_number(element)].kind != "comment":
                around = _number(element) if element.get("which") == "start" else None
            yield around, element.text or ""
        elif element is not paragraph:
            yield around, element.tail or ""


def _whole(paragraph: etree._Element, signs: list[Sign]) -> int | None:
    """The number of the first change of a paragraph that holds nothing but changes of one kind."""
    numbers = [number for number, text in _stretches(paragraph, signs) if text.strip()]
    kinds = {None if number is None else signs[number].kind for number in numbers}
    return numbers[0] if len(kinds) == 1 else None


def _ended(paragraph: etree._Element, signs: list[Sign]) -> int | None:
    """The number of the change of a paragraph's end alone, whose letter is removed."""
    ended = None
    for number, text in list(_stretches(paragraph, signs)):
        if text in ENDS.values():
            ended = number
    if ended is not None:
        start = next(_points(paragraph, "start", ended))
        start.tail = None
    return ended


def _cut_out(point: etree._Element) -> etree._Element:
    """Takes a point out of the text and leaves what is behind it."""
    parent, before = point.getparent(), point.getprevious()
    assert parent is not None
    tail, point.tail = point.tail or "", None
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(point)
    return point


def _replace(point: etree._Element, element: etree._Element) -> None:
    parent = point.getparent()
    assert parent is not None
    element.tail, point.tail = point.tail, None
    parent.replace(point, element)


def _put_first(paragraph: etree._Element, elements: list[etree._Element]) -> None:
    if elements:
        elements[-1].tail, paragraph.text = paragraph.text, None
        for place, element in enumerate(elements):
            paragraph.insert(place, element)


def _move_content(paragraph: etree._Element, into: etree._Element) -> None:
    """Sets the content of a paragraph behind that of another, and removes it."""
    if len(into):
        into[-1].tail = (into[-1].tail or "") + (paragraph.text or "")
    else:
        into.text = (into.text or "") + (paragraph.text or "")
    into.extend(list(paragraph))
    parent = paragraph.getparent()
    assert parent is not None
    parent.remove(paragraph)
