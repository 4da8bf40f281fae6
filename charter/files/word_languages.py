"""What pandoc leaves wrong in every Word file: the language, the direction of tables, and numbers of its sessions."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from charter.files.archives import pack_archive, parse_xml
from charter.queries.languages.names import Language

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STYLES, SETTINGS, BODY = "word/styles.xml", "word/settings.xml", "word/document.xml"


def state_language(data: bytes, language: Language) -> bytes:
    """The Word file with its main language, and columns in its direction.

    The language and the session numbers of pandoc's template are removed.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    styles, settings = parse_xml(parts[STYLES]), parse_xml(parts[SETTINGS])
    names = ["val", "bidi"] if language.dir == "rtl" else ["val"]
    stated = {f"{W}{name}": language.tag for name in names}
    for element in [*styles.iterfind(f"{W}docDefaults//{W}lang"), *settings.iterfind(f"{W}themeFontLang")]:
        element.attrib.update(stated)
    for sessions in settings.findall(f"{W}rsids"):
        settings.remove(sessions)
    for style in styles.iterfind(f"{W}style"):
        for session in style.findall(f"{W}rsid"):
            style.remove(session)
    body = parse_xml(parts[BODY])
    if language.dir == "rtl":
        for properties in body.iter(f"{W}tblPr"):
            # The schema has it behind the name of the style.
            properties.insert(len(properties.findall(f"{W}tblStyle")), etree.Element(f"{W}bidiVisual"))
    return pack_archive(parts | {STYLES: _xml(styles), SETTINGS: _xml(settings), BODY: _xml(body)})


def _xml(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
