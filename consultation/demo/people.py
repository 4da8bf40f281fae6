"""Organisations and people of the demonstration, registered and given their mandates by the same acts as real ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.actions import members, milestones, waves
from accounts.actions.milestones import MilestoneEntry, NewPicture
from accounts.actions.waves import WaveEntry
from accounts.models import Mandate, Organisation, Person, Wave
from accounts.states import MandateKind

from . import drawings, files

PASSWORD = "a city for everyone"  # noqa: S105  told to everybody, of people who are made up
PLAIN_FIELDS = {"wave": "wave", "country": "country", "population_band": "population", "official_kind_id": "kind"}


def register_all() -> tuple[dict[str, Organisation], dict[str, Person]]:
    """Everybody by key. Roles that name articles wait for the charter (`give_roles`)."""
    waves_by_year = {entry["year"]: _wave(entry) for entry in files.load_data("waves.json")}
    for entry in files.load_data("milestones.json"):
        _milestone(entry)
    organisations = {
        entry["key"]: _organisation(entry, waves_by_year) for entry in files.load_data("organisations.json")
    }
    people = {entry["key"]: _person(entry, organisations) for entry in files.load_data("people.json")}
    return organisations, people


def give_roles(people: dict[str, Person], article_keys: dict[str, str]) -> None:
    """Roles for the whole charter, for a language, or for articles named in the files by their id."""
    for entry in files.load_data("people.json"):
        for role in entry["roles"]:
            scope = role["scope"]
            members.give_role(
                person=people[entry["key"]],
                kind=role["role"],
                since=files.moment_of_day(-260),
                language=scope if scope in files.LANGUAGES else "",
                scope=[article_keys[id_] for id_ in scope] if isinstance(scope, list) else None,
            )


def mark_away(people: dict[str, Person]) -> None:
    """Delegates who are away now; done last, since they confirmed before they left."""
    for entry in files.load_data("people.json"):
        for mandate in entry["mandates"]:
            if "away" in mandate:
                person = people[entry["key"]]
                current_mandate = Mandate.objects.get(person=person, kind=MandateKind.DELEGATE)
                members.mark_away(mandate=current_mandate, by=person, at=files.moment_of_day(mandate["away"]))


def _wave(entry: dict[str, Any]) -> Wave:
    days = {name: date.fromisoformat(entry[name]) for name in ("starts_on", "ends_on")}
    wave = WaveEntry(names=entry["name"], year=entry["year"], focus=entry["focus"], themes=entry["themes"], **days)
    return waves.add_wave(entry=wave, by=None, at=files.moment_of_day(-260))


def _milestone(entry: dict[str, Any]) -> None:
    picture = NewPicture(drawings.draw_houses(), "png") if "picture" in entry else None
    milestone = MilestoneEntry(
        date.fromisoformat(entry["on"]),
        entry["title"],
        entry["text"],
        entry["link"],
        picture=picture,
        picture_texts=entry.get("picture", {}),
    )
    milestones.add_milestone(entry=milestone, by=None, at=files.moment_of_day(-260))


def _organisation(entry: dict[str, Any], waves_by_year: dict[int, Wave]) -> Organisation:
    fields = {ours: entry[theirs] for ours, theirs in PLAIN_FIELDS.items() if entry.get(theirs) is not None}
    return members.register_member(
        name=entry["name"],
        language=entry["lang"],
        kind=entry["type"],
        names=entry["names"],
        slug=entry["key"],
        at=files.moment_of_day(-260),
        sections=entry["sections"],
        themes=entry.get("themes", []),
        links=entry.get("links", []),
        latitude=entry["latitude"],
        longitude=entry["longitude"],
        is_campaign_member=bool(entry["campaign"]),
        is_committee_member=bool(entry["committee"]),
        is_voting_member=bool(entry["voting"]),
        joined_on=date.fromisoformat(entry["joined_on"]) if "joined_on" in entry else files.moment_of_day(-260).date(),
        joined_wave=waves_by_year.get(entry.get("joined_wave", 0)),
        is_pioneer=entry.get("pioneer", False),
        **fields,
    )


def _person(entry: dict[str, Any], organisations: dict[str, Organisation]) -> Person:
    person = members.enrol_person(
        email=entry["email"],
        name=entry["name"],
        language=entry["language"],
        password=PASSWORD,
        is_demonstration=True,
        name_is_public=True,
    )
    for mandate in entry["mandates"]:
        members.give_mandate(
            person=person,
            organisation=organisations[mandate["organisation"]],
            kind=mandate["kind"],
            since=files.moment_of_day(mandate["from"]),
            office=entry["office"],
        )
    return person
