"""Notes on a draft, its file, and two colleagues in it at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from charter.actions.amending import amendments, drafting
from charter.models import Amendment, DraftNote
from tests import factories
from tests.charter.views.amending.test_proposing import data

MINE = "The city keeps one half of new homes for people with low incomes."


@pytest.fixture
def draft(round_, city, officer):
    return factories.draft(round_, city, officer)


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def notes(draft):
    return reverse("draft_notes", args=[draft.key])


def test_a_note_is_written_once_and_read_by_colleagues(client, draft, notes, officer, delegate):
    client.force_login(officer)
    for _ in range(2):
        assert client.post(notes, {"text": "Which decision do we name?", "token": "once"}).url == f"{notes}#notes"
    client.force_login(delegate)
    assert "Which decision do we name?" in client.get(notes).content.decode()
    assert "1 note, by" in client.get(reverse("draft_check", args=[draft.key])).content.decode()
    assert (DraftNote.objects.count(), "1 note" in client.get(reverse("city")).content.decode()) == (1, True)


@pytest.mark.parametrize("role", ["stranger", "moderator"])
def test_others_find_neither_notes_nor_file(client, draft, notes, role, stranger):
    client.force_login(stranger if role == "stranger" else factories.secretariat("moderator"))
    for url in (notes, reverse("draft_document", args=[draft.key])):
        assert client.get(url).status_code == 404
    assert (client.post(notes, {"text": "Hello."}).status_code, DraftNote.objects.count()) == (404, 0)


def test_an_empty_note_is_said_beside_its_field(client, notes, officer):
    client.force_login(officer)
    response = client.post(notes, {"text": "  "})
    assert (response.status_code, response.content.decode().count("Write your note.")) == (422, 2)


def test_a_note_of_somebody_signed_out_comes_back_with_nothing_of_the_draft(client, notes):
    response = client.post(notes, {"text": "Typed before the session ended."})
    page = response.content.decode()
    assert (response.status_code, "Typed before the session ended." in page) == (403, True)
    assert "More homes" not in page and "Tamanrit" not in page
    assert "/accounts/login/" in client.get(notes).url


def test_the_file_is_a_word_file(client, draft, officer):
    client.force_login(officer)
    response = client.get(reverse("draft_document", args=[draft.key]))
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert (response.content[:2], ".docx" in response["Content-Disposition"]) == (b"PK", True)


def test_an_empty_draft_has_no_file(client, round_, city, officer):
    empty = amendments.begin_draft(round_=round_, organisation=city, by=officer, language="en")
    client.force_login(officer)
    assert client.get(reverse("draft_document", args=[empty.key])).status_code == 404


def test_the_second_in_a_draft_is_told_who_is_in_it(draft, officer, delegate):
    url = reverse("draft", args=[draft.key])
    first, second = Client(), Client()
    first.force_login(officer)
    second.force_login(delegate)
    assert "The person who saves second is informed, and no text is lost" not in first.get(url).content.decode()
    assert f"<strong>{officer}</strong>" not in (page := second.get(url).content.decode())
    assert f"<strong>{officer} is editing this draft too</strong>" in page


def test_who_went_on_to_the_check_is_not_in_it_any_more(client, draft, provision, officer, delegate, city):
    client.force_login(officer)
    url = reverse("draft", args=[draft.key])
    client.get(url)
    client.post(url, data(provision, city, revision=draft.revision))
    client.force_login(delegate)
    assert "The person who saves second is informed, and no text is lost" not in client.get(url).content.decode()


def saved_twice(client, draft, provision, city, **more):
    """The form of somebody who opened the draft before a colleague saved it."""
    sent = data(provision, city, text=MINE, act="save", revision=draft.revision, **more)
    amendments.save_draft(
        amendment=draft,
        by=draft.begun_by,
        changes=[amendments.ChangeInput("replace", provision, "The words of a colleague.")],
        reason="Theirs.",
        language="en",
    )
    return client.post(reverse("draft", args=[draft.key]), sent)


def test_who_saves_second_sees_both_texts(client, draft, provision, delegate, city):
    client.force_login(delegate)
    response = saved_twice(client, draft, provision, city)
    page = response.content.decode()
    assert (response.status_code, MINE in page, "colleague" in page) == (422, True, True)
    assert 'name="keeps" value="1"' in page
    draft.refresh_from_db()
    assert draft.text.changes.get().html == "The words of a colleague."


def test_saved_again_both_texts_are_kept(client, draft, provision, delegate, city):
    client.force_login(delegate)
    saved_twice(client, draft, provision, city)
    draft.refresh_from_db()
    again = data(provision, city, text=MINE, act="save", revision=draft.revision, keeps="1")
    client.post(reverse("draft", args=[draft.key]), again)
    kept = sorted(amendment.text.changes.get().html for amendment in Amendment.objects.all())
    assert kept == sorted([MINE, "The words of a colleague."])


def test_a_sheet_that_is_only_rearranged_still_keeps_the_colleagues_words(client, draft, provision, delegate, city):
    client.force_login(delegate)
    sent = data(provision, city, text=MINE, act="add", citation="I.1.2", revision=draft.revision, keeps="1")
    assert 'name="keeps" value="1"' in client.post(reverse("draft", args=[draft.key]), sent).content.decode()


def test_words_typed_while_it_was_sent_become_a_draft_of_their_own(client, draft, provision, officer, delegate, city):
    sent = data(provision, city, text=MINE, act="save", revision=draft.revision)
    amendments.send_to_delegate(amendment=draft, by=officer)
    client.force_login(delegate)
    response = client.post(reverse("draft", args=[draft.key]), sent, follow=True)
    assert "A colleague sent or discarded this draft" in response.content.decode()
    assert sorted(amendment.state for amendment in Amendment.objects.all()) == ["draft", "sent"]
    assert Amendment.objects.get(state="draft").text.changes.get().html == MINE


def test_words_typed_while_it_was_discarded_become_a_draft_of_their_own(
    client, draft, provision, officer, delegate, city
):
    sent = data(provision, city, text=MINE, act="save", revision=draft.revision)
    amendments.discard_draft(amendment=draft, by=officer)
    client.force_login(delegate)
    client.post(reverse("draft", args=[draft.key]), sent)
    assert Amendment.objects.get().text.changes.get().html == MINE


def test_notes_are_as_many_questions_for_three_as_for_one(client, draft, notes, officer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(officer)
    drafting.add_note(amendment=draft, by=officer, text="One.")
    client.get(notes)
    with CaptureQueriesContext(connection) as for_one:
        client.get(notes)
    for word in ("Two.", "Three."):
        drafting.add_note(amendment=draft, by=officer, text=word)
    with django_assert_num_queries(len(for_one)):
        client.get(notes)
