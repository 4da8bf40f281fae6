"""Word and OpenDocument files opened without trust: checked, stripped of what may not come in, packed anew.

Only what was read here reaches pandoc: parts that are XML, without document type, and none larger than it claims.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Mapping

from lxml import etree

from charter.files.left_out import LeftOut, left_out
from charter.files.refusals import BROKEN, ENCRYPTED, MACROS, TOO_DEEP, TOO_MANY, UNPACKS_TOO_LARGE, Unreadable

LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 5_000
MOST_ELEMENTS = 500_000
XML_ENDINGS = (".xml", ".rels")
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/")  # of OpenDocument
LOCAL_HEADER = 30  # bytes before the name of an entry


def unpack_archive(data: bytes) -> dict[str, bytes]:
    """The XML parts of an archive by name, read after looking at what all of it would unpack to."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries)
            xml_entries = [
                entry
                for entry in entries
                if entry.filename.lower().endswith(XML_ENDINGS) or entry.filename == "mimetype"
            ]
            return {entry.filename: _read_entry(archive, entry) for entry in xml_entries}
    except BAD_ARCHIVE:
        raise Unreadable(BROKEN) from None


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED or len(entries) > MOST_PARTS:
        raise Unreadable(UNPACKS_TOO_LARGE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(ENCRYPTED)
    names = [entry.filename for entry in entries]
    if any(name.startswith("/") or ".." in name.split("/") for name in names) or len(set(names)) < len(names):
        raise Unreadable(BROKEN)
    if _overlap(entries):
        raise Unreadable(BROKEN)
    if any(name.lower().endswith(MACRO_PARTS) or name.lower().startswith(MACRO_FOLDERS) for name in names):
        raise Unreadable(MACROS)


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    part = archive.read(entry)
    if len(part) != entry.file_size:
        raise Unreadable(BROKEN)
    return part


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes of the archive, so that a small file unpacks to a large one."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + LOCAL_HEADER + len(entry.orig_filename.encode()) + entry.compress_size
    return False


def pack_archive(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts, the same bytes each time; the media type comes first, as OpenDocument asks.

    It is not compressed, as the containers of OpenDocument and EPUB ask.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(parts, key=lambda name: name != "mimetype"):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return packed.getvalue()


def parse_xml(part: bytes) -> etree._Element:
    """The XML of a part; one with a document type is refused: entities could reach outside or grow without end."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    # Each element has one or two of these; the parser would keep all of them in memory.
    if part.count(b"<") > 2 * MOST_ELEMENTS:
        raise Unreadable(TOO_MANY, n=MOST_ELEMENTS)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(TOO_DEEP if "depth" in str(error).lower() else BROKEN) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable(BROKEN)
    return root


def remove_element(element: etree._Element) -> None:
    """Removes an element from its tree and keeps the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def remove_elements(
    root: etree._Element, unwanted: Callable[[etree._Element], bool], text: Callable[[etree._Element], str]
) -> list[LeftOut]:
    """Removes the unwanted elements of a tree and lists their words as hidden."""
    elements = [element for element in root.iter() if isinstance(element.tag, str) and unwanted(element)]
    notes = [left_out("hidden", words) for words in map(text, elements) if words.strip()]
    for element in elements:
        remove_element(element)
    return notes
