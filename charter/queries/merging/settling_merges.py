"""Open merges that already resolve a conflict of accepted amendments, so that their decisions are published there."""

from __future__ import annotations

from collections.abc import Iterable

from charter.models import Merge, Round
from charter.queries.deciding.accepted_conflicts import AcceptedConflict
from charter.queries.merging import merge_views
from charter.states import MergeState


def settling_merges(round_: Round, conflicts: Iterable[AcceptedConflict]) -> dict[AcceptedConflict, Merge]:
    """For each of these conflicts the open merge that has all its amendments and leaves no conflict unresolved."""
    rows = Merge.objects.filter(round=round_, state=MergeState.OPEN).select_related("article", "charter__arrangement")
    chosen = {
        merge: {amendment.pk for amendment in merge.amendments.all()} for merge in rows.prefetch_related("amendments")
    }
    settling: dict[AcceptedConflict, Merge] = {}
    for conflict in conflicts:
        own = {amendment.pk for amendment in conflict.amendments}
        merge = next((merge for merge, amendments in chosen.items() if own <= amendments), None)
        if merge is not None and not merge_views.view_of_merge(merge).conflicts:
            settling[conflict] = merge
    return settling
