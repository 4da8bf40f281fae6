"""The list of everything that waits as a moderator sees it, and one such thing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Record
from charter.actions import matters, remarks
from charter.models import Matter, MatterNote, Remark
from tests import factories


@pytest.fixture
def reported(round_, homes, officer, stranger, city):
    said = {"target": homes, "language": "en", "round_": round_}
    remark = remarks.post(by=officer, organisation=city, text="A rude word.", **said)
    remarks.report(remark=remark, by=stranger)
    return remark


@pytest.fixture
def here(reported):
    return reverse("desk_matter", args=["comment", reported.pk])


def test_all_kinds_stand_in_one_list_with_their_counts_and_their_work(desk, asked, here):
    page = desk.get(reverse("desk_waiting")).content.decode()
    assert page.count("<tr data-keys-row>") == 3
    assert "All 3" in page and "Amendments 2" in page and "Comments reported or held 1" in page
    assert f'href="{here}"' in page and f'href="{reverse("desk_decide", args=[1, 1])}"' in page
    assert "2 amendments are left." in page


def test_the_kind_stands_in_the_address(desk, asked, reported):
    page = desk.get(reverse("desk_waiting"), {"kind": "comment"}).content.decode()
    assert page.count("<tr data-keys-row>") == 1 and "A rude word." in page
    assert desk.get(reverse("desk_waiting"), {"kind": "unknown"}).content.decode().count("<tr data-keys-row>") == 3


def test_nothing_waiting_says_so(desk, round_):
    assert "Nothing waits here." in desk.get(reverse("desk_waiting")).content.decode()


def test_a_thing_is_given_until_a_day_with_before_and_after_in_the_record(desk, here, moderator, reported):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    said = {"act": "assign", "assigned": str(moderator.pk), "due_on": yesterday, "token": "t"}
    assert desk.post(here, said).url == here
    assert Matter.objects.get().assigned_to == moderator
    page = desk.get(reverse("desk_waiting"), {"assigned": "me", "due": "overdue"}).content.decode()
    assert page.count("<tr data-keys-row>") == 1 and ", overdue" in page
    kept = Record.objects.get(act="matter assigned").content
    assert kept == {"before": {"to": None, "due": ""}, "after": {"to": moderator.pk, "due": yesterday}}


def test_a_note_is_read_by_moderators_alone(desk, client, here, reported, officer):
    desk.post(here, {"act": "note", "text": "Ask the lawyers.", "token": "n"})
    assert MatterNote.objects.count() == 1
    assert "Ask the lawyers." in desk.get(here).content.decode()
    for reader in (factories.holder("body_member"), officer):
        client.force_login(reader)
        assert client.get(here).status_code == 404
        assert client.get(reverse("desk_waiting")).status_code == 404


def test_an_empty_note_is_asked_for_beside_its_box(desk, here):
    answer = desk.post(here, {"act": "note", "text": " ", "token": "n"})
    assert answer.status_code == 422
    assert "Write your note." in answer.content.decode()


def test_a_comment_is_let_stand_and_waits_no_more(desk, here, reported):
    assert desk.post(here, {"act": "stand", "token": "s"}).url == reverse("desk_waiting")
    assert not Remark.objects.get(pk=reported.pk).is_removed
    assert desk.get(here).status_code == 404


def test_a_comment_is_removed_with_a_reason_in_its_place(desk, here, reported):
    desk.post(here, {"act": "remove", "because": "It insults.", "token": "s"})
    removed = Remark.objects.get(pk=reported.pk)
    assert (removed.is_removed, removed.removed_because) == (True, "It insults.")


def test_work_goes_to_moderators_alone(here, moderator, officer, reported):
    from accounts.rules import Refused

    with pytest.raises(Refused):
        matters.assign(kind="comment", ref=str(reported.pk), to=officer, due_on=None, by=moderator)
    assert not Matter.objects.exists()
