"""The lines of a file of open work that comes back, with the words written in it; read in a child process."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from lxml import etree

from charter.files import archives
from charter.files.refusals import Unreadable
from charter.importing import settled_lines, word

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
XLIFF_1 = "urn:oasis:names:tc:xliff:document:1.2"
CODES = ("bpt", "ept", "it", "ph")  # of XLIFF 1.2: their text is code of a format and no text of the line
COLUMNS = 4
# How a line is named: a provision's short address, and the id of the source wording.
NAME = re.compile(r"(?P<short>[^.\s]+)\.(?P<source>[0-9]{1,18})")
# The name of the segment of XLIFF 2 with which the second part of a provision begins.
SECOND = "second"
MOST_LINES = 10_000
NO_LINE = _("The file does not contain a line that was exported from this site.")
TOO_MANY_LINES = _("The file has more than %(n)s lines.")
# The row of the table for Word, counted from 1 with its titles (0 in XLIFF), the name of the line, and the words.
SentLine = tuple[int, str, str]


def read_sent_lines(data: bytes, name: str) -> list[SentLine]:
    """The lines of a table for Word, or of XLIFF 1.2 or 2, also those whose name is not of a line from here.

    Raises `Unreadable`.
    """
    lines = list(_from_docx(data) if name.lower().endswith(".docx") else _from_xliff(data))
    if not any(NAME.fullmatch(name) for _number, name, _words in lines):
        raise Unreadable(NO_LINE)
    if len(lines) > MOST_LINES:
        raise Unreadable(TOO_MANY_LINES, n=MOST_LINES)
    return lines


def _from_docx(data: bytes) -> Iterator[SentLine]:
    """Pending changes are taken as accepted. A row with other columns than were sent has no name."""
    rows = settled_lines.table_rows(word.read_word(data, "accept"), "accept")
    for number, row in enumerate(rows, 1):
        name, words = (row[0].strip(), row[-1].strip()) if len(row) == COLUMNS else ("", " ".join(row).strip())
        if NAME.fullmatch(name) if number == 1 else words or name:
            yield number, name, words


def _from_xliff(data: bytes) -> Iterator[SentLine]:
    """Proposals of a translation memory, which have targets too, are no text of the line."""
    root = archives.parse_xml(data)
    names = {"x": XLIFF, "y": XLIFF_1}
    units = [(unit, "".join(map(_segment, unit))) for unit in root.iterfind(".//x:unit", names)]
    for unit in root.iterfind(".//y:trans-unit", names):
        units.append((unit, "".join(map(_words, unit.iterfind("./y:target", names)))))
    return ((0, unit.get("id", "").strip(), words.strip()) for unit, words in units)


def _segment(part: etree._Element) -> str:
    """The target of a segment of a unit; of what is not translated, such as the space between two, also the source."""
    name, target = word.local_name(part), part.find(f"{{{XLIFF}}}target")
    if name == "ignorable" and target is None:
        target = part.find(f"{{{XLIFF}}}source")
    if name not in ("segment", "ignorable") or target is None:
        return ""
    return ("\n\n" if part.get("id") == SECOND else "") + _words(target)


def _words(target: etree._Element) -> str:
    words = target.text or ""
    for child in target:
        inside = "" if word.local_name(child) in CODES else _words(child)
        words += inside + (child.tail or "")
    return words
