"""Opening, prolonging and closing a round."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append
from accounts.models import Person, Said, say_in_each
from accounts.rules import Refusal, Refused, require
from accounts.states import MailKind, Membership
from charter import messages, rules
from charter.actions import amendments, announcements
from charter.models import Round, Version
from charter.queries import rounds as known

Words = dict[str, str] | str


@transaction.atomic
def open_(
    *,
    version: Version,
    by: Person,
    title: Words,
    body: Words,
    opens_at: datetime,
    proposals_until: datetime,
    confirm_until: datetime,
    support_until: datetime,
    zone: str = "Europe/Madrid",
    zone_name: str = "Barcelona",
    who_proposes: str = Membership.ANY,
    who_is_counted: str = Membership.ANY,
    partners_propose: bool = False,
    comments_open: bool = True,
    pending_is_public: bool = True,
    at: datetime | None = None,
) -> Round:
    """A round on a version, its windows said beforehand; `title` and `body` in one language or several by code."""
    require(rules.may_moderate(by))
    _in_order(opens_at, proposals_until, confirm_until, support_until)
    running = known.running(version.charter) is not None
    require(not running or Refusal(_("A round is running. Close it before you open another one.")))
    require(zone in available_timezones() or Refusal(_("There is no such time zone.")))
    last = Round.objects.select_for_update().order_by("-number").first()
    round_ = Round.objects.create(
        number=last.number + 1 if last else 1,
        charter=version.charter,
        version=version,
        title=_said(title, by),
        body=_said(body, by),
        zone=zone,
        zone_name=zone_name,
        opens_at=opens_at,
        proposals_until=proposals_until,
        confirm_until=confirm_until,
        support_until=support_until,
        who_proposes=who_proposes,
        who_is_counted=who_is_counted,
        partners_propose=partners_propose,
        comments_open=comments_open,
        pending_is_public=pending_is_public,
    )
    append(Act("round opened", round_, by, content={"version": version.digest}), at=at)
    return round_


@transaction.atomic
def extend(*, round_: Round, by: Person, at: datetime | None = None, **windows: datetime) -> Round:
    """Moves ends of windows that have not passed: `proposals_until`, `confirm_until`, `support_until`."""
    require(rules.may_moderate(by))
    now = at or timezone.now()
    held = Round.objects.select_for_update().get(pk=round_.pk)
    if held.closed_at:
        raise Refused(Refusal(_("This round is closed.")))
    for name, end in windows.items():
        if name not in ("proposals_until", "confirm_until", "support_until"):
            raise Refused(Refusal(_("This cannot be moved.")))
        if end < now:
            raise Refused(Refusal(_("A window cannot end in the past.")))
        setattr(held, name, end)
    _in_order(held.opens_at, held.proposals_until, held.confirm_until, held.support_until)
    held.save(update_fields=list(windows))
    announcements.to_all(
        round_=held,
        kind=MailKind.TIMETABLE_MOVED,
        key=f"{now.timestamp()}",
        message=messages.timetable_moved(held),
        at=now,
    )
    content: dict[str, Any] = {name: end.isoformat() for name, end in windows.items()}
    append(Act("round extended", held, by, content=content), at=at)
    return held


@transaction.atomic
def close(*, round_: Round, by: Person, at: datetime | None = None) -> Round:
    """Ends a round after its support; what no delegate confirmed stays with its people as a private draft."""
    require(rules.may_moderate(by))
    now = at or timezone.now()
    held = Round.objects.select_for_update().get(pk=round_.pk)
    if held.closed_at:
        raise Refused(Refusal(_("This round is closed.")))
    if now < held.support_until:
        raise Refused(Refusal(_("The time for support has not ended yet.")))
    amendments.not_confirmed(held, now)
    held.closed_at = now
    held.save(update_fields=["closed_at"])
    round_.closed_at = now
    append(Act("round closed", held, by), at=at)
    return held


def _in_order(*windows: datetime) -> None:
    if list(windows) != sorted(windows) or windows[0] == windows[1]:
        raise Refused(Refusal(_("Proposals end first, then confirmations, then support. Put the days in this order.")))


def _said(words: Words, by: Person) -> Said:
    return say_in_each({by.language: words} if isinstance(words, str) else words, by=by)
