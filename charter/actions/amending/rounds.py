"""Opening and closing a round, and the decision on late amendments."""

from __future__ import annotations

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.records import Act, append_acts, changed_values
from accounts.models import Person
from accounts.rules import Refusal, Refused, require
from charter import rules
from charter.actions.amending import endings
from charter.actions.amending.timetables import Words, check_editing_week, check_order, write_words
from charter.models import Round, Ruling, Version
from charter.queries.amending import rounds


class Opening(TypedDict):
    """The values for opening a round: its periods, who proposes and is counted, what the public sees and sends."""

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
    **opening: Unpack[Opening],
) -> Round:
    """Opens a round on a version, with its periods; `title` and `body` in one language or several by code.

    `most_per_member` limits the amendments of a member, `changed_only` makes it a second reading of what the version
    changed, and a closed editing week may follow support.
    """
    require(rules.may_moderate(by))
    check_order(opening["opens_at"], opening["proposals_until"], opening["confirm_until"], opening["support_until"])
    check_editing_week(opening["support_until"], opening.get("editing_from"), opening.get("editing_until"))
    running = rounds.running_round(version.charter) is not None
    require(not running or Refusal(_("Another round is open. Close that round before you open a new round.")))
    known_zone = opening.get("zone", "Europe/Madrid") in available_timezones()
    require(known_zone or Refusal(_("The time zone does not exist. Choose a time zone from the list.")))
    last = Round.objects.select_for_update(no_key=True).order_by("-number").first()
    round_ = Round.objects.create(
        number=last.number + 1 if last else 1,
        charter=version.charter,
        version=version,
        title=write_words(title, by),
        body=write_words(body, by),
        **opening,
    )
    append_acts(Act("round opened", round_, by, content={"version": version.digest}), at=at)
    return round_


@transaction.atomic
def rule_on_late(*, round_: Round, by: Person, admitted: bool, reason: Words, at: datetime | None = None) -> Ruling:
    """One decision for all late amendments, also later ones; the decision is public and cannot change."""
    require(rules.may_moderate(by))
    now = at or timezone.now()
    locked_round_ = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    if locked_round_.closed_at:
        raise Refused(Refusal(_("The round is closed.")))
    if now < locked_round_.proposals_until:
        raise Refused(Refusal(_("The proposal period is still open: no amendment is late.")))
    if Ruling.objects.filter(round=locked_round_).exists():
        raise Refused(
            Refusal(
                _("The secretariat has already decided on the late amendments. The decision applies to all of them.")
            )
        )
    if not reason:
        raise Refused(Refusal(_("Give the reason in at least one language. It is public.")))
    ruling = Ruling.objects.create(
        round=locked_round_, admitted=admitted, reason=write_words(reason, by), by=by, at=now
    )
    late = (
        list(endings.late_amendments(locked_round_)) if admitted else endings.end_late_amendments(locked_round_, now)
    )
    content = {"admitted": admitted, "amendments": sorted(amendment.pk for amendment in late)}
    append_acts(Act("late amendments ruled on", ruling, by, content=content), at=at)
    return ruling


@transaction.atomic
def close_round(*, round_: Round, by: Person, at: datetime | None = None) -> Round:
    """Ends a round after its support; what no delegate confirmed stays with its people as a private draft."""
    require(rules.may_moderate(by))
    now = at or timezone.now()
    locked_round_ = Round.objects.select_for_update(no_key=True).get(pk=round_.pk)
    if locked_round_.closed_at:
        raise Refused(Refusal(_("The round is closed.")))
    if now < locked_round_.support_until:
        raise Refused(Refusal(_("The time for support has not ended yet.")))
    endings.end_unconfirmed(locked_round_, now)
    endings.end_late_amendments(locked_round_, now)
    locked_round_.closed_at = now
    locked_round_.save(update_fields=["closed_at"])
    round_.closed_at = now
    append_acts(
        Act(
            "round closed",
            locked_round_,
            by,
            content=changed_values({"closed_at": None}, {"closed_at": now.isoformat()}),
        ),
        at=at,
    )
    return locked_round_


def close_with_version(*, version: Version, by: Person, at: datetime) -> Round | None:
    """Closes the running round when its version is published, unless its support period runs or outcomes are missing.

    `why_open` in `charter/wording/rounds.py` states the reason why a round remains open.
    """
    round_ = rounds.running_round(version.charter)
    if round_ is None or at < round_.support_until or rounds.unsettled_amendments(round_, at):
        return None
    return close_round(round_=round_, by=by, at=at)
