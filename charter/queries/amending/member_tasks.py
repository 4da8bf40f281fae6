"""What the team of an organisation sees in its workspace, and who decides for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value
from django.utils import timezone

from accounts.models import Letter, Mandate, Organisation, Person, load_names
from accounts.prepared import Prepared
from accounts.states import MandateKind
from charter.models import (
    Amendment,
    AmendmentText,
    Change,
    Compromise,
    CoProposal,
    Initiative,
    Response,
    SuggestedPosition,
    texts_of_initiatives,
    unnamed_proposers_of,
)
from charter.models.initiatives import InitiativeQuerySet
from charter.queries.amending import own_positions
from charter.queries.amending.amendments import OF_A_CHANGE
from charter.states import (
    AmendmentState,
    CompromiseState,
    CoProposalState,
    InitiativeState,
    RebaseState,
    Stance,
    SuggestionState,
)

LETTERS = 10


@dataclass(frozen=True)
class Stances:
    """How many stances an organisation has, and how many it must confirm again because the text changed."""

    support: int
    reservation: int
    objection: int
    lapsed: int

    @property
    def any(self) -> bool:
        return bool(self.support or self.reservation or self.objection or self.lapsed)


class PendingKind(StrEnum):
    """What must be done by a date: the first three are of the whole team, the others of who may bind the member."""

    SEND = "send"
    CONFIRM = "confirm"
    SPEAK = "speak"
    SPEAK_AGAIN = "speak-again"
    ANSWER = "answer"
    JOIN = "join"


OF_THE_TEAM = frozenset({PendingKind.SEND, PendingKind.CONFIRM, PendingKind.SPEAK})


@dataclass(frozen=True)
class PendingDate:
    """How many items of one kind must be done by that moment."""

    kind: PendingKind
    at: datetime
    count: int


def people_who_may_bind(organisation: Organisation, at: datetime) -> list[Person]:
    """Who may bind the organisation: its delegate, or the alternate; all people of a partner organization."""
    return deciders_of([organisation], at)[organisation]


def deciders_of(organisations: Iterable[Organisation], at: datetime) -> dict[Organisation, list[Person]]:
    """The same of many at once; nobody is an empty list."""
    members = list(organisations)
    mandates: dict[int, list[Mandate]] = defaultdict(list)
    for mandate in Mandate.objects.holding(at).filter(organisation__in=members).select_related("person"):
        mandates[mandate.organisation_id].append(mandate)
    return {organisation: _binding(organisation, mandates[organisation.pk]) for organisation in members}


def _binding(organisation: Organisation, mandates: list[Mandate]) -> list[Person]:
    if organisation.is_government:
        away = any(mandate.kind == MandateKind.DELEGATE and mandate.away_since for mandate in mandates)
        kind = MandateKind.SUBSTITUTE if away else MandateKind.DELEGATE
        mandates = [mandate for mandate in mandates if mandate.kind == kind]
    return list({mandate.person_id: mandate.person for mandate in mandates}.values())


def amendments_to_confirm(organisation: Organisation, at: datetime) -> list[Amendment]:
    """Amendments that the delegate of the organisation can still confirm, the oldest first."""
    return list(_shown(_to_confirm([organisation.pk], at)).order_by("sent_at", "pk"))


def amendments_to_check(organisation: Organisation) -> list[Amendment]:
    """Public amendments under which the text moved so that a person must look."""
    return list(_shown(_changes_to_check([organisation.pk])).order_by("round__number", "number"))


def compromises_to_answer(organisation: Organisation) -> list[Compromise]:
    """Compromises on amendments of the organisation that it has not answered."""
    return list(
        Compromise.objects.filter(pk__in=_to_answer([organisation.pk]).values("pk"))
        .select_related("round__charter__arrangement", "round__version__arrangement", "provision", "base", "reason")
        .prefetch_related("amendments", "reason__translations")
        .order_by("answer_by", "pk")
    )


def co_proposals_to_join(organisation: Organisation) -> list[CoProposal]:
    """Amendments that the organisation may co-sponsor, on request of a staff member or because their text changed."""
    return _together(_to_join([organisation.pk], timezone.now()))


def suggestions_to_answer(organisation: Organisation) -> list[SuggestedPosition]:
    """Positions that staff members suggest to those who may bind the organisation, in the order of the amendments."""
    changes = Change.objects.select_related(*OF_A_CHANGE).order_by("place")
    suggestions = _to_speak([organisation.pk], timezone.now()).select_related(
        "by",
        "text__title",
        "text__reason",
        "text__amendment__round__charter__arrangement",
        "text__amendment__round__version__arrangement",
        "text__amendment__organisation__name",
    )
    shown = (Prefetch("text__changes", queryset=changes), *unnamed_proposers_of("text__amendment"))
    ordered = suggestions.order_by("text__amendment__round__number", "text__amendment__number")
    rows = list(ordered.prefetch_related(*shown))
    texts = (text for row in rows for text in (row.text.title, row.text.reason))
    load_names((member for row in rows for member in row.text.amendment.members), texts)
    return rows


def co_proposals_to_take_over(organisation: Organisation) -> list[CoProposal]:
    """Withdrawn amendments that the organisation may take over as a co-sponsor."""
    return _together(_to_carry_on([organisation.pk]))


def initiatives_to_confirm(organisation: Organisation) -> list[Initiative]:
    """Initiatives that the delegate of the organisation has to confirm, the oldest first."""
    rows = list(_initiatives_to_confirm([organisation.pk]).for_unnamed_rows().order_by("changed_at", "pk"))
    load_names((row.organisation for row in rows), texts_of_initiatives(rows))
    return rows


def count_pending_items(organisations: Sequence[Organisation]) -> int:
    """The number of pending items of those who may bind these organisations: all groups, in one query."""
    return len(_WAITING.rows([organisation.pk for organisation in organisations], timezone.now()))


def count_by_group(organisation: Organisation) -> Counter[str]:
    """The same of one organisation by group, so that a page reads only the groups that have items."""
    return Counter(group for _pk, _member, group in _WAITING.rows([organisation.pk], timezone.now()))


def _waiting(ids: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    groups: dict[str, tuple[QuerySet[Any, Any], str]] = {
        "to_confirm": (_to_confirm(ids, now), "organisation"),
        "to_look_at": (_changes_to_check(ids), "organisation"),
        "to_answer": (_to_answer(ids), "member"),
        "to_join": (_to_join(ids, now), "organisation"),
        "to_carry_on": (_to_carry_on(ids), "organisation"),
        "to_speak": (_to_speak(ids, now), "organisation"),
        "initiatives_to_confirm": (_initiatives_to_confirm(ids), "organisation"),
    }
    first, *others = (
        rows.order_by().annotate(group=Value(group)).values_list("pk", member, "group").distinct()
        for group, (rows, member) in groups.items()
    )
    return first.union(*others, all=True).order_by()


_WAITING = Prepared(_waiting)


def pending_dates(organisation: Organisation, now: datetime) -> list[PendingDate]:
    """By when items of the organisation must be done, by kind; items without a date are missing."""
    ids = [organisation.pk]
    drafts = Amendment.objects.belonging_to(ids).filter(
        state=AmendmentState.DRAFT, round__closed_at=None, round__proposals_until__gt=now
    )
    lapsed = own_positions.last_positions(organisation, now).filter(place=own_positions.AGAIN)
    dated: dict[PendingKind, tuple[QuerySet[Any, Any], str]] = {
        PendingKind.SEND: (drafts, "round__proposals_until"),
        PendingKind.CONFIRM: (_to_confirm(ids, now).filter(came_late=False), "round__confirm_until"),
        PendingKind.SPEAK: (_to_speak(ids, now), "text__amendment__round__support_until"),
        PendingKind.SPEAK_AGAIN: (lapsed, "text__amendment__round__support_until"),
        PendingKind.ANSWER: (_to_answer(ids).filter(answer_by__gt=now), "answer_by"),
        PendingKind.JOIN: (_to_join(ids, now), "amendment__round__support_until"),
    }
    return [
        PendingDate(kind, at, count)
        for kind, (rows, name) in dated.items()
        for at, count in rows.order_by().values_list(name).annotate(Count("pk", distinct=True)).order_by(name)
    ]


def drafts_of(organisation: Organisation) -> list[Amendment]:
    """Drafts, sent amendments, and amendments that were not confirmed in time, the latest first."""
    states = (AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.NOT_CONFIRMED)
    amendments = _shown(Amendment.objects.belonging_to([organisation.pk]).filter(state__in=states))
    return list(amendments.order_by("-text__at", "-pk"))


def stances_of(organisation: Organisation, now: datetime) -> Stances:
    rows = own_positions.last_positions(organisation, now).values_list("place", "stance")
    counts = Counter(stance for place, stance in rows if place == own_positions.HELD)
    lapsed = sum(place == own_positions.AGAIN for place, _stance in rows)
    return Stances(counts[Stance.SUPPORT], counts[Stance.RESERVATION], counts[Stance.OBJECTION], lapsed)


def mandates_of(organisation: Organisation, at: datetime) -> list[Mandate]:
    """The mandates that hold, with their people."""
    mandates = Mandate.objects.holding(at).filter(organisation=organisation).select_related("person")
    return list(mandates.order_by("kind", "person__name"))


def latest_letters(person: Person) -> list[Letter]:
    """The latest emails to the person."""
    return list(Letter.objects.filter(to=person)[:LETTERS])


def _to_confirm(ids: Sequence[int], at: datetime) -> QuerySet[Amendment]:
    """The clock ends what was not confirmed in time; until it has, nobody is asked to confirm it any more."""
    in_time = Q(round__confirm_until__gt=at) | Q(came_late=True)
    return Amendment.objects.filter(in_time, organisation__in=ids, state=AmendmentState.SENT)


def _changes_to_check(ids: Sequence[int]) -> QuerySet[Amendment]:
    moved = Change.objects.filter(text=OuterRef("text"), carry__in=(RebaseState.CHECK, RebaseState.VOID))
    amendments = Amendment.objects.filter(organisation__in=ids, state=AmendmentState.UNDER_REVIEW)
    return amendments.filter(Exists(moved))


def _to_answer(ids: Sequence[int]) -> Any:
    """A row for each organisation that was asked: `member` is its id."""
    rows = Compromise.objects.filter(state=CompromiseState.ASKED).annotate(member=F("asked"))
    answered = Response.objects.filter(compromise=OuterRef("pk"), organisation=OuterRef("member"), superseded_at=None)
    return rows.filter(member__in=ids).exclude(Exists(answered))


def _to_join(ids: Sequence[int], now: datetime) -> QuerySet[CoProposal]:
    """While members can still co-sponsor, as `rules.may_join` asks it of one."""
    during = Q(amendment__round__support_until__gt=now, amendment__round__closed_at=None)
    joined = CoProposal.objects.filter(during, organisation__in=ids, state=CoProposalState.ASKED)
    return joined.exclude(amendment__state=AmendmentState.WITHDRAWN)


def _to_speak(ids: Sequence[int], now: datetime) -> QuerySet[SuggestedPosition]:
    """Suggestions on words that hold, while positions can be taken."""
    states = (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED)
    still = Q(text=F("text__amendment__text"), text__amendment__state__in=states)
    suggestions = SuggestedPosition.objects.filter(still, organisation__in=ids, state=SuggestionState.WAITING)
    return suggestions.filter(text__amendment__round__support_until__gt=now, text__amendment__round__closed_at=None)


def _to_carry_on(ids: Sequence[int]) -> QuerySet[CoProposal]:
    """Amendments that a co-sponsor can take over, as `positions.may_carry_on` asks it of one."""
    ended = Q(amendment__state=AmendmentState.WITHDRAWN, amendment__undone_at=None, amendment__round__closed_at=None)
    joined = CoProposal.objects.filter(ended, organisation__in=ids, state=CoProposalState.JOINED)
    return joined.exclude(amendment__decisions__release__isnull=False)


def _initiatives_to_confirm(ids: Sequence[int]) -> InitiativeQuerySet:
    return Initiative.objects.filter(organisation__in=ids, state=InitiativeState.AWAITING)


def _together(co_proposals: QuerySet[CoProposal]) -> list[CoProposal]:
    rows = co_proposals.select_related("amendment__round", "amendment__organisation__name", "amendment__text__title")
    together = list(rows.prefetch_related(*unnamed_proposers_of("amendment")).order_by("pk"))
    load_names(member for co_proposal in together for member in co_proposal.amendment.members)
    return together


def _shown(amendments: QuerySet[Amendment]) -> QuerySet[Amendment]:
    changes = Change.objects.select_related(*OF_A_CHANGE).order_by("place")
    old = AmendmentText.objects.prefetch_related(Prefetch("changes", queryset=changes))
    return amendments.select_related(
        "round__charter__arrangement",
        "round__version__arrangement",
        "organisation__name",
        "begun_by",
        "text__title",
        "text__reason",
        "text__prepared_by",
        "receipt",
    ).prefetch_related(
        Prefetch("text__changes", queryset=changes), Prefetch("text__carried_from", queryset=old), "decisions"
    )
