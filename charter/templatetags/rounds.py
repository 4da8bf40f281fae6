"""The timetable of a round: what is done, what is now, what is to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Person
from charter import rules
from charter.models import Round
from charter.queries import rounds
from charter.states import Phase
from charter.templatetags.moments import day, days_left, moment

register = template.Library()

ORDER = (Phase.ANNOUNCED, Phase.OPEN, Phase.CONFIRMING, Phase.SUPPORTING, Phase.DECIDING, Phase.CLOSED)


@register.simple_tag
def letters_to(organisation: Organisation, person: Person) -> list[Round]:
    """The rounds on which the member has a letter that this person may read."""
    return rounds.decided_for(organisation) if rules.may_read_city_letter(person, organisation) is True else []


@register.simple_tag
def timetable(round_: Round, person: Person | None = None, now: datetime | None = None) -> list[dict[str, Any]]:
    """What `components/timetable.html` takes; the window that runs says its end in full."""
    now = now or timezone.now()
    phase = round_.phase(now)
    version = {"number": round_.version.number}
    first = {
        "word": _("Version %(number)s") % version,
        "date": _("opened %(day)s") % {"day": day(round_.opens_at.astimezone(round_.tz))},
        "done": phase != Phase.ANNOUNCED,
        "now": False,
    }
    if phase == Phase.ANNOUNCED:
        first |= {"date": _("opens %(when)s") % {"when": moment(round_.opens_at, round_, person)}, "now": True}
    windows = (
        (Phase.OPEN, _("Comment and propose"), "", round_.proposals_until),
        (Phase.CONFIRMING, _("Confirm"), _("delegates,"), round_.confirm_until),
        (Phase.SUPPORTING, _("Support"), _("members,"), round_.support_until),
    )
    steps = [_window(window, round_, person, phase, now) for window in windows]
    decided = {
        "word": _("Decide and merge"),
        "date": _("then the decisions are public"),
        **_stands(Phase.DECIDING, phase),
    }
    if round_.is_edited(now):
        decided |= {"done": True, "now": False}
    following = {
        "word": _("Version %(number)s") % {"number": round_.version.number + 1},
        "date": _("closes the round"),
        "done": phase == Phase.CLOSED,
        "now": False,
    }
    return [first, *steps, decided, *_editing_week(round_, now), following]


def _editing_week(round_: Round, now: datetime) -> list[dict[str, Any]]:
    """The closed editing week, where the round has one."""
    if round_.editing_from is None or round_.editing_until is None:
        return []
    said = {
        "first": day(round_.editing_from.astimezone(round_.tz)),
        "last": day(round_.editing_until.astimezone(round_.tz)),
    }
    over = round_.closed_at is not None or now >= round_.editing_until
    date = _("%(first)s to %(last)s") % said
    return [{"word": _("Closed editing week"), "date": date, "done": over, "now": round_.is_edited(now)}]


@register.simple_tag
def phase_said(round_: Round, now: datetime | None = None) -> str:
    """`Round 2 is open`: where a round stands, as a heading."""
    words = {
        Phase.ANNOUNCED: _("Round %(number)s is announced"),
        Phase.OPEN: _("Round %(number)s is open"),
        Phase.CONFIRMING: _("Round %(number)s: delegates confirm"),
        Phase.SUPPORTING: _("Round %(number)s: members support"),
        Phase.DECIDING: _("Round %(number)s: decisions are made"),
        Phase.CLOSED: _("Round %(number)s is closed"),
    }
    return words[round_.phase(now or timezone.now())] % {"number": round_.number}


@register.simple_tag
def now_possible(round_: Round, now: datetime | None = None) -> str:
    """One sentence below the heading: what may be done, and for how long."""
    now = now or timezone.now()
    ends = {
        Phase.OPEN: (_("Members may propose changes: %(left)s."), round_.proposals_until),
        Phase.CONFIRMING: (_("Delegates confirm what their members ask for: %(left)s."), round_.confirm_until),
        Phase.SUPPORTING: (_("Members support the words of others: %(left)s."), round_.support_until),
    }
    phase = round_.phase(now)
    if phase in ends:
        said, until = ends[phase]
        return said % {"left": days_left(until, now)}
    if phase == Phase.ANNOUNCED:
        return _("It opens in: %(left)s.") % {"left": days_left(round_.opens_at, now)}
    if phase == Phase.DECIDING:
        return _("The moderators decide on every amendment, each with a reason.")
    return _("Every amendment of this round has an end.")


def _window(
    window: tuple[Phase, str, str, datetime], round_: Round, person: Person | None, phase: Phase, now: datetime
) -> dict[str, Any]:
    own, word, who, until = window
    stands = _stands(own, phase)
    if stands["now"]:
        when = moment(until, round_, person)
        date = _("until %(when)s: %(left)s") % {"when": when, "left": days_left(until, now)}
    else:
        date = _("until %(day)s") % {"day": day(until.astimezone(round_.tz))}
    return {"word": word, "date": f"{who} {date}".strip(), **stands}


def _stands(own: Phase, phase: Phase) -> dict[str, bool]:
    return {"done": ORDER.index(own) < ORDER.index(phase), "now": own == phase}
