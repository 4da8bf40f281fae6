"""The table of local human rights frameworks as CSV: one line a framework, provisions by their permanent keys."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from accounts.imports.sheets import guard_cell
from charter.queries.city.frameworks import CitedFramework

COLUMNS = (
    "member",
    "member_name",
    "country",
    "kind",
    "state",
    "title",
    "language",
    "adopted_on",
    "in_force_on",
    "replaced_on",
    "link",
    "provision_keys",
    "citations",
)
BETWEEN = ";"


def as_csv(rows: Iterable[CitedFramework]) -> bytes:
    """With a mark of the encoding, so that spreadsheets read it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for cited in rows:
        writer.writerow([guard_cell(cell) for cell in _cells(cited)])
    return out.getvalue().encode("utf-8-sig")


def _cells(cited: CitedFramework) -> tuple[str, ...]:
    framework = cited.framework
    days = (framework.adopted_on, framework.in_force_on, framework.replaced_on)
    return (
        framework.organisation.slug,
        str(framework.organisation),
        framework.organisation.country,
        framework.kind,
        framework.state,
        framework.title,
        framework.language,
        *(_day(day) for day in days),
        framework.link,
        BETWEEN.join(str(provision.key) for provision, _citation in cited.provisions),
        BETWEEN.join(citation for _provision, citation in cited.provisions),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
