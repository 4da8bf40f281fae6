"""Opening, prolonging and closing a round."""

from __future__ import annotations

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append, changed
from accounts.models import Person, Said, say_in_each
from accounts.rules import Refusal, Refused, require
from accounts.states import MailKind
from charter import messages, rules
from charter.actions import announcements, endings
from charter.models import Round, Ruling, TimetableMove, Version
from charter.queries import rounds as known

Words = dict[str, str] | str
MOVABLE = ("proposals_until", "confirm_until", "support_until", "editing_from", "editing_until")


class Opening(TypedDict):
    """What a round is opened with: its windows, who proposes and is counted, what the public sees, what it lets in."""

    opens_at: datetime
    proposals_until: datetime
    confirm_until: datetime
    support_until: datetime
    zone: NotRequired[str]
    zone_name: NotRequired[str]
    who_proposes: NotRequired[str]
    who_is_counted: NotRequired[str]
    partners_propose: NotRequired[bool]
    comments_open: NotRequired[bool]
    pending_is_public: NotRequired[bool]
    most_per_member: NotRequired[int | None]
    changed_only: NotRequired[bool]
    silence: NotRequired[str]
    editing_from: NotRequired[datetime | None]
    editing_until: NotRequired[datetime | None]


@transaction.atomic
def open_(
    *,
    version: Version,
    by: Person,
    title: Words,
    body: Words,
    at: datetime | None = None,
    **said: Unpack[Opening],
) -> Round:
    """A round on a version, its windows said beforehand; `title` and `body` in one language or several by code.

    `most_per_member` limits the amendments of a member, `changed_only` makes it a second reading of what the version
    changed, and a closed editing week may follow support.
    """
    require(rules.may_moderate(by))
    _in_order(said["opens_at"], said["proposals_until"], said["confirm_until"], said["support_until"])
    _week_in_order(said["support_until"], said.get("editing_from"), said.get("editing_until"))
    running = known.running(version.charter) is not None
    require(not running or Refusal(_("A round is running. Close it before you open another one.")))
    known_zone = said.get("zone", "Europe/Madrid") in available_timezones()
    require(known_zone or Refusal(_("There is no such time zone.")))
    last = Round.objects.select_for_update(no_key=True).order_by("-number").first()
    round_ = Round.objects.create(
        number=last.number + 1 if last else 1,
        charter=version.charter,
        version=version,
        title=_said(title, by),
        body=_said(body, by),
        **said,
    )
    append(Act("round opened", round_, by, content={"version": version.digest}), at=at)
    return round_


@transaction.atomic
def extend(*, round_: Round, by: Person, note: Words, at: datetime | None = None, **windows: datetime) -> Round:
    """Moves ends of windows, and the closed editing week (`MOVABLE`), with a public note that says why.

    An end that has passed may be moved too: that opens the window again.
    """
    require(rules.may_moderate(by))
    now = at or timezone.now()
    held = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    _refuse_moves(held, windows, now)
    if not note:
        raise Refused(Refusal(_("Say why the days move. Everybody reads it.")))
    before = {name: getattr(held, name).isoformat() for name in windows}
    for name, end in windows.items():
        setattr(held, name, end)
    _in_order(held.opens_at, held.proposals_until, held.confirm_until, held.support_until)
    _week_in_order(held.support_until, held.editing_from, held.editing_until)
    held.save(update_fields=list(windows))
    after = {name: end.isoformat() for name, end in windows.items()}
    move = TimetableMove.objects.create(round=held, note=_said(note, by), before=before, after=after, by=by, at=now)
    announcements.to_all(
        round_=held,
        kind=MailKind.TIMETABLE_MOVED,
        key=f"{now.timestamp()}",
        message=messages.timetable_moved(held, move.note),
        at=now,
    )
    append(Act("round extended", held, by, content=changed(before, after)), at=at)
    return held


@transaction.atomic
def rule_on_late(*, round_: Round, by: Person, admitted: bool, reason: Words, at: datetime | None = None) -> Ruling:
    """One ruling for all amendments that came late, those that still come too; it is public and is not changed."""
    require(rules.may_moderate(by))
    now = at or timezone.now()
    held = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    if held.closed_at:
        raise Refused(Refusal(_("This round is closed.")))
    if now < held.proposals_until:
        raise Refused(Refusal(_("Proposals are open: nothing is late yet.")))
    if Ruling.objects.filter(round=held).exists():
        raise Refused(Refusal(_("There is a ruling already. It holds for all alike.")))
    if not reason:
        raise Refused(Refusal(_("Give the reason in at least one language. Everybody reads it.")))
    ruling = Ruling.objects.create(round=held, admitted=admitted, reason=_said(reason, by), by=by, at=now)
    late = list(endings.late_in(held)) if admitted else endings.late(held, now)
    content = {"admitted": admitted, "amendments": sorted(one.pk for one in late)}
    append(Act("late amendments ruled on", ruling, by, content=content), at=at)
    return ruling


@transaction.atomic
def close(*, round_: Round, by: Person, at: datetime | None = None) -> Round:
    """Ends a round after its support; what no delegate confirmed stays with its people as a private draft."""
    require(rules.may_moderate(by))
    now = at or timezone.now()
    held = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    if held.closed_at:
        raise Refused(Refusal(_("This round is closed.")))
    if now < held.support_until:
        raise Refused(Refusal(_("The time for support has not ended yet.")))
    endings.not_confirmed(held, now)
    endings.late(held, now)
    held.closed_at = now
    held.save(update_fields=["closed_at"])
    round_.closed_at = now
    append(Act("round closed", held, by, content=changed({"closed_at": None}, {"closed_at": now.isoformat()})), at=at)
    return held


def _in_order(*windows: datetime) -> None:
    if list(windows) != sorted(windows) or windows[0] == windows[1]:
        raise Refused(Refusal(_("Proposals end first, then confirmations, then support. Put the days in this order.")))


def _week_in_order(support_until: datetime, begins: datetime | None, ends: datetime | None) -> None:
    if begins is None and ends is None:
        return
    if begins is None or ends is None or begins < support_until or ends <= begins:
        raise Refused(Refusal(_("The closed editing week has a beginning and an end, after support.")))


def _refuse_moves(held: Round, windows: dict[str, datetime], now: datetime) -> None:
    if held.closed_at:
        raise Refused(Refusal(_("This round is closed.")))
    for name, end in windows.items():
        if name not in MOVABLE:
            raise Refused(Refusal(_("This cannot be moved.")))
        if end < now:
            raise Refused(Refusal(_("A window cannot end in the past.")))


def _said(words: Words, by: Person) -> Said:
    return say_in_each({by.language: words} if isinstance(words, str) else words, by=by)
