"""Playing what cities did in a round: drafts, confirmations, positions, co-proposers."""

from __future__ import annotations

from charter.actions.amending import amendments, positions
from charter.actions.amending.changes import ChangeInput
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


def propose_amendment(stage: Stage, round_: Round, entry: Entry) -> Amendment:
    """One amendment as far as it came: draft, waiting, sent back, or confirmed with what others said to it."""
    city, officer = stage.organisations[entry["organisation"]], stage.people[entry["prepared_by"]]
    prepared = files.moment_of_day(entry["prepared"], 9)
    amendment = amendments.begin_draft(
        round_=round_, organisation=city, by=officer, language=entry["lang"], at=prepared
    )
    amendments.save_draft(
        amendment=amendment,
        by=officer,
        changes=[_change(stage, change) for change in entry["changes"]],
        title=entry["title"],
        reason=entry["reason"],
        source=entry["source"] or "",
        language=entry["lang"],
        at=prepared,
    )
    stage.amendments[entry["id"]] = amendment
    if entry.get("state") != "draft" and entry.get("outcome") != "not_confirmed":
        _send(stage, entry, amendment)
    elif entry.get("outcome") == "not_confirmed":
        amendments.send_to_delegate(amendment=amendment, by=officer, at=files.moment_of_day(entry["prepared"], 11))
    _name_new_provisions(stage, entry, amendment)
    return amendment


def take_positions(stage: Stage, entry: Entry) -> None:
    """Positions and co-proposers, in the order of their days."""
    amendment = stage.amendments[entry["id"]]
    for co in entry["co_proposers"]:
        delegate = stage.people[co["confirmed_by"]]
        positions.join_amendment(
            amendment=amendment,
            organisation=stage.organisations[co["organisation"]],
            by=delegate,
            at=files.moment_of_day(entry["confirmed"], 15),
        )
    amendment.refresh_from_db()
    assert amendment.text is not None
    for position in sorted(entry["positions"], key=lambda position: position["day"]):
        positions.take_position(
            organisation=stage.organisations[position["organisation"]],
            text=amendment.text,
            by=stage.people[position["by"]],
            stance=position["stance"],
            line=position["line"] or "",
            language=position["line_lang"] or "",
            at=files.moment_of_day(position["day"], 16),
        )


def withdraw_amendment(stage: Stage, entry: Entry) -> None:
    gone = entry.get("withdrawn")
    if gone:
        amendment = stage.amendments[entry["id"]]
        amendment.refresh_from_db()
        amendments.withdraw_amendment(
            amendment=amendment, by=stage.people[gone["by"]], at=files.moment_of_day(gone["day"], 17)
        )


def _send(stage: Stage, entry: Entry, amendment: Amendment) -> None:
    officer = stage.people[entry["prepared_by"]]
    at = files.moment_of_day(entry["prepared"], 11)
    if entry["confirmed_by"] == entry["prepared_by"]:
        amendments.send_to_delegate(
            amendment=amendment, by=officer, confirm=True, at=files.moment_of_day(entry["confirmed"], 14)
        )
        return
    amendments.send_to_delegate(amendment=amendment, by=officer, at=at)
    back = entry.get("sent_back")
    if back:
        amendments.send_back(
            amendment=amendment,
            by=stage.people[back["by"]],
            word=back["word"],
            at=files.moment_of_day(back["day"], 12),
        )
    elif entry["confirmed_by"]:
        amendment.refresh_from_db()
        assert amendment.text_id is not None
        amendments.confirm_amendment(
            amendment=amendment,
            by=stage.people[entry["confirmed_by"]],
            seen_text=amendment.text_id,
            at=files.moment_of_day(entry["confirmed"], 14),
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


def _name_new_provisions(stage: Stage, entry: Entry, amendment: Amendment) -> None:
    amendment.refresh_from_db()
    if amendment.text is None:
        return
    for change, row in zip(entry["changes"], amendment.text.changes.order_by("place"), strict=True):
        if row.new_provision is not None:
            stage.provisions[change["new_id"]] = row.new_provision


def is_numbered(amendment: Amendment) -> bool:
    amendment.refresh_from_db()
    return amendment.state not in (AmendmentState.DRAFT, AmendmentState.SENT, AmendmentState.NOT_CONFIRMED)
