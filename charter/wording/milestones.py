"""Milestones of the campaign as entries of a timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.dates import date_format
from accounts.models import Milestone
from charter.wording.charter_text import interface_language, language_attributes


def milestone_entries(milestones: Iterable[Milestone]) -> list[dict[str, Any]]:
    """What `components/timeline.html` takes: these milestones, with their texts, in their order."""
    return [_entry(milestone) for milestone in milestones]


def picture_of(milestone: Milestone) -> dict[str, Any] | None:
    """The address of the picture, and what it shows in the language of the page."""
    if milestone.picture_text is None:
        return None
    text = milestone.picture_text.in_language(interface_language())
    url = reverse("milestone_picture", args=[milestone.pk, milestone.picture_name])
    return {"url": url, "text": text.text, **language_attributes(text.language)}


def _entry(milestone: Milestone) -> dict[str, Any]:
    title = milestone.title.in_language(interface_language())
    text = milestone.text.in_language(interface_language()) if milestone.text else None
    return {
        "id": f"milestone-{milestone.pk}",
        "date": date_format(milestone.on),
        "title": title.text,
        "title_in": language_attributes(title.language),
        "url": milestone.link,
        "picture": picture_of(milestone),
        "text": text.text if text else "",
        "text_in": language_attributes(text.language) if text else {},
    }
