"""Opening, prolonging and closing rounds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Letter
from accounts.rules import Refused
from charter.actions.amending import amendments, endings, rounds
from charter.actions.amending.amendments import ChangeInput, Faults
from charter.actions.deciding import compromises
from charter.models import Amendment, Round
from charter.states import ClosedPart, Phase
from charter.wording.amendments import describe_entry
from tests import factories


@pytest.fixture
def windows():
    now = timezone.now()
    names = ("opens_at", "proposals_until", "confirm_until", "support_until")
    return {name: now + timedelta(days=10 * place) for place, name in enumerate(names)}


def test_a_round_opens_on_a_version(version, moderator, windows):
    arguments = {"title": {"en": "Round one", "fr": "Premier cycle"}, "body": "the assembly"}
    opened = rounds.open_(version=version, by=moderator, **arguments, **windows)
    assert opened.phase(timezone.now()) == Phase.OPEN
    assert opened.title.in_language("fr").text == "Premier cycle"


def test_a_second_round_waits_for_the_first_to_be_closed(version, round_, moderator, windows):
    with pytest.raises(Refused, match="Close that round before you open a new round"):
        rounds.open_(version=version, by=moderator, title="Two", body="the assembly", **windows)


def test_windows_end_one_after_the_other(version, moderator, windows):
    windows["confirm_until"], windows["support_until"] = windows["support_until"], windows["confirm_until"]
    with pytest.raises(Refused, match="The order of the dates must be: proposals, confirmations, support"):
        rounds.open_(version=version, by=moderator, title="One", body="the assembly", **windows)


def test_a_round_closes_after_support(version, moderator):
    deciding = factories.deciding(version)
    assert rounds.close_round(round_=deciding, by=moderator).phase(timezone.now()) == Phase.CLOSED


def test_a_round_does_not_close_before(round_, moderator):
    with pytest.raises(Refused, match="has not ended"):
        rounds.close_round(round_=round_, by=moderator)


def test_a_closed_editing_week_comes_after_support(version, moderator, windows):
    week = {"editing_from": windows["support_until"], "editing_until": windows["support_until"] + timedelta(days=7)}
    arguments = {"version": version, "by": moderator, "title": "One", "body": "the assembly", **windows}
    for wrong in ({"editing_from": week["editing_from"]}, {**week, "editing_from": windows["confirm_until"]}):
        with pytest.raises(Refused, match="Enter a beginning and an end of the closed editing week"):
            rounds.open_(**arguments, **wrong)
    opened = rounds.open_(**arguments, **week)
    assert [opened.is_edited(week["editing_from"] + timedelta(days=n)) for n in (-1, 0, 6, 7)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.fixture
def edited(version):
    now = timezone.now()
    return factories.deciding(version, editing_from=now - timedelta(days=1), editing_until=now + timedelta(days=6))


def test_in_the_editing_week_members_change_nothing(edited, charter, city, officer, delegate):
    amendment = factories.under_review(edited, city, officer, factories.provision(charter, 5), "Other words.")
    with pytest.raises(Refused, match="closed editing week"):
        amendments.withdraw_amendment(amendment=amendment, by=delegate)
    after = edited.editing_until
    assert amendments.withdraw_amendment(amendment=amendment, by=delegate, at=after).state == "withdrawn"


def test_in_the_editing_week_no_compromise_is_answered(edited, charter, city, officer, delegate, moderator):
    homes = factories.provision(charter, 5)
    amendment = factories.under_review(edited, city, officer, homes, "Other words.")
    compromise = compromises.propose_compromise(
        round_=edited,
        provision=homes,
        language="en",
        amendments=[amendment],
        html="Between.",
        reason={"en": "So."},
        answer_by=timezone.now() + timedelta(days=9),
        by=moderator,
    )
    with pytest.raises(Refused, match="closed editing week"):
        compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")


def test_a_member_has_no_more_amendments_than_the_round_says_and_keeps_the_draft(version, city, officer, delegate):
    round_ = factories.round_(version, most_per_member=1)
    first = factories.confirmed(round_, city, delegate, "First words.", 5)
    second = factories.draft(round_, city, officer, "Second words.", 6)
    with pytest.raises(Refused, match="a member can have at most 1 amendment"):
        amendments.send_to_delegate(amendment=second, by=officer)
    assert Amendment.objects.get(pk=second.pk).state == "draft"
    amendments.withdraw_amendment(amendment=first, by=delegate)
    assert amendments.send_to_delegate(amendment=second, by=officer).state == "sent"


def test_two_that_were_sent_before_the_limit_are_not_both_confirmed(version, city, officer, delegate):
    round_ = factories.round_(version)
    sent = [factories.sent(round_, city, officer, f"Words {place}.", place) for place in (5, 6)]
    Round.objects.update(most_per_member=1)
    with pytest.raises(Refused, match="at most"):
        amendments.confirm_amendment(amendment=sent[0], by=delegate, seen_text=sent[0].text_id)
    amendments.take_back(amendment=sent[1], by=officer)
    amendments.confirm_amendment(amendment=sent[0], by=delegate, seen_text=sent[0].text_id)


def test_another_member_is_not_held_to_the_amendments_of_the_first(version, city, other_city, delegate, stranger):
    round_ = factories.round_(version, most_per_member=1)
    factories.confirmed(round_, city, delegate, "First words.", 5)
    other = factories.draft(round_, other_city, stranger, "Second words.", 5)
    assert amendments.send_to_delegate(amendment=other, by=stranger).state == "sent"


def test_a_second_reading_lets_only_changed_provisions_be_amended(charter, version, city, officer, moderator):
    factories.reword(factories.provision(charter, 5), "The city keeps one quarter.", by=moderator)
    second = factories.version(charter)
    round_ = factories.round_(second, changed_only=True)
    changed, same = (factories.draft(round_, city, officer, "Other words here.", place) for place in (5, 6))
    with pytest.raises(Faults, match="members can amend only the provisions that version 2 changed"):
        amendments.send_to_delegate(amendment=same, by=officer)
    assert amendments.send_to_delegate(amendment=changed, by=officer).state == "sent"


def test_a_closed_part_cannot_be_amended_and_the_rest_can(charter, version, city, officer):
    factories.close_parts(charter, ClosedPart.HEADINGS)
    round_ = factories.round_(version)
    heading, point = (factories.draft(round_, city, officer, "Other words here.", place) for place in (3, 5))
    with pytest.raises(Faults, match="can comment on this part but cannot amend it: Titles and headings"):
        amendments.send_to_delegate(amendment=heading, by=officer)
    assert amendments.send_to_delegate(amendment=point, by=officer).state == "sent"


def insertion(charter, place, kind):
    return ChangeInput("insert", factories.provision(charter, place), "New words here.", new_kind=kind)


def test_a_provision_is_inserted_after_a_closed_heading_unless_it_is_one(charter, version, city, officer):
    factories.close_parts(charter, ClosedPart.HEADINGS)
    round_ = factories.round_(version)
    for kind, is_open in (("paragraph", True), ("heading", False)):
        draft = factories.draft(round_, city, officer, changes=[insertion(charter, 3, kind)])
        assert (amendments.faults_of(draft) == ()) is is_open, kind


def test_every_provision_of_a_closed_article_is_closed(charter, version, city, officer):
    factories.close_parts(charter, ClosedPart.PREAMBLE)
    round_ = factories.round_(version)
    drafts = [factories.draft(round_, city, officer, "Other words here.", place) for place in range(9)]
    closed = [any(fault.field == "provision" for fault in amendments.faults_of(draft)) for draft in drafts]
    assert closed == [True, True, *[False] * 7]


def late(round_, city, by, **values):
    return factories.entered(round_, city, by, **values)


def test_what_comes_after_the_close_is_late_and_waits_for_a_ruling(version, city, moderator):
    round_ = factories.deciding(version)
    draft = late(round_, city, moderator)
    assert draft.came_late
    with pytest.raises(Refused, match="The secretariat makes one decision on all late amendments"):
        amendments.send_to_delegate(amendment=worded(draft, moderator), by=moderator)


def worded(draft, by):
    change = draft.text.changes.get()
    reworded = ChangeInput("replace", change.provision, text="Words of the letter.")
    amendments.save_draft(amendment=draft, by=by, changes=[reworded], reason="They say why.", language="en")
    return draft


def test_a_letter_of_before_the_close_is_not_late_and_can_be_sent_until_delegates_have_confirmed(
    version, city, delegate, moderator
):
    now = timezone.now()
    round_ = factories.round_(version, proposals_until=now - timedelta(days=2), confirm_until=now + timedelta(days=5))
    draft = late(round_, city, moderator, came_on=timezone.localdate() - timedelta(days=3))
    assert not draft.came_late
    amendments.send_to_delegate(amendment=worded(draft, moderator), by=moderator)
    confirmed = amendments.confirm_amendment(amendment=draft, by=delegate, seen_text=draft.text_id)
    assert confirmed.number == 1


def test_admitted_ones_are_confirmed_after_the_close_and_marked_for_ever(version, city, delegate, moderator):
    round_ = factories.deciding(version)
    draft = worded(late(round_, city, moderator), moderator)
    rounds.rule_on_late(round_=round_, by=moderator, admitted=True, reason="The post was on strike.")
    amendments.send_to_delegate(amendment=draft, by=moderator)
    assert endings.end_unconfirmed(round_) == []
    amendments.confirm_amendment(amendment=draft, by=delegate, seen_text=draft.text_id)
    assert (draft.state, draft.number, draft.came_late) == ("under_review", 1, True)
    assert "late" in describe_entry(draft)


def test_not_admitted_all_end_alike_those_that_still_come_too_and_their_members_are_told_why(
    version, city, other_city, delegate, other_delegate, moderator
):
    round_ = factories.deciding(version)
    drafts = [late(round_, member, moderator) for member in (city, other_city)]
    rounds.rule_on_late(round_=round_, by=moderator, admitted=False, reason="It would be unfair to others.")
    assert {member.state for member in Amendment.objects.filter(pk__in=[d.pk for d in drafts])} == {"not_confirmed"}
    letters = Letter.objects.filter(kind="not_confirmed", to__in=[delegate, other_delegate])
    assert letters.count() == 2 and all("unfair to others" in member.body for member in letters)
    with pytest.raises(Refused, match="not admitted"):
        late(round_, city, moderator)


def test_there_is_one_ruling_and_none_while_proposals_are_open(version, round_, moderator):
    arguments = {"round_": round_, "by": moderator, "reason": "So."}
    with pytest.raises(Refused, match="The proposal period is still open"):
        rounds.rule_on_late(admitted=True, **arguments)
    after = round_.proposals_until
    rounds.rule_on_late(admitted=True, at=after, **arguments)
    with pytest.raises(Refused, match="The secretariat has already decided on the late amendments"):
        rounds.rule_on_late(admitted=False, at=after, **arguments)


def test_what_was_admitted_and_no_delegate_confirmed_ends_with_the_round(version, city, moderator):
    round_ = factories.deciding(version)
    draft = worded(late(round_, city, moderator), moderator)
    rounds.rule_on_late(round_=round_, by=moderator, admitted=True, reason="So.")
    amendments.send_to_delegate(amendment=draft, by=moderator)
    rounds.close_round(round_=round_, by=moderator)
    assert Amendment.objects.get().state == "not_confirmed"
