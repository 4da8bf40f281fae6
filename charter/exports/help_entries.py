"""Offers and requests of members as CSV: one line an entry."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from accounts.exports.csv_files import write_csv
from charter.models import HelpEntry

COLUMNS = (
    "id",
    "kind",
    "member",
    "member_name",
    "country",
    "theme",
    "subject",
    "text",
    "language",
    "languages",
    "ends_on",
    "state",
    "closed_at",
    "outcome",
    "page",
)
BETWEEN = ";"


def as_csv(rows: Iterable[HelpEntry]) -> bytes:
    """A line for each entry, below the names of the columns."""
    return write_csv([COLUMNS, *map(_cells, rows)])


def _cells(entry: HelpEntry) -> tuple[str, ...]:
    member = entry.organisation
    return (
        str(entry.pk),
        entry.kind,
        member.slug,
        str(member),
        member.country,
        entry.theme.code,
        entry.subject,
        entry.text,
        entry.language,
        BETWEEN.join(entry.languages),
        entry.ends_on.isoformat(),
        entry.state,
        entry.closed_at.isoformat() if entry.closed_at else "",
        entry.outcome,
        f"{settings.SITE_URL}{reverse('help_entry', args=[entry.pk])}",
    )
