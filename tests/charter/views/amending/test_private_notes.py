"""Private notes of a team on an amendment of another member: read by that team alone, and printed in its sheet."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Record
from charter.models import DraftNote
from tests import factories

SECRET = "Our council will not pay for it."


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


@pytest.fixture
def notes(amendment):
    return reverse("amendment_notes", args=[amendment.round.number, amendment.number])


def write(client, notes, person, text=SECRET):
    client.force_login(person)
    return client.post(notes, {"text": text, "token": "once"})


def test_a_team_writes_a_note_once_on_the_amendment_of_another_member(client, notes, stranger, other_city, amendment):
    for _time in range(2):
        assert write(client, notes, stranger).url == f"{notes}?as={other_city.slug}#notes"
    note = DraftNote.objects.get()
    assert (note.organisation, note.by, note.amendment) == (other_city, stranger, amendment)
    assert SECRET in client.get(notes).content.decode()
    act = Record.objects.order_by("-number").first()
    assert (act.act, SECRET in str(act.content)) == ("draft note written", False)


def test_nobody_else_reads_the_note(client, notes, stranger, other_city, officer, moderator, amendment, settings):
    settings.DEMONSTRATION = moderator.is_demonstration = True
    moderator.save()
    write(client, notes, stranger)
    public = reverse("amendment", args=[amendment.round.number, amendment.number])
    for person in (officer, moderator):
        client.force_login(person)
        for url in (notes, public, reverse("draft_notes", args=[amendment.key])):
            assert SECRET not in client.get(url).content.decode()
    client.force_login(officer)
    assert client.get(f"{notes}?as={other_city.slug}").status_code == 404
    assert client.post(f"{notes}?as={other_city.slug}", {"text": "Hello."}).status_code == 404
    client.force_login(moderator)
    assert client.get(notes).status_code == 404
    client.logout()
    assert "/accounts/login/" in client.get(notes).url


def test_the_note_is_in_the_own_sheet_without_a_position(client, notes, stranger, other_city, amendment):
    write(client, notes, stranger)
    sheet = client.get(reverse("city_position_sheet", args=[other_city.slug])).content.decode()
    assert SECRET in sheet and str(amendment) in sheet


def test_the_page_and_the_list_lead_to_the_notes(client, notes, stranger, amendment, other_city):
    write(client, notes, stranger)
    public = reverse("amendment", args=[amendment.round.number, amendment.number])
    assert f'<a href="{notes}?as={other_city.slug}">1 note of {other_city}</a>' in client.get(public).content.decode()
    assert f'href="{notes}"' in client.get(reverse("amendments")).content.decode()
    client.logout()
    assert notes not in client.get(public).content.decode() + client.get(reverse("amendments")).content.decode()


def test_an_amendment_that_does_not_exist_is_not_found(client, round_, stranger):
    client.force_login(stranger)
    assert client.get(reverse("amendment_notes", args=[round_.number, 999])).status_code == 404


def test_an_empty_note_is_refused_beside_its_field(client, notes, stranger):
    client.force_login(stranger)
    response = client.post(notes, {"text": "  "})
    assert response.status_code == 422 and "Write your note." in response.content.decode()


def test_a_note_of_somebody_signed_out_comes_back_with_nothing_stored(client, notes):
    response = client.post(notes, {"text": SECRET})
    assert (response.status_code, DraftNote.objects.count()) == (403, 0)
    assert SECRET in response.content.decode()
