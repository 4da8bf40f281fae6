"""The lines of a file of open work that comes back, with the words written in it; read in a child process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _
from lxml import etree

from charter.files import archives
from charter.files.refusals import Unreadable
from charter.importing import settled_lines, word

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
XLIFF_1 = "urn:oasis:names:tc:xliff:document:1.2"
CODES = ("bpt", "ept", "it", "ph")  # of XLIFF 1.2: their text is code of a format and no text of the line
COLUMNS = 4
# The name of the segment of XLIFF 2 with which the second part of a provision begins.
SECOND = "second"
MOST_LINES = 10_000
NO_LINE = _("The file does not contain a line that was exported from this site.")
TOO_MANY_LINES = _("The file has more than %(n)s lines.")
# A provision's short address, the id of the source wording, and the words.
SentLine = tuple[str, int, str]


def read_sent_lines(data: bytes, name: str) -> list[SentLine]:
    """The lines of a table for Word, or of XLIFF 1.2 or 2. Raises `Unreadable`."""
    lines = list(_from_docx(data) if name.lower().endswith(".docx") else _from_xliff(data))
    if not lines:
        raise Unreadable(NO_LINE)
    if len(lines) > MOST_LINES:
        raise Unreadable(TOO_MANY_LINES, n=MOST_LINES)
    return lines


def _from_docx(data: bytes) -> Iterator[SentLine]:
    """Pending changes are taken as accepted."""
    rows = settled_lines.table_rows(word.read_word(data, "accept"), "accept")
    return _lines((row[0], row[-1]) for row in rows if len(row) == COLUMNS)


def _from_xliff(data: bytes) -> Iterator[SentLine]:
    """Proposals of a translation memory, which have targets too, are no text of the line."""
    root = archives.parse_xml(data)
    names = {"x": XLIFF, "y": XLIFF_1}
    units = [(unit, "".join(map(_segment, unit))) for unit in root.iterfind(".//x:unit", names)]
    for unit in root.iterfind(".//y:trans-unit", names):
        units.append((unit, "".join(map(_words, unit.iterfind("./y:target", names)))))
    return _lines((unit.get("id", ""), words) for unit, words in units)


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


def _lines(rows: Iterable[tuple[str, str]]) -> Iterator[SentLine]:
    for name, words in rows:
        short, _dot, source = name.strip().partition(".")
        if short and source.isdecimal():
            yield short, int(source), words.strip()
