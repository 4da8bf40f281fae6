"""Because of which amendments another one is no longer possible."""

from __future__ import annotations

from charter.models import Adoption, Amendment
from charter.states import CarryState


def because_of(amendment: Amendment) -> list[Amendment]:
    """Amendments of its round whose words entered the text under its void changes, the latest first; in one query."""
    void = (
        [change for change in amendment.text.changes.all() if change.carry == CarryState.VOID]
        if amendment.text
        else []
    )
    since = {change.provision_id: change.base.at for change in void if change.base is not None}
    if not void:
        return []
    rows = Adoption.objects.filter(
        provision__in=[change.provision_id for change in void], change__text__amendment__round=amendment.round_id
    ).select_related("change__text__amendment__round")
    found: dict[int, Amendment] = {}
    for row in rows.exclude(change__text__amendment=amendment).order_by("-at", "-pk"):
        before = since.get(row.provision_id)
        if row.change is not None and (before is None or row.at > before):
            found.setdefault(row.change.text.amendment_id, row.change.text.amendment)
    return list(found.values())
