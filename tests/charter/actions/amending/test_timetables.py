"""Changing the dates of a round: later by one moderator, earlier with notice and a second moderator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Letter, Mailbox, Record
from accounts.rules import Refused
from accounts.states import MailRhythm
from charter import messages
from charter.actions.amending import rounds, timetables
from charter.models import ProposedTimetable, Round, TimetableMove
from charter.queries.secretariat import work_items
from charter.queries.secretariat.pending_items import ItemReason, PendingQuery
from charter.states import Phase
from charter.wording.pending_items import title_of_item
from tests import factories

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def support_until():
    return Round.objects.get().support_until


def whole(at):
    return at.replace(second=0, microsecond=0)


@pytest.fixture
def earlier(round_):
    """Support that ends five days earlier: twenty-five days from now."""
    return {"support_until": round_.support_until - 5 * DAY}


@pytest.fixture
def proposed(round_, moderator, earlier):
    return timetables.change_timetable(round_=round_, by=moderator, note="The assembly meets earlier.", **earlier)


def test_a_date_becomes_later_by_one_moderator_and_never_moves_into_the_past(round_, moderator):
    until = round_.support_until + 5 * DAY
    change = {"round_": round_, "by": moderator, "note": "More cities write."}
    assert timetables.change_timetable(**change, support_until=until) is None
    assert support_until() == until
    with pytest.raises(Refused, match="in the past"):
        timetables.change_timetable(**change, support_until=timezone.now() - DAY)


def test_dates_do_not_change_without_a_reason_that_everybody_reads(round_, moderator):
    until = round_.support_until + 5 * DAY
    with pytest.raises(Refused, match="Give the reason for the new dates"):
        timetables.change_timetable(round_=round_, by=moderator, note={}, support_until=until)
    assert support_until() == round_.support_until


def test_a_period_that_has_passed_opens_again_with_before_and_after_kept(version, moderator):
    round_ = factories.deciding(version)
    now = timezone.now()
    ends = {name: now + n * DAY for n, name in enumerate(("proposals_until", "confirm_until", "support_until"), 1)}
    reason = {"en": "The post was late.", "fr": "La poste a tardé."}
    timetables.change_timetable(round_=round_, by=moderator, note=reason, **ends)
    assert Round.objects.get().phase(now) == Phase.OPEN
    move = TimetableMove.objects.get()
    assert move.before["support_until"] == round_.support_until.isoformat()
    assert move.after == {name: end.isoformat() for name, end in ends.items()}
    assert move.note.in_language("fr").text == "La poste a tardé."


@pytest.fixture
def edited(version):
    end = timezone.now() + 20 * DAY
    return factories.round_(
        version,
        proposals_until=end,
        confirm_until=end,
        support_until=end,
        editing_from=end,
        editing_until=end + 7 * DAY,
    )


def test_support_is_not_extended_into_the_editing_week_unless_the_week_moves_with_it(edited, moderator):
    change = {"round_": edited, "by": moderator, "note": "More write."}
    later = {"support_until": edited.support_until + 3 * DAY}
    with pytest.raises(Refused, match="Enter a beginning and an end of the closed editing week"):
        timetables.change_timetable(**change, **later)
    week = {"editing_from": later["support_until"], "editing_until": edited.editing_until + 3 * DAY}
    timetables.change_timetable(**change, **later, **week)
    round_ = Round.objects.get()
    assert (round_.support_until, round_.editing_from) == (later["support_until"], week["editing_from"])


@pytest.mark.parametrize("name", ["editing_from", "editing_until"])
def test_dates_of_the_editing_week_become_earlier_by_two_moderators(version, moderator, second_moderator, name):
    end = timezone.now() + 20 * DAY
    windows = {"proposals_until": end, "confirm_until": end, "support_until": end}
    edited = factories.round_(version, **windows, editing_from=end + 3 * DAY, editing_until=end + 9 * DAY)
    date = {name: getattr(edited, name) - DAY}
    proposal = timetables.change_timetable(round_=edited, by=moderator, note="So.", **date)
    assert getattr(Round.objects.get(), name) == getattr(edited, name)
    timetables.confirm_timetable(proposed=proposal, by=second_moderator)
    assert getattr(Round.objects.get(), name) == date[name]


def test_a_round_without_an_editing_week_gets_none_by_a_change_of_dates(round_, moderator):
    week = {"editing_from": round_.support_until, "editing_until": round_.support_until + DAY}
    with pytest.raises(Refused, match="cannot be changed here"):
        timetables.change_timetable(round_=round_, by=moderator, note="So.", **week)


def test_an_earlier_date_changes_nothing_until_a_second_moderator_confirms(
    round_, proposed, earlier, officer, second_moderator, moderator
):
    assert support_until() == round_.support_until
    assert not TimetableMove.objects.exists() and not Letter.objects.filter(kind="timetable_moved").exists()
    move = timetables.confirm_timetable(proposed=proposed, by=second_moderator)
    proposed.refresh_from_db()
    assert support_until() == earlier["support_until"]
    assert (proposed.state, proposed.answered_by, proposed.move) == ("confirmed", second_moderator, move)
    assert (move.by, move.note_id) == (moderator, proposed.note_id)
    assert move.before == {"support_until": round_.support_until.isoformat()}
    assert move.after == {"support_until": earlier["support_until"].isoformat()}


def test_each_step_is_in_the_audit_log_with_old_and_new_dates(round_, proposed, earlier, moderator, second_moderator):
    timetables.confirm_timetable(proposed=proposed, by=second_moderator)
    acts = {row.act: row for row in Record.objects.filter(act__in=["timetable proposed", "timetable confirmed"])}
    dates = {
        "before": {"support_until": round_.support_until.isoformat()},
        "after": {"support_until": earlier["support_until"].isoformat()},
    }
    assert acts["timetable proposed"].content == dates
    assert Record.objects.get(act="round extended").content == dates
    assert (acts["timetable proposed"].person, acts["timetable confirmed"].person) == (
        moderator.pk,
        second_moderator.pk,
    )


def test_everybody_is_told_at_once_of_the_old_and_the_new_date(
    round_, proposed, earlier, officer, delegate, other_delegate, second_moderator
):
    Mailbox.objects.create(person=delegate, rhythm=MailRhythm.WEEKLY)
    at = timezone.now()
    timetables.confirm_timetable(proposed=proposed, by=second_moderator, at=at)
    letters = list(Letter.objects.filter(kind="timetable_moved"))
    assert {letter.to for letter in letters} == {officer, delegate, other_delegate}
    assert {letter.due_at for letter in letters} == {at}
    [body] = {letter.body for letter in letters}
    old, new = (messages.moment_in_words(end, round_) for end in (round_.support_until, earlier["support_until"]))
    assert "The assembly meets earlier." in body and f"Support until: {new} instead of {old}." in body
    assert letters[0].subject == "Round 1: dates are earlier than announced"


def test_a_later_date_waits_for_the_daily_email(round_, moderator, officer):
    at = timezone.now()
    timetables.change_timetable(
        round_=round_, by=moderator, note="More write.", at=at, support_until=round_.support_until + DAY
    )
    letter = Letter.objects.get(kind="timetable_moved")
    assert letter.due_at > at and letter.subject == "The timetable of round 1 has changed"


def test_the_proposer_does_not_confirm_or_refuse(proposed, moderator):
    for act in (timetables.confirm_timetable, lambda **k: timetables.refuse_timetable(reason="No.", **k)):
        with pytest.raises(Refused, match="A second person must approve it"):
            act(proposed=proposed, by=moderator)
    assert ProposedTimetable.objects.get().state == "pending"


def test_nobody_but_a_moderator_has_a_part_in_it(proposed, round_, earlier, officer):
    for act in (timetables.confirm_timetable, timetables.withdraw_timetable):
        with pytest.raises(Refused) as refused:
            act(proposed=proposed, by=officer)
        assert refused.value.refusal.hidden
    with pytest.raises(Refused):
        timetables.change_timetable(round_=round_, by=officer, note="So.", **earlier)


def test_the_database_refuses_a_confirmation_by_the_proposer_and_other_dates(proposed, moderator):
    own = {"state": "confirmed", "answered_by": moderator, "answered_at": timezone.now()}
    move = TimetableMove.objects.create(
        round=proposed.round, note=proposed.note, before={}, after={}, by=moderator, at=timezone.now()
    )
    for change in ({**own, "move": move}, {"after": {}}, {"state": "refused"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ProposedTimetable.objects.filter(pk=proposed.pk).update(**change)


def test_a_refusal_needs_a_reason_and_leaves_the_dates(round_, proposed, second_moderator):
    with pytest.raises(Refused, match="Give the reason for the refusal"):
        timetables.refuse_timetable(proposed=proposed, by=second_moderator, reason="")
    answered = timetables.refuse_timetable(proposed=proposed, by=second_moderator, reason="Members have holidays.")
    assert (answered.state, answered.refusal.in_language("en").text) == ("refused", "Members have holidays.")
    with pytest.raises(Refused, match="no longer pending"):
        timetables.confirm_timetable(proposed=proposed, by=second_moderator)
    assert support_until() == round_.support_until and not Letter.objects.exists()


def test_the_proposer_alone_withdraws_and_may_propose_again(round_, proposed, earlier, moderator, second_moderator):
    with pytest.raises(Refused, match="Only the person who proposed"):
        timetables.withdraw_timetable(proposed=proposed, by=second_moderator)
    change = {"round_": round_, "by": moderator, "note": "So.", **earlier}
    with pytest.raises(Refused, match="Earlier dates were already proposed"):
        timetables.change_timetable(**change)
    assert timetables.withdraw_timetable(proposed=proposed, by=moderator).state == "withdrawn"
    assert timetables.change_timetable(**change).state == "pending"


def test_a_proposal_of_other_dates_than_the_round_has_now_is_not_confirmed(
    round_, proposed, moderator, second_moderator
):
    until = round_.proposals_until + DAY
    timetables.change_timetable(round_=round_, by=moderator, note="More write.", proposals_until=until)
    with pytest.raises(Refused, match="dates of the round have changed since the proposal"):
        timetables.confirm_timetable(proposed=proposed, by=second_moderator)
    assert support_until() == round_.support_until


def test_a_closed_round_keeps_its_dates(version, moderator, second_moderator):
    now = timezone.now()
    ends = {name: now + 10 * DAY for name in ("proposals_until", "confirm_until", "support_until")}
    round_ = factories.round_(version, **ends)
    dates = {name: now + 5 * DAY for name in ends}
    proposal = timetables.change_timetable(round_=round_, by=moderator, note="So.", **dates)
    Round.objects.update(closed_at=now)
    with pytest.raises(Refused, match="The round is closed"):
        timetables.confirm_timetable(proposed=proposal, by=second_moderator)


def test_an_earlier_date_needs_72_hours_of_notice_and_the_refusal_names_the_earliest(round_, moderator):
    now = timezone.now()
    change = {"round_": round_, "by": moderator, "note": "So.", "at": now}
    others = {"proposals_until": now + 80 * HOUR, "confirm_until": now + 80 * HOUR}
    earliest = whole(now + 72 * HOUR - timedelta(microseconds=1)) + MINUTE
    with pytest.raises(Refused, match="at least 72 hours of notice") as refused:
        timetables.change_timetable(**change, **{**others, "proposals_until": earliest - MINUTE})
    assert messages.moment_in_words(earliest, round_) in str(refused.value.refusal.why)
    assert not ProposedTimetable.objects.exists()
    assert timetables.change_timetable(**change, **{**others, "proposals_until": earliest}).state == "pending"


def test_a_confirmation_that_comes_too_late_for_the_notice_is_refused(round_, proposed, earlier, second_moderator):
    last = earlier["support_until"] - 72 * HOUR
    with pytest.raises(Refused, match="Members can no longer have the notice of 72 hours") as refused:
        timetables.confirm_timetable(proposed=proposed, by=second_moderator, at=last + MINUTE)
    named = messages.moment_in_words(whole(earlier["support_until"] + 2 * MINUTE), round_)
    assert named in str(refused.value.refusal.why)
    timetables.confirm_timetable(proposed=proposed, by=second_moderator, at=last)
    assert support_until() == earlier["support_until"]


def test_the_hours_of_notice_are_a_setting(round_, moderator, settings):
    settings.SHORTENING_NOTICE_HOURS = 500
    change = {"round_": round_, "by": moderator, "note": "So."}
    with pytest.raises(Refused, match="at least 500 hours of notice"):
        timetables.change_timetable(**change, proposals_until=timezone.now() + 499 * HOUR - DAY)
    settings.SHORTENING_NOTICE_HOURS = 1
    ends = {"proposals_until": timezone.now() + 2 * HOUR}
    assert timetables.change_timetable(**change, **ends).state == "pending"


def test_one_moderator_is_enough_by_the_setting_still_with_notice_and_announcement(
    round_, moderator, officer, earlier, settings
):
    settings.SHORTENING_NEEDS_TWO = False
    change = {"round_": round_, "by": moderator, "note": "So."}
    with pytest.raises(Refused, match="at least 72 hours of notice"):
        timetables.change_timetable(**change, proposals_until=timezone.now() + 71 * HOUR)
    at = timezone.now()
    assert timetables.change_timetable(**change, at=at, **earlier) is None
    assert support_until() == earlier["support_until"]
    assert not ProposedTimetable.objects.exists()
    letter = Letter.objects.get(kind="timetable_moved")
    assert (letter.to, letter.due_at) == (officer, at)
    assert Record.objects.get(act="round extended").content == {
        "before": {"support_until": round_.support_until.isoformat()},
        "after": {"support_until": earlier["support_until"].isoformat()},
    }


def test_it_is_pending_for_the_other_moderators(charter, round_, proposed, moderator, second_moderator):
    [item] = pending(charter, round_, second_moderator)
    assert (item.kind, item.reason, item.arguments) == ("second", ItemReason.EARLIER_DATES_PROPOSED, (proposed.pk,))
    assert title_of_item(item) == f"Earlier dates of round 1, proposed by {moderator}"
    assert pending(charter, round_, moderator) == []
    timetables.confirm_timetable(proposed=proposed, by=second_moderator)
    assert pending(charter, round_, second_moderator) == []


def pending(charter, round_, person):
    return work_items.pending_items(PendingQuery(charter, round_, person, timezone.now(), "en"))


def test_a_closed_round_has_nothing_pending(charter, round_, proposed, second_moderator):
    rounds.close_round(round_=round_, by=second_moderator, at=round_.support_until)
    assert pending(charter, None, second_moderator) == []
