"""An OpenDocument text made ready for pandoc, as `word` does for Word."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from charter.imports.archives import media_left_out, pack, parse, remove, unpack, without
from charter.imports.blocks import LeftOut, left_out
from charter.imports.refusals import BROKEN, ENCRYPTED, TRACKED, TRACKED_ODT, Unreadable
from charter.imports.word import Prepared, local

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"


def prepare(data: bytes, tracked: str | None) -> Prepared:
    """An OpenDocument text checked and cleaned; its pending changes can only be read as accepted."""
    parts = unpack(data)
    xml = {name: parse(part) for name, part in parts.xml.items() if name != "mimetype"}
    _refuse_locked(xml.get("META-INF/manifest.xml"))
    if "content.xml" not in xml or parts.xml.get("mimetype", MEDIA_TYPE).strip() != MEDIA_TYPE:
        raise Unreadable(BROKEN)
    body = xml["content.xml"]
    _settle(body, tracked)
    notes = [*media_left_out(parts), *_remarks(body), *_hidden(body, _hiding(xml))]
    kept = {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8") for name, root in xml.items()}
    return Prepared(pack({**kept, "mimetype": MEDIA_TYPE}), " ".join(_words(body)), tuple(notes))


def _refuse_locked(manifest: etree._Element | None) -> None:
    if manifest is not None and any(local(element) == "encryption-data" for element in manifest.iter()):
        raise Unreadable(ENCRYPTED)


def _settle(body: etree._Element, tracked: str | None) -> None:
    """Takes the pending changes as accepted: what was deleted stands apart and goes, what was inserted stays."""
    pending = list(body.iter(f"{TEXT}tracked-changes"))
    if not any(len(changes) for changes in pending):
        return
    if tracked != "accept":
        raise Unreadable(TRACKED if tracked is None else TRACKED_ODT, offers=("accept",))
    for changes in pending:
        remove(changes)


def _hiding(xml: dict[str, etree._Element]) -> frozenset[str]:
    sheets = (xml[name] for name in ("content.xml", "styles.xml") if name in xml)
    styles = (style for sheet in sheets for style in sheet.iter(f"{STYLE}style") if _hides(style))
    return frozenset(style.get(f"{STYLE}name") or "" for style in styles)


def _hides(style: etree._Element) -> bool:
    properties = style.iter(f"{STYLE}text-properties")
    return any(one.get(f"{TEXT}display") == "none" for one in properties)


def _hidden(body: etree._Element, styles: frozenset[str]) -> list[LeftOut]:
    def hides(element: etree._Element) -> bool:
        named = element.get(f"{TEXT}style-name") in styles
        return named or local(element) in ("hidden-text", "hidden-paragraph") or _closed(element)

    return without(body, hides, lambda element: "".join(map(str, element.itertext())))


def _closed(section: etree._Element) -> bool:
    return local(section) == "section" and section.get(f"{TEXT}display") == "none"


def _remarks(body: etree._Element) -> list[LeftOut]:
    remarks = [element for element in body.iter() if local(element) == "annotation"]
    notes = [left_out("comment", "".join(map(str, remark.itertext()))) for remark in remarks]
    for remark in remarks:
        remove(remark)
    return notes


def _words(body: etree._Element) -> Iterator[str]:
    for element in body.iter(f"{TEXT}p", f"{TEXT}h"):
        yield "".join(_spoken(element))


def _spoken(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local(child)
        if name in ("s", "tab", "line-break"):
            yield " "
        elif name not in ("note", "p", "h"):
            yield from _spoken(child)
        yield child.tail or ""
