"""The glossary as a table: one line a term, the same columns out and in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _

from accounts.imports.refusals import Unreadable
from accounts.imports.sheets import SheetRow, cells_of, guard_cell, read_upload
from charter.actions.languages.glossary import NewTerm
from charter.queries.languages.glossary import GlossaryEntry

COLUMNS = ("concept", "language", "term", "forms", "forbidden", "definition", "note")
BETWEEN = ";"


def as_csv(entries: Iterable[GlossaryEntry]) -> bytes:
    """All current terms, with a mark of the encoding, so that spreadsheets read it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for glossary_entry in entries:
        for code, term in sorted(glossary_entry.terms.items()):
            joined = [f"{BETWEEN} ".join(words) for words in (term.forms, term.forbidden)]
            cells = [glossary_entry.concept.slug, code, term.word, *joined, term.definition, term.note]
            writer.writerow([guard_cell(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def from_table(file: IO[bytes], name: str) -> list[NewTerm]:
    """The terms of a CSV or XLSX file; raises `Unreadable` with a sentence for each line that cannot be taken."""
    terms, faults = [], []
    for row in read_upload(file, name):
        wrong: list[str] = []
        cells = cells_of(row, wrong)
        for column in ("concept", "language", "term"):
            if not cells.get(column) and not wrong:
                wrong.append(_("the column “%(column)s” is empty") % {"column": column})
        faults += [_line(row, fault) for fault in wrong]
        terms.append(_term(cells))
    if faults:
        raise Unreadable(" ".join(faults))
    if not terms:
        raise Unreadable(_("The file does not contain a term."))
    return terms


def _line(row: SheetRow, fault: str) -> str:
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
    return tuple(part.strip() for part in cell.split(BETWEEN) if part.strip())
