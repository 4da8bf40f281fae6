"""Changing the dates of a round. Dates that become earlier need notice to members and a second moderator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actions.records import Act, append_acts, changed_values
from accounts.models import LocalizedText, Person, create_localized_text_from
from accounts.rules import Refusal, Refused, require
from accounts.states import MailKind
from charter import messages, rules
from charter.actions.amending import announcements
from charter.models import ProposedTimetable, Round, TimetableMove
from charter.queries.amending import timetables
from charter.states import ProposalState, RoundDate

Words = dict[str, str] | str
Ends = Mapping[str, datetime]


@transaction.atomic
def change_timetable(
    *, round_: Round, by: Person, note: Words, at: datetime | None = None, **ends: datetime
) -> ProposedTimetable | None:
    """Changes dates of a round (`RoundDate`), with a public note that gives the reason.

    A date that has passed may be changed too: that opens the period again. If a date becomes earlier, members get
    notice, and the dates are only proposed to a second moderator, unless `SHORTENING_NEEDS_TWO` is off.
    """
    require(rules.may_moderate(by))
    now = at or timezone.now()
    locked_round = _locked_round(round_.pk)
    _check_dates(locked_round, ends, now)
    earliest = timetables.earliest_date(now)
    if any(ends[name] < earliest for name in timetables.earlier_dates(locked_round, ends)):
        raise Refused(_too_early(locked_round, earliest))
    if not note:
        raise Refused(Refusal(_("Give the reason for the new dates. It is public.")))
    if not timetables.needs_second_moderator(locked_round, ends):
        act = _changed(locked_round, by, ends)
        _apply(locked_round, ends, write_words(note, by), by, now)
        append_acts(act, at=at)
        return None
    if timetables.pending_timetable(locked_round):
        raise Refused(
            Refusal(_("Earlier dates were already proposed. First confirm, refuse or withdraw that proposal."))
        )
    proposed = ProposedTimetable.objects.create(
        round=locked_round,
        note=write_words(note, by),
        before=locked_round.dates(),
        after={name: end.isoformat() for name, end in ends.items()},
        proposed_by=by,
        proposed_at=now,
    )
    append_acts(Act("timetable proposed", proposed, by, content=_changes(locked_round, ends)), at=at)
    return proposed


@transaction.atomic
def confirm_timetable(*, proposed: ProposedTimetable, by: Person, at: datetime | None = None) -> TimetableMove:
    """The second moderator confirms: the dates change, and everybody with a mandate is told at once."""
    now = at or timezone.now()
    locked_round, locked = _locked_round(proposed.round_id), _locked(proposed)
    require(rules.may_answer_timetable(by, locked))
    if locked.before != locked_round.dates():
        raise Refused(
            Refusal(
                _(
                    "The dates of the round have changed since the proposal. Refuse the proposal. Then a "
                    "moderator can propose new dates."
                )
            )
        )
    ends = timetables.proposed_dates(locked)
    if now > timetables.confirmable_until(locked):
        raise Refused(_no_longer(locked_round, timetables.earliest_date(now)))
    _check_dates(locked_round, ends, now)
    changes = _changed(locked_round, by, ends)
    locked.move = _apply(locked_round, ends, locked.note, locked.proposed_by, now)
    _answer(locked, ProposalState.CONFIRMED, by, now)
    append_acts(Act("timetable confirmed", locked, by, content=_answered(ProposalState.CONFIRMED)), changes, at=at)
    return locked.move


@transaction.atomic
def refuse_timetable(
    *, proposed: ProposedTimetable, by: Person, reason: Words, at: datetime | None = None
) -> ProposedTimetable:
    """The second moderator refuses, with a reason that moderators read."""
    locked = _locked(proposed)
    require(rules.may_answer_timetable(by, locked))
    if not reason:
        raise Refused(Refusal(_("Give the reason for the refusal. Only moderators can read it.")))
    locked.refusal = write_words(reason, by)
    _answer(locked, ProposalState.REFUSED, by, at or timezone.now())
    append_acts(Act("timetable refused", locked, by, content=_answered(ProposalState.REFUSED)), at=at)
    return locked


@transaction.atomic
def withdraw_timetable(*, proposed: ProposedTimetable, by: Person, at: datetime | None = None) -> ProposedTimetable:
    """Who proposed the dates withdraws them."""
    locked = _locked(proposed)
    require(rules.may_withdraw_timetable(by, locked))
    _answer(locked, ProposalState.WITHDRAWN, by, at or timezone.now())
    append_acts(Act("timetable withdrawn", locked, by, content=_answered(ProposalState.WITHDRAWN)), at=at)
    return locked


def check_order(*windows: datetime) -> None:
    """Refuses periods that do not end one after the other."""
    if list(windows) != sorted(windows) or windows[0] == windows[1]:
        raise Refused(
            Refusal(_("The order of the dates must be: proposals, confirmations, support. Change the dates."))
        )


def check_editing_week(support_until: datetime, begins: datetime | None, ends: datetime | None) -> None:
    """Refuses a closed editing week that is not a period after the support period."""
    if begins is None and ends is None:
        return
    if begins is None or ends is None or begins < support_until or ends <= begins:
        raise Refused(
            Refusal(
                _(
                    "Enter a beginning and an end of the closed editing week. Both dates must be after the "
                    "support period."
                )
            )
        )


def write_words(words: Words, by: Person) -> LocalizedText:
    """The words of a person in one language, the person's own, or in several by code."""
    return create_localized_text_from({by.language: words} if isinstance(words, str) else words, by=by)


