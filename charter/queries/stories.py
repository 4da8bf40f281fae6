"""The story of one amendment: what happened to it, the newest first, as far as the reader may know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from charter.models import Adoption, Amendment, AmendmentText, Decision, VersionWording
from charter.queries import assents
from charter.states import AmendmentState, CarryState


@dataclass(frozen=True)
class Event:
    """`kind` is what happened; the page has the words for each. `values` are what these words name."""

    kind: str
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)


def of(amendment: Amendment, decision: Decision | None) -> list[Event]:
    """`decision` is the one that the reader may see, if any."""
    events = [*_beginning(amendment), *_texts(amendment)]
    if decision is not None:
        at = decision.release.at if decision.release else decision.at
        events.append(Event("decided", at, {"decision": decision}))
    if amendment.state == AmendmentState.WITHDRAWN and amendment.ended_at:
        events.append(Event("undone" if amendment.undone_at else "withdrawn", amendment.ended_at))
    if decision is not None and decision.is_released:
        events.extend([*_compromises(amendment), *_versions(amendment)])
    return sorted(events, key=lambda event: event.at, reverse=True)


def _beginning(amendment: Amendment) -> list[Event]:
    if amendment.confirmed_at is None:
        return []
    values = {"organisation": amendment.organisation, "number": amendment.number}
    return [Event("confirmed", amendment.confirmed_at, values)]


def _texts(amendment: Amendment) -> list[Event]:
    """Texts that followed the confirmed one: carried over, or written anew."""
    if amendment.confirmed_at is None:
        return []
    later = AmendmentText.objects.filter(amendment=amendment, at__gt=amendment.confirmed_at, fixed_at__isnull=False)
    return [_followed(text) for text in later.prefetch_related("changes")]


def _followed(text: AmendmentText) -> Event:
    if text.carried_from_id is None:
        return Event("rewritten", text.at)
    states = {change.carry for change in text.changes.all()}
    notes = [change.carry_note for change in text.changes.all() if change.carry_note]
    kind = "void" if CarryState.VOID in states else "check" if CarryState.CHECK in states else "carried"
    return Event(kind, text.at, {"notes": notes})


def _compromises(amendment: Amendment) -> list[Event]:
    """What all members that were asked said to words of the secretariat, told together with the decision."""
    said = assents.closed_of([amendment.pk]).get(amendment.pk, [])
    return [
        Event("put", answers.compromise.closed_at, {"answers": answers})
        for answers in said
        if answers.compromise.closed_at
    ]


def _versions(amendment: Amendment) -> list[Event]:
    """The first version in which words of this amendment stand."""
    adoptions = Adoption.objects.filter(change__text__amendment=amendment, merge__undone_by=None)
    lines = VersionWording.objects.filter(wording__carries__in=adoptions).select_related("version", "wording")
    first = lines.order_by("version__number").first()
    if first is None:
        return []
    return [Event("version", first.version.published_at, {"version": first.version, "line": first})]
