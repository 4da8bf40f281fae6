"""The lines of a table in a Word, OpenDocument, Excel or CSV file, read in a child process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from accounts.imports import sheets
from charter.files.refusals import Unreadable
from charter.importing import returned_lines
from charter.importing.formats import OLE
from charter.importing.returned_lines import Paragraph

DOCUMENTS = ("docx", "odt")
NO_TABLE = _("The file is not a table that can be read. Save it as DOCX, XLSX or CSV and send it again.")


def read_lines(data: bytes, *, name: str) -> list[list[str]]:
    """The cells of every line of the tables in a file, in its order; a cell with several paragraphs has several lines.

    In the text of a document, tracked changes count as accepted.
    """
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension in DOCUMENTS:
        return list(_lines_of_document(data, name))
    if data.startswith((OLE, b"%PDF", b"{\\rtf")) or (data.startswith(b"PK\x03\x04") and extension != "xlsx"):
        raise Unreadable(NO_TABLE)
    return [[sheets.unguard_cell(cell) for cell in line] for line in sheets.cells_of_lines(data, name)]


def _lines_of_document(data: bytes, name: str) -> Iterator[list[str]]:
    cells = [(part.cell, part) for part in returned_lines.read(data, name).paragraphs if part.cell is not None]
    above: dict[int, str] = {}
    for _place, same_row in groupby(cells, key=lambda pair: (pair[0].table, pair[0].row)):
        line: dict[int, str] = {}
        for cell, same_cell in groupby(same_row, key=lambda pair: pair[0]):
            text = "\n".join(filter(None, (_text(paragraph) for _cell, paragraph in same_cell)))
            line[cell.column] = above.get(cell.column, "") if cell.is_continued else text
        above = line
        yield [line.get(column, "") for column in range(max(line) + 1)]


def _text(paragraph: Paragraph) -> str:
    return "".join(stretch.text for stretch in paragraph.stretches if stretch.deleted is None).strip()
