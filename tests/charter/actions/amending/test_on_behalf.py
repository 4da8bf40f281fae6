"""What a member sent by letter or said in a call, entered by the secretariat for its delegate to confirm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.actions import erasures
from accounts.models import Letter, Person, Record
from accounts.rules import Refused
from charter import rules
from charter.actions.amending import amendments, endings, on_behalf
from charter.actions.amending.amendments import Faults
from charter.models import Amendment, Receipt
from charter.queries.amending import amendments as amendment_queries
from charter.queries.amending import member_tasks
from tests import factories


@pytest.fixture
def draft(round_, city, moderator):
    return factories.entered(round_, city, moderator)


def test_it_begins_with_the_present_words_and_says_how_it_came(draft, moderator):
    change = draft.text.changes.get()
    assert change.html == change.base.html == factories.WORDS["en"][5]
    assert (draft.came_by, draft.on_behalf, draft.begun_by) == ("letter", True, moderator)
    assert draft.receipt.note == "Signed by the mayor."


@pytest.mark.parametrize("role", ["language_editor", "drafter", "body_member", "administrator"])
def test_only_a_moderator_enters(role, round_, city):
    with pytest.raises(Refused, match="Only moderators"):
        factories.entered(round_, city, factories.holder(role))


def test_it_is_entered_only_for_who_may_propose(version, city, moderator):
    with pytest.raises(Refused, match="Members with a vote"):
        factories.entered(factories.round_(version, who_proposes="is_voting_member"), city, moderator)


def test_nothing_is_entered_after_the_round_is_closed(version, city, moderator):
    with pytest.raises(Refused, match="next round"):
        factories.entered(factories.deciding(version, closed_at=timezone.now()), city, moderator)


@pytest.mark.parametrize("receipt, why", [({"note": " "}, "State who"), ({"came_on": 2}, "The date is in the future")])
def test_it_stands_on_a_note_and_a_day_that_has_been(receipt, why, round_, city, moderator):
    if "came_on" in receipt:
        receipt = {"came_on": timezone.localdate() + timedelta(days=receipt["came_on"])}
    with pytest.raises(Faults, match=why):
        factories.entered(round_, city, moderator, **receipt)
    assert not Amendment.objects.exists()


def test_the_record_says_how_it_came_and_the_digest_of_the_file(round_, city, moderator):
    amendment = factories.entered(round_, city, moderator, file=ContentFile(b"%PDF-1", name="document.pdf"))
    act = Record.objects.get(act="amendment entered on behalf")
    assert act.about == f"amendment:{amendment.pk}"
    assert act.content["came_by"] == "letter" and len(act.content["file"]) == 64


def test_until_it_is_sent_only_the_desk_has_it(draft, officer, delegate, moderator):
    assert amendment_queries.own_amendment(moderator, draft.key) == draft
    assert [amendment_queries.own_amendment(person, draft.key) for person in (officer, delegate)] == [None, None]
    assert not rules.may_read(officer, draft) and rules.may_read(moderator, draft)
    assert member_tasks.drafts_of(draft.organisation) == []


def test_moderators_still_see_no_draft_of_a_city(round_, city, officer, moderator):
    assert amendment_queries.own_amendment(moderator, factories.draft(round_, city, officer).key) is None


def test_the_delegate_is_written_to_and_confirms(round_, city, delegate, moderator):
    sent = factories.laid_before(round_, city, moderator)
    letter = Letter.objects.get(to=delegate, kind="to_confirm")
    assert letter.body.startswith("The secretariat entered an amendment that Tamanrit sent.")
    amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=sent.text_id)
    sent.refresh_from_db()
    assert (sent.number, sent.came_by, sent.text.confirmed_by) == (1, "letter", delegate)


def test_a_refusal_goes_back_to_the_desk_with_a_word(round_, city, delegate, moderator):
    sent = factories.laid_before(round_, city, moderator)
    amendments.send_back(amendment=sent, by=delegate, word="Not what we wrote.")
    letter = Letter.objects.get(to=moderator, kind="sent_back")
    assert letter.subject == "Tamanrit declined an amendment that you entered"
    assert (sent.state, sent.sent_back_with) == ("draft", "Not what we wrote.")
    assert rules.may_edit(moderator, sent) is True


def test_a_moderator_does_not_confirm_it(round_, city, moderator):
    sent = factories.laid_before(round_, city, moderator)
    with pytest.raises(Refused, match="Only the delegate of Tamanrit"):
        amendments.confirm_amendment(amendment=sent, by=moderator, seen_text=sent.text_id)


def test_people_of_the_city_neither_change_it_nor_take_it_back(round_, city, officer, moderator):
    sent = factories.laid_before(round_, city, moderator)
    with pytest.raises(Refused, match="The secretariat entered this"):
        amendments.take_back(amendment=sent, by=officer)
    amendments.take_back(amendment=sent, by=moderator)
    assert sent.state == "draft"


def test_discarded_it_takes_its_receipt_along(draft, moderator):
    amendments.discard_draft(amendment=draft, by=moderator)
    assert not Receipt.objects.exists() and not Amendment.objects.exists()


def test_a_receipt_never_changes(draft):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Receipt.objects.update(note="Something else.")


def test_how_it_came_has_a_day(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.update(came_on=None)


def test_not_confirmed_in_time_all_are_led_to_it(round_, city, delegate, moderator):
    sent = factories.laid_before(round_, city, moderator)
    endings.end_unconfirmed(round_, at=round_.confirm_until)
    links = {letter.to: letter.link for letter in Letter.objects.filter(kind="not_confirmed")}
    assert {person for person, link in links.items() if str(sent.key) in link} == {moderator, delegate}


@pytest.fixture
def named(round_, city, moderator):
    """One whose note and letter name somebody."""
    file = ContentFile(b"%PDF-1 Zoraida Quintanilla", name="z.pdf")
    return factories.entered(round_, city, moderator, note="Zoraida Quintanilla wrote it.", file=file)


def test_a_note_that_names_people_is_struck_out_with_its_file(
    named, moderator, second_moderator, django_capture_on_commit_callbacks
):
    kept = str(named.receipt.file)
    assert default_storage.exists(kept)
    with django_capture_on_commit_callbacks(execute=True):
        on_behalf.strike_receipt(amendment=named, by=second_moderator)
    receipt = Receipt.objects.get()
    assert (receipt.note, str(receipt.file), receipt.by, receipt.struck_at is None) == ("", "", moderator, False)
    assert (default_storage.exists(kept), named.came_by, named.came_on) == (False, "letter", timezone.localdate())
    assert Record.objects.get(act="receipt struck out").person == second_moderator.pk
    with pytest.raises(Refused, match="already"):
        on_behalf.strike_receipt(amendment=named, by=moderator)


def test_only_moderators_strike_a_note_out(named, officer, delegate):
    for person in (officer, delegate, factories.holder("administrator")):
        with pytest.raises(Refused):
            on_behalf.strike_receipt(amendment=named, by=person)


def test_a_struck_note_says_nothing(named):
    kept = Receipt.objects.get()
    kept.delete()
    with pytest.raises(IntegrityError, match="receipt_struck_says_nothing"), transaction.atomic():
        Receipt.objects.create(amendment=named, by=kept.by, at=kept.at, note="A name", struck_at=kept.at)


def test_a_person_who_is_erased_goes_from_notes_and_their_letter(named, officer):
    Person.objects.filter(pk=officer.pk).update(name="Zoraida Quintanilla")
    erasures.erase_person(person=Person.objects.get(pk=officer.pk))
    receipt = Receipt.objects.get()
    assert (receipt.note, str(receipt.file)) == ("a former staff member of Tamanrit wrote it.", "")
