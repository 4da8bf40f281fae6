"""The rows of a table of comments that somebody filled in, by its columns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _

from accounts.imports.child import read_in_child
from charter.files.refusals import TOO_LARGE, Unreadable
from charter.importing.formats import MEGABYTE
from charter.importing.returned_lines import LARGEST
from charter.wording.comment_columns import Column, bare_title, columns_by_title

TEXTS, PLACES = {Column.COMMENT, Column.PROPOSED}, {Column.KEY, Column.PLACE}
NO_COLUMNS = _(
    "The table lacks columns. It needs a column “Comment”, and a column “Place” or “Key”. Download the table of "
    "comments and write in that file."
)


@dataclass(frozen=True)
class TableRow:
    """A row under the titles of the columns; `number` is its line in the file, counted from 1."""

    number: int
    cells: dict[str, str]

    def cell(self, column: Column) -> str:
        return self.cells.get(column, "")


def read_table(file: IO[bytes], name: str) -> list[TableRow]:
    """The rows of an uploaded file, read in a child process. Raises `Unreadable`."""
    if file.seek(0, os.SEEK_END) > LARGEST:
        raise Unreadable(TOO_LARGE, n=LARGEST // MEGABYTE)
    return rows_of(read_in_child("charter.importing.table_lines:read_lines", file, name=name))


def rows_of(lines: Iterable[Sequence[str]]) -> list[TableRow]:
    """The rows below the first line that names the columns; lines that name them again are no rows."""
    places: dict[Column, int] = {}
    rows = []
    for number, line in enumerate(lines, 1):
        if head := _head(line):
            places = head
        elif places and any(cell.strip() for cell in line):
            cells = {str(column): line[place].strip() for column, place in places.items() if place < len(line)}
            rows.append(TableRow(number, cells))
    if not places:
        raise Unreadable(NO_COLUMNS)
    if not rows:
        raise Unreadable(_("The table has no rows below the titles of its columns. Add a row for each comment."))
    return rows


def _head(line: Sequence[str]) -> dict[Column, int]:
    """The columns that a line names, if it names those that every table needs."""
    known = columns_by_title()
    places: dict[Column, int] = {}
    for place, cell in enumerate(line):
        column = known.get(bare_title(cell))
        if column is not None:
            places.setdefault(column, place)
    return places if TEXTS & {*places} and PLACES & {*places} else {}
