"""Playing what people said: comments with their answers."""

from __future__ import annotations

from accounts import rules as people
from accounts.models import Organisation, Person
from charter.actions import remarks
from charter.models import Amendment, Provision, Remark, Round

from . import files
from .stage import Entry, Stage


def comment(stage: Stage, round_: Round, entries: list[Entry]) -> None:
    """Those comments, parents before their answers, on the round that ran when they were written."""
    said: dict[str, Remark] = {}
    for entry in entries:
        who = stage.people[entry["by"]]
        made = remarks.post(
            target=_target(stage, entry["on"]),
            by=who,
            text=entry["text"],
            kind=entry["kind"],
            language=entry["lang"],
            quote=entry["quote"] or "",
            organisation=_organisation(who),
            round_=round_,
            reply_to=said.get(entry["parent"]) if entry["parent"] else None,
            at=files.day(entry["day"], 17),
        )
        said[entry["id"]] = made
    for entry in entries:
        if entry["removed"]:
            remarks.remove(remark=said[entry["id"]], by=stage.people[entry["by"]], at=files.day(entry["day"], 18))


def _target(stage: Stage, on: str) -> Provision | Amendment:
    kind, _, name = on.partition(":")
    return stage.provisions[name] if kind == "provision" else stage.amendments[name]


def _organisation(who: Person) -> Organisation | None:
    held = people.mandates_of(who)
    return held[0].organisation if held else None
