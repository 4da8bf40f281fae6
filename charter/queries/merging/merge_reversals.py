"""Whether an applied merge can be reversed: what it wrote, and whether that is still current."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from charter.models import Arrangement, CurrentWording, Merge, Section, Version, Wording
from charter.states import CameFrom


class ReversalBlockerKind(Enum):
    """Why a merge cannot be reversed. `charter/wording/merges.py` has the sentences."""

    BORDERS_CHANGED = "borders changed"
    VERSION_PUBLISHED = "version published"
    TEXT_CHANGED = "text changed"
    ORDER_CHANGED = "order changed"


@dataclass(frozen=True)
class ReversalBlocker:
    """One reason, with the number of the version or the name of the provision or article that it concerns."""

    kind: ReversalBlockerKind
    name: str = ""


def written_wordings(merge: Merge) -> Iterator[tuple[Wording, Wording | None]]:
    """Each wording that an applied merge wrote, with the current one at its place."""
    assert merge.applied_at is not None
    rows = Wording.objects.filter(carries__merge=merge, came_from=CameFrom.MERGE, at=merge.applied_at)
    rows = rows.select_related("provision", "parent").distinct().order_by("pk")
    wordings = {(wording.provision_id, wording.language): wording for wording in rows}
    current_rows = CurrentWording.objects.filter(provision__in={pk for pk, _language in wordings}).select_related(
        "wording"
    )
    now = {(row.provision_id, row.language): row.wording for row in current_rows}
    for where, wording in wordings.items():
        yield wording, now.get(where)


def arrangement_of(merge: Merge) -> Arrangement | None:
    """The order that an applied merge made; None where it left the order alone."""
    assert merge.applied_at is not None
    rows = Arrangement.objects.filter(charter=merge.charter, made_at=merge.applied_at).select_related("previous")
    return rows.exclude(previous=None).order_by("pk").first()


def changed_sections(arrangement: Arrangement) -> dict[str, Section]:
    """The articles whose order a new arrangement changed, as they were before it, by key."""
    assert arrangement.previous is not None
    now = {section.key: section for section in arrangement.sections}
    return {s.key: s for s in arrangement.previous.sections if s.key in now and s.blocks != now[s.key].blocks}


def blockers_of_reversal(merge: Merge) -> list[ReversalBlocker]:
    """Why a merge cannot be reversed, each provision and article by its name."""
    return [*_parted(merge), *_published(merge), *_words_moved(merge), *_order_moved(merge)]


def _parted(merge: Merge) -> Iterator[ReversalBlocker]:
    """What was divided or joined has gone on by itself since: comments, other languages, amendments that wait."""
    if merge.adoptions.exclude(fate="").exists():
        yield ReversalBlocker(ReversalBlockerKind.BORDERS_CHANGED)


def _published(merge: Merge) -> Iterator[ReversalBlocker]:
    later = (
        Version.objects.filter(charter=merge.charter, published_at__gte=merge.applied_at).order_by("number").first()
    )
    if later is not None:
        yield ReversalBlocker(ReversalBlockerKind.VERSION_PUBLISHED, str(later.number))


def _words_moved(merge: Merge) -> Iterator[ReversalBlocker]:
    order = merge.charter.arrangement
    labels = order.labels(merge.language) if order else {}
    for wording, current in written_wordings(merge):
        if current is None or current.html != wording.html:
            key = str(wording.provision.key)
            name = labels[key].citation if key in labels else wording.provision.short
            yield ReversalBlocker(ReversalBlockerKind.TEXT_CHANGED, name)


def _order_moved(merge: Merge) -> Iterator[ReversalBlocker]:
    arrangement, now = arrangement_of(merge), merge.charter.arrangement
    if arrangement is None or now is None:
        return
    for key in changed_sections(arrangement):
        before, after = arrangement.section(key), now.section(key)
        if before is None or after is None or before.blocks != after.blocks:
            name = before.address if before else key[:8]
            yield ReversalBlocker(ReversalBlockerKind.ORDER_CHANGED, name)
