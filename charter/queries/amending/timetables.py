"""Changed dates of a round: those that become earlier, from when on they are possible, and what was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from charter.models import Charter, ProposedTimetable, Round, TimetableMove
from charter.states import ProposalState


def earlier_dates(round_: Round, ends: Mapping[str, datetime]) -> list[str]:
    """The names of the dates that would become earlier: they take time from members."""
    return [name for name, end in ends.items() if end < getattr(round_, name)]


def needs_second_moderator(round_: Round, ends: Mapping[str, datetime]) -> bool:
    """Whether these dates are proposed to a second moderator before they count."""
    return bool(settings.SHORTENING_NEEDS_TWO and earlier_dates(round_, ends))


def notice_period() -> timedelta:
    """How long before an earlier date members are told."""
    return timedelta(hours=settings.SHORTENING_NOTICE_HOURS)


def earliest_date(now: datetime) -> datetime:
    """The earliest date that leaves members their notice, as a whole minute, which is what can be typed."""
    first = now + notice_period()
    whole = first.replace(second=0, microsecond=0)
    return whole if whole == first else whole + timedelta(minutes=1)


def proposed_dates(proposed: ProposedTimetable) -> dict[str, datetime]:
    """The new dates of a proposal."""
    return {name: datetime.fromisoformat(end) for name, end in proposed.after.items()}


def confirmable_until(proposed: ProposedTimetable) -> datetime:
    """The last moment at which a confirmation still leaves members their notice."""
    before, after = (
        {name: datetime.fromisoformat(end) for name, end in dates.items() if end}
        for dates in (proposed.before, proposed.after)
    )
    return min(end for name, end in after.items() if end < before[name]) - notice_period()


def pending_timetable(round_: Round) -> ProposedTimetable | None:
    """The earlier dates that a second moderator has not answered."""
    return proposed_timetables(round_.charter).filter(round=round_, state=ProposalState.PENDING).first()


def proposed_timetables(charter: Charter) -> QuerySet[ProposedTimetable]:
    """Earlier dates that were proposed, with the round, the people and the reasons."""
    rows = ProposedTimetable.objects.filter(round__charter=charter)
    people = ("proposed_by", "answered_by")
    return rows.select_related("round__charter", "note", "refusal", *people).prefetch_related(
        "note__translations", "refusal__translations"
    )


def latest_timetable(round_: Round) -> ProposedTimetable | None:
    """The earlier dates that were proposed last, whatever became of them."""
    return proposed_timetables(round_.charter).filter(round=round_).first()


def timetable_moves(round_: Round) -> list[TimetableMove]:
    """How its dates were changed, each with its public reason, the latest first."""
    return list(
        TimetableMove.objects.filter(round=round_).select_related("note").prefetch_related("note__translations")
    )
