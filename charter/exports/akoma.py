"""A text as Akoma Ntoso 3.0: one act, its articles as elements that nest, each named by its place and by its key.

`eId` says where an element stands in this version and language; `wId` is the provision's key, the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from charter.exports.akoma_meta import add_element, add_meta
from charter.exports.texts import Text, article_head, notes_at
from charter.queries.languages.names import language_of
from charter.queries.reading.articles import Reading, TextLine
from charter.states import TERM_HEADINGS, ArticleKind, ProvisionKind

SHORT = {"article": "art", "section": "sec", "subsection": "subsec", "paragraph": "para", "subparagraph": "subpara"}
INLINE = {"strong": "b", "em": "i", "b": "b", "i": "i", "u": "u", "sup": "sup", "sub": "sub", "a": "a", "br": "br"}
POINTS = (ProvisionKind.POINT, ProvisionKind.PLAN_POINT)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass
class Node:
    """An element of the hierarchy: `line` has its words, `number` what stands in its name."""

    tag: str
    line: TextLine | None = None
    number: str = ""
    depth: int = 0
    children: list[Node] = field(default_factory=list)

    def add(self, tag: str, line: TextLine | None = None, number: str = "", depth: int = 0) -> Node:
        self.children.append(Node(tag, line, number, depth))
        return self.children[-1]


def write_akoma(text: Text) -> bytes:
    """The whole document, indented, for archives and machines."""
    root = add_element("akomaNtoso")
    act = add_element("act", root, name="charter", contains="singleVersion")
    act.append(add_meta(text))
    preface = add_element("preface", act)
    _fill(add_element("docTitle", add_element("p", add_element("longTitle", preface))), text.title())
    opening = [reading for reading in text.readings if reading.chapter.kind == ArticleKind.PREAMBLE]
    rest = [reading for reading in text.readings if reading not in opening]
    for reading in opening if rest else []:
        _preamble(text, add_element("preamble", act), reading)
    body = add_element("body", act)
    for reading in rest or opening:
        _article(text, body, reading)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _preamble(text: Text, parent: etree._Element, read: Reading) -> None:
    recitals = add_element("recitals", parent, eId="preamble__recs")
    for line in read.lines:
        if line.is_title:
            _words(text, add_element("heading", recitals), line)
    for number, line in enumerate([text_line for text_line in read.lines if not text_line.is_title], 1):
        recital = add_element("recital", recitals, eId=f"preamble__recs__rec_{number}", wId=str(line.provision.key))
        _period(recital, line)
        _paragraph(text, recital, line)


def _article(text: Text, parent: etree._Element, read: Reading) -> None:
    chapter = read.chapter
    numbered = chapter.kind == ArticleKind.ARTICLE
    name = f"art_{chapter.number}" if numbered else f"hcontainer_{chapter.slug}"
    element = add_element("article" if numbered else "hcontainer", parent, eId=name, wId=chapter.key)
    if numbered:
        _fill(add_element("num", element), article_head(chapter, text.language)["over"])
    else:
        element.set("name", str(chapter.kind))
    for line in read.lines:
        if line.is_title:
            _words(text, add_element("heading", element), line)
    children = _tree(read).children
    if not children:
        add_element("p", add_element("content", element))
    _write(text, element, name, children)


def _tree(read: Reading) -> Node:
    """The flat lines of an article as they stand under each other."""
    root = Node("article")
    section = block = root
    above: Node | None = None
    for line in read.lines:
        if line.is_title:
            continue
        if line.kind in TERM_HEADINGS:
            block, above = section.add("subsection", line), None
        elif line.is_heading:
            section = block = root.add("section", line)
            above = None
        elif line.kind in POINTS:
            _point(above or block, line)
        elif line.kind == ProvisionKind.SUBPARAGRAPH and above is not None and above.tag == "paragraph":
            above.add("subparagraph", line)
        else:
            above = block.add("paragraph", line, line.printed.rstrip("."))
    return root


def _point(above: Node, line: TextLine) -> None:
    """Puts a point into the list of what stands above it, or under the last point that is less deep."""
    while above.children and above.children[-1].tag in ("subparagraph", "list", "point"):
        last = above.children[-1]
        if last.tag == "point" and last.depth >= line.depth:
            break
        above = last
    if above.tag != "list":
        above = above.add("list")
    above.add("point", line, line.printed.rstrip(")"), line.depth)


def _write(text: Text, parent: etree._Element, name: str, nodes: list[Node]) -> None:
    for node, own in zip(nodes, _names(name, nodes), strict=True):
        element = add_element(node.tag, parent, eId=own)
        if node.line is not None:
            element.set("wId", str(node.line.provision.key))
            _period(element, node.line)
            _say(text, element, node)
        _write(text, element, own, node.children)


def _say(text: Text, element: etree._Element, node: Node) -> None:
    """Its number, its heading or its words: in `content` where it stands alone, in `intro` where more follows."""
    assert node.line is not None
    if node.line.is_heading:
        _words(text, add_element("heading", element), node.line)
        if not node.children:
            add_element("p", add_element("content", element))
        return
    if node.line.printed:
        _fill(add_element("num", element), node.line.printed)
    _paragraph(text, add_element("intro" if node.children else "content", element), node.line)


def _names(parent: str, nodes: list[Node]) -> Iterator[str]:
    """Names by the naming convention: the parent's, and a number among its own kind."""
    seen: set[str] = set()
    counts: dict[str, int] = {}
    for node in nodes:
        counts[node.tag] = counts.get(node.tag, 0) + 1
        short = SHORT.get(node.tag, node.tag)
        number = re.sub(r"\W", "", node.number) or str(counts[node.tag])
        name = f"{parent}__{short}_{number}"
        while name in seen:
            name += "bis"
        seen.add(name)
        yield name


def _period(element: etree._Element, line: TextLine) -> None:
    if line.first_version:
        element.set("period", f"#since_{line.first_version}")


def _paragraph(text: Text, parent: etree._Element, line: TextLine) -> None:
    paragraph = add_element("p", parent)
    _words(text, paragraph, line)
    for number, note in enumerate(notes_at(line), 1):
        name = f"note_{line.provision.short}_{number}"
        remark = add_element("authorialNote", paragraph, eId=name, marker="*", placement="bottom")
        _fill(add_element("p", remark), note["text"])


def _words(text: Text, parent: etree._Element, line: TextLine) -> None:
    if line.language != text.language:
        parent.set(XML_LANG, language_of(line.language).tag)
    _inline(parent, lxml_html.fragment_fromstring(line.html, create_parent="p"))


def _inline(to: etree._Element, source: etree._Element) -> None:
    """Copies words with their formats; a format that the standard lacks is a span that says its name."""
    _fill(to, source.text or "")
    for child in source:
        tag = INLINE.get(str(child.tag))
        element = add_element(tag, to) if tag else add_element("span", to)
        if tag is None:
            element.set("class", str(child.tag))
        if child.get("href"):
            element.set("href", child.get("href"))
        _inline(element, child)
        element.tail = child.tail


def _fill(to: etree._Element, words: str) -> None:
    to.text = words
