"""The words of letters about rounds, reminders and compromises: lazy, so that each person reads the own language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.models import Organisation
from charter.models import Compromise, Round, SignedException, TimetableMove, Version
from charter.states import Answer, RoundDate


@dataclass(frozen=True)
class Message:
    subject: Promise
    body: Promise


def write_later(words: Callable[[], str]) -> Promise:
    """Words that are made when they are written down, in the language of that moment."""
    return cast(Promise, lazy(words, str)())


def moment_in_words(at: datetime, round_: Round) -> str:
    """`18 December 2026, 23:59 Barcelona time`, in the zone of the round."""
    local_time = at.astimezone(round_.tz)
    values = {
        "day": date_format(local_time, "DATE_FORMAT"),
        "hour": date_format(local_time, "H:i"),
        "zone": round_.zone_place,
    }
    return _("%(day)s, %(hour)s %(zone)s time") % values


def round_opens(round_: Round) -> Message:
    return Message(
        write_later(lambda: _("Round %(number)s is open") % {"number": round_.number}),
        write_later(lambda: _("Members may propose amendments until %(until)s.") % _windows(round_)),
    )


def round_closes(round_: Round) -> Message:
    return Message(
        write_later(lambda: _("Round %(number)s: the proposal period ends soon") % {"number": round_.number}),
        write_later(lambda: _days(round_)),
    )


def round_reminder(round_: Round, organisation: Organisation) -> Message:
    """To a member that has sent nothing in the round yet."""
    return Message(
        write_later(
            lambda: (
                _("Round %(number)s: no amendment of %(name)s yet") % {"number": round_.number, "name": organisation}
            )
        ),
        write_later(
            lambda: (
                _(
                    "Members may propose amendments until %(until)s. %(name)s has not sent an amendment yet. "
                    "In your workspace, you can write an amendment or support an amendment of another member."
                )
                % {**_windows(round_), "name": organisation}
            )
        ),
    )


def proposals_ended(round_: Round) -> Message:
    return Message(
        write_later(lambda: _("Round %(number)s: the proposal period has ended") % {"number": round_.number}),
        write_later(
            lambda: (
                _(
                    "Delegates can confirm amendments until %(confirm)s. Members can support amendments until"
                    " %(support)s."
                )
                % _windows(round_)
            )
        ),
    )


def round_closed(round_: Round) -> Message:
    return Message(
        write_later(lambda: _("Round %(number)s has closed") % {"number": round_.number}),
        write_later(lambda: _("The table of decisions shows the outcome of each amendment.")),
    )


def version_published(version: Version, fingerprint: str) -> Message:
    """To every member: the fingerprint, by which each of them can prove later what was published."""

    def body() -> str:
        values = {"number": version.number, "fingerprint": fingerprint}
        return (
            _(
                "Keep this email. With the fingerprint below, anybody can check later what was published "
                "on this day: the text, the decisions and the changes of version %(number)s.\n\n"
                "%(fingerprint)s"
            )
            % values
        )

    subject = write_later(lambda: _("Version %(number)s of the charter is published") % {"number": version.number})
    return Message(subject, write_later(body))


def timetable_moved(round_: Round, move: TimetableMove, *, is_earlier: bool) -> Message:
    """The public reason, each changed date with the old one, and all dates; `is_earlier` if one became earlier."""

    def subject() -> str:
        if is_earlier:
            return _("Round %(number)s: dates are earlier than announced") % {"number": round_.number}
        return _("The timetable of round %(number)s has changed") % {"number": round_.number}

    def body() -> str:
        why = move.note.in_language(get_language() or move.note.language).text
        return "\n\n".join([why, "\n".join(_changed_dates(round_, move)), _days(round_)])

    return Message(write_later(subject), write_later(body))


def confirm_soon(round_: Round, city: Organisation, count: int) -> Message:
    """A reminder to who decides for a member: how many amendments wait, and until when."""

    def subject() -> str:
        words = ngettext(
            "%(n)d amendment of %(city)s still awaits confirmation",
            "%(n)d amendments of %(city)s still await confirmation",
            count,
        )
        return words % {"n": count, "city": city}

    def body() -> str:
        words = ngettext(
            "Confirm the amendment by %(confirm)s. Otherwise the amendment gets no number and is not public.",
            "Confirm the amendments by %(confirm)s. Otherwise the amendments get no number and are not public.",
            count,
        )
        return words % _windows(round_)

    return Message(write_later(subject), write_later(body))


def answer_soon(compromise: Compromise, city: Organisation) -> Message:
    """A reminder of a compromise, or of changed words, that a member has not answered."""

    def subject() -> str:
        if compromise.decided_id:
            return _("A changed text awaits the reply of %(city)s") % {"city": city}
        return _("A compromise text awaits the reply of %(city)s") % {"city": city}

    return Message(
        write_later(subject),
        write_later(
            lambda: (
                _("Reply “yes”, “yes, with a statement” or “no” by %(until)s.")
                % {"until": moment_in_words(compromise.answer_by, compromise.round)}
            )
        ),
    )


def exception_ends(exception: SignedException) -> Message:
    """To who signed an exception: it ends soon, and the language is still behind."""
    return Message(
        write_later(lambda: _("An exception that you signed ends soon")),
        write_later(
            lambda: (
                _(
                    "The exception ends on %(until)s. Before this date, the editors must finish the "
                    "translation, or you must sign the exception again."
                )
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
        write_later(lambda: _("The time to reply to a compromise text is over")),
        write_later(
            lambda: (
                _(
                    "Yes: %(yes)d. No: %(no)d. No reply: %(silent)d. Close the compromise text and record "
                    "whether the members agreed."
                )
                % counts
            )
        ),
    )


def _changed_dates(round_: Round, move: TimetableMove) -> list[str]:
    """A line for each changed date, in the order of the round."""
    return [
        _("%(date)s: %(after)s instead of %(before)s.")
        % {
            "date": date.label,
            "after": moment_in_words(datetime.fromisoformat(move.after[date]), round_),
            "before": moment_in_words(datetime.fromisoformat(move.before[date]), round_),
        }
        for date in RoundDate
        if date in move.after
    ]


def _days(round_: Round) -> str:
    windows = _windows(round_)
    sentences = (
        _("The proposal period ends on %(until)s.") % windows,
        _("Delegates can confirm amendments until %(confirm)s.") % windows,
        _("Members can support amendments until %(support)s.") % windows,
    )
    return " ".join(sentences)


def _windows(round_: Round) -> dict[str, str]:
    return {
        "until": moment_in_words(round_.proposals_until, round_),
        "confirm": moment_in_words(round_.confirm_until, round_),
        "support": moment_in_words(round_.support_until, round_),
    }
