"""Entering on behalf of a member at the desk; the mark wherever the amendment stands; confirming and refusing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from charter.actions.amending import amendments, drafting
from charter.models import Amendment
from charter.wording.amendments import describe_entry
from tests import factories

MARK = "Entered on behalf of the member, from a letter of"


@pytest.fixture
def sent(round_, city, moderator):
    return factories.laid_before(round_, city, moderator)


@pytest.fixture
def public(sent, delegate):
    return amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=sent.text_id)


def typed(city, **fields):
    form = {
        "member": city.slug,
        "citation": "I.1.1",
        "language": "en",
        "came_by": "call",
        "note": "Ms A, by telephone.",
    }
    return {**form, "came_on": timezone.localdate().isoformat(), **fields}


def page(client, person, name, *parts):
    client.force_login(person)
    return client.get(reverse(name, args=parts)).content.decode()


def test_a_moderator_begins_a_draft_that_the_city_does_not_see(client, round_, city, delegate):
    client.force_login(factories.secretariat())
    first = client.post(reverse("desk_on_behalf"), typed(city))
    amendment = Amendment.objects.get()
    assert first.url == reverse("draft", args=[amendment.key])
    sheet = client.get(first.url).content.decode()
    assert "You are writing on behalf of <strong>Tamanrit</strong>" in sheet and factories.WORDS["en"][5] in sheet
    client.force_login(delegate)
    assert client.get(first.url).status_code == 404


@pytest.mark.parametrize(
    "fields, why",
    [
        ({"member": ""}, "This field is required."),
        ({"citation": "IX.9"}, "The current text has no provision with this citation"),
        ({"note": " "}, "State who sent the amendment and where the original is stored"),
        ({"came_on": "2999-01-01"}, "The date is in the future. Enter the date of today or an earlier date."),
    ],
)
def test_a_fault_stands_beside_its_field_and_what_was_typed_is_kept(fields, why, client, round_, city):
    client.force_login(factories.secretariat())
    response = client.post(reverse("desk_on_behalf"), typed(city, **fields))
    text = response.content.decode()
    assert (response.status_code, why in text, Amendment.objects.exists()) == (422, True, False)
    assert "note" in fields or "Ms A, by telephone." in text


def test_sent_twice_it_is_entered_once(client, round_, city):
    client.force_login(factories.secretariat())
    for _again in range(2):
        client.post(reverse("desk_on_behalf"), typed(city, token="once"))
    assert Amendment.objects.count() == 1


def test_the_file_is_for_moderators_alone(client, round_, city, delegate):
    client.force_login(factories.secretariat())
    client.post(reverse("desk_on_behalf"), typed(city, file=SimpleUploadedFile("a.pdf", b"%PDF-1")))
    address = reverse("desk_receipt_file", args=[Amendment.objects.get().key])
    assert b"".join(client.get(address).streaming_content) == b"%PDF-1"
    client.force_login(delegate)
    assert client.get(address).status_code == 404


def test_the_room_says_how_it_came_and_offers_both_answers(client, sent, delegate):
    room = page(client, delegate, "city")
    assert MARK in room and "Signed by the mayor." in room
    assert "Confirm for Tamanrit" in room and "Decline with reasons" in room


def test_an_officer_reads_it_and_cannot_take_it_back(client, sent, officer):
    text = page(client, officer, "draft_check", sent.key)
    assert "How the amendment arrived" in text and "Undo sending" not in text


def test_a_refusal_stands_at_the_desk(client, sent, delegate):
    client.force_login(delegate)
    response = client.post(reverse("amendment_send_back", args=[sent.key]), {"word": "Not ours."}, follow=True)
    assert "Your reasons were sent to the secretariat. The amendment" in response.content.decode()
    desk = page(client, factories.secretariat(), "desk_on_behalf")
    assert "Declined by the delegate" in desk and "Not ours." in desk and "On behalf of members 1" in desk


def test_the_mark_stands_on_its_page_and_in_every_list(client, public, city, officer):
    factories.accepted(public, factories.holder("moderator"), release=False)
    provision = public.text.changes.get().provision
    moderator = factories.secretariat()
    for name, *parts in (
        ("amendment", public.round.number, public.number),
        ("amendments",),
        ("member", city.slug),
        ("provision", provision.short),
        ("desk_decide", public.round.number, public.number),
    ):
        assert describe_entry(public) in page(client, moderator, name, *parts), name
    assert describe_entry(public) in page(client, officer, "city")


def test_the_table_of_decisions_has_the_mark(client, version, city, delegate, moderator):
    round_ = factories.round_(version)
    sent = factories.laid_before(round_, city, moderator)
    amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=sent.text_id)
    ended = timezone.now() - timedelta(minutes=1)
    type(round_).objects.update(proposals_until=ended, confirm_until=ended, support_until=ended)
    factories.accepted(Amendment.objects.get(), moderator)
    assert MARK in client.get(reverse("decisions")).content.decode()


def test_the_public_reads_neither_note_nor_file(client, public, officer):
    address = reverse("amendment", args=[public.round.number, public.number])
    assert "Signed by the mayor." not in client.get(address).content.decode()
    assert "Signed by the mayor." in page(client, officer, "amendment", public.round.number, public.number)


def test_its_note_stands_once_on_each_page_that_shows_it(client, sent, delegate):
    moderator = factories.secretariat()
    checked = page(client, moderator, "draft_check", sent.key)
    listed = page(client, moderator, "desk_on_behalf")
    amendments.confirm_amendment(amendment=sent, by=delegate, seen_text=sent.text_id)
    shown = page(client, moderator, "amendment", sent.round.number, Amendment.objects.get().number)
    assert [text.count("Signed by the mayor.") for text in (checked, listed, shown)] == [1, 1, 1]


def test_the_list_says_which_notes_were_struck_out(client, sent):
    client.force_login(factories.secretariat())
    client.post(reverse("desk_receipt_strike", args=[sent.key]), {"token": "a"})
    assert "The note was deleted on" in client.get(reverse("desk_on_behalf")).content.decode()


def test_what_a_city_writes_itself_has_no_mark(round_, city, delegate):
    assert describe_entry(factories.confirmed(round_, city, delegate)) == ""


@pytest.mark.parametrize(
    "kind, words",
    [
        ("letter", "from a letter of"),
        ("mail", "Entered on behalf of the member, from an email of"),
        ("call", "after a call on"),
        ("meeting", "a meeting on"),
    ],
)
def test_each_way_has_its_sentence(kind, words, round_, city, moderator):
    assert words in describe_entry(factories.entered(round_, city, moderator, came_by=kind))


def test_what_colleagues_say_about_it_is_not_for_the_desk(client, sent, delegate):
    drafting.add_note(amendment=sent, by=delegate, text="We must ask the council first.")
    client.force_login(factories.secretariat())
    assert client.get(reverse("draft_notes", args=[sent.key])).status_code == 404
    assert "We must ask" not in client.get(reverse("draft_check", args=[sent.key])).content.decode()


def test_a_note_that_names_people_is_struck_out_at_the_desk(client, public):
    place = [public.round.number, public.number]
    way = reverse("desk_receipt_strike", args=[public.key])
    assert way in page(client, factories.secretariat(), "amendment", *place)
    assert "Signed by the mayor." in client.get(way).content.decode()
    shown = client.post(way, {"token": "a"}, follow=True).content.decode()
    assert "The note was deleted on" in shown and way not in shown
    assert "Signed by the mayor." not in shown and MARK in shown


def test_the_city_reads_that_it_was_struck_out_and_is_offered_no_such_act(client, public, officer):
    way = reverse("desk_receipt_strike", args=[public.key])
    assert way not in page(client, officer, "amendment", public.round.number, public.number)
    assert client.post(way, {"token": "a"}).status_code == 404
