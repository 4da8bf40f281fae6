"""What a merge leaves where it is: accepted changes in other languages at the provisions of its article."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from charter.queries import crossings
from charter.queries.crossings import Elsewhere
from charter.queries.merge_views import MergeView
from charter.queries.tongues import tongue

from .desk_frame import address_of, name_of, numbers


def in_other_languages(view: MergeView) -> list[dict[str, Any]]:
    """Each with the chosen amendments that it may collide with."""
    citations = {row.key: row.label.citation for row in view.rows}
    return [_row(one, citations) for one in crossings.elsewhere(view)]


def _row(one: Elsewhere, citations: dict[str, str]) -> dict[str, Any]:
    amendment = one.change.text.amendment
    return {
        "number": amendment.number,
        "url": address_of(amendment),
        "cities": name_of(amendment),
        "cite": citations.get(str(one.change.provision.key), ""),
        "place_url": reverse("desk_provision", args=[one.change.provision.short]),
        "tongue": tongue(one.change.language),
        "meets": numbers(one.meets),
    }
