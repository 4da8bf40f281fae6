"""Milestones of the campaign as entries of a timeline."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format

from accounts.models import Milestone
from accounts.queries.milestones import milestones_with_texts
from charter.wording.charter_text import interface_language, language_attributes


def milestone_entries() -> list[dict[str, Any]]:
    """What `components/timeline.html` takes: all milestones, the oldest first."""
    return [_entry(milestone) for milestone in milestones_with_texts()]


def _entry(milestone: Milestone) -> dict[str, Any]:
    title = milestone.title.in_language(interface_language())
    text = milestone.text.in_language(interface_language()) if milestone.text else None
    return {
        "id": f"milestone-{milestone.pk}",
        "date": date_format(milestone.on),
        "title": title.text,
        "title_in": language_attributes(title.language),
        "url": milestone.link,
        "text": text.text if text else "",
        "text_in": language_attributes(text.language) if text else {},
    }
