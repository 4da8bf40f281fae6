"""What a program can see of PDF/UA (ISO 14289-1) in a file: tags, titles, headings, tables, links, fonts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

HEADINGS = {f"/H{n}": n for n in range(1, 7)}


def faults(reader: Any) -> list[str]:
    """What is wrong with a PDF that pypdf opened; empty where nothing is."""
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""
    out = [
        *([] if b"pdfuaid" in metadata else ["it does not say that it is PDF/UA"]),
        *([] if b"dc:title" in metadata else ["its title is not said to programs"]),
        *([] if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") else ["the title is not shown"]),
        *([] if root.get("/Lang") else ["no language"]),
        *([] if root.get("/MarkInfo", {}).get("/Marked") else ["it is not marked as tagged"]),
    ]
    tags = list(elements(root["/StructTreeRoot"]))
    return out + list(_of_pages(reader)) + list(_of_tags(tags, reader))


def elements(node: Any) -> Iterator[Any]:
    """Each element of the tree of tags, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object()
        if isinstance(element, dict) and "/S" in element:
            yield element
            yield from elements(element)


def _of_pages(reader: Any) -> Iterator[str]:
    for number, page in enumerate(reader.pages, 1):
        if "/StructParents" not in page:
            yield f"page {number} stands outside the tags"
        notes = [note.get_object() for note in page.get("/Annots", [])]
        if notes and page.get("/Tabs") != "/S":
            yield f"page {number} is not walked through in the order of its tags"
        if any(note.get("/Subtype") == "/Link" and "/StructParent" not in note for note in notes):
            yield f"a link on page {number} stands outside the tags"
        fonts = page["/Resources"].get("/Font", {}).values()
        if any(not _is_embedded(font.get_object()) for font in fonts):
            yield f"a font of page {number} is not in the file"


def _is_embedded(font: Any) -> bool:
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {})
    return any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))


def _of_tags(tags: list[Any], reader: Any) -> Iterator[str]:
    levels = [HEADINGS[element["/S"]] for element in tags if element["/S"] in HEADINGS]
    if levels[:1] != [1] or any(b > a + 1 for a, b in pairwise(levels)):
        yield f"headings {levels}"
    if len(levels) > 1 and not reader.outline:
        yield "no bookmarks"
    if any(element["/S"] == "/Figure" and not element.get("/Alt") for element in tags):
        yield "a picture without words"
    for table in (element for element in tags if element["/S"] == "/Table"):
        if not any(element["/S"] == "/TH" for element in elements(table)):
            yield "a table without heads"
