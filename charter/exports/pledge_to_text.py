"""The table from pledge to text as CSV: one line a member, and the version and language in which words are counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from accounts.imports.sheets import guard_cell
from charter.models import Version
from charter.queries.city.pledge_to_text import MemberLine

COLUMNS = (
    "member",
    "member_name",
    "country",
    "sections",
    "wave",
    "is_pioneer",
    "joined_on",
    "frameworks",
    "initiatives",
    "amendments",
    "provisions",
    "words",
    "version",
    "language",
)
BETWEEN = ";"


def as_csv(lines: Iterable[MemberLine], version: Version | None, language: str) -> bytes:
    """With a mark of the encoding, so that spreadsheets read it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    counted_in = (str(version.number), language) if version else ("", "")
    for line in lines:
        writer.writerow([guard_cell(cell) for cell in (*_cells(line), *counted_in)])
    return out.getvalue().encode("utf-8-sig")


def _cells(line: MemberLine) -> tuple[str, ...]:
    member = line.member
    counts = (line.frameworks, line.initiatives, line.amendments, line.provisions, line.words)
    return (
        member.slug,
        str(member),
        member.country,
        BETWEEN.join(member.sections),
        member.joined_wave_id or "",
        "yes" if member.is_pioneer else "no",
        member.joined_on.isoformat() if member.joined_on else "",
        *map(str, counts),
    )
