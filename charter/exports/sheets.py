"""Papers that are tables, for spreadsheets: text or a number in every cell, and never a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from accounts.exports.csv_files import write_csv
from accounts.imports.sheets import guard_cell
from charter.exports.office_details import parts_of
from charter.files.archives import pack_archive

Cell = str | int
CORE = "docProps/core.xml"
LONGEST_NAME = 31  # of a sheet, in Excel
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


class Tabular(Protocol):
    """A paper that is a table; a workbook may have more sheets than the table."""

    @property
    def at(self) -> datetime: ...

    @property
    def turned(self) -> bool:
        """Whether columns run from right to left."""

    def cells(self) -> Iterable[Sequence[Cell]]:
        """The head, then the lines."""

    def sheets(self) -> Iterable[tuple[str, Iterable[Sequence[Cell]]]]:
        """The sheets of the workbook by their names, the table first."""


def as_csv(table: Tabular) -> bytes:
    """The table alone."""
    return write_csv(map(str, line) for line in table.cells())


def as_xlsx(table: Tabular) -> bytes:
    """A cell with text is text, whatever it begins with; the file's moment is that of the paper."""
    from openpyxl import Workbook  # late: six megabytes that only files need

    book = Workbook(write_only=True)
    for name, lines in table.sheets():
        sheet = book.create_sheet(name[:LONGEST_NAME])
        sheet.sheet_view.rightToLeft = table.turned
        sheet.freeze_panes = "B2"
        for line in lines:
            sheet.append([_cell(sheet, cell) for cell in line])
    out = io.BytesIO()
    book.save(out)
    return _timed(out.getvalue(), table.at)


def _cell(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell  # late, as above

    if isinstance(value, int):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, guard_cell(value))
    cell.data_type = "s"
    return cell


def _timed(data: bytes, at: datetime) -> bytes:
    """The same file without the hour at which it was written."""
    parts = parts_of(data)
    moment = f"{at:%Y-%m-%dT%H:%M:%SZ}".encode()
    parts[CORE] = MOMENT.sub(rb"\g<1>" + moment, parts[CORE])
    return pack_archive(parts)
