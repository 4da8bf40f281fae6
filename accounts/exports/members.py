"""The list of members as CSV and XLSX: the same columns that an import reads."""

from __future__ import annotations

import io
from collections.abc import Iterator

from accounts.exports.csv_files import write_csv
from accounts.imports.members import COLUMNS, NAMES
from accounts.imports.sheets import guard_cell
from accounts.models import Organisation

HEAD = ["address", "name", "name_language", *NAMES, *COLUMNS]


def member_rows() -> Iterator[list[str]]:
    """A line for each member, by address."""
    for organisation in Organisation.objects.with_names().order_by("slug"):
        names = {translation.language: translation.text for translation in organisation.name.translations.all()}
        translated = [names.get(column.removeprefix("name_"), "") for column in NAMES]
        values = [_text(getattr(organisation, name)) for name, _way in COLUMNS.values()]
        yield [
            guard_cell(cell)
            for cell in (organisation.slug, organisation.name.text, organisation.name.language, *translated, *values)
        ]


def as_csv() -> bytes:
    """A line for each member, below the names of the columns."""
    return write_csv([HEAD, *member_rows()])


def as_xlsx() -> bytes:
    """Every cell is text, whatever it begins with."""
    from openpyxl import Workbook  # late: six megabytes that only files need

    book = Workbook(write_only=True)
    sheet = book.create_sheet("members")
    for line in [HEAD, *member_rows()]:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(f"{item['label']} {item['address']}" if isinstance(item, dict) else item for item in value)
    return "" if value is None else str(value)
