"""Which members support the wordings of a group of amendments, and from where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from accounts.queries.sections import region_codes
from accounts.states import SECTIONS_WITHOUT_REGION
from charter.models import Position

Stances = Mapping[str, Iterable[Position]]


def unite_positions(each: Iterable[Stances]) -> dict[str, list[Position]]:
    """Positions on a wording that several members propose: each member once for each stance."""
    united: dict[str, dict[int, Position]] = {}
    for stances in each:
        for stance, positions in stances.items():
            united.setdefault(stance, {}).update({position.organisation_id: position for position in positions})
    return {stance: list(positions.values()) for stance, positions in united.items()}


def count_members_by_region(positions: Iterable[Position]) -> list[tuple[str, int]]:
    """Regions with the number of members, in the order of the list; "" where a member names none."""
    regions = region_codes()
    counted: Counter[str] = Counter()
    for position in positions:
        counted[next((code for code in position.organisation.sections if code in regions), "")] += 1
    return _listed(counted, (*regions, ""))


def count_members_by_section(positions: Iterable[Position]) -> list[tuple[str, int]]:
    """The sections that are no regions; a member of none of them is not counted."""
    counted = Counter(code for position in positions for code in position.organisation.sections)
    return _listed(counted, SECTIONS_WITHOUT_REGION)


def _listed(counted: Counter[str], codes: Iterable[str]) -> list[tuple[str, int]]:
    return [(code, counted[code]) for code in codes if counted[code]]
