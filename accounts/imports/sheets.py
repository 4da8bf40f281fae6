"""Rows of a CSV or XLSX file as plain text, with limits, and without ever computing a formula."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

LARGEST = 2 * 1024 * 1024
UNPACKED = 50 * 1024 * 1024
MOST_ROWS = 5000
FORMULA = "=FORMULA"
STARTS = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """The file cannot be read as a table; the message is for the person."""


@dataclass(frozen=True)
class Row:
    """A line of the table by its columns; `number` as a spreadsheet counts."""

    number: int
    cells: dict[str, str]


def read(data: bytes, name: str) -> list[Row]:
    """The rows under the first line, which names the columns. Empty lines are left out."""
    if len(data) > LARGEST:
        raise Unreadable(_("The file is larger than 2 MB."))
    lines = _workbook(data) if name.lower().endswith(".xlsx") else _text(data)
    if not lines:
        raise Unreadable(_("The file is empty."))
    columns = [cell.strip().lower() for cell in lines[0]]
    rows = [
        Row(number, dict(zip(columns, [cell.strip() for cell in line], strict=False)))
        for number, line in enumerate(lines[1:], 2)
        if any(cell.strip() for cell in line)
    ]
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The file has more than %(n)s rows.") % {"n": MOST_ROWS})
    return rows


def cells_of(row: Row, faults: list[str]) -> dict[str, str]:
    """The row's cells as they were meant; a formula is a fault, and empty."""
    found = {}
    for column, cell in row.cells.items():
        if is_formula(cell):
            faults.append(_("%(column)s: a formula. Write the value itself.") % {"column": column})
        found[column] = "" if is_formula(cell) else unguarded(cell)
    return found


def unguarded(cell: str) -> str:
    """The cell without the mark that an export puts before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in STARTS else cell


def guarded(value: str) -> str:
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


def _text(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("The file is not in UTF-8. Save it as “CSV UTF-8”, or as XLSX.")) from None
    if "\x00" in text:
        raise Unreadable(_("The file is no CSV and no XLSX."))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise Unreadable(_("A quotation mark in the file is not closed.")) from None


def _workbook(data: bytes) -> list[list[str]]:
    # Late: six megabytes that only files need.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Unreadable(_("The file unpacks to more than 50 MB."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        lines = [[_cell(cell) for cell in line] for line in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2)]
        book.close()
        return lines
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError):
        raise Unreadable(_("The file is no XLSX, or it is locked or damaged.")) from None


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
