"""Playing what cities did in a round: drafts, confirmations, positions, co-proposers."""

from __future__ import annotations

from charter.actions import amendments, positions
from charter.actions.changes import ChangeInput
from charter.models import Amendment, Round
from charter.states import AmendmentState, ChangeKind

from . import files
from .stage import Entry, Stage

KINDS = {
    "replace": ChangeKind.REPLACE,
    "delete": ChangeKind.DELETE,
    "insert_after": ChangeKind.INSERT,
    "move_after": ChangeKind.MOVE,
    "split": ChangeKind.SPLIT,
    "join": ChangeKind.JOIN,
}
NEVER_SENT = frozenset({"draft", "sent", "sent_back"})


def propose(stage: Stage, round_: Round, entry: Entry) -> Amendment:
    """One amendment as far as it came: draft, waiting, sent back, or confirmed with what others said to it."""
    city, officer = stage.organisations[entry["organisation"]], stage.people[entry["prepared_by"]]
    prepared = files.day(entry["prepared"], 9)
    made = amendments.begin(round_=round_, organisation=city, by=officer, language=entry["lang"], at=prepared)
    amendments.save_draft(
        amendment=made,
        by=officer,
        changes=[_change(stage, change) for change in entry["changes"]],
        title=entry["title"],
        reason=entry["reason"],
        source=entry["source"] or "",
        language=entry["lang"],
        at=prepared,
    )
    stage.amendments[entry["id"]] = made
    if entry.get("state") != "draft" and entry.get("outcome") != "not_confirmed":
        _send(stage, entry, made)
    elif entry.get("outcome") == "not_confirmed":
        amendments.send(amendment=made, by=officer, at=files.day(entry["prepared"], 11))
    _name_new_provisions(stage, entry, made)
    return made


def speak(stage: Stage, entry: Entry) -> None:
    """Positions and co-proposers, in the order of their days."""
    made = stage.amendments[entry["id"]]
    for co in entry["co_proposers"]:
        who = stage.people[co["confirmed_by"]]
        positions.join(
            amendment=made,
            organisation=stage.organisations[co["organisation"]],
            by=who,
            at=files.day(entry["confirmed"], 15),
        )
    made.refresh_from_db()
    assert made.text is not None
    for said in sorted(entry["positions"], key=lambda said: said["day"]):
        positions.take(
            organisation=stage.organisations[said["organisation"]],
            text=made.text,
            by=stage.people[said["by"]],
            stance=said["stance"],
            line=said["line"] or "",
            language=said["line_lang"] or "",
            at=files.day(said["day"], 16),
        )


def withdraw(stage: Stage, entry: Entry) -> None:
    gone = entry.get("withdrawn")
    if gone:
        made = stage.amendments[entry["id"]]
        made.refresh_from_db()
        amendments.withdraw(amendment=made, by=stage.people[gone["by"]], at=files.day(gone["day"], 17))


def _send(stage: Stage, entry: Entry, made: Amendment) -> None:
    officer = stage.people[entry["prepared_by"]]
    at = files.day(entry["prepared"], 11)
    if entry["confirmed_by"] == entry["prepared_by"]:
        amendments.send(amendment=made, by=officer, confirm=True, at=files.day(entry["confirmed"], 14))
        return
    amendments.send(amendment=made, by=officer, at=at)
    back = entry.get("sent_back")
    if back:
        amendments.send_back(
            amendment=made, by=stage.people[back["by"]], word=back["word"], at=files.day(back["day"], 12)
        )
    elif entry["confirmed_by"]:
        made.refresh_from_db()
        assert made.text_id is not None
        amendments.confirm(
            amendment=made,
            by=stage.people[entry["confirmed_by"]],
            seen_text=made.text_id,
            at=files.day(entry["confirmed"], 14),
        )


def _change(stage: Stage, change: Entry) -> ChangeInput:
    return ChangeInput(
        kind=KINDS[change["kind"]],
        provision=stage.provisions[change["at"]],
        text=change.get("words", ""),
        html=change.get("words"),
        new_kind=change.get("as", ""),
        after=stage.provisions[change["after"]] if "after" in change else None,
    )


def _name_new_provisions(stage: Stage, entry: Entry, made: Amendment) -> None:
    made.refresh_from_db()
    if made.text is None:
        return
    for change, row in zip(entry["changes"], made.text.changes.order_by("place"), strict=True):
        if row.new_provision is not None:
            stage.provisions[change["new_id"]] = row.new_provision


def is_numbered(made: Amendment) -> bool:
    made.refresh_from_db()
    return made.state not in (AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.NOT_CONFIRMED)
