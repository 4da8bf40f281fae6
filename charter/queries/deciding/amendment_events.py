"""The story of one amendment: what happened to it, the newest first, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from charter.models import Adoption, Amendment, AmendmentText, Decision, Version, VersionWording, Wording
from charter.queries.amending.amendments import changes_of
from charter.queries.amending.public_texts import proposed_by
from charter.queries.deciding import agreed_texts, compromise_answers
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


def events_of(amendment: Amendment, decision: Decision | None, until: datetime | None = None) -> list[Event]:
    """`decision` is the one that the reader may see, if any; `until` when the reader knows of changes of the text."""
    carried = [event for event in _texts(amendment) if until is None or event.at <= until]
    events = [*_beginning(amendment), *carried]
    if decision is not None:
        events.extend(_decisions(amendment, decision))
    if amendment.state == AmendmentState.WITHDRAWN and amendment.ended_at:
        events.append(Event("undone" if amendment.undone_at else "withdrawn", amendment.ended_at))
    if decision is not None and decision.is_released:
        events.extend([*_compromises(amendment), *_versions(amendment, decision)])
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


def _texts(amendment: Amendment) -> list[Event]:
    """Texts that followed the confirmed one: carried over, or written anew."""
    if amendment.confirmed_at is None:
        return []
    fixed = AmendmentText.objects.filter(amendment=amendment, fixed_at__isnull=False).order_by("number")
    texts = list(fixed.prefetch_related(changes_of("changes")))
    return [_followed(text, texts[:place]) for place, text in enumerate(texts) if text.at > amendment.confirmed_at]


def _followed(text: AmendmentText, earlier: Sequence[AmendmentText]) -> Event:
    if text.carried_from_id is None:
        return Event("rewritten", text.at)
    states = {change.carry for change in text.changes.all()}
    notes = [change.carry_note for change in text.changes.all() if change.carry_note]
    names = {RebaseState.VOID: "void", RebaseState.CHECK: "check", RebaseState.ADOPTED: "adopted"}
    is_back = any(proposed_by(text) == proposed_by(before) for before in earlier)
    kind = next((name for state, name in names.items() if state in states), "restored" if is_back else "carried")
    return Event(kind, text.at, {"notes": notes})


def _compromises(amendment: Amendment) -> list[Event]:
    """The answers of all members to texts of the secretariat, published together with the decision.

    Where they agreed, with the text to which they did, and when the amendment was revised after that text was sent.
    """
    closed = compromise_answers.closed_of([amendment.pk]).get(amendment.pk, [])
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


def _versions(amendment: Amendment, decision: Decision) -> list[Event]:
    """The first version in which words of this amendment stand, or of the one that it was accepted as part of."""
    own = [amendment.pk, *([decision.because_of_id] if decision.outcome == Outcome.AS_PART else [])]
    adoptions = Adoption.objects.filter(change__text__amendment__in=own, merge__undone_by=None)
    lines = VersionWording.objects.filter(wording__in=_texts_with(adoptions)).select_related("version")
    line = lines.order_by("version__number").first()
    first = line.version if line is not None else _first_after(amendment, adoptions)
    return [Event("version", first.published_at, {"version": first})] if first is not None else []


def _texts_with(adoptions: QuerySet[Adoption]) -> list[int]:
    """Ids of the wordings in which these stand: those with words of them, or with their deletions of words alone.

    What another amendment replaced before a version was published is in no version.
    """
    languages_by_id = dict(adoptions.values_list("pk", "language"))
    rows = Wording.objects.filter(carries__in=languages_by_id, language__in=set(languages_by_id.values()))
    wordings = list(rows.distinct().only("runs"))
    with_words = [wording.pk for wording in wordings if ids_in(wording.runs) & languages_by_id.keys()]
    return with_words or [wording.pk for wording in wordings]


def _first_after(amendment: Amendment, adoptions: QuerySet[Adoption]) -> Version | None:
    """The first version after a deletion, a move or a border entered: no wording carries these."""
    adoption = adoptions.filter(change__kind__in=(ChangeKind.DELETE, ChangeKind.MOVE, *BORDER_KINDS)).first()
    if adoption is None:
        return None
    later = Version.objects.filter(charter=amendment.round.charter_id, published_at__gte=adoption.at)
    return later.order_by("number").first()
