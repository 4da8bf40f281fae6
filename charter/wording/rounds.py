"""The timetable of a round: past, present and future periods."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.locales import join_in_words
from accounts.models import Organisation, Person
from charter import rules
from charter.models import Charter, Round
from charter.queries.amending import rounds
from charter.states import Phase, RoundDate
from charter.wording.round_times import days_left, format_day, format_moment


@dataclass(frozen=True)
class Deadline:
    """A date of a round with its name in words: `Round 2: proposals end`."""

    round: Round
    code: str
    title: str
    at: datetime


ORDER = (Phase.ANNOUNCED, Phase.OPEN, Phase.CONFIRMING, Phase.SUPPORTING, Phase.DECIDING, Phase.CLOSED)


def letters_to(organisation: Organisation, person: Person) -> list[Round]:
    """The rounds on which the member has a letter that this person may read."""
    return rounds.decided_for(organisation) if rules.may_read_city_letter(person, organisation) is True else []


def timetable_of(round_: Round, person: Person | None = None, now: datetime | None = None) -> list[dict[str, Any]]:
    """The values for `components/timetable.html`; the current period has its end in full."""
    now = now or timezone.now()
    phase = round_.phase(now)
    version = {"number": round_.version.number}
    first = {
        "word": _("Version %(number)s") % version,
        "date": _("round opened on %(day)s") % {"day": format_day(round_.opens_at.astimezone(round_.tz))},
        "done": phase != Phase.ANNOUNCED,
        "now": False,
    }
    if phase == Phase.ANNOUNCED:
        first |= {
            "date": _("round opens on %(when)s") % {"when": format_moment(round_.opens_at, round_, person)},
            "now": True,
        }
    windows = (
        (Phase.OPEN, _("Comment and propose"), "", round_.proposals_until),
        (Phase.CONFIRMING, _("Confirm"), _("delegates,"), round_.confirm_until),
        (Phase.SUPPORTING, _("Support"), _("members,"), round_.support_until),
    )
    steps = [_window(window, round_, person, phase, now) for window in windows]
    decided = {
        "word": _("Decide and merge"),
        "date": _("then the decisions are published"),
        **_stands(Phase.DECIDING, phase),
    }
    if round_.is_edited(now):
        decided |= {"done": True, "now": False}
    following = {
        "word": _("Version %(number)s") % {"number": round_.version.number + 1},
        "date": _("the publication closes the round"),
        "done": phase == Phase.CLOSED or bool(why_open(round_, now)),
        "now": False,
    }
    return [first, *steps, decided, *_editing_week(round_, now), following]


def deadlines_of(round_: Round) -> list[Deadline]:
    """The dates of a round in their order; those that an earlier end of the round left out are missing."""
    number = {"number": round_.number}
    dates = (
        ("opens_at", _("Round %(number)s opens") % number, round_.opens_at),
        ("proposals_until", _("Round %(number)s: proposals end") % number, round_.proposals_until),
        ("confirm_until", _("Round %(number)s: confirmation by delegates ends") % number, round_.confirm_until),
        ("support_until", _("Round %(number)s: support by members ends") % number, round_.support_until),
        ("editing_from", _("Round %(number)s: closed editing week begins") % number, round_.editing_from),
        ("editing_until", _("Round %(number)s: closed editing week ends") % number, round_.editing_until),
    )
    return [
        Deadline(round_, code, title, at)
        for code, title, at in dates
        if at is not None and (round_.closed_at is None or at <= round_.closed_at)
    ]


def coming_deadlines(charter: Charter, now: datetime) -> list[Deadline]:
    """The dates of the running round that are not over."""
    round_ = rounds.running_round(charter)
    return [deadline for deadline in deadlines_of(round_) if deadline.at > now] if round_ else []


def _editing_week(round_: Round, now: datetime) -> list[dict[str, Any]]:
    """The closed editing week, where the round has one."""
    if round_.editing_from is None or round_.editing_until is None:
        return []
    values = {
        "first": format_day(round_.editing_from.astimezone(round_.tz)),
        "last": format_day(round_.editing_until.astimezone(round_.tz)),
    }
    over = round_.closed_at is not None or now >= round_.editing_until
    date = _("%(first)s to %(last)s") % values
    return [{"word": _("Closed editing week"), "date": date, "done": over, "now": round_.is_edited(now)}]


def changed_dates(
    round_: Round, before: Mapping[str, str | None], after: Mapping[str, str], person: Person | None = None
) -> list[dict[str, str]]:
    """Each date that changed, in the order of the round: its name, the old moment and the new one."""
    return [
        {
            "name": str(date.label),
            "before": format_moment(datetime.fromisoformat(before[date] or ""), round_, person),
            "after": format_moment(datetime.fromisoformat(after[date]), round_, person),
        }
        for date in RoundDate
        if date in after
    ]


def notice_needed() -> str:
    """What earlier dates need, for the form that changes them."""
    hours = settings.SHORTENING_NOTICE_HOURS
    if settings.SHORTENING_NEEDS_TWO:
        sentence = ngettext(
            "If a date becomes earlier, a second moderator must confirm it. Members must have %(n)s hour of notice.",
            "If a date becomes earlier, a second moderator must confirm it. Members must have %(n)s hours of notice.",
            hours,
        )
    else:
        sentence = ngettext(
            "If a date becomes earlier, members must have %(n)s hour of notice.",
            "If a date becomes earlier, members must have %(n)s hours of notice.",
            hours,
        )
    return sentence % {"n": hours}


def phase_sentence(round_: Round, now: datetime | None = None) -> str:
    """`Round 2 is open`: the phase of a round, as a heading."""
    words = {
        Phase.ANNOUNCED: _("Round %(number)s is announced"),
        Phase.OPEN: _("Round %(number)s is open"),
        Phase.CONFIRMING: _("Round %(number)s: confirmation by delegates"),
        Phase.SUPPORTING: _("Round %(number)s: support by members"),
        Phase.DECIDING: _("Round %(number)s: decisions"),
        Phase.CLOSED: _("Round %(number)s is closed"),
    }
    return words[round_.phase(now or timezone.now())] % {"number": round_.number}


def now_possible(round_: Round, now: datetime | None = None) -> str:
    """One sentence below the heading: what may be done, and for how long."""
    now = now or timezone.now()
    ends = {
        Phase.OPEN: (_("Members may propose amendments: %(left)s."), round_.proposals_until),
        Phase.CONFIRMING: (_("Delegates confirm the amendments of their members: %(left)s."), round_.confirm_until),
        Phase.SUPPORTING: (_("Members support the amendments of others: %(left)s."), round_.support_until),
    }
    phase = round_.phase(now)
    if phase in ends:
        sentence, until = ends[phase]
        return sentence % {"left": days_left(until, now)}
    if phase == Phase.ANNOUNCED:
        return _("Until the opening: %(left)s.") % {"left": days_left(round_.opens_at, now)}
    if reason := why_open(round_, now):
        return reason
    if phase == Phase.DECIDING:
        return _("The secretariat decides on every amendment and gives its reasons.")
    return _("Every amendment of this round has an outcome.")


def why_open(round_: Round, now: datetime) -> str:
    """What keeps a round open although its version is published; empty where that is not so."""
    version = rounds.published_version(round_) if round_.phase(now) == Phase.DECIDING else None
    if version is None:
        return ""
    waiting = rounds.unsettled_amendments(round_, now)
    values = {"version": version.number, "numbers": join_in_words(amendment.number for amendment in waiting)}
    if not waiting:
        sentence = _("Version %(version)s is published, and no amendment awaits an outcome. The round can be closed.")
        return sentence % values
    if not round_.pending_is_public:
        sentence = _("Version %(version)s is published. The round stays open until every amendment has an outcome.")
        return sentence % values
    return (
        ngettext(
            "Version %(version)s is published. The round stays open because amendment %(numbers)s has"
            " no final outcome.",
            "Version %(version)s is published. The round stays open because amendments %(numbers)s "
            "have no final outcome.",
            len(waiting),
        )
        % values
    )


def ending_sentence(round_: Round | None, carried_over: Collection[int], now: datetime) -> str:
    """What the publication of a version does to the running round; `carried_over` stay without an outcome."""
    if round_ is None:
        return ""
    names = {"number": round_.number, "day": format_day(round_.support_until.astimezone(round_.tz))}
    if now < round_.support_until:
        return _("Round %(number)s stays open: its support period ends on %(day)s.") % names
    left = [amendment for amendment in rounds.unsettled_amendments(round_, now) if amendment.pk in carried_over]
    if not left:
        return _("The publication closes round %(number)s.") % names
    numbers = {**names, "numbers": join_in_words(amendment.number for amendment in left)}
    return (
        ngettext(
            "Round %(number)s stays open after the publication because amendment %(numbers)s has no final outcome.",
            "Round %(number)s stays open after the publication because amendments %(numbers)s have no final outcome.",
            len(left),
        )
        % numbers
    )


def _window(
    window: tuple[Phase, str, str, datetime], round_: Round, person: Person | None, phase: Phase, now: datetime
) -> dict[str, Any]:
    own, word, people, until = window
    stands = _stands(own, phase)
    if stands["now"]:
        when = format_moment(until, round_, person)
        date = _("until %(when)s: %(left)s") % {"when": when, "left": days_left(until, now)}
    else:
        date = _("until %(day)s") % {"day": format_day(until.astimezone(round_.tz))}
    return {"word": word, "date": f"{people} {date}".strip(), **stands}


def _stands(own: Phase, phase: Phase) -> dict[str, bool]:
    return {"done": ORDER.index(own) < ORDER.index(phase), "now": own == phase}
