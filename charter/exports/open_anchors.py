"""What OpenDocument texts of ours have beside their text: keys of provisions as bookmarks, and grey citations."""

from __future__ import annotations

from lxml import etree

from charter.exports import word_anchors
from charter.exports.office_details import FO, STYLE
from charter.exports.word_anchors import CITATION

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
GREY = {f"{FO}color": f"#{word_anchors.GREY}"}


def name_file(facts: etree._Element, title: str, keywords: str) -> None:
    """Writes the title and the keywords among the properties."""
    for name, value in {"title": title, "keyword": keywords}.items():
        for element in facts.iter(f"{{*}}{name}"):
            element.text = value


def name_bookmarks(content: etree._Element) -> None:
    """Gives the bookmarks of provisions the names that they have in Word files."""
    for mark in content.iter(f"{TEXT}bookmark-start", f"{TEXT}bookmark-end"):
        name = mark.get(f"{TEXT}name", "")
        if name.startswith("c-"):
            mark.set(f"{TEXT}name", f"_c_{name[2:]}")


def grey_citations(styles: etree._Element) -> None:
    """Citations are no part of the text, so they are grey."""
    for shown in styles.iterfind(f".//{STYLE}style[@{STYLE}name='{CITATION}']/{STYLE}text-properties"):
        shown.attrib.clear()
        shown.attrib.update(GREY)
