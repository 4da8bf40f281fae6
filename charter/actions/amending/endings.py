"""Ends amendments that no delegate confirmed, and late ones that are not admitted; their members keep the text."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions.records import Act, append_acts
from charter.actions.amending import amendment_letters, amendments
from charter.models import Amendment, Round
from charter.states import AmendmentState


@transaction.atomic
def end_unconfirmed(round_: Round, at: datetime | None = None) -> list[Amendment]:
    """Ends amendments that no delegate confirmed in time; the member keeps the text.

    A late amendment that was admitted may be confirmed until the round ends.
    """
    at = at or timezone.now()
    if at < round_.confirm_until:
        return []
    waiting = Amendment.objects.filter(round=round_, state=AmendmentState.SENT, came_late=False)
    return _end(waiting, "amendment not confirmed in time", at)


@transaction.atomic
def end_late_amendments(round_: Round, at: datetime) -> list[Amendment]:
    """Ends late amendments without a number, when they are not admitted or the round ends."""
    return _end(late_amendments(round_), "late amendment ended", at)


def late_amendments(round_: Round) -> QuerySet[Amendment]:
    """Late amendments that have no number yet."""
    waiting = (AmendmentState.DRAFT, AmendmentState.SENT)
    return Amendment.objects.filter(round=round_, state__in=waiting, came_late=True).order_by("begun_at", "pk")


def _end(waiting: QuerySet[Amendment], act: str, at: datetime) -> list[Amendment]:
    locked_amendments = waiting.select_for_update(of=("self",), no_key=True).select_related(
        "organisation__name", "begun_by", "round"
    )
    ended = list(locked_amendments)
    for amendment in ended:
        amendments.step_to_state(amendment, amendment, AmendmentState.NOT_CONFIRMED, ended_at=at)
        amendment_letters.write_not_confirmed(amendment, at)
    if ended:
        append_acts(*(Act(act, amendment) for amendment in ended), at=at)
    return ended
