"""A Word file made ready for pandoc: pending changes asked about, hidden text and outside parts taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from charter.imports.archives import media_left_out, pack, parse, unpack, without
from charter.imports.blocks import LeftOut, left_out
from charter.imports.refusals import BROKEN, TRACKED, Unreadable

NS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
INSERTED = frozenset({"ins", "moveTo"})
DELETED = frozenset({"del", "moveFrom"})
PENDING = INSERTED | DELETED | {"cellIns", "cellDel"}
OFFERS = ("accept", "reject")


@dataclass(frozen=True)
class Prepared:
    """An archive fit for pandoc, the words that should come out of it, and what was left out."""

    data: bytes
    words: str
    left_out: tuple[LeftOut, ...]


def local(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def prepare(data: bytes, tracked: str | None) -> Prepared:
    """A Word file checked and cleaned; `tracked` says how its pending changes are to be read."""
    parts = unpack(data)
    xml = {name: parse(part) for name, part in parts.xml.items() if name != "mimetype"}
    name = _main(xml)
    body = xml[name]
    if tracked not in OFFERS and any(local(element) in PENDING for element in body.iter()):
        raise Unreadable(TRACKED, offers=OFFERS)
    notes = [*media_left_out(parts), *_margins(xml), *_remarks(xml), *_hidden(body, _vanishing(xml))]
    for root in xml.values():
        _cut_outside(root)
    packed = pack({part: etree.tostring(root, xml_declaration=True, encoding="UTF-8") for part, root in xml.items()})
    return Prepared(packed, " ".join(_words(body, tracked or "accept")), tuple(notes))


def _main(xml: dict[str, etree._Element]) -> str:
    for relation in xml["_rels/.rels"].iter(RELATIONSHIP) if "_rels/.rels" in xml else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            name = (relation.get("Target") or "").lstrip("/")
            if name in xml and local(xml[name]) == "document":
                return name
    raise Unreadable(BROKEN)


def _cut_outside(root: etree._Element) -> None:
    """Relations to anything outside are cut, except the addresses of links."""
    for relation in list(root.iter(RELATIONSHIP)):
        if relation.get("TargetMode") == "External" and not (relation.get("Type") or "").endswith("/hyperlink"):
            root.remove(relation)


def _vanishing(xml: dict[str, etree._Element]) -> frozenset[str]:
    styles = xml.get("word/styles.xml")
    found = styles.iter() if styles is not None else ()
    return frozenset(_id(style) for style in found if local(style) == "style" and _vanishes(style))


def _id(style: etree._Element) -> str:
    return next((value for name, value in style.attrib.items() if name.endswith("}styleId")), "")


def _vanishes(element: etree._Element) -> bool:
    """Whether the element's own run properties say that its text is not shown."""
    for properties in (child for child in element if local(child) == "rPr"):
        for mark in properties:
            if local(mark) in ("vanish", "specVanish"):
                return _value(mark) not in ("0", "false", "off")
    return False


def _value(element: etree._Element) -> str:
    return next((value for name, value in element.attrib.items() if name.endswith("}val")), "")


def _hidden(body: etree._Element, styles: frozenset[str]) -> list[LeftOut]:
    def hides(element: etree._Element) -> bool:
        name = local(element)
        return (name == "r" and (_vanishes(element) or _styled(element, "rPr", "rStyle", styles))) or (
            name == "p" and _styled(element, "pPr", "pStyle", styles)
        )

    return without(body, hides, lambda element: "".join(_all_words(element)))


def _styled(element: etree._Element, properties: str, style: str, names: frozenset[str]) -> bool:
    found = (mark for child in element if local(child) == properties for mark in child if local(mark) == style)
    return any(_value(mark) in names for mark in found)


def _all_words(element: etree._Element) -> Iterator[str]:
    for one in element.iter():
        if local(one) == "t":
            yield one.text or ""
        elif local(one) in ("tab", "br", "p"):
            yield " "


def _words(body: etree._Element, tracked: str) -> Iterator[str]:
    """The words that the text has once its pending changes are accepted or rejected."""
    gone = DELETED if tracked == "accept" else INSERTED
    for paragraph in body.iter(f"{NS}p", f"{STRICT}p"):
        yield "".join(_kept(paragraph, gone))


def _kept(element: etree._Element, gone: frozenset[str]) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name in ("t", "delText"):
            yield child.text or ""
        elif name in ("tab", "br", "cr"):
            yield " "
        elif name == "noBreakHyphen":
            yield "\u2011"
        elif name not in gone and name not in ("p", "Fallback", "pPr", "rPr"):
            yield from _kept(child, gone)


def _margins(xml: dict[str, etree._Element]) -> list[LeftOut]:
    margins = ("".join(_all_words(root)) for root in xml.values() if local(root) in ("hdr", "ftr"))
    return [left_out("margin", words) for words in margins if words.strip()]


def _remarks(xml: dict[str, etree._Element]) -> list[LeftOut]:
    remarks = (remark for root in xml.values() if local(root) == "comments" for remark in root)
    return [left_out("comment", "".join(_all_words(remark))) for remark in remarks]
