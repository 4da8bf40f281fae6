"""What a merge leaves where it is: accepted changes in other languages at the provisions of its article."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from charter.queries import crossings, translations
from charter.queries.crossings import Elsewhere
from charter.queries.merge_views import MergeView
from charter.queries.tongues import tongue
from charter.queries.translations import InOther

from .desk_frame import address_of, name_of, numbers, what_changes


def in_other_languages(view: MergeView) -> list[dict[str, Any]]:
    """Each with the chosen amendments that it may collide with."""
    citations, found = {row.key: row.label.citation for row in view.rows}, crossings.elsewhere(view)
    read = translations.of_texts((one.change.text for one in found), view.merge.language)
    return [_row(one, citations, read, view.merge.language) for one in found]


def _row(one: Elsewhere, citations: dict[str, str], read: dict[int, InOther], language: str) -> dict[str, Any]:
    amendment = one.amendment
    reading = read.get(amendment.pk)
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "cite": citations.get(str(one.change.provision.key), ""),
        "place_url": reverse("desk_provision", args=[one.change.provision.short]),
        "tongue": tongue(one.change.language),
        "words": what_changes(one.change, short=False),
        "translated": reading.of_change(one.change) if reading else None,
        "meets": numbers(one.meets),
        "ready": one.is_ready,
        "translate_url": reverse("amendment_translation", args=[amendment.round.number, amendment.number, language]),
    }
