"""The table of decisions for spreadsheets: text in every cell, and never a formula."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from typing import Any

from accounts.imports.sheets import guard_cell
from charter.exports.decisions import DecisionTable
from charter.exports.office_details import parts_of
from charter.files.archives import pack_archive

CORE = "docProps/core.xml"
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def as_csv(table: DecisionTable) -> bytes:
    """With a mark of its encoding, so that spreadsheets read it as UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guard_cell(cell) for cell in line] for line in table.cells())
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: DecisionTable) -> bytes:
    """Every cell is text, whatever it begins with; the file's moment is that of the release."""
    from openpyxl import Workbook  # late: six megabytes that only files need

    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name.replace("/", " "))
    sheet.sheet_view.rightToLeft = table.turned
    sheet.freeze_panes = "B2"
    for line in table.cells():
        sheet.append([_cell(sheet, text) for text in line])
    out = io.BytesIO()
    book.save(out)
    return _timed(out.getvalue(), table.at)


def _cell(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # late, as above

    cell = WriteOnlyCell(sheet, guard_cell(text))
    cell.data_type = "s"
    return cell


def _timed(data: bytes, at: datetime) -> bytes:
    """The same file without the hour at which it was written."""
    parts = parts_of(data)
    moment = f"{at:%Y-%m-%dT%H:%M:%SZ}".encode()
    parts[CORE] = MOMENT.sub(rb"\g<1>" + moment, parts[CORE])
    return pack_archive(parts)
