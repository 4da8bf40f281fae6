"""The glossary as a table: one line a term, the same columns out and in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _

from accounts.exports.csv_files import write_csv
from accounts.imports.refusals import Unreadable
from accounts.imports.sheets import cells_of, read_upload
from charter.actions.languages.glossary import NewTerm, line_fault
from charter.queries.languages.glossary import GlossaryEntry

COLUMNS = ("concept", "language", "term", "forms", "forbidden", "definition", "note")
BETWEEN = ";"


def as_csv(entries: Iterable[GlossaryEntry]) -> bytes:
    """All current terms, a line each, below the names of the columns."""
    lines = (
        (entry.concept.slug, code, term.word, _joined(term.forms), _joined(term.forbidden), term.definition, term.note)
        for entry in entries
        for code, term in sorted(entry.terms.items())
    )
    return write_csv([COLUMNS, *lines])


def _joined(words: Iterable[str]) -> str:
    return f"{BETWEEN} ".join(words)


def from_table(file: IO[bytes], name: str) -> list[NewTerm]:
    """The terms of a CSV or XLSX file; raises `Unreadable` with a sentence for each line that cannot be taken."""
    terms, faults = [], []
    for row in read_upload(file, name):
        wrong: list[str] = []
        cells = cells_of(row, wrong)
        for column in ("concept", "language", "term"):
            if not cells.get(column) and not wrong:
                wrong.append(_("the column “%(column)s” is empty") % {"column": column})
        faults += [line_fault(row.number, fault) for fault in wrong]
        terms.append(_term(cells, row.number))
    if faults:
        raise Unreadable(" ".join(faults))
    if not terms:
        raise Unreadable(_("The file does not contain a term."))
    return terms


def _term(cells: dict[str, str], number: int) -> NewTerm:
    return NewTerm(
        language=cells.get("language", ""),
        word=cells.get("term", ""),
        concept=cells.get("concept", ""),
        definition=cells.get("definition", ""),
        forms=_list(cells.get("forms", "")),
        forbidden=_list(cells.get("forbidden", "")),
        note=cells.get("note", ""),
        row=number,
    )


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(BETWEEN) if part.strip())
