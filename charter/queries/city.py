"""What an organisation's own people see in its room, and who decides for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import Letter, Mandate, Organisation, Person
from accounts.prepared import Prepared
from accounts.states import MandateKind
from charter.models import (
    Advice,
    Amendment,
    AmendmentText,
    Assent,
    Change,
    Compromise,
    CoProposal,
    askers_of,
)
from charter.queries import own_positions
from charter.queries.amendments import OF_A_CHANGE
from charter.states import AdviceState, AmendmentState, CarryState, CompromiseState, CoProposalState, Stance

LETTERS = 10


@dataclass(frozen=True)
class Stances:
    """How many stances an organisation holds, and how many wait to be said again because words changed."""

    support: int
    reservation: int
    objection: int
    lapsed: int

    @property
    def any(self) -> bool:
        return bool(self.support or self.reservation or self.objection or self.lapsed)


def deciders(organisation: Organisation, at: datetime) -> list[Person]:
    """Who may bind the organisation: its delegate, or the substitute while away; all people of a partner."""
    return deciders_of([organisation], at)[organisation]


def deciders_of(organisations: Iterable[Organisation], at: datetime) -> dict[Organisation, list[Person]]:
    """The same of many at once; nobody is an empty list."""
    asked = list(organisations)
    held: dict[int, list[Mandate]] = defaultdict(list)
    for mandate in Mandate.objects.holding(at).filter(organisation__in=asked).select_related("person"):
        held[mandate.organisation_id].append(mandate)
    return {one: _binding(one, held[one.pk]) for one in asked}


def _binding(organisation: Organisation, held: list[Mandate]) -> list[Person]:
    if organisation.is_government:
        away = any(mandate.kind == MandateKind.DELEGATE and mandate.away_since for mandate in held)
        kind = MandateKind.SUBSTITUTE if away else MandateKind.DELEGATE
        held = [mandate for mandate in held if mandate.kind == kind]
    return list({mandate.person_id: mandate.person for mandate in held}.values())


def to_confirm(organisation: Organisation) -> list[Amendment]:
    """Amendments that wait for who may bind the organisation, the oldest first."""
    return list(_shown(_to_confirm([organisation.pk])).order_by("sent_at", "pk"))


def to_look_at(organisation: Organisation) -> list[Amendment]:
    """Public amendments under which the text moved so that a person must look."""
    return list(_shown(_to_look_at([organisation.pk])).order_by("round__number", "number"))


def to_answer(organisation: Organisation) -> list[Compromise]:
    """Compromises on amendments of the organisation that it has not answered."""
    return list(
        Compromise.objects.filter(pk__in=_to_answer([organisation.pk]).values("pk"))
        .select_related("round__charter__arrangement", "round__version__arrangement", "provision", "base", "reason")
        .prefetch_related("amendments", "reason__translations")
        .order_by("answer_by", "pk")
    )


def to_join(organisation: Organisation) -> list[CoProposal]:
    """Amendments that the organisation is asked to join, by an officer or because their words changed."""
    return _together(_to_join([organisation.pk]))


def to_speak(organisation: Organisation) -> list[Advice]:
    """Positions that officers suggest to who may bind the organisation, in the order of the amendments."""
    changes = Change.objects.select_related(*OF_A_CHANGE).order_by("place")
    found = _to_speak([organisation.pk], timezone.now()).select_related(
        "by",
        "text__title",
        "text__reason",
        "text__amendment__round__charter__arrangement",
        "text__amendment__round__version__arrangement",
        "text__amendment__organisation__name",
    )
    names = ("text__title__translations", *askers_of("text__amendment"))
    ordered = found.order_by("text__amendment__round__number", "text__amendment__number")
    return list(ordered.prefetch_related(Prefetch("text__changes", queryset=changes), *names))


def to_carry_on(organisation: Organisation) -> list[CoProposal]:
    """Withdrawn amendments that the organisation may carry on as a co-proposer."""
    return _together(_to_carry_on([organisation.pk]))


def waiting(organisations: Sequence[Organisation]) -> int:
    """How much waits for who may bind these organisations: all that stands under these six names, in one query."""
    return len(_WAITING.rows([one.pk for one in organisations], timezone.now()))


def _waiting(ids: Sequence[int], now: datetime) -> QuerySet[Any, Any]:
    first, *others = (
        _to_confirm(ids).order_by().values_list("pk", "organisation"),
        _to_look_at(ids).order_by().values_list("pk", "organisation"),
        _to_answer(ids).order_by().values_list("pk", "member").distinct(),
        _to_join(ids).order_by().values_list("pk", "organisation"),
        _to_carry_on(ids).order_by().values_list("pk", "organisation"),
        _to_speak(ids, now).order_by().values_list("pk", "organisation"),
    )
    return first.union(*others, all=True).order_by()


_WAITING = Prepared(_waiting)


def drafts(organisation: Organisation) -> list[Amendment]:
    """What the organisation's people write, and what was not confirmed in time; the latest first."""
    states = (AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.NOT_CONFIRMED)
    found = _shown(Amendment.objects.held_by([organisation.pk]).filter(state__in=states))
    return list(found.order_by("-text__at", "-pk"))


