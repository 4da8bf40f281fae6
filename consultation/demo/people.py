"""Organisations and people of the demonstration, registered and given their mandates by the same acts as real ones."""

from __future__ import annotations

from typing import Any

from accounts.actions import members
from accounts.models import Mandate, Organisation, Person
from accounts.states import MandateKind

from . import files

PASSWORD = "a city for everyone"  # noqa: S105  told to everybody, of people who are made up
PLAIN_FIELDS = {"wave": "wave", "country": "country", "population_band": "population", "official_kind_id": "kind"}


def register_all() -> tuple[dict[str, Organisation], dict[str, Person]]:
    """Everybody by key. Roles that name articles wait for the charter (`give_roles`)."""
    organisations = {entry["key"]: _organisation(entry) for entry in files.load("organisations.json")}
    people = {entry["key"]: _person(entry, organisations) for entry in files.load("people.json")}
    return organisations, people


def give_roles(people: dict[str, Person], article_keys: dict[str, str]) -> None:
    """Roles for the whole charter, for a language, or for articles named in the files by their id."""
    for entry in files.load("people.json"):
        for role in entry["roles"]:
            scope = role["scope"]
            members.give_role(
                person=people[entry["key"]],
                kind=role["role"],
                since=files.day(-260),
                language=scope if scope in files.LANGUAGES else "",
                scope=[article_keys[id_] for id_ in scope] if isinstance(scope, list) else None,
            )


def mark_away(people: dict[str, Person]) -> None:
    """Delegates who are away now; done last, since they confirmed before they left."""
    for entry in files.load("people.json"):
        for mandate in entry["mandates"]:
            if "away" in mandate:
                who = people[entry["key"]]
                held = Mandate.objects.get(person=who, kind=MandateKind.DELEGATE)
                members.mark_away(mandate=held, by=who, at=files.day(mandate["away"]))


def _organisation(entry: dict[str, Any]) -> Organisation:
    fields = {ours: entry[theirs] for ours, theirs in PLAIN_FIELDS.items() if entry.get(theirs) is not None}
    return members.register(
        name=entry["name"],
        language=entry["lang"],
        kind=entry["type"],
        names=entry["names"],
        slug=entry["key"],
        at=files.day(-260),
        sections=entry["sections"],
        latitude=entry["latitude"],
        longitude=entry["longitude"],
        is_campaign_member=bool(entry["campaign"]),
        is_committee_member=bool(entry["committee"]),
        is_voting_member=bool(entry["voting"]),
        joined_on=files.day(-260).date(),
        **fields,
    )


def _person(entry: dict[str, Any], organisations: dict[str, Organisation]) -> Person:
    person = members.enrol(
        email=entry["email"],
        name=entry["name"],
        language=entry["language"],
        password=PASSWORD,
        is_demonstration=True,
        name_is_public=True,
        is_superuser=entry["character"] == "admin",
        is_staff=entry["character"] == "admin",
    )
    for mandate in entry["mandates"]:
        members.give_mandate(
            person=person,
            organisation=organisations[mandate["organisation"]],
            kind=mandate["kind"],
            since=files.day(mandate["from"]),
            office=entry["office"],
        )
    return person