def _locked_round(pk: int) -> Round:
    return Round.objects.select_for_update(no_key=True).get(pk=pk)


def _locked(proposed: ProposedTimetable) -> ProposedTimetable:
    return ProposedTimetable.objects.select_for_update(no_key=True).get(pk=proposed.pk)


def _check_dates(round_: Round, ends: Ends, now: datetime) -> None:
    if round_.closed_at:
        raise Refused(Refusal(_("The round is closed.")))
    for name, end in ends.items():
        if name not in RoundDate.values or getattr(round_, name) is None:
            raise Refused(Refusal(_("The date cannot be changed here.")))
        if end < now:
            raise Refused(Refusal(_("A period cannot end in the past. Choose a later date.")))
    dates = {name: ends.get(name, getattr(round_, name)) for name in RoundDate.values}
    support_until = dates[RoundDate.SUPPORT]
    check_order(round_.opens_at, dates[RoundDate.PROPOSALS], dates[RoundDate.CONFIRM], support_until)
    check_editing_week(support_until, dates[RoundDate.EDITING_FROM], dates[RoundDate.EDITING])


def _apply(round_: Round, ends: Ends, note: LocalizedText, by: Person, now: datetime) -> TimetableMove:
    """Stores the dates and tells everybody with a mandate: at once if a date becomes earlier."""
    is_earlier = bool(timetables.earlier_dates(round_, ends))
    before = {name: getattr(round_, name).isoformat() for name in ends}
    for name, end in ends.items():
        setattr(round_, name, end)
    round_.save(update_fields=list(ends))
    after = {name: end.isoformat() for name, end in ends.items()}
    move = TimetableMove.objects.create(round=round_, note=note, before=before, after=after, by=by, at=now)
    announcements.email_everybody(
        round_=round_,
        kind=MailKind.TIMETABLE_MOVED,
        key=f"{now.timestamp()}",
        message=messages.timetable_moved(round_, move, is_earlier=is_earlier),
        at=now,
        at_once=is_earlier,
    )
    return move


def _answer(proposed: ProposedTimetable, state: ProposalState, by: Person, now: datetime) -> None:
    proposed.state, proposed.answered_by, proposed.answered_at = state, by, now
    proposed.save(update_fields=["state", "answered_by", "answered_at", "refusal", "move"])


def _changed(round_: Round, by: Person, ends: Ends) -> Act:
    return Act("round extended", round_, by, content=_changes(round_, ends))


def _changes(round_: Round, ends: Ends) -> dict[str, object]:
    before = {name: getattr(round_, name).isoformat() for name in ends}
    return changed_values(before, {name: end.isoformat() for name, end in ends.items()})


def _answered(state: ProposalState) -> dict[str, object]:
    return changed_values({"state": ProposalState.PENDING.value}, {"state": state.value})


def _too_early(round_: Round, earliest: datetime) -> Refusal:
    hours = settings.SHORTENING_NOTICE_HOURS
    sentence = ngettext(
        "Members need at least %(n)s hour of notice before an earlier date. The earliest possible date is %(date)s.",
        "Members need at least %(n)s hours of notice before an earlier date. The earliest possible date is %(date)s.",
        hours,
    )
    return Refusal(sentence % {"n": hours, "date": messages.moment_in_words(earliest, round_)})


def _no_longer(round_: Round, earliest: datetime) -> Refusal:
    hours = settings.SHORTENING_NOTICE_HOURS
    sentence = ngettext(
        "Members can no longer have the notice of %(n)s hour. The earliest possible date is now "
        "%(date)s. Refuse the proposal. Then a moderator can propose later dates.",
        "Members can no longer have the notice of %(n)s hours. The earliest possible date is now "
        "%(date)s. Refuse the proposal. Then a moderator can propose later dates.",
        hours,
    )
    return Refusal(sentence % {"n": hours, "date": messages.moment_in_words(earliest, round_)})
