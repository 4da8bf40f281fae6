"""Which merged amendments settle another one: it is no longer possible, or they brought what it proposes."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from charter.models import Adoption, Amendment
from charter.queries.amending.identical_amendments import change_identities
from charter.states import RebaseState


def amendments_that_ruled_out(amendment: Amendment) -> list[Amendment]:
    """Amendments of its round whose words entered the text under its void changes, the latest first; in one query."""
    return _merged_over(amendment, RebaseState.VOID)


def granted_by(amendment: Amendment, merged: Iterable[Amendment]) -> list[Amendment]:
    """Merged amendments of its round that brought all that it proposes, those that are identical to it first.

    `merged` are those of its `amendments_beside` that are merged.
    """
    mine = change_identities(amendment)
    whole = [other for other in merged if mine <= change_identities(other)]
    if whole or amendment.text is None:
        return sorted(whole, key=lambda other: change_identities(other) != mine)
    left = [c for c in amendment.text.changes.all() if c.carry != RebaseState.ADOPTED]
    return _merged_over(amendment, RebaseState.ADOPTED) if not left else []


def granted_in_part_by(amendment: Amendment, merged: Collection[Amendment]) -> list[Amendment]:
    """Merged amendments of the round that brought a part of the proposed text, if none brought all of it."""
    if granted_by(amendment, merged):
        return []
    mine = change_identities(amendment)
    partial = {other.pk: other for other in merged if mine & change_identities(other)}
    return [*partial.values(), *(o for o in _merged_over(amendment, RebaseState.ADOPTED) if o.pk not in partial)]


def _merged_over(amendment: Amendment, state: RebaseState) -> list[Amendment]:
    """Amendments of its round whose words entered the text under its changes of a state, the latest first."""
    void = [c for c in amendment.text.changes.all() if c.carry == state] if amendment.text else []
    since = {change.provision_id: change.base.at for change in void if change.base is not None}
    if not void:
        return []
    rows = Adoption.objects.filter(
        provision__in=[change.provision_id for change in void], change__text__amendment__round=amendment.round_id
    ).select_related("change__text__amendment__round")
    amendments: dict[int, Amendment] = {}
    for row in rows.exclude(change__text__amendment=amendment).order_by("-at", "-pk"):
        before = since.get(row.provision_id)
        if row.change is not None and (before is None or row.at > before):
            amendments.setdefault(row.change.text.amendment_id, row.change.text.amendment)
    return list(amendments.values())
