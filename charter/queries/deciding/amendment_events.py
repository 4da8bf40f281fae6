"""The story of one amendment: what happened to it, the newest first, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from charter.models import Adoption, Amendment, AmendmentText, Decision, Resolution, Version, Wording
from charter.queries.amending.amendments import changes_of, has_any
from charter.queries.amending.public_texts import proposed_by
from charter.queries.deciding import agreed_texts, compromise_answers, effects
from charter.queries.deciding.agreed_texts import AgreedText
from charter.queries.deciding.compromise_answers import Answers
from charter.queries.reading.word_sources import ids_in
from charter.states import BORDER_KINDS, AmendmentState, ChangeKind, Outcome, RebaseState


@dataclass(frozen=True)
class Event:
    """`kind` is what happened; the page has the words for each. `values` are what these words name."""

    kind: str
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)


def events_of(
    amendment: Amendment,
    decision: Decision | None,
    known_until: Callable[[], datetime | None] = lambda: None,
    *,
    closed: list[Answers] | None = None,
    adoptions: list[Adoption] | None = None,
    resolution: Resolution | None = None,
) -> list[Event]:
    """`decision` and `resolution` are those that the reader may see, if any.

    `known_until` tells until when the reader knows of changes of the text. `closed` are the answers to its closed
    compromises and `adoptions` what `adoptions_behind` reads, where they were read before.
    """
    texts = _texts(amendment)
    until = known_until() if texts else None
    events = [
        *_beginning(amendment),
        *_resolved(amendment, resolution),
        *(event for event in texts if until is None or event.at <= until),
    ]
    if decision is not None:
        events.extend(_decisions(amendment, decision))
    if amendment.state == AmendmentState.WITHDRAWN and amendment.ended_at:
        events.append(Event("undone" if amendment.undone_at else "withdrawn", amendment.ended_at))
    if decision is not None and decision.is_released:
        closed = (
            compromise_answers.closed_compromises([amendment.pk]).get(amendment.pk, []) if closed is None else closed
        )
        adoptions = adoptions_behind(amendment, decision) if adoptions is None else adoptions
        events.extend([*_compromises(amendment, closed), *_versions(amendment, adoptions)])
    return sorted(events, key=lambda event: event.at, reverse=True)


def _decisions(amendment: Amendment, decision: Decision) -> list[Event]:
    """The decision that holds, and each public one before it: a changed decision shows both."""
    earlier: list[Decision] = []
    if decision.note_id is not None:
        rows = Decision.objects.filter(amendment=amendment, release__isnull=False).exclude(pk=decision.pk)
        rows = rows.select_related("release", "reason", "note", "because_of", "amendment__round__body")
        earlier = list(rows.order_by("pk"))
    each = [*earlier, decision]
    at = [row.release.at if row.release else row.at for row in each]
    events = [Event("decided", at[0], {"decision": each[0]})]
    for place, now in enumerate(each[1:], 1):
        events.append(Event("decided_anew", at[place], {"decision": now, "before": each[place - 1]}))
    return events


def _beginning(amendment: Amendment) -> list[Event]:
    if amendment.confirmed_at is None:
        return []
    values = {"organisation": amendment.organisation, "number": amendment.number}
    return [Event("confirmed", amendment.confirmed_at, values)]


def _resolved(amendment: Amendment, resolution: Resolution | None) -> list[Event]:
    """The resolution of its council, from the confirmation on: drafts have no history."""
    if resolution is None or amendment.confirmed_at is None:
        return []
    return [Event("resolved", max(resolution.at, amendment.confirmed_at), {"resolution": resolution})]


def _texts(amendment: Amendment) -> list[Event]:
    """Texts that followed the confirmed one: rebased, or written again by the member."""
    if amendment.confirmed_at is None or not has_any(amendment, "has_later_texts"):
        return []
    fixed = AmendmentText.objects.filter(amendment=amendment, fixed_at__isnull=False).order_by("number")
    texts = list(fixed)
    later = [(place, text) for place, text in enumerate(texts) if text.at > amendment.confirmed_at]
    if any(text.carried_from_id is not None for _place, text in later):
        prefetch_related_objects(texts, changes_of("changes"))
    return [_followed(text, texts[:place]) for place, text in later]


def _followed(text: AmendmentText, earlier: Sequence[AmendmentText]) -> Event:
    if text.carried_from_id is None:
        return Event("rewritten", text.at)
    states = {change.carry for change in text.changes.all()}
    notes = [change.carry_note for change in text.changes.all() if change.carry_note]
    names = {RebaseState.VOID: "void", RebaseState.CHECK: "check", RebaseState.ADOPTED: "adopted"}
    is_back = any(proposed_by(text) == proposed_by(before) for before in earlier)
    kind = next((name for state, name in names.items() if state in states), "restored" if is_back else "carried")
    return Event(kind, text.at, {"notes": notes})


def _compromises(amendment: Amendment, closed: list[Answers]) -> list[Event]:
    """The answers of all members to texts of the secretariat, published together with the decision.

    Where they agreed, with the text to which they did, and when the amendment was revised after that text was sent.
    """
    agreed = agreed_texts.agreed_texts(closed)
    revised = agreed_texts.revised_after(text.compromise for text in agreed.values())
    return [
        Event(
            "put", answers.compromise.closed_at, {"answers": answers, **_agreed(answers, agreed, revised, amendment)}
        )
        for answers in closed
        if answers.compromise.closed_at
    ]


def _agreed(
    answers: Answers,
    agreed: Mapping[int, AgreedText],
    revised: Mapping[tuple[int, int], datetime],
    amendment: Amendment,
) -> dict[str, Any]:
    pk = answers.compromise.pk
    return {"agreed": agreed.get(pk), "revised": revised.get((pk, amendment.pk))}


def adoptions_behind(amendment: Amendment, decision: Decision) -> list[Adoption]:
    """The adoptions of this amendment, and of the one that it was accepted as part of."""
    own = [amendment.pk, *([decision.because_of_id] if decision.outcome == Outcome.AS_PART else [])]
    return effects.adoptions_of(pk for pk in own if pk is not None)


def _versions(amendment: Amendment, adoptions: list[Adoption]) -> list[Event]:
    """The first version that contains text of these adoptions, without adoptions that were reversed."""
    kept = [adoption for adoption in adoptions if not hasattr(adoption.merge, "undone_by")]
    version = _first_with(kept) or _first_after(amendment, kept)
    return [Event("version", version[1], {"number": version[0]})] if version is not None else []


def _first_with(adoptions: list[Adoption]) -> tuple[int, datetime] | None:
    """Number and day of the first version with a wording that contains text of these adoptions.

    A wording also counts if it carries only their deletions. Text that another amendment replaced before a publication
    is in no version.
    """
    languages_by_id = {adoption.pk: adoption.language for adoption in adoptions}
    rows = Wording.objects.filter(carries__in=languages_by_id, language__in=set(languages_by_id.values()))
    published = ("manifest__version__number", "manifest__version__published_at")
    wordings = list(rows.order_by().distinct().values_list("runs", *published))
    with_words = [wording for wording in wordings if ids_in(wording[0]) & languages_by_id.keys()]
    versions = [(number, at) for _runs, number, at in with_words or wordings if number is not None]
    return min(versions, default=None)


def _first_after(amendment: Amendment, adoptions: list[Adoption]) -> tuple[int, datetime] | None:
    """The same after a deletion, a move or a border entered: no wording carries these."""
    kinds = (ChangeKind.DELETE, ChangeKind.MOVE, *BORDER_KINDS)
    adoption = next((adoption for adoption in adoptions if adoption.change and adoption.change.kind in kinds), None)
    if adoption is None:
        return None
    later = Version.objects.filter(charter=amendment.round.charter_id, published_at__gte=adoption.at)
    return later.order_by("number").values_list("number", "published_at").first()
