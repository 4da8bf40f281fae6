"""Governments and the people who speak for them, entered together."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.actions import members, records, waves
from accounts.actions.records import Act
from accounts.actions.waves import WaveEntry
from accounts.models import LocalizedText, Mandate, Organisation, Person, Wave
from accounts.queries.themes import themes_in_use
from accounts.states import SECTION_NAMES, MandateKind, OrganisationKind, PopulationBand, RoleKind
from consultation.demo.people import PASSWORD

from .size import Size
from .stage import City

KINDS = ("city", "metropolis", "municipality")
COUNTRIES = ("MA", "FR", "ES", "SN", "MX", "BR", "CO", "ID", "IN", "TR", "KE", "CA", "IT", "EC", "ZA", "KR")
MANDATES = (MandateKind.DELEGATE, MandateKind.FOCAL_POINT, MandateKind.OFFICER)
ROLES = (RoleKind.MODERATOR, RoleKind.MODERATOR, RoleKind.ADMINISTRATOR)
LONG_AGO = timedelta(days=1_500)


def create_cities(size: Size) -> tuple[City, ...]:
    """Governments with their delegates first, then focal points, then officers until everybody is placed."""
    organisations = _governments(size.governments)
    people = _people(size.people)
    mandates = _mandates(organisations, people)
    mandates_by_organisation: dict[int, list[Mandate]] = {organisation.pk: [] for organisation in organisations}
    for mandate in mandates:
        mandates_by_organisation[mandate.organisation_id].append(mandate)
    return tuple(
        City(organisation, tuple(mandates_by_organisation[organisation.pk])) for organisation in organisations
    )


def create_secretariat() -> tuple[Person, Person]:
    """Two moderators, and an administrator beside them."""
    people = []
    for number, role in enumerate(ROLES, 1):
        name = f"{role.value}-{number}"
        person = members.enrol_person(
            email=f"{name}@congress.example",
            name=name,
            language="en",
            password=PASSWORD,
            is_demonstration=True,
        )
        members.give_role(person=person, kind=role, since=timezone.now() - LONG_AGO)
        people.append(person)
    return people[0], people[1]


def _governments(count: int) -> list[Organisation]:
    names = LocalizedText.objects.bulk_create(
        [LocalizedText(text=f"Municipality {n:04}", language="en") for n in range(1, count + 1)], batch_size=500
    )
    LocalizedText.objects.bulk_create(
        [LocalizedText(text=f"Municipalité {n:04}", language="fr", original=name) for n, name in enumerate(names, 1)],
        batch_size=500,
    )
    of_campaign, themes = _waves(), [theme.code for theme in themes_in_use()]
    organisations = Organisation.objects.bulk_create(
        [_government(number, name, of_campaign, themes) for number, name in enumerate(names)], batch_size=500
    )
    records.append_acts(
        *(Act("member registered", organisation) for organisation in organisations), at=timezone.now() - LONG_AGO
    )
    return organisations


def _waves() -> list[Wave]:
    """The waves with which the pioneers, the first hundred and all others joined."""
    return [
        waves.add_wave(
            entry=WaveEntry({"en": f"Wave {year}", "fr": f"Vague {year}"}, year), by=None, at=timezone.now() - LONG_AGO
        )
        for year in (2022, 2023, 2024)
    ]


def _government(number: int, name: LocalizedText, of_campaign: list[Wave], themes: list[str]) -> Organisation:
    return Organisation(
        slug=f"municipality-{number + 1:04}",
        kind=OrganisationKind.GOVERNMENT,
        name=name,
        official_kind_id=KINDS[number % len(KINDS)],
        country=COUNTRIES[number % len(COUNTRIES)],
        sections=[list(SECTION_NAMES)[number % len(SECTION_NAMES)]],
        themes=[themes[number % len(themes)]],
        wave=10 if number < 10 else 100 if number < 100 else 1000,
        joined_wave=of_campaign[0 if number < 10 else 1 if number < 100 else 2],
        is_pioneer=number < 10,
        population_band=PopulationBand.values[number % len(PopulationBand.values)],
        latitude=number % 120 - 50.0,
        longitude=number * 7 % 340 - 170.0,
        joined_on=(timezone.now() - LONG_AGO).date(),
        is_voting_member=number % 2 == 0,
    )


def _people(count: int) -> list[Person]:
    """All have the demonstration's password, which is hashed once: hashing it for each would take half an hour."""
    password = make_password(PASSWORD)
    people = Person.objects.bulk_create(
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
        [EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people],
        batch_size=500,
    )
    records.append_acts(*(Act("person enrolled", person) for person in people), at=timezone.now() - LONG_AGO)
    return people


def _mandates(organisations: list[Organisation], people: list[Person]) -> list[Mandate]:
    since, count = timezone.now() - LONG_AGO, len(organisations)
    mandates = Mandate.objects.bulk_create(
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
        for m in mandates
    )
    records.append_acts(*acts, at=since)
    return mandates
