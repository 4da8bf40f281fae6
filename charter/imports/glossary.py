"""The glossary as a table: one line a term, the same columns out and in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.imports.sheets import Row, Unreadable, cells_of, guarded, read
from charter.actions.glossary import NewTerm
from charter.queries.glossary import Entry

COLUMNS = ("concept", "language", "term", "forms", "forbidden", "definition", "note")
BETWEEN = ";"


def as_csv(entries: Iterable[Entry]) -> bytes:
    """All current terms, with a mark of the encoding, so that spreadsheets read it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in entries:
        for code, term in sorted(one.terms.items()):
            joined = [f"{BETWEEN} ".join(words) for words in (term.forms, term.forbidden)]
            cells = [one.concept.slug, code, term.word, *joined, term.definition, term.note]
            writer.writerow([guarded(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def from_table(data: bytes, name: str) -> list[NewTerm]:
    """The terms of a CSV or XLSX file; raises `Unreadable` with a sentence for each line that cannot be taken."""
    found, faults = [], []
    for row in read(data, name):
        wrong: list[str] = []
        cells = cells_of(row, wrong)
        for column in ("concept", "language", "term"):
            if not cells.get(column) and not wrong:
                wrong.append(_("the column “%(column)s” is empty") % {"column": column})
        faults += [_line(row, fault) for fault in wrong]
        found.append(_term(cells))
    if faults:
        raise Unreadable(" ".join(faults))
    if not found:
        raise Unreadable(_("The file holds no term."))
    return found


def _line(row: Row, fault: str) -> str:
    return _("Line %(number)s: %(fault)s.") % {"number": row.number, "fault": fault.rstrip(".")}


def _term(cells: dict[str, str]) -> NewTerm:
    return NewTerm(
        language=cells.get("language", ""),
        word=cells.get("term", ""),
        concept=cells.get("concept", ""),
        definition=cells.get("definition", ""),
        forms=_list(cells.get("forms", "")),
        forbidden=_list(cells.get("forbidden", "")),
        note=cells.get("note", ""),
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in cell.split(BETWEEN) if one.strip())
