"""Governments and the people who speak for them, entered together."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actions import members, records
from accounts.actions.records import Act
from accounts.models import Mandate, Organisation, Person, Said
from accounts.states import MandateKind, OrganisationKind, PopulationBand, RoleKind, Section
from consultation.demo.people import PASSWORD

from .size import Size
from .stage import City

KINDS = ("city", "metropolis", "municipality")
COUNTRIES = ("MA", "FR", "ES", "SN", "MX", "BR", "CO", "ID", "IN", "TR", "KE", "CA", "IT", "EC", "ZA", "KR")
MANDATES = (MandateKind.DELEGATE, MandateKind.FOCAL_POINT, MandateKind.OFFICER)
ROLES = (RoleKind.MODERATOR, RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)
LONG_AGO = timedelta(days=1_500)


def cities(size: Size) -> tuple[City, ...]:
    """Governments with their delegates first, then focal points, then officers until everybody is placed."""
    organisations = _governments(size.governments)
    people = _people(size.people)
    mandates = _mandates(organisations, people)
    held: dict[int, list[Mandate]] = {organisation.pk: [] for organisation in organisations}
    for mandate in mandates:
        held[mandate.organisation_id].append(mandate)
    return tuple(City(organisation, tuple(held[organisation.pk])) for organisation in organisations)


def secretariat() -> tuple[Person, Person]:
    """Two moderators, and an administrator beside them."""
    people = []
    for number, role in enumerate(ROLES, 1):
        name = f"{role.value}-{number}"
        person = members.enrol(
            email=f"{name}@congress.example",
            name=name,
            language="en",
            password=PASSWORD,
            is_demonstration=True,
            is_staff=True,
        )
        members.give_role(person=person, kind=role, since=timezone.now() - LONG_AGO)
        people.append(person)
    return people[0], people[1]


def _governments(count: int) -> list[Organisation]:
    names = Said.objects.bulk_create(
        [Said(text=f"Municipality {n:04}", language="en") for n in range(1, count + 1)], batch_size=500
    )
    Said.objects.bulk_create(
        [Said(text=f"Municipalité {n:04}", language="fr", original=name) for n, name in enumerate(names, 1)],
        batch_size=500,
    )
    made = Organisation.objects.bulk_create(
        [_government(number, name) for number, name in enumerate(names)], batch_size=500
    )
    records.append(*(Act("member registered", one) for one in made), at=timezone.now() - LONG_AGO)
    return made


def _government(number: int, name: Said) -> Organisation:
    return Organisation(
        slug=f"municipality-{number + 1:04}",
        kind=OrganisationKind.GOVERNMENT,
        name=name,
        official_kind_id=KINDS[number % len(KINDS)],
        country=COUNTRIES[number % len(COUNTRIES)],
        sections=[Section.values[number % len(Section.values)]],
        wave=10 if number < 10 else 100 if number < 100 else 1000,
        population_band=PopulationBand.values[number % len(PopulationBand.values)],
        latitude=number % 120 - 50.0,
        longitude=number * 7 % 340 - 170.0,
        joined_on=(timezone.now() - LONG_AGO).date(),
        is_voting_member=number % 2 == 0,
    )


def _people(count: int) -> list[Person]:
    """All have the demonstration's password, which is hashed once: hashing it for each would take half an hour."""
    password = make_password(PASSWORD)
    made = Person.objects.bulk_create(
        [
            Person(
                email=f"person-{n:04}@congress.example",
                name=f"Person {n:04}",
                language=("en", "fr")[n % 2],
                password=password,
                is_demonstration=True,
            )
            for n in range(1, count + 1)
        ],
        batch_size=500,
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in made], batch_size=500
    )
    records.append(*(Act("person enrolled", one) for one in made), at=timezone.now() - LONG_AGO)
    return made


def _mandates(organisations: list[Organisation], people: list[Person]) -> list[Mandate]:
    since, count = timezone.now() - LONG_AGO, len(organisations)
    made = Mandate.objects.bulk_create(
        [
            Mandate(
                person=person,
                organisation=organisations[n % count],
                kind=MANDATES[min(n // count, len(MANDATES) - 1)],
                since=since,
            )
            for n, person in enumerate(people)
        ],
        batch_size=500,
    )
    acts = (
        Act("mandate given", m, content={"person": m.person_id, "kind": m.kind, "member": m.organisation_id})
        for m in made
    )
    records.append(*acts, at=since)
    return made
