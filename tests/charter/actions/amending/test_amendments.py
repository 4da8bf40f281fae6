"""Two acts make an amendment public: an officer prepares, the delegate confirms."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actions import records
from accounts.models import Letter, Record
from accounts.rules import Refused
from charter.actions.amending import amendments, endings
from charter.actions.amending.amendments import ChangeInput, Faults
from charter.models import Amendment, AmendmentText
from charter.states import AmendmentState
from tests import factories


def adopt(provision, html, language="en"):
    """The secretariat takes new words into the text."""
    return factories.adopt(provision, html, by=factories.holder("moderator"), language=language)


def fields(faults) -> list[tuple[str, int | None]]:
    return [(fault.field, fault.place) for fault in faults]


# --- Drafts ---------------------------------------------------------------------------------------------------------


def test_a_draft_keeps_the_typed_words_and_the_wording_they_were_written_for(round_, city, officer):
    draft = factories.draft(round_, city, officer)
    change = draft.text.changes.get()
    assert change.html == "The city keeps one third of new homes for people with low incomes."
    assert change.base == factories.working(factories.provision(round_.charter, 5)).wording
    assert (draft.state, draft.number, draft.text.reason.text) == ("draft", None, "Families still leave the city.")


def test_a_draft_is_written_over_until_it_is_sent(round_, city, officer):
    draft = factories.draft(round_, city, officer)
    first = draft.text
    change = ChangeInput("replace", factories.provision(round_.charter, 6), "The city answers within ten days.")
    text = amendments.save_draft(amendment=draft, by=officer, changes=[change], reason="Sooner.", language="en")
    assert (text, draft.texts.count(), text.changes.count()) == (first, 1, 1)
    assert text.reason.text == "Sooner."


def test_mark_up_typed_into_the_box_is_text(round_, city, officer):
    draft = factories.draft(round_, city, officer, "The city keeps <b>half</b> & more.")
    assert draft.text.changes.get().html == "The city keeps &lt;b&gt;half&lt;/b&gt; &amp; more."


def test_kept_words_keep_their_formats(round_, city, officer):
    provision = factories.provision(round_.charter, 5)
    adopt(provision, "The city keeps <b>one fifth</b> of new homes.")
    draft = factories.draft(round_, city, officer, "The city keeps one fifth of all new homes.")
    assert draft.text.changes.get().html == "The city keeps <b>one fifth</b> of all new homes."


def test_a_draft_that_a_colleague_saved_since_is_not_overwritten(round_, city, officer):
    draft = factories.draft(round_, city, officer)
    seen = draft.revision
    again = {"changes": [], "language": "en", "revision": seen}
    amendments.save_draft(amendment=draft, by=factories.member(city, "officer"), **again)
    with pytest.raises(Faults, match="Your text is below and is not saved yet"):
        amendments.save_draft(amendment=draft, by=officer, reason="Mine.", **again)
    assert draft.text.reason is None or draft.text.reason.text != "Mine."


def test_a_stranger_can_neither_begin_nor_save(round_, city, officer, stranger):
    draft = factories.draft(round_, city, officer)
    with pytest.raises(Refused):
        amendments.begin_draft(round_=round_, organisation=city, by=stranger, language="en")
    with pytest.raises(Refused):
        amendments.save_draft(amendment=draft, by=stranger, changes=[], language="en")


def test_saving_keeps_the_words_a_draft_was_begun_for_unless_the_present_ones_are_taken(round_, city, officer):
    provision = factories.provision(round_.charter, 5)
    draft = factories.draft(round_, city, officer)
    before = draft.text.changes.get().base
    now = adopt(provision, "The city keeps one fifth of new homes for people with little money.")
    change = ChangeInput("replace", provision, "The city keeps half of new homes.")
    amendments.save_draft(amendment=draft, by=officer, changes=[change], reason="Why.", language="en")
    assert draft.text.changes.get().base == before
    kept_change = ChangeInput("replace", provision, "The city keeps half of new homes.", present=True)
    amendments.save_draft(amendment=draft, by=officer, changes=[kept_change], reason="Why.", language="en")
    assert draft.text.changes.get().base == now


def test_a_draft_can_be_discarded(round_, city, officer):
    amendments.discard_draft(amendment=factories.draft(round_, city, officer), by=officer)
    assert (Amendment.objects.count(), AmendmentText.objects.count()) == (0, 0)


# --- What is refused ------------------------------------------------------------------------------------------------

REFUSED = {
    "the current text": ({"words": factories.WORDS["en"][5]}, ("text", 0)),
    "an empty box": ({"words": " \n "}, ("text", 0)),
    "no reason": ({"reason": "  "}, ("reason", None)),
    "no change at all": ({"changes": []}, ("", None)),
    "too many characters": ({"words": "word " * 4001}, ("text", 0)),
}


@pytest.mark.parametrize("saved, field", REFUSED.values(), ids=REFUSED.keys())
def test_these_are_not_sent(saved, field, round_, city, officer):
    draft = factories.draft(round_, city, officer, **saved)
    with pytest.raises(Faults) as raised:
        amendments.send_to_delegate(amendment=draft, by=officer)
    assert fields(raised.value.faults) == [field]
    draft.refresh_from_db()
    assert (draft.state, draft.text.fixed_at) == (AmendmentState.DRAFT, None)


def test_only_other_spaces_are_not_sent(round_, city, officer):
    words = factories.WORDS["en"][5].replace("one fifth", "one\u00a0fifth")
    draft = factories.draft(round_, city, officer, words)
    assert [str(fault.why) for fault in amendments.faults_of(draft)] == [
        "Only spaces have changed. Change the wording."
    ]


def test_a_provision_that_left_the_text_is_said_with_its_last_version(round_, city, officer):
    draft = factories.draft(round_, city, officer)
    factories.without(round_.charter, 5)
    draft.refresh_from_db()
    faults = amendments.faults_of(draft)
    assert fields(faults) == [("provision", 0)]
    assert "The last version with this provision is version 1" in str(faults[0].why)


def test_a_move_says_where_to(round_, city, officer):
    move = ChangeInput("move", factories.provision(round_.charter, 5))
    draft = factories.draft(round_, city, officer, changes=[move])
    assert fields(amendments.faults_of(draft)) == [("after", 0)]


def test_one_provision_is_changed_once(round_, city, officer):
    provision = factories.provision(round_.charter, 5)
    twice = [ChangeInput("replace", provision, "New words."), ChangeInput("delete", provision)]
    draft = factories.draft(round_, city, officer, changes=twice)
    assert fields(amendments.faults_of(draft)) == [("provision", 1)]


def test_words_that_moved_under_a_draft_are_not_sent_unseen(round_, city, officer):
    draft = factories.draft(round_, city, officer)
    adopt(factories.provision(round_.charter, 5), "The city keeps one fifth of new homes for those in need.")
    with pytest.raises(Faults, match="The text has changed since you wrote this amendment"):
        amendments.send_to_delegate(amendment=draft, by=officer)


# --- Sending and confirming -----------------------------------------------------------------------------------------


def test_sending_fixes_the_words_and_writes_to_the_delegate(round_, city, officer, delegate):
    sent = factories.sent(round_, city, officer)
    assert (sent.state, sent.number, len(sent.text.digest)) == (AmendmentState.SENT, None, 64)
    assert Letter.objects.get(kind="to_confirm").to == delegate


def test_the_substitute_gets_the_letter_while_the_delegate_is_away(round_, city, officer):
    factories.member(city, "delegate", away_since=timezone.now())
    substitute = factories.member(city, "substitute")
    factories.sent(round_, city, officer)
    assert Letter.objects.get(kind="to_confirm").to == substitute


def test_confirming_gives_the_rounds_next_number_and_makes_it_public(round_, city, officer, delegate):
    first, second = factories.sent(round_, city, officer), factories.sent(round_, city, officer, place=6, words="Now.")
    for amendment in (first, second):
        amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)
    assert [(a.number, a.state, a.is_public) for a in (first, second)] == [
        (1, "under_review", True),
        (2, "under_review", True),
    ]
    assert Record.objects.filter(act="amendment confirmed").count() == 2
    assert Letter.objects.filter(kind="confirmed", to=officer).count() == 2


def test_an_officer_does_not_confirm(round_, city, officer):
    sent = factories.sent(round_, city, officer)
    with pytest.raises(Refused, match="Only the delegate of Tamanrit"):
        amendments.confirm_amendment(amendment=sent, by=officer, seen_text=sent.text_id)


def test_a_substitute_confirms_only_while_the_delegate_is_away(round_, city, officer, delegate):
    substitute = factories.member(city, "substitute")
    sent = factories.sent(round_, city, officer)
    with pytest.raises(Refused, match="not away now"):
        amendments.confirm_amendment(amendment=sent, by=substitute, seen_text=sent.text_id)
    delegate.mandates.update(away_since=timezone.now())
    amendments.confirm_amendment(amendment=sent, by=substitute, seen_text=sent.text_id)
    assert sent.text.confirmed_by == substitute


def test_words_that_changed_since_the_page_was_opened_are_not_confirmed(round_, city, officer, delegate):
    sent = factories.sent(round_, city, officer)
    seen = sent.text_id
    amendments.take_back(amendment=sent, by=officer)
    change = ChangeInput("replace", factories.provision(round_.charter, 5), "The city keeps half of new homes.")
    amendments.save_draft(amendment=sent, by=officer, changes=[change], reason="Why.", language="en")
    amendments.send_to_delegate(amendment=sent, by=officer)
    with pytest.raises(Faults, match="text changed since"):
        amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=seen)
    assert Amendment.objects.get().number is None


def test_a_delegate_may_prepare_and_confirm_in_one_act(round_, city, delegate):
    amendment = factories.confirmed(round_, city, delegate)
    assert (amendment.number, amendment.state) == (1, AmendmentState.UNDER_REVIEW)


def test_a_partner_submits_in_its_own_name_where_the_round_allows(round_):
    partner = factories.organisation("Network", kind="partner")
    person = factories.member(partner, "officer")
    draft = factories.draft(round_, partner, person)
    with pytest.raises(Refused, match="In this round, only member governments can propose amendments"):
        amendments.send_to_delegate(amendment=draft, by=person, confirm=True)
    round_.partners_propose = True
    round_.save()
    assert amendments.send_to_delegate(amendment=draft, by=person, confirm=True).number == 1


def test_a_sent_one_can_be_taken_back_and_its_next_words_are_another_text(round_, city, officer):
    sent = factories.sent(round_, city, officer)
    first = sent.text
    amendments.take_back(amendment=sent, by=officer)
    change = ChangeInput("replace", factories.provision(round_.charter, 5), "The city keeps half of new homes.")
    amendments.save_draft(amendment=sent, by=officer, changes=[change], reason="Why.", language="en")
    assert (sent.state, sent.text.number, sent.text.changes.get().base) == ("draft", 2, first.changes.get().base)
    assert first.changes.get().html == "The city keeps one third of new homes for people with low incomes."


def test_the_delegate_sends_it_back_with_a_word(round_, city, officer, delegate):
    sent = factories.sent(round_, city, officer)
    with pytest.raises(Faults, match="Give the amendment a title"):
        amendments.send_back(amendment=sent, by=delegate, word=" ")
    amendments.send_back(amendment=sent, by=delegate, word="Which decision?")
    assert (sent.state, sent.sent_back_with) == (AmendmentState.DRAFT, "Which decision?")
    assert "Which decision?" in Letter.objects.get(kind="sent_back", to=officer).body


def test_nothing_is_sent_after_the_time_for_proposals_and_the_draft_stays(version, city, officer):
    round_ = factories.deciding(version)
    draft = factories.draft(round_, city, officer)
    with pytest.raises(Refused, match="kept as a draft"):
        amendments.send_to_delegate(amendment=draft, by=officer)
    assert Amendment.objects.get().state == AmendmentState.DRAFT


# --- Ends -----------------------------------------------------------------------------------------------------------


def test_for_one_hour_a_confirmation_can_be_taken_back_and_the_number_stays_used(round_, city, delegate):
    first = factories.confirmed(round_, city, delegate)
    draft = amendments.undo_confirmation(amendment=first, by=delegate)
    assert (first.state, first.number, first.undone_at is not None) == (AmendmentState.WITHDRAWN, 1, True)
    assert (draft.state, draft.number) == (AmendmentState.DRAFT, None)
    assert draft.text.changes.get().html == first.text.changes.get().html
    assert factories.confirmed(round_, city, delegate).number == 2


def test_after_an_hour_it_can_only_be_withdrawn(round_, city, delegate):
    amendment = factories.confirmed(round_, city, delegate)
    late = timezone.now() + timedelta(minutes=61)
    with pytest.raises(Refused, match="one hour"):
        amendments.undo_confirmation(amendment=amendment, by=delegate, at=late)
    amendments.withdraw_amendment(amendment=amendment, by=delegate, at=late)
    assert (amendment.state, amendment.undone_at) == (AmendmentState.WITHDRAWN, None)


def test_what_waits_when_the_time_to_confirm_ends_was_not_confirmed_in_time(round_, city, officer, delegate):
    sent = factories.sent(round_, city, officer)
    assert endings.end_unconfirmed(round_) == []
    late = round_.confirm_until + timedelta(seconds=1)
    assert endings.end_unconfirmed(round_, at=late) == [sent]
    sent.refresh_from_db()
    assert (sent.state, sent.number) == (AmendmentState.NOT_CONFIRMED, None)
    assert {letter.to for letter in Letter.objects.filter(kind="not_confirmed")} == {officer, delegate}


def test_a_new_provision_gets_its_key_when_it_is_confirmed(round_, city, delegate):
    insert = ChangeInput("insert", factories.provision(round_.charter, 5), "The list is public.", new_kind="paragraph")
    amendment = factories.confirmed(round_, city, delegate, changes=[insert])
    change = amendment.text.changes.get()
    assert (change.html, change.new_kind, change.base) == ("The list is public.", "paragraph", None)
    assert change.new_provision.charter == round_.charter


def test_a_wish_in_a_language_without_an_edition_is_tied_to_an_edition(round_, city, delegate):
    words = factories.WORDS["en"][5]
    saved = {"wish": "A cidade reserva um terço.", "wish_language": "pt"}
    amendment = factories.confirmed(round_, city, delegate, words, **saved)
    assert (amendment.text.language, amendment.text.wish_language) == ("en", "pt")


def test_every_act_is_in_the_record_in_order(round_, city, officer, delegate):
    amendment = factories.sent(round_, city, officer)
    amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)
    amendments.withdraw_amendment(amendment=amendment, by=delegate)
    acts = list(Record.objects.filter(about=f"amendment:{amendment.pk}").values_list("act", flat=True))
    assert acts == ["amendment begun", "amendment sent", "amendment confirmed", "amendment withdrawn"]


def test_a_clock_that_jumps_back_changes_no_order(round_, city, officer, delegate):
    first, second = (factories.sent(round_, city, officer) for _ in range(2))
    amendments.confirm_amendment(amendment=first, by=delegate, seen_text=first.text_id)
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        amendments.confirm_amendment(amendment=second, by=delegate, seen_text=second.text_id)
    assert [type(amendment).objects.get(pk=amendment.pk).number for amendment in (first, second)] == [1, 2]
    assert list(records.faults_of_record()) == []
