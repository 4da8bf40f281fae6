"""Playing what is prepared for a city: amendments the secretariat enters for it, positions its officers suggest."""

from __future__ import annotations

from accounts.models import Person
from charter.actions import advice, amendments, receipts
from charter.actions.changes import ChangeInput
from charter.models import Round
from charter.states import ChangeKind

from . import files
from .stage import Entry, Stage


def enter(stage: Stage, round_: Round, entry: Entry, moderator: Person) -> None:
    """What a city sent by letter, entered and sent to its delegate, for whom it waits."""
    provision, at = stage.provisions[entry["at"]], files.day(entry["entered"], 10)
    made = receipts.enter(
        round_=round_,
        organisation=stage.organisations[entry["organisation"]],
        provision=provision,
        by=moderator,
        language=entry["lang"],
        came_by=entry["came_by"],
        came_on=files.day(entry["came_on"]).date(),
        note=entry["note"],
        at=at,
    )
    amendments.save_draft(
        amendment=made,
        by=moderator,
        changes=[ChangeInput(ChangeKind.REPLACE, provision, html=entry["words"])],
        title=entry["title"],
        reason=entry["reason"],
        source="",
        language=entry["lang"],
        at=at,
    )
    amendments.send(amendment=made, by=moderator, at=at)


def suggest(stage: Stage, entry: Entry) -> None:
    """A position that an officer suggests, with a word to the delegate."""
    to = stage.amendments[entry["to"]]
    to.refresh_from_db()
    assert to.text is not None
    advice.give(
        organisation=stage.organisations[entry["organisation"]],
        text=to.text,
        by=stage.people[entry["by"]],
        stance=entry["stance"],
        word=entry["word"],
        line=entry["line"],
        at=files.day(entry["day"], 12),
    )
