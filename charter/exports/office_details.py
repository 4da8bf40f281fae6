"""What pandoc leaves out of its files: moment, size of the page, direction of the script, points set in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from charter.exports import tracking
from charter.exports.tracking import W
from charter.files.archives import pack_archive, parse_xml
from charter.files.word_languages import state_language
from charter.queries.languages.names import Language

Parts = dict[str, bytes]
NO_TIME = b"1970-01-01T00:00:00Z"
TIMED = ("docProps/core.xml", "meta.xml", "EPUB/content.opf")
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
LEVELS = (1, 2, 3)
SET_IN_MM = 8
TWENTIETHS = 57  # of a point, in a millimetre
A4 = ("11906", "16838")  # in twentieths of a point
MARGINS = {"top": "1134", "bottom": "1134", "left": "1247", "right": "1247", "header": "709", "footer": "709"}


def finish_word(data: bytes, language: Language, at: datetime, *, wide: bool = False) -> bytes:
    """A Word file: A4, on its side where it is `wide`, points set in, its language said, tracked changes that hold."""
    parts = _timed(state_language(data, language), at)
    body, styles = parse_xml(parts["word/document.xml"]), parse_xml(parts["word/styles.xml"])
    tracking.finish_tracking(body)
    _page(body, language, wide)
    for name, millimetres in _set_in():
        _set_in_word(styles, name, millimetres)
    parts |= {"word/document.xml": xml(body), "word/styles.xml": xml(styles)}
    return pack_archive(parts)


def open_document(data: bytes, language: Language, at: datetime) -> bytes:
    """An OpenDocument text: A4, points set in, in the direction of its script."""
    parts = _timed(data, at)
    styles = parse_xml(parts["styles.xml"])
    mode = "rl-tb" if language.dir == "rtl" else "lr-tb"
    for page in styles.iter(f"{STYLE}page-layout-properties"):
        page.attrib.update({f"{STYLE}writing-mode": mode, f"{FO}page-width": "210mm", f"{FO}page-height": "297mm"})
    for properties in styles.iterfind(f".//{STYLE}default-style/{STYLE}paragraph-properties"):
        properties.set(f"{STYLE}writing-mode", mode)
    named = styles.find(f"{OFFICE}styles")
    assert named is not None
    for name, millimetres in _set_in():
        named.append(_open_style(name, millimetres, language))
    parts["styles.xml"] = xml(styles)
    return pack_archive(parts)


def finish_epub(data: bytes, language: Language, at: datetime) -> bytes:
    """An EPUB whose pages know the direction of their script."""
    parts = _timed(data, at)
    if language.dir == "rtl":
        pages = {name: part for name, part in parts.items() if name.endswith(".xhtml")}
        parts |= {name: part.replace(b"<html ", b'<html dir="rtl" ', 1) for name, part in pages.items()}
    return pack_archive(parts)


def parts_of(data: bytes) -> Parts:
    """All parts of an archive of ours by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _timed(data: bytes, at: datetime) -> Parts:
    """All parts of an archive; where pandoc knew no time, the one of the publication stands."""
    moment = f"{at:%Y-%m-%dT%H:%M:%SZ}".encode()
    return {n: part.replace(NO_TIME, moment) if n in TIMED else part for n, part in parts_of(data).items()}


def xml(root: etree._Element) -> bytes:
    """A part of an archive as bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _set_in() -> Iterator[tuple[str, int]]:
    """Names of our own styles, and how far each is set in."""
    yield from ((f"Point{level}", SET_IN_MM * level) for level in LEVELS)
    yield from (("Note", SET_IN_MM), ("Fact", 0))


def _page(body: etree._Element, language: Language, wide: bool) -> None:
    size = {"w": A4[1], "h": A4[0], "orient": "landscape"} if wide else {"w": A4[0], "h": A4[1]}
    for section in body.iter(f"{W}sectPr"):
        etree.SubElement(section, f"{W}pgSz", {f"{W}{name}": value for name, value in size.items()})
        etree.SubElement(section, f"{W}pgMar", {f"{W}{n}": m for n, m in {**MARGINS, "gutter": "0"}.items()})
        if language.dir == "rtl":
            etree.SubElement(section, f"{W}bidi")
    if language.dir == "rtl":
        for style in body.iterfind(f".//{W}pPr/{W}pStyle"):
            if style.get(f"{W}val") in ("Title", "Author"):
                style.addnext(etree.Element(f"{W}bidi"))


def _set_in_word(styles: etree._Element, name: str, millimetres: int) -> None:
    for style in styles.iterfind(f"{W}style"):
        if style.get(f"{W}styleId") == name:
            properties = etree.Element(f"{W}pPr")
            etree.SubElement(properties, f"{W}ind", {f"{W}start": str(millimetres * TWENTIETHS)})
            shown = style.find(f"{W}rPr")
            style.append(properties) if shown is None else shown.addprevious(properties)


def _open_style(name: str, millimetres: int, language: Language) -> etree._Element:
    names = {f"{STYLE}name": name, f"{STYLE}family": "paragraph", f"{STYLE}parent-style-name": "Text_20_body"}
    style = etree.Element(f"{STYLE}style", names)
    side = "right" if language.dir == "rtl" else "left"
    etree.SubElement(style, f"{STYLE}paragraph-properties", {f"{FO}margin-{side}": f"{millimetres}mm"})
    return style
