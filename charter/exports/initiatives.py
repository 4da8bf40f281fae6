"""Public initiatives as CSV: one line an initiative, provisions by their permanent keys, and who wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from accounts.exports.csv_files import write_csv
from charter.citations import Label
from charter.models import Initiative
from charter.queries.city.initiatives import (
    AnyInitiative,
    WrittenBySecretariat,
    cited_provisions,
    languages_of,
)
from charter.wording.charter_text import interface_language

COLUMNS = (
    "id",
    "member",
    "member_name",
    "country",
    "title",
    "summary",
    "language",
    "languages",
    "place",
    "link",
    "un_day",
    "themes",
    "provision_keys",
    "citations",
    "is_featured",
    "published_at",
    "page",
    "written_by",
)
BETWEEN = ";"


def as_csv(rows: Iterable[AnyInitiative], labels: dict[str, Label]) -> bytes:
    """A line for each initiative, below the names of the columns; `labels` are citations by key."""
    lines = (_page_cells(row) if isinstance(row, WrittenBySecretariat) else _cells(row, labels) for row in rows)
    return write_csv([COLUMNS, *lines])


def _cells(initiative: Initiative, labels: dict[str, Label]) -> tuple[str, ...]:
    member, provisions = initiative.organisation, cited_provisions(initiative, labels)
    title, summary = (text.in_language(interface_language()) for text in (initiative.title, initiative.summary))
    return (
        str(initiative.pk),
        member.slug,
        str(member),
        member.country,
        title.text,
        summary.text,
        title.language,
        BETWEEN.join(languages_of(initiative)),
        initiative.place,
        initiative.link,
        initiative.observance,
        BETWEEN.join(theme.code for theme in initiative.themes.all()),
        BETWEEN.join(str(provision.key) for provision, _citation in provisions),
        BETWEEN.join(citation for _provision, citation in provisions),
        "yes" if initiative.featured_at else "no",
        initiative.published_at.isoformat() if initiative.published_at else "",
        f"{settings.SITE_URL}{reverse('initiative', args=[initiative.pk])}",
        "member",
    )


def _page_cells(page: WrittenBySecretariat) -> tuple[str, ...]:
    """A page has no id among initiatives, no day of the United Nations and no provisions, and is never featured."""
    member = page.member
    return (
        "",
        member.slug if member else "",
        str(member) if member else "",
        member.country if member else "",
        page.title,
        page.summary,
        page.language,
        BETWEEN.join(page.languages),
        page.place,
        page.link,
        "",
        page.theme,
        "",
        "",
        "no",
        page.published_at.isoformat(),
        page.page,
        "secretariat",
    )
