"""The table of amendments: what each of its rows shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.locales import listed_html
from charter.models import Amendment, Charter
from charter.queries.amending import amendment_rows
from charter.queries.amending.amendment_rows import AmendmentRow
from charter.queries.amending.public_texts import TextCitations
from charter.states import AmendmentState, Outcome
from charter.wording.amendments import describe_way
from charter.wording.charter_text import interface_language, language_attributes, outcome_mark, state_mark


def table_of(listed_amendments: Sequence[Amendment | int], charter: Charter | None) -> list[dict[str, Any]]:
    """What `charter/amending/amendments/_row.html` takes, for each of these amendments."""
    language = interface_language()
    citations = TextCitations(charter, language) if charter else None
    withheld = _("A member whose name is withheld")
    rows = amendment_rows.make_rows(listed_amendments, citations, language, get_language() or "")
    return [_shown(row, language, withheld) for row in rows]


def _shown(row: AmendmentRow, language: str, withheld: str) -> dict[str, Any]:
    change = row.change
    return {
        "url": reverse("amendment", args=[row.round, row.number]),
        "number": f"{row.round}/{row.number}",
        "change": change is not None,
        "citation": change.citation if change else "",
        "more": change is not None and not change.is_only,
        "title": row.title,
        "words": mark_safe(change.redline(language)) if change else "",
        "askers": listed_html(format_html("<bdi>{}</bdi>", name or withheld) for name in row.askers),
        "came": describe_way(row.came_by, row.came_on),
        "status": _status(row),
        "supported": row.supported,
        **(language_attributes(change.language) if change else {}),
    }


def _status(row: AmendmentRow) -> dict[str, str]:
    """The status of a row, in the form in which `status` gives it for an amendment."""
    if row.valid_decision is None or row.state == AmendmentState.WITHDRAWN:
        return state_mark(row.state)
    decision = row.valid_decision
    body = row.body if decision.outcome == Outcome.REFERRED else ""
    return outcome_mark(decision.outcome, decision.because_of, body, str(decision.type or ""))
