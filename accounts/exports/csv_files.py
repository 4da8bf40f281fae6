"""Tables as CSV: the one place that knows how."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from accounts.imports.sheets import guard_cell


def write_csv(lines: Iterable[Iterable[str]]) -> bytes:
    """The lines with a mark of the encoding, so that spreadsheets read them as UTF-8 and compute no cell."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guard_cell(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")
