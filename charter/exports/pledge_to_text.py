"""The table from pledge to text as CSV: one line a member, and the version and language in which words are counted."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.exports.csv_files import write_csv
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
    """A line for each member, below the names of the columns."""
    counted_in = (str(version.number), language) if version else ("", "")
    return write_csv([COLUMNS, *((*_cells(line), *counted_in) for line in lines)])


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
