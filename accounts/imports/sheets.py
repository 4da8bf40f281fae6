"""Rows of a CSV or XLSX file as plain text, with limits, and without ever computing a formula."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.imports.child import read_in_child
from accounts.imports.refusals import Unreadable

LARGEST = 2 * 1024 * 1024
UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 5000
MOST_COLUMNS = 100
MOST_CELLS = 200_000
DEEPEST = 50
PIECE = 64 * 1024
FORMULA = "=FORMULA"
# More of them would be told apart less well in a short file.
CODE_PAGES = ["cp1252", "cp1256", "cp1251", "mac_roman"]
IN_WORDS = "’‘‐\u00ad\u0300\u0301\u200c\u200d"
SEPARATOR_LINE = re.compile(r"\Asep=.\r?\n", re.IGNORECASE)
BETWEEN_WORDS = re.compile(r"\s+")
"""In the name of a column, as in `Official kind` for `official_kind`."""
STARTS = ("=", "+", "-", "@", "\t", "\r")
TOO_LARGE = _("The file is larger than 2 MB. Make the file smaller and send it again.")
NO_WORKBOOK = _(
    "The file is not an XLSX file, or it is locked or damaged. Save the table again as XLSX, without a password."
)
NO_TABLE = _("The file is neither CSV nor XLSX. Save the table as CSV or XLSX and send it again.")
MISSING_COLUMNS = _(
    "The first line lacks these columns: %(missing)s. The line has: %(there)s. Write the names of the columns "
    "exactly as in the list below."
)
TOO_MANY_CELLS = _("The file has more than %(n)s cells. Send the table in several files.")
TOO_WIDE = _(
    "The file has cells to the right of column %(n)s. Delete the columns beside the table and send the file again."
)


@dataclass(frozen=True)
class SheetRow:
    """A line of the table by its columns; `number` as a spreadsheet counts."""

    number: int
    cells: dict[str, str]


def read_upload(file: IO[bytes], name: str) -> list[SheetRow]:
    """The rows of an uploaded file, read in a child process. Raises `Unreadable`."""
    return _rows(read_cells(file, name))


def read_cells(file: IO[bytes], name: str) -> list[list[str]]:
    """The cells of every line of an uploaded file, read in a child process. Raises `Unreadable`."""
    if file.seek(0, os.SEEK_END) > LARGEST:
        raise Unreadable(TOO_LARGE)
    lines: list[list[str]] = read_in_child("accounts.imports.sheets:cells_of_lines", file, name=name)
    return lines


def read_rows(data: bytes, name: str) -> list[SheetRow]:
    """The rows under the first line, which names the columns, read in this process. Empty lines are left out."""
    return _rows(cells_of_lines(data, name))


def cells_of_lines(data: bytes, name: str) -> list[list[str]]:
    """The cells of every line, the first one included."""
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE)
    lines = _workbook(data) if name.lower().endswith(".xlsx") else _text(data)
    if not lines:
        raise Unreadable(_("The file is empty. Choose another file."))
    if sum(any(cell.strip() for cell in line) for line in lines[1:]) > MOST_ROWS:
        raise Unreadable(_("The file has more than %(n)s rows. Send the rows in several files."), n=MOST_ROWS)
    return lines


def _rows(lines: list[list[str]]) -> list[SheetRow]:
    columns = [BETWEEN_WORDS.sub("_", cell.strip().lower()) for cell in lines[0]]
    return [
        SheetRow(number, dict(zip(columns, [cell.strip() for cell in line], strict=False)))
        for number, line in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in line)
    ]


def unknown_columns(rows: list[SheetRow], columns: Iterable[str]) -> list[str]:
    """Columns of the file that no import reads, in their order."""
    return [name for name in (rows[0].cells if rows else ()) if name and name not in set(columns)]


def require_columns(rows: list[SheetRow], needed: Sequence[str]) -> None:
    """Refuses a file whose first line lacks one of these columns, with what the line has and what to write instead."""
    columns = list(rows[0].cells) if rows else []
    missing = [name for name in needed if name not in columns]
    if rows and missing:
        raise Unreadable(MISSING_COLUMNS, missing=", ".join(missing), there=", ".join(filter(None, columns)))


def cells_of(row: SheetRow, faults: list[str]) -> dict[str, str]:
    """The row's cells as they were meant; a formula is a fault, and empty."""
    cells = {}
    for column, cell in row.cells.items():
        if is_formula(cell):
            faults.append(
                gettext("%(column)s: the cell contains a formula. Enter the value itself.") % {"column": column}
            )
        cells[column] = "" if is_formula(cell) else unguard_cell(cell)
    return cells


