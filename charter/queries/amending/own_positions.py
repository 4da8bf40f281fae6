"""The positions of an organisation on the amendments of others, for its own team; lapsed ones first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from accounts.models import Organisation
from charter.models import (
    Amendment,
    AmendmentText,
    CoProposal,
    Decision,
    DraftNote,
    Position,
    SuggestedPosition,
    proposers_of,
)
from charter.queries.amending.amendments import changes_of
from charter.states import AmendmentState, CoProposalState, SuggestionState

AGAIN, HELD, OVER = 0, 1, 2
"""To be said again since the words moved; held; lapsed, and nothing can be said any more."""


def last_positions(organisation: Organisation, now: datetime) -> QuerySet[Any, Any]:
    """Of each amendment the last position, valid or ended by a new text, with its `place` among the three."""
    positions = Position.objects.filter(Q(superseded_at=None) | _moved(), organisation=organisation)
    return positions.exclude(_later() | _is_requested()).annotate(
        place=Case(
            When(superseded_at=None, then=Value(HELD)), When(_is_open(now), then=Value(AGAIN)), default=Value(OVER)
        )
    )


def positions_with_texts(positions: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """In the order of the page, with the present text of the amendments and their proposers."""
    decisions = Decision.objects.filter(superseded_at=None).select_related("because_of__round", "release")
    rows = positions.select_related(
        "text__amendment__round__charter__arrangement",
        "text__amendment__round__version__arrangement",
        "text__amendment__organisation__name",
        "text__amendment__round__body",
        "text__amendment__text__title",
    ).prefetch_related(
        *proposers_of("text__amendment"),
        "text__amendment__round__body__translations",
        Prefetch("text__amendment__decisions", queryset=decisions),
        "text__amendment__text__title__translations",
        changes_of("text__amendment__text__changes"),
    )
    return rows.order_by("place", "-text__amendment__round__number", "text__amendment__number")


def _moved() -> Exists:
    """Whether a position ended because the text changed. If the organisation ended it, the two times differ."""
    newer = AmendmentText.objects.filter(amendment=OuterRef("text__amendment"), number__gt=OuterRef("text__number"))
    return Exists(newer.filter(at=OuterRef("superseded_at")))


def _later() -> Exists:
    same = Position.objects.filter(organisation=OuterRef("organisation"), pk__gt=OuterRef("pk"))
    return Exists(same.filter(text__amendment=OuterRef("text__amendment")))


def _is_requested() -> Q:
    """Asked by the organisation itself, or to be joined again: it waits in the room as such."""
    joined = CoProposal.objects.exclude(state=CoProposalState.LEFT).filter(organisation=OuterRef("organisation"))
    together = Exists(joined.filter(amendment=OuterRef("text__amendment")))
    return Q(together, superseded_at__isnull=False) | Q(text__amendment__organisation=F("organisation"))


def _is_open(now: datetime) -> Q:
    """As `rules.may_take_position` asks it of one."""
    during = Q(
        text__amendment__round__opens_at__lte=now,
        text__amendment__round__support_until__gt=now,
        text__amendment__round__closed_at=None,
    )
    return during & ~Q(text__amendment__state=AmendmentState.WITHDRAWN)


def position_before_cosponsoring(joined: CoProposal) -> Position | None:
    """The position that the member had until it became a co-sponsor."""
    if joined.state != CoProposalState.JOINED:
        return None
    rows = Position.objects.filter(organisation=joined.organisation_id, text__amendment=joined.amendment_id)
    return rows.filter(superseded_at=joined.at).first()


def waiting_suggestion(organisation: Organisation, text: AmendmentText | None) -> SuggestedPosition | None:
    """The position that a staff member suggests and the delegate has not answered."""
    rows = SuggestedPosition.objects.filter(organisation=organisation, text=text, state=SuggestionState.WAITING)
    return rows.select_related("by").first()


def suggestions_by_amendment(organisation: Organisation) -> dict[int, list[SuggestedPosition]]:
    """By the id of an amendment: the positions that staff suggested, in order of time, without replaced ones."""
    rows = SuggestedPosition.objects.filter(organisation=organisation).exclude(state=SuggestionState.REPLACED)
    suggestions: dict[int, list[SuggestedPosition]] = defaultdict(list)
    for suggestion in rows.select_related("by", "text").order_by("at", "pk"):
        suggestions[suggestion.text.amendment_id].append(suggestion)
    return suggestions


def notes_by_amendment(organisation: Organisation) -> dict[int, list[DraftNote]]:
    """By the id of an amendment: the notes of the team, in order of time."""
    notes: dict[int, list[DraftNote]] = defaultdict(list)
    for note in DraftNote.objects.filter(organisation=organisation).select_related("by").order_by("at", "pk"):
        notes[note.amendment_id].append(note)
    return notes


def amendments_of_others(organisation: Organisation, pks: Iterable[int]) -> list[Amendment]:
    """Those of these amendments that are public within the campaign and of others, the newest round first."""
    rows = Amendment.objects.public().numbered().filter(pk__in=list(pks)).exclude(organisation=organisation)
    return rows.order_by("-round__number", "number").read_rows()
