"""One person in each role, and a round in each state: what the rules are asked about when the table is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Mandate, Organisation, Person, Role, create_localized_text
from accounts.states import SECTION_NAMES, MandateKind, OrganisationKind, RoleKind
from charter.models import Amendment, Round
from charter.states import PUBLIC_STATES, AmendmentState, Phase

# A language that no charter has, so that the editors of real ones are not counted.
LANGUAGE = "zxx"
ARTICLE = "an article"
SECTION = next(iter(SECTION_NAMES))
SCOPES = {RoleKind.DRAFTER: [ARTICLE], RoleKind.SECTION_STAFF: [SECTION]}
LONG_AGO = timedelta(days=400)
ROLES: dict[str, str] = {
    "reader": "reader without an account",
    "officer": "staff member of the city",
    "focal_point": "focal point of the city",
    "delegate": "delegate of the city",
    "substitute": "alternate, the delegate is not away",
    "standing_in": "alternate, the delegate is away",
    "expired": "staff member whose mandate has ended",
    "stranger": "delegate of another city",
    "partner": "staff member of a partner",
    **{kind.value: str(kind.value).replace("_", " ") for kind in RoleKind},
}


@dataclass(frozen=True)
class Case:
    """One person before one round. `home` is the member in question, `rival` another one; nothing else is stored."""

    person: Person | None
    round: Round
    home: Organisation
    rival: Organisation
    second: Person
    now: datetime

    def amendment(self, state: AmendmentState, of: Organisation | None = None) -> Amendment:
        """An amendment of the member, or of another one, in that state."""
        number = 1 if state in PUBLIC_STATES else None
        return Amendment(pk=0, number=number, round=self.round, organisation=of or self.home, state=state)


@contextmanager
def specimen_cases() -> Iterator[dict[tuple[str, Phase], Case]]:
    """A case by role and state of the round. The people stand in the database meanwhile, and never after."""
    with transaction.atomic():
        now = timezone.now()
        city, rival, absent = (_organisation(name) for name in ("the city", "another city", "a third city"))
        partner = _organisation("a partner", OrganisationKind.PARTNER)
        people = _people(city, rival, absent, partner, now)
        homes = {"standing_in": absent, "partner": partner}
        yield {
            (role, phase): Case(
                people[role], _round(phase, now), homes.get(role, city), rival, people["second"] or Person(), now
            )
            for role in ROLES
            for phase in Phase
        }
        transaction.set_rollback(True)


def _people(
    city: Organisation, rival: Organisation, absent: Organisation, partner: Organisation, now: datetime
) -> dict[str, Person | None]:
    people: dict[str, Person | None] = {
        "reader": None,
        "officer": _member(city, MandateKind.OFFICER, now),
        "focal_point": _member(city, MandateKind.FOCAL_POINT, now),
        "delegate": _member(city, MandateKind.DELEGATE, now),
        "substitute": _member(city, MandateKind.SUBSTITUTE, now),
        "standing_in": _member(absent, MandateKind.SUBSTITUTE, now),
        "expired": _member(city, MandateKind.OFFICER, now, ended=now - timedelta(days=1)),
        "stranger": _member(rival, MandateKind.DELEGATE, now),
        "partner": _member(partner, MandateKind.OFFICER, now),
        **{kind.value: _holder(kind, now) for kind in RoleKind},
        "second": _holder(RoleKind.MODERATOR, now),
    }
    _member(absent, MandateKind.DELEGATE, now, away_since=now - timedelta(days=1))
    _holder(RoleKind.LANGUAGE_EDITOR, now)
    return people


def _organisation(name: str, kind: str = OrganisationKind.GOVERNMENT) -> Organisation:
    slug = f"permissions-{name.replace(' ', '-')}"
    return Organisation.objects.create(slug=slug, kind=kind, name=create_localized_text(name, "en"))


def _person() -> Person:
    number = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Person.objects.create(email=f"permissions-{number + 1}@example.invalid")


def _member(city: Organisation, kind: str, now: datetime, **fields: datetime) -> Person:
    person = _person()
    Mandate.objects.create(organisation=city, person=person, kind=kind, since=now - LONG_AGO, **fields)
    return person


def _holder(kind: RoleKind, now: datetime) -> Person:
    person = _person()
    language = LANGUAGE if kind in (RoleKind.LANGUAGE_EDITOR, RoleKind.LANGUAGE_READER) else ""
    Role.objects.create(person=person, kind=kind, language=language, scope=SCOPES.get(kind, []), since=now - LONG_AGO)
    return person


def _round(phase: Phase, now: datetime) -> Round:
    """A round that stands in that state now: partners may propose in it, all is shown, comments are open."""
    week, place = timedelta(days=7), list(Phase).index(phase)
    opens = now + timedelta(days=3) - week * place
    return Round(
        pk=0,
        number=0,
        opens_at=opens,
        proposals_until=opens + week,
        confirm_until=opens + 2 * week,
        support_until=opens + 3 * week,
        closed_at=now - timedelta(days=1) if phase == Phase.CLOSED else None,
        partners_propose=True,
    )
