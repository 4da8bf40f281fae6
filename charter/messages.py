"""The words of letters about rounds, reminders and compromises: lazy, so that each person reads the own language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import Organisation, Said
from charter.models import Compromise, Round, SignedException
from charter.states import Answer


@dataclass(frozen=True)
class Message:
    subject: Promise
    body: Promise


def later(words: Callable[[], str]) -> Promise:
    """Words that are made when they are written down, in the language of that moment."""
    return cast(Promise, lazy(words, str)())


def moment(at: datetime, round_: Round) -> str:
    """`18 December 2026, 23:59 Barcelona time`, in the zone of the round."""
    there = at.astimezone(round_.tz)
    said = {"day": date_format(there, "DATE_FORMAT"), "hour": date_format(there, "H:i"), "zone": round_.zone_name}
    return _("%(day)s, %(hour)s %(zone)s time") % said


def round_opens(round_: Round) -> Message:
    return Message(
        later(lambda: _("Round %(number)s is open") % {"number": round_.number}),
        later(lambda: _("Members may propose changes until %(until)s.") % _windows(round_)),
    )


def round_closes(round_: Round) -> Message:
    return Message(
        later(lambda: _("Round %(number)s: the time for proposals ends soon") % {"number": round_.number}),
        later(lambda: _days(round_)),
    )


def proposals_ended(round_: Round) -> Message:
    return Message(
        later(lambda: _("Round %(number)s: the time for proposals has ended") % {"number": round_.number}),
        later(
            lambda: (
                _("Delegates can confirm until %(confirm)s. Members can support until %(support)s.") % _windows(round_)
            )
        ),
    )


def round_closed(round_: Round) -> Message:
    return Message(
        later(lambda: _("Round %(number)s has closed") % {"number": round_.number}),
        later(lambda: _("What became of each amendment stands in the table of decisions.")),
    )


def timetable_moved(round_: Round, note: Said) -> Message:
    def why() -> str:
        return note.in_language(get_language() or note.language).text

    return Message(
        later(lambda: _("The days of round %(number)s have moved") % {"number": round_.number}),
        later(lambda: f"{why()} {_days(round_)}"),
    )


def confirm_soon(round_: Round, city: Organisation, count: int) -> Message:
    """A reminder to who decides for a member: how many amendments wait, and until when."""

    def subject() -> str:
        words = ngettext(
            "%(n)d amendment of %(city)s still waits to be confirmed",
            "%(n)d amendments of %(city)s still wait to be confirmed",
            count,
        )
        return words % {"n": count, "city": city}

    def body() -> str:
        words = ngettext(
            "It waits for you to confirm it until %(confirm)s. After that it gets no number and is not public.",
            "They wait for you to confirm them until %(confirm)s. After that they get no number and are not public.",
            count,
        )
        return words % _windows(round_)

    return Message(later(subject), later(body))


def answer_soon(compromise: Compromise, city: Organisation) -> Message:
    """A reminder of a compromise, or of changed words, that a member has not answered."""

    def subject() -> str:
        if compromise.decided_id:
            return _("Changed words wait for the answer of %(city)s") % {"city": city}
        return _("A compromise waits for the answer of %(city)s") % {"city": city}

    return Message(
        later(subject),
        later(
            lambda: (
                _("Say yes, yes with a word, or no until %(until)s.")
                % {"until": moment(compromise.answer_by, compromise.round)}
            )
        ),
    )


def exception_ends(exception: SignedException) -> Message:
    """To who signed an exception: it ends soon, and the language is still behind."""
    return Message(
        later(lambda: _("An exception that you signed ends soon")),
        later(
            lambda: (
                _("It ends on %(until)s. Until then the words must come, or somebody must sign again.")
                % {"until": date_format(exception.until)}
            )
        ),
    )


def compromise_over(compromise: Compromise, answers: dict[str, int], silent: int) -> Message:
    """To the moderators: what was answered when the time was over."""
    counts = {
        "yes": answers.get(Answer.YES, 0) + answers.get(Answer.YES_WITH_A_WORD, 0),
        "no": answers.get(Answer.NO, 0),
        "silent": silent,
    }
    return Message(
        later(lambda: _("The time to answer a compromise is over")),
        later(
            lambda: (
                _("Yes: %(yes)d. No: %(no)d. No answer: %(silent)d. Close it, and say whether it is agreed.") % counts
            )
        ),
    )


def _days(round_: Round) -> str:
    windows = _windows(round_)
    said = (
        _("Proposals end on %(until)s.") % windows,
        _("Delegates can confirm until %(confirm)s.") % windows,
        _("Members can support until %(support)s.") % windows,
    )
    return " ".join(said)


def _windows(round_: Round) -> dict[str, str]:
    return {
        "until": moment(round_.proposals_until, round_),
        "confirm": moment(round_.confirm_until, round_),
        "support": moment(round_.support_until, round_),
    }
