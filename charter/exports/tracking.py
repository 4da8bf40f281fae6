"""A signed redline as tracked changes: words for pandoc, then the marks of paragraphs, which pandoc does not write.

Accepting all of them leaves the new text, rejecting all of them the old one, paragraph by paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml import html as lxml_html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHANGES = (f"{W}ins", f"{W}del")
# What stands in a paragraph and is no text of it.
BESIDE = tuple(
    f"{W}{name}" for name in ("pPr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")
)
TRACKED = {"ins": "insertion", "del": "deletion"}
# Letters for private use: they stand for the end of a paragraph on the way through pandoc.
ENDS = {"split": "\ue000", "join": "\ue001"}

SAID_OTHERWISE = "//span[@class='vh'] | //p[contains(@class, 'legend')] | //p[@class='note by']"


def prepare_tracking(root: lxml_html.HtmlElement) -> None:
    """Turns the marks of a page into spans that pandoc writes as tracked changes."""
    for moved in list(root.xpath("//ins[@class='moved']")):
        _plain_within(moved)
    for unseen in root.xpath(SAID_OTHERWISE):
        unseen.drop_tree()
    for gone in root.iter("del"):
        _close_gap(gone)
    for join in list(root.xpath("//del[@class='join']")):
        _part(join)
    for mark in list(root.iter(*TRACKED)):
        _to_span(mark)


def _plain_within(moved: lxml_html.HtmlElement) -> None:
    """A piece that moved comes whole: what changed in it is told where it left."""
    for gone in list(moved.iter("del")):
        gone.drop_tree()
    for came in list(moved.iter("ins")):
        if came is not moved:
            came.drop_tag()


def _close_gap(gone: lxml_html.HtmlElement) -> None:
    """The space between words that go and words that come is for readers: in a text it would stand twice."""
    came, before = gone.getnext(), gone.getprevious()
    head = before.tail if before is not None else gone.getparent().text
    if gone.tail == " " and came is not None and came.tag == "ins" and (head or " ")[-1:].isspace():
        gone.tail = None


def _part(join: lxml_html.HtmlElement) -> None:
    """Ends the paragraph where it was joined with the next, so that rejecting parts them again."""
    whole = join.getparent()
    if whole is None or whole.tag != "p":
        return
    rest = lxml_html.Element("p")
    rest.text = join.tail
    join.tail = None
    for following in list(join.itersiblings()):
        rest.append(following)
    whole.addnext(rest)


def _to_span(mark: lxml_html.HtmlElement) -> None:
    author, when = mark.get("data-author", ""), mark.get("datetime", "")
    end = ENDS.get(mark.get("class", ""))
    kind = TRACKED[str(mark.tag)]
    mark.attrib.clear()
    mark.attrib.update({"class": kind, "data-author": author, "data-date": when})
    mark.tag = "span"
    if end:
        mark.text = end


def finish_tracking(body: etree._Element) -> None:
    """Numbers the changes, and marks paragraphs that came or went whole, or whose end did."""
    for paragraph in body.iter(f"{W}p"):
        change = _whole(paragraph)
        if change is not None:
            _mark(paragraph, change)
        for change in list(_ends(paragraph)):
            _mark(paragraph, change)
    for number, change in enumerate(body.iter(*CHANGES), 1):
        change.set(f"{W}id", str(number))


def _whole(paragraph: etree._Element) -> etree._Element | None:
    """The first change of a paragraph that holds nothing but changes of one kind."""
    parts = [part for part in paragraph if part.tag not in BESIDE]
    parts = [part for part in parts if not _blank(part)]
    kinds = {part.tag for part in parts}
    return parts[0] if len(kinds) == 1 and kinds <= set(CHANGES) else None


def _blank(part: etree._Element) -> bool:
    return part.tag == f"{W}r" and not "".join(map(str, part.itertext())).strip()


def _ends(paragraph: etree._Element) -> Iterator[etree._Element]:
    for change in paragraph.iter(*CHANGES):
        if "".join(map(str, change.itertext())) in ENDS.values():
            yield change


def _mark(paragraph: etree._Element, change: etree._Element) -> None:
    """Marks the end of a paragraph as changed; a change that stood for nothing else goes."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    sign = deepcopy(change)
    for child in list(sign):
        sign.remove(child)
    sign.tail = None
    etree.SubElement(properties, f"{W}rPr").append(sign)
    if "".join(map(str, change.itertext())) in ENDS.values():
        paragraph.remove(change)
