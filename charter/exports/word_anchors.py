"""What Word files of ours have beside their text: hidden keys of provisions, grey citations, tracked changes.

Pandoc changes names of bookmarks that begin with an underscore, and Word hides only those: so they are renamed here.
"""

from __future__ import annotations

from lxml import etree

from charter.exports.tracking import CHANGES, W

CITATION = "Citation"
# The property of a file that has its signed id.
PROPERTY = "charter-paper"
GREY = "595959"
# In `w:settings` the order of elements is fixed: each of ours goes before one that pandoc always writes.
BEFORE = {"trackRevisions": "doNotTrackMoves", "documentProtection": "defaultTabStop"}
PROTECTION = {"edit": "trackedChanges", "enforcement": "1"}


def name_bookmarks(document: etree._Element) -> None:
    """Gives the bookmarks of provisions the names that Word hides."""
    for start in document.iter(f"{W}bookmarkStart"):
        name = start.get(f"{W}name", "")
        if name.startswith("c-"):
            start.set(f"{W}name", f"_c_{name[2:]}")


def name_file(core: etree._Element, title: str, keywords: str) -> None:
    """Writes the title and the keywords among the properties."""
    for name, value in {"title": title, "keywords": keywords}.items():
        for element in core.iter(f"{{*}}{name}"):
            element.text = value


def grey_citations(styles: etree._Element) -> None:
    """Citations are no part of the text, so they are grey."""
    for style in styles.iterfind(f"{W}style[@{W}styleId='{CITATION}']"):
        etree.SubElement(etree.SubElement(style, f"{W}rPr"), f"{W}color", {f"{W}val": GREY})


def track_changes(settings: etree._Element) -> None:
    """Word tracks what is changed from now on; whoever reads the file can switch this off."""
    _set_before(settings, "trackRevisions")


def protect_tracking(settings: etree._Element) -> None:
    """Changes are tracked until somebody ends the protection, for which Word asks no password."""
    _set_before(settings, "documentProtection")
    protection = settings.find(f"{W}documentProtection")
    assert protection is not None
    protection.attrib.update({f"{W}{name}": value for name, value in PROTECTION.items()})


def number_marks(document: etree._Element) -> None:
    """Gives bookmarks and changes numbers of their own above those of comments: the same twice damages a file."""
    comments = [int(mark.get(f"{W}id", "0")) for mark in document.iter(f"{W}commentRangeStart")]
    number = max(comments, default=0)
    ends = {end.get(f"{W}id"): end for end in document.iter(f"{W}bookmarkEnd")}
    for mark in document.iter(f"{W}bookmarkStart", *CHANGES):
        number += 1
        if mark.tag == f"{W}bookmarkStart" and mark.get(f"{W}id") in ends:
            ends[mark.get(f"{W}id")].set(f"{W}id", str(number))
        mark.set(f"{W}id", str(number))


def _set_before(settings: etree._Element, name: str) -> None:
    following = settings.find(f"{W}{BEFORE[name]}")
    assert following is not None
    following.addprevious(etree.Element(f"{W}{name}"))