def stances(organisation: Organisation, now: datetime) -> Stances:
    rows = own_positions.of(organisation, now).values_list("place", "stance")
    held = Counter(stance for place, stance in rows if place == own_positions.HELD)
    lapsed = sum(place == own_positions.AGAIN for place, _stance in rows)
    return Stances(held[Stance.SUPPORT], held[Stance.RESERVATION], held[Stance.OBJECTION], lapsed)


def people(organisation: Organisation, at: datetime) -> list[Mandate]:
    """The mandates that hold, with their people."""
    held = Mandate.objects.holding(at).filter(organisation=organisation).select_related("person")
    return list(held.order_by("kind", "person__name"))


def letters(person: Person) -> list[Letter]:
    """The latest letters to the person."""
    return list(Letter.objects.filter(to=person)[:LETTERS])


def _to_confirm(ids: Sequence[int]) -> QuerySet[Amendment]:
    return Amendment.objects.filter(organisation__in=ids, state=AmendmentState.SENT)


def _to_look_at(ids: Sequence[int]) -> QuerySet[Amendment]:
    moved = Change.objects.filter(text=OuterRef("text"), carry__in=(CarryState.CHECK, CarryState.VOID))
    found = Amendment.objects.filter(organisation__in=ids, state=AmendmentState.UNDER_REVIEW)
    return found.filter(Exists(moved))


def _to_answer(ids: Sequence[int]) -> Any:
    """A row for each organisation that was asked: `member` is its id."""
    rows = Compromise.objects.filter(state=CompromiseState.ASKED).annotate(member=F("asked"))
    answered = Assent.objects.filter(compromise=OuterRef("pk"), organisation=OuterRef("member"), superseded_at=None)
    return rows.filter(member__in=ids).exclude(Exists(answered))


def _to_join(ids: Sequence[int]) -> QuerySet[CoProposal]:
    return CoProposal.objects.filter(organisation__in=ids, state=CoProposalState.ASKED)


def _to_speak(ids: Sequence[int], now: datetime) -> QuerySet[Advice]:
    """Suggestions on words that hold, while positions can be taken."""
    states = (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED)
    still = Q(text=F("text__amendment__text"), text__amendment__state__in=states)
    found = Advice.objects.filter(still, organisation__in=ids, state=AdviceState.WAITING)
    return found.filter(text__amendment__round__support_until__gt=now, text__amendment__round__closed_at=None)


def _to_carry_on(ids: Sequence[int]) -> QuerySet[CoProposal]:
    ended = Q(amendment__state=AmendmentState.WITHDRAWN, amendment__undone_at=None, amendment__round__closed_at=None)
    return CoProposal.objects.filter(ended, organisation__in=ids, state=CoProposalState.JOINED)


def _together(found: QuerySet[CoProposal]) -> list[CoProposal]:
    return list(
        found.select_related("amendment__round", "amendment__organisation__name", "amendment__text__title")
        .prefetch_related(*askers_of("amendment"))
        .order_by("pk")
    )


def _shown(found: QuerySet[Amendment]) -> QuerySet[Amendment]:
    changes = Change.objects.select_related(*OF_A_CHANGE).order_by("place")
    old = AmendmentText.objects.prefetch_related(Prefetch("changes", queryset=changes))
    return found.select_related(
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
