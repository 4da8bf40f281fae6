"""Public initiatives of members as CSV: one line an initiative, provisions by their permanent keys."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from accounts.imports.sheets import guard_cell
from charter.citations import Label
from charter.models import Initiative
from charter.queries.city.initiatives import cited_provisions, languages_of
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
)
BETWEEN = ";"


def as_csv(rows: Iterable[Initiative], labels: dict[str, Label]) -> bytes:
    """With a mark of the encoding, so that spreadsheets read it as UTF-8; `labels` are citations by key."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for initiative in rows:
        writer.writerow([guard_cell(cell) for cell in _cells(initiative, labels)])
    return out.getvalue().encode("utf-8-sig")


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
        BETWEEN.join(theme.slug for theme in initiative.themes.all()),
        BETWEEN.join(str(provision.key) for provision, _citation in provisions),
        BETWEEN.join(citation for _provision, citation in provisions),
        "yes" if initiative.featured_at else "no",
        initiative.published_at.isoformat() if initiative.published_at else "",
        f"{settings.SITE_URL}{reverse('initiative', args=[initiative.pk])}",
    )
