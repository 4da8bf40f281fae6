"""The audit log of an amendment or a round: each act of the secretariat, with its change, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Person, Record
from accounts.models.records import Recorded, name_of
from charter.models import Amendment, Batch, Decision, DecisionType, Merge, Release, Round
from charter.states import BatchKind


@dataclass(frozen=True)
class Changed:
    """One field that an act changed; a value is None where there was, or is, none."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RecordedAct:
    """One act of the audit log: the person (None for a scheduled act), and its changes."""

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
    types: Mapping[int, DecisionType]


def acts_on_amendment(amendment: Amendment) -> list[RecordedAct]:
    """Acts on the amendment, its decisions, batches, publications, compromises and merges; the latest first."""
    releases = Decision.objects.filter(amendment=amendment).exclude(release=None).values("release")
    records: list[Recorded] = [
        amendment,
        *Release.objects.filter(pk__in=releases),
        *amendment.compromises.all(),
        *Merge.objects.filter(amendments=amendment),
        *Batch.objects.filter(kind=BatchKind.DECIDED, rows__amendment=amendment),
    ]
    return _about([name_of(record) for record in records])


def acts_on_round(round_: Round) -> list[RecordedAct]:
    """Acts on the round, its proposed dates, publications of decisions and their scheduled times; the latest first."""
    records: list[Recorded] = [round_, *round_.releases.all(), *round_.release_plans.all()]
    records += round_.proposed_timetables.all()
    ruling = getattr(round_, "ruling", None)
    return _about([name_of(record) for record in (*records, *([ruling] if ruling else []))])


def names_in_acts(acts: list[RecordedAct]) -> Named:
    """Everybody who acted or was assigned an item, amendments that decisions point at, and types of decision."""
    values = [
        (change.field, value) for act in acts for change in act.changes for value in (change.before, change.after)
    ]
    people = {act.by for act in acts if act.by} | {value for field, value in values if field == "to" and value}
    amendments = {value for field, value in values if field == "because_of" and value}
    others = Amendment.objects.select_related("round").in_bulk(list(amendments))
    types = {value for field, value in values if field == "type" and value}
    return Named(Person.objects.in_bulk(list(people)), others, DecisionType.objects.in_bulk(list(types)))


def _about(names: list[str]) -> list[RecordedAct]:
    rows = Record.objects.filter(about__in=names).order_by("-number")
    return [RecordedAct(row.number, row.act, row.at, row.person, tuple(_changes(row.content))) for row in rows]


def _changes(content: dict[str, Any]) -> Iterator[Changed]:
    """The changed values of an act. Acts of earlier releases have no key `after`: new values are beside `before`."""
    if "before" not in content:
        return
    before = content["before"] or {}
    after = content.get("after", {name: value for name, value in content.items() if name != "before"}) or {}
    for field in {**before, **after}:
        if before.get(field) != after.get(field):
            yield Changed(field, before.get(field), after.get(field))