def unguard_cell(cell: str) -> str:
    """The cell without the mark that an export puts before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in STARTS else cell


def guard_cell(value: str) -> str:
    """The value with a mark before it, where a spreadsheet would take it for a formula."""
    return f"'{value}" if value.startswith(STARTS) and not _is_number(value) else value


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute the cell: numbers with a sign are none."""
    return cell.startswith(STARTS) and not _is_number(cell)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _decoded(data: bytes) -> str:
    """The text of a CSV file in UTF-8, in UTF-16 as “Unicode text” has it, or in a code page of Windows or the Mac."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in data:
        raise Unreadable(NO_TABLE)
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return _of_a_code_page(data)


def _of_a_code_page(data: bytes) -> str:
    """The text by the code page whose letters read as a language; the preview shows it before anything is saved."""
    # Not at the top: this module is also imported where no file is read.
    from charset_normalizer import from_bytes

    guesses = [str(guess) for guess in from_bytes(data, cp_isolation=CODE_PAGES)]
    if not guesses:
        raise Unreadable(_("The encoding of the file is not known. Save it as “CSV UTF-8”, or as XLSX."))
    # A few names in a short file are too little for the statistics of letters alone; of equals the first is best.
    return min(guesses, key=_count_misplaced)


def _count_misplaced(text: str) -> int:
    """How many signs no name has in a word: a capital after a small letter, a sign of punctuation between letters."""
    return sum(
        sign > "\x7f"
        and before.isalpha()
        and (
            (sign.isupper() and before.islower()) or (after.isalpha() and not sign.isalpha() and sign not in IN_WORDS)
        )
        for before, sign, after in zip(text, text[1:], text[2:], strict=False)
    )


def _text(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    if "\x00" in text:
        raise Unreadable(NO_TABLE)
    # Excel writes the separator into a first line of its own where somebody asked for it.
    text = SEPARATOR_LINE.sub("", text)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    if text.count(delimiter) + text.count("\n") > MOST_CELLS:
        raise Unreadable(TOO_MANY_CELLS, n=MOST_CELLS)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Unreadable(
            _("A quotation mark in the file is not closed. Close the quotation mark, or save the file as XLSX.")
        ) from None


def _workbook(data: bytes) -> list[list[str]]:
    # Not at the top: this module is also imported where no workbook is read.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _count_workbook(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
        lines = [[_cell(cell) for cell in line] for line in rows]
        book.close()
        return _named(lines)
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, IndexError):
        raise Unreadable(NO_WORKBOOK) from None


def _named(lines: list[list[str]]) -> list[list[str]]:
    """The lines without the columns to the right of the last one that has a name."""
    width = max((place for place, cell in enumerate(lines[0], 1) if cell.strip()), default=0) if lines else 0
    return [line[:width] for line in lines]


def _count_workbook(data: bytes) -> None:
    """Refuses a workbook with too many parts, too much in them, too many cells, or cells too deep or too far right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise Unreadable(
                    _("The content of the file is larger than 50 MB. Make the file smaller and send it again.")
                )
            for part in parts:
                if part.filename.lower().endswith(".xml"):
                    with packed.open(part) as xml:
                        _Counter().count(xml)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, NotImplementedError):
        raise Unreadable(NO_WORKBOOK) from None


class _Counter:
    """Counts the cells and the depth of one part of a workbook; nothing of it is kept."""

    def __init__(self) -> None:
        self.cells = 0
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def count(self, xml: IO[bytes]) -> None:
        while piece := xml.read(PIECE):
            self.parser.Parse(piece, False)
        self.parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(NO_WORKBOOK)
        if name.rpartition("}")[2] == "c":
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise Unreadable(TOO_MANY_CELLS, n=MOST_CELLS)
            if _column(attributes.get("r", "")) > MOST_COLUMNS:
                raise Unreadable(TOO_WIDE, n=MOST_COLUMNS)

    def _end(self, name: str) -> None:
        self.depth -= 1

    def _refuse(self, *_declaration: Any) -> None:
        raise Unreadable(NO_WORKBOOK)


def _column(reference: str) -> int:
    """Which column a cell such as "XFD7" is in, from 1; 0 where it names none."""
    column = 0
    for letter in reference.upper():
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return FORMULA
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
