"""The table of local human rights frameworks as CSV: one line a framework, provisions by their permanent keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from accounts.exports.csv_files import write_csv
from charter.exports.papers import full_address
from charter.models import Framework
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
    "themes",
    "document",
)
BETWEEN = ";"


def as_csv(rows: Iterable[CitedFramework]) -> bytes:
    """A line for each framework, below the names of the columns."""
    return write_csv([COLUMNS, *map(_cells, rows)])


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
        BETWEEN.join(theme.code for theme in framework.themes.all()),
        address_of_document(framework),
    )


def address_of_document(framework: Framework) -> str:
    """The public address of its document; empty without one."""
    ending = framework.document_ending
    return full_address("framework_document", framework.pk, ending) if ending else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
