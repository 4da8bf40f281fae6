"""What the record says of an amendment or a round: each act at the desk, with what it changed, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.actions.records import name_of
from accounts.models import Person, Record
from charter.models import Amendment, Decision, Merge, Release, Round


@dataclass(frozen=True)
class Changed:
    """One field that an act changed; a value is None where there was, or is, none."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Done:
    """One act of the record: who did it (None where the clock did), and what it changed."""

    number: int
    act: str
    at: datetime
    by: int | None
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class Named:
    """What acts name by its id."""

    people: Mapping[int, Person]
    amendments: Mapping[int, Amendment]


def of_amendment(amendment: Amendment) -> list[Done]:
    """Acts on the amendment, its decisions and their releases, its compromises and merges; the latest first."""
    releases = Decision.objects.filter(amendment=amendment).exclude(release=None).values("release")
    things = [
        amendment,
        *Release.objects.filter(pk__in=releases),
        *amendment.compromises.all(),
        *Merge.objects.filter(amendments=amendment),
    ]
    return _about([name_of(thing) for thing in things])


def of_round(round_: Round) -> list[Done]:
    """Acts on the round, its releases and the hours that were set for them; the latest first."""
    things = [round_, *round_.releases.all(), *round_.release_plans.all()]
    ruling = getattr(round_, "ruling", None)
    return _about([name_of(thing) for thing in (*things, *([ruling] if ruling else []))])


def named(acts: list[Done]) -> Named:
    """Whoever acted or was given something, and amendments that decisions point at, in two queries."""
    values = [(one.field, value) for act in acts for one in act.changes for value in (one.before, one.after)]
    people = {act.by for act in acts if act.by} | {value for field, value in values if field == "to" and value}
    amendments = {value for field, value in values if field == "because_of" and value}
    others = Amendment.objects.select_related("round").in_bulk(list(amendments))
    return Named(Person.objects.in_bulk(list(people)), others)


def _about(names: list[str]) -> list[Done]:
    rows = Record.objects.filter(about__in=names).order_by("-number")
    return [Done(row.number, row.act, row.at, row.person, tuple(_changes(row.content))) for row in rows]


def _changes(content: dict[str, Any]) -> Iterator[Changed]:
    """What was changed. Acts of earlier releases have what is after beside the rest, not under a name of its own."""
    if "before" not in content:
        return
    before = content["before"] or {}
    after = content.get("after", {name: value for name, value in content.items() if name != "before"}) or {}
    for field in {**before, **after}:
        if before.get(field) != after.get(field):
            yield Changed(field, before.get(field), after.get(field))
