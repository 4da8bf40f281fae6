"""Who handles an amendment: the page, its notes, the queue's columns, and views that are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from charter.actions.secretariat import handling
from charter.models import DeskNote, Handling, SavedView
from tests import factories

HERE = "/en/desk/amendments/1/1/handling/"


def test_an_amendment_is_given_until_a_day_and_shows_in_the_queue(desk, asked, moderator):
    yesterday = timezone.localdate() - timedelta(days=1)
    fields = {"act": "assign", "assigned": str(moderator.pk), "due_on": yesterday.isoformat(), "token": "t"}
    assert desk.post(HERE, fields).url == HERE
    assert Handling.objects.get().assigned_to == moderator
    page = desk.get(reverse("desk"), {"assigned": "me", "due": "overdue"}).content.decode()
    assert page.count("<tr data-keys-row>") == 1
    assert str(moderator) in page and ", overdue" in page
    assert str(moderator) in desk.get(reverse("desk_decide", args=[1, 1])).content.decode()


def test_a_day_that_is_none_is_said_beside_the_field(desk, asked):
    answer = desk.post(HERE, {"act": "assign", "due_on": "soon", "token": "t"})
    page = answer.content.decode()
    assert (answer.status_code, Handling.objects.count()) == (422, 0)
    assert "Enter a date, such as 2026-12-18" in page and 'value="soon"' in page


def test_a_note_is_kept_once_and_read_by_moderators_alone(desk, client, asked, officer):
    for _ in range(2):
        assert desk.post(HERE, {"act": "note", "text": "Ask the lawyers.", "token": "n"}).url == f"{HERE}#notes"
    assert DeskNote.objects.count() == 1
    assert "Ask the lawyers." in desk.get(HERE).content.decode()
    assert "Ask the lawyers." in desk.get(reverse("desk_decide", args=[1, 1])).content.decode()
    for reader in (factories.holder("body_member"), officer):
        client.force_login(reader)
        assert client.get(HERE).status_code == 404
    assert "Ask the lawyers." not in client.get(reverse("amendment", args=[1, 1])).content.decode()


def test_the_body_reads_a_decision_page_without_notes(client, asked, moderator):
    handling.add_note(amendment=asked[0], by=moderator, text="Ask the lawyers.")
    client.force_login(factories.holder("body_member"))
    page = client.get(reverse("desk_decide", args=[1, 1])).content.decode()
    assert "Ask the lawyers." not in page and "Assigned to" not in page


def test_filters_are_kept_under_a_name_and_removed(desk, asked, moderator):
    page = desk.get(reverse("desk"), {"assigned": "me", "words": "", "page": "2"}).content.decode()
    assert "/en/desk/views/?assigned=me" in page
    fields = {"name": "Mine", "query": "assigned=me&words=&page=2", "token": "t"}
    assert desk.post(reverse("desk_views"), fields).url == "/en/desk/?assigned=me"
    assert '<span aria-current="page">Mine</span>' in desk.get("/en/desk/?assigned=me").content.decode()
    view = SavedView.objects.get()
    other = handling.save_view(name="Theirs", query="", by=factories.holder("moderator"))
    assert desk.post(reverse("desk_views"), {"remove": other.pk, "token": "u"}).status_code == 404
    desk.post(reverse("desk_views"), {"remove": view.pk, "token": "v"})
    assert list(SavedView.objects.all()) == [other]


def test_a_view_without_a_name_is_asked_for_one(desk):
    factories.charter()
    answer = desk.post(reverse("desk_views"), {"name": " ", "query": "state=all", "token": "t"})
    assert answer.status_code == 422
    assert "Enter a name for the saved view." in answer.content.decode()


@pytest.mark.parametrize("role", ["body_member", "language_editor"])
def test_only_moderators_keep_views(client, asked, role):
    client.force_login(factories.holder(role))
    assert client.get(reverse("desk_views")).status_code == 404
