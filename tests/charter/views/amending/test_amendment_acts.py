"""Acts by their buttons: sending, confirming, sending back, withdrawing; who may not does not find them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from charter.models import Amendment
from charter.states import RebaseState
from tests import factories


def act(amendment, name):
    return reverse("amendment_act", args=[amendment.key, name])


def test_the_walk_from_draft_to_number(client, round_, city, officer, delegate):
    draft = factories.draft(round_, city, officer)
    client.force_login(officer)
    client.post(act(draft, "send"))
    client.force_login(delegate)
    room = client.get(reverse("city")).content.decode()
    assert "Action required: 1" in room and "Confirm for Tamanrit" in room
    draft.refresh_from_db()
    response = client.post(act(draft, "confirm"), {"seen_text": draft.text_id}, follow=True)
    assert "The amendment has number 1 and is public." in response.content.decode()


def test_confirming_twice_gives_one_number(client, round_, city, officer, delegate):
    sent = factories.sent(round_, city, officer)
    client.force_login(delegate)
    for _again in range(2):
        client.post(act(sent, "confirm"), {"seen_text": sent.text_id, "token": "once"})
    round_.refresh_from_db()
    assert round_.last_number == 1


def test_words_not_seen_are_not_confirmed(client, round_, city, officer, delegate):
    sent = factories.sent(round_, city, officer)
    client.force_login(delegate)
    response = client.post(act(sent, "confirm"), {"seen_text": sent.text_id + 1}, follow=True)
    assert "The text changed since you opened this page." in response.content.decode()
    assert Amendment.objects.get().number is None


def test_a_delegate_confirms_the_own_draft_at_once(client, round_, city, delegate):
    draft = factories.draft(round_, city, delegate)
    client.force_login(delegate)
    page = client.get(reverse("draft_check", args=[draft.key])).content.decode()
    assert "Confirm for Tamanrit" in page and "Send to the delegate" not in page
    client.post(act(draft, "send"), {"confirm": "1"})
    assert Amendment.objects.get().number == 1


def test_an_officer_who_says_confirm_only_sends(client, round_, city, officer):
    draft = factories.draft(round_, city, officer)
    client.force_login(officer)
    client.post(act(draft, "send"), {"confirm": "1"})
    assert (Amendment.objects.get().state, Amendment.objects.get().number) == ("sent", None)


def test_sending_back_asks_for_a_word(client, round_, city, officer, delegate):
    sent = factories.sent(round_, city, officer)
    client.force_login(delegate)
    address = reverse("amendment_send_back", args=[sent.key])
    assert "Give the amendment a title." in client.post(address, {"word": " "}).content.decode()
    client.post(address, {"word": "Which decision?"})
    client.force_login(officer)
    assert "Which decision?" in client.get(reverse("city")).content.decode()


def test_an_officer_takes_a_sent_one_back(client, round_, city, officer):
    sent = factories.sent(round_, city, officer)
    client.force_login(officer)
    assert client.post(act(sent, "take-back")).url == reverse("draft", args=[sent.key])


@pytest.mark.parametrize("name, left", [("withdraw", "withdrawn"), ("undo", "withdrawn")])
def test_what_ends_an_amendment_is_asked_first(name, left, client, round_, city, delegate):
    amendment = factories.confirmed(round_, city, delegate)
    client.force_login(delegate)
    assert client.get(act(amendment, name)).status_code == 200
    amendment.refresh_from_db()
    assert amendment.state == "under_review"
    client.post(act(amendment, name))
    amendment.refresh_from_db()
    assert (amendment.state, amendment.number) == (left, 1)


def test_a_draft_is_discarded(client, round_, city, officer):
    draft = factories.draft(round_, city, officer)
    client.force_login(officer)
    client.post(act(draft, "discard"))
    assert not Amendment.objects.exists()


def test_others_do_not_find_it(client, round_, city, officer, other_delegate):
    sent = factories.sent(round_, city, officer)
    client.force_login(other_delegate)
    assert client.post(act(sent, "confirm"), {"seen_text": sent.text_id}).status_code == 404
    assert client.post(reverse("amendment_send_back", args=[sent.key]), {"word": "No"}).status_code == 404


def test_when_the_round_closed_the_draft_stays_and_the_page_says_so(client, version, city, officer):
    draft = factories.draft(factories.deciding(version), city, officer)
    client.force_login(officer)
    page = client.post(act(draft, "send"), follow=True).content.decode()
    assert "The proposal period of the round is over. Your text is kept as a draft." in page


@pytest.fixture
def moved(round_, city, delegate, charter):
    words = "The city keeps one third of new homes for people with low incomes and large families."
    amendment = factories.confirmed(round_, city, delegate, words)
    now = "The city keeps one quarter of new homes for people with low incomes."
    factories.adopt(factories.provision(charter, 5), now, by=factories.holder("moderator"))
    amendment.refresh_from_db()
    return amendment


def test_what_must_be_looked_at_again_waits_in_the_room_with_its_old_words(client, moved, delegate):
    client.force_login(delegate)
    page = client.get(reverse("city")).content.decode()
    assert "The text of the provision has changed since your amendment 1" in page
    assert (
        "Your earlier text next to the earlier text of the charter" in page and "Keep the amendment as shown" in page
    )
    client.post(act(moved, "keep"), {"seen_text": moved.text_id})
    assert moved.text.changes.get().carry == RebaseState.CLEAN


def test_it_can_be_written_anew_on_its_sheet(client, moved, delegate, charter):
    client.force_login(delegate)
    address = reverse("amendment_edit", args=[moved.key])
    page = client.get(address).content.decode()
    assert "Revise amendment 1/1" in page and "Replace the text for Tamanrit" in page
    sent = {
        "count": "1",
        "changes-0-short": factories.provision(charter, 5).short,
        "changes-0-base": "en",
        "changes-0-kind": "replace",
        "changes-0-text": "The city keeps one third of new homes.",
        "changes-0-new_kind": "subparagraph",
        "language": "en",
        "reason": "Still.",
        "seen_text": moved.text_id,
    }
    client.post(address, sent)
    moved.refresh_from_db()
    assert (moved.text.number, moved.text.changes.get().html) == (3, "The city keeps one third of new homes.")


def test_what_was_not_confirmed_in_time_is_copied_into_a_new_draft(client, round_, city, officer, stranger):
    sent = factories.sent(round_, city, officer)
    Amendment.objects.filter(pk=sent.pk).update(state="not_confirmed", ended_at=timezone.now())
    client.force_login(stranger)
    assert client.post(act(sent, "copy")).status_code == 404
    client.force_login(officer)
    assert "Copy into a new draft" in client.get(reverse("draft_check", args=[sent.key])).content.decode()
    for _again in range(2):
        client.post(act(sent, "copy"), {"token": "once"})
    copy = Amendment.objects.exclude(pk=sent.pk).get()
    assert (copy.state, copy.round, copy.organisation) == ("draft", round_, city)
    assert copy.text.changes.get().html == sent.text.changes.get().html
    assert copy.text.reason.text == "Families still leave the city."


def test_only_what_was_not_confirmed_in_time_is_copied(client, round_, city, officer):
    draft = factories.draft(round_, city, officer)
    client.force_login(officer)
    response = client.post(act(draft, "copy"), follow=True)
    assert "was not confirmed in time" in response.content.decode()
    assert Amendment.objects.count() == 1
