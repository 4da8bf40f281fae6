"""Open work of a language as one file: a table for Word, or XLIFF 2; taken in again with checks, and idempotent.

A line is named by the provision's short address and by the wording of the source that it was written for, so that
words for a source that has moved since are refused, and the same file twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree
from lxml import html as lxml_html

from charter import texts
from charter.actions.worksheets import Sent
from charter.imports import archives, pandoc
from charter.imports.formats import LARGEST_FILE
from charter.imports.refusals import TOO_LARGE, Unreadable
from charter.queries.ledger import Line

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"docx": WORD, "xlf": "application/xliff+xml"}
COLUMNS = 4
PAGE = '<html lang="{lang}"><head><title>{title}</title></head><body><p>{first}</p><table>{rows}</table></body></html>'
FIRST = gettext_lazy("Write in the last column only. Leave the others as they are, so that the file can be taken in.")


def write(lines: Sequence[Line], citations: Mapping[str, str], source: str, target: str, ending: str) -> bytes:
    """The work of a language as a file; its lines all have words to follow."""
    if ending == "docx":
        return _docx(lines, citations, target)
    return _xliff(lines, citations, source, target)


def read(data: bytes, name: str) -> list[Sent]:
    """The lines of a file that was exported from here; raises `Unreadable` with a sentence."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(TOO_LARGE)
    units = _from_docx(data) if name.lower().endswith(".docx") else _from_xliff(data)
    if not units:
        raise Unreadable(_("The file holds no line that was exported from here."))
    return units


def _ref(line: Line) -> str:
    assert line.source is not None
    return f"{line.provision.short}.{line.source.pk}"


def _present(line: Line) -> str:
    """What stands in the box: the words being written, else those that stand."""
    html = line.alignment.html if line.alignment else (line.wording.html if line.wording else "")
    return texts.plain(html)


def _docx(lines: Sequence[Line], citations: Mapping[str, str], target: str) -> bytes:
    heads = (_("Line"), _("Place"), _("The words to follow"), _("Your words"))
    rows = ["<tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"]
    for line in lines:
        assert line.source is not None
        cells = (_ref(line), citations.get(str(line.provision.key), ""), line.source.text, _present(line))
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    page = PAGE.format(lang=escape(target), title=escape(_("Open work")), first=escape(str(FIRST)), rows="".join(rows))
    return pandoc.from_html(page, "docx")


def _from_docx(data: bytes) -> list[Sent]:
    archives.unpack(data)
    page = lxml_html.document_fromstring(pandoc.to_html(data, "docx", "--track-changes=accept") or "<p></p>")
    rows = ([" ".join(cell.text_content().split(" ")) for cell in row.iter("td", "th")] for row in page.iter("tr"))
    return list(_units((row[0], row[-1]) for row in rows if len(row) == COLUMNS))


def _xliff(lines: Sequence[Line], citations: Mapping[str, str], source: str, target: str) -> bytes:
    root = etree.Element("xliff", {"version": "2.0", "srcLang": source, "trgLang": target}, nsmap={None: XLIFF})
    file = etree.SubElement(root, "file", {"id": "work"})
    for line in lines:
        assert line.source is not None
        unit = etree.SubElement(file, "unit", {"id": _ref(line)})
        notes = etree.SubElement(unit, "notes")
        etree.SubElement(notes, "note").text = citations.get(str(line.provision.key), "")
        segment = etree.SubElement(unit, "segment", {"state": "initial"})
        etree.SubElement(segment, "source").text = line.source.text
        etree.SubElement(segment, "target").text = _present(line)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _from_xliff(data: bytes) -> list[Sent]:
    root = archives.parse(data)
    names = {"x": XLIFF}
    found = ((unit.get("id", ""), unit.findall(".//x:target", names)) for unit in root.iterfind(".//x:unit", names))
    return list(_units((name, "".join("".join(one.itertext()) for one in targets)) for name, targets in found))


def _units(rows: Iterable[tuple[str, str]]) -> Iterator[Sent]:
    for name, words in rows:
        short, _dot, source = name.strip().partition(".")
        if short and source.isdecimal():
            yield Sent(short, int(source), words.strip())
