"""How many members support the present text of amendments, in one query for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.prepared import Prepared
from accounts.states import ASSOCIATION, Membership, OrganisationKind
from charter.models import Position
from charter.states import Stance


def count_supports(amendment_ids: Iterable[int]) -> dict[int, int]:
    """How many counted members support the present text, by amendment id."""
    return Counter(dict(_SUPPORTED.rows(list(amendment_ids))))


def _supported(ids: list[int]) -> QuerySet[Position, Any]:
    positions = Position.objects.filter(
        _counted(), text__amendment__in=ids, superseded_at=None, stance=Stance.SUPPORT
    ).order_by()
    return positions.values("text__amendment").annotate(n=Count("pk")).values_list("text__amendment", "n")


_SUPPORTED = Prepared(_supported)


def _counted() -> Q:
    """Positions of members that their round counts: the condition of `is_counted` as a query."""
    flags = [flag for flag in Membership.values if flag != Membership.ANY]
    counted = Q(text__amendment__round__who_is_counted=Membership.ANY)
    for flag in flags:
        counted |= Q(**{"text__amendment__round__who_is_counted": flag, f"organisation__{flag}": True})
    governments = Q(organisation__kind=OrganisationKind.GOVERNMENT) & ~Q(organisation__official_kind=ASSOCIATION)
    return counted & governments
