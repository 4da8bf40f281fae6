"""The list of everything that waits as a moderator sees it, and one such thing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Record
from charter.actions.amending import positions
from charter.actions.comments import comments
from charter.actions.secretariat import handling, work_items
from charter.models import Batch, BatchRow, CharterComment, DeskNote, Handling, WorkItem, WorkItemNote
from charter.queries.secretariat import handling as handling_queries
from tests import factories


@pytest.fixture
def reported(round_, homes, officer, stranger, city):
    arguments = {"target": homes, "language": "en", "round_": round_}
    comment = comments.post_comment(by=officer, organisation=city, text="A rude word.", **arguments)
    comments.report_comment(comment=comment, by=stranger)
    return comment


@pytest.fixture
def here(reported):
    return reverse("desk_matter", args=["comment", reported.pk])


def test_all_kinds_stand_in_one_list_with_their_counts_and_their_work(desk, asked, here):
    page = desk.get(reverse("desk_waiting")).content.decode()
    assert page.count("<tr data-keys-row>") == 3
    assert "All 3" in page and "Amendments 2" in page and "Comments reported or held for review 1" in page
    assert f'href="{here}"' in page and f'href="{reverse("desk_decide", args=[1, 1])}"' in page
    assert "2 amendments are pending." in page


def test_the_kind_stands_in_the_address(desk, asked, reported):
    page = desk.get(reverse("desk_waiting"), {"kind": "comment"}).content.decode()
    assert page.count("<tr data-keys-row>") == 1 and "A rude word." in page
    assert desk.get(reverse("desk_waiting"), {"kind": "unknown"}).content.decode().count("<tr data-keys-row>") == 3


def test_nothing_waiting_says_so(desk, round_):
    assert "No pending items." in desk.get(reverse("desk_waiting")).content.decode()


def test_a_thing_is_given_until_a_day_with_before_and_after_in_the_record(desk, here, moderator, reported):
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    fields = {"act": "assign", "assigned": str(moderator.pk), "due_on": yesterday, "token": "t"}
    assert desk.post(here, fields).url == here
    assert WorkItem.objects.get().assigned_to == moderator
    page = desk.get(reverse("desk_waiting"), {"assigned": "me", "due": "overdue"}).content.decode()
    assert page.count("<tr data-keys-row>") == 1 and ", overdue" in page
    kept = Record.objects.get(act="matter assigned").content
    assert kept == {"before": {"to": None, "due": ""}, "after": {"to": moderator.pk, "due": yesterday}}


def test_a_note_is_read_by_moderators_alone(desk, client, here, reported, officer):
    desk.post(here, {"act": "note", "text": "Ask the lawyers.", "token": "n"})
    assert WorkItemNote.objects.count() == 1
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
    assert not CharterComment.objects.get(pk=reported.pk).is_removed
    assert desk.get(here).status_code == 404


def test_a_comment_is_removed_with_a_reason_in_its_place(desk, here, reported):
    desk.post(here, {"act": "remove", "because": "It insults.", "token": "s"})
    removed = CharterComment.objects.get(pk=reported.pk)
    assert (removed.is_removed, removed.removed_because) == (True, "It insults.")


def test_work_goes_to_moderators_alone(here, moderator, officer, reported):
    from accounts.rules import Refused

    with pytest.raises(Refused):
        work_items.assign_item(kind="comment", ref=str(reported.pk), to=officer, due_on=None, by=moderator)
    assert not WorkItem.objects.exists()


def rows(page):
    return [row["title"] for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "amendments", "comment"),
    [
        ("city=testville", ["Amendment 1"], False),
        ("section=africa", ["Amendment 2"], False),
        ("article=I", ["Amendment 1", "Amendment 2"], True),
        ("article=preamble", [], False),
        ("round=1", ["Amendment 1", "Amendment 2"], False),
    ],
)
def test_it_is_narrowed_by_round_article_member_and_section(
    query, amendments, comment, desk, asked, reported, city, other_city
):
    other_city.sections = ["africa"]
    other_city.save()
    query = query.replace("testville", city.slug)
    CharterComment.objects.update(organisation=None)
    shown = rows(desk.get(f"{reverse('desk_waiting')}?{query}"))
    assert sorted(title.split(",")[0] for title in shown if title.startswith("Amendment ")) == amendments
    assert any(title.startswith("Comment") for title in shown) == comment


def test_a_member_is_found_as_a_co_proposer_too(desk, asked):
    third = factories.organisation("Third")
    positions.join_amendment(amendment=asked[0], organisation=third, by=factories.member(third, "delegate"))
    [title] = rows(desk.get(f"{reverse('desk_waiting')}?city={third.slug}"))
    assert title.startswith("Amendment 1,")


def test_filters_are_kept_as_a_view_of_this_list(desk, asked, moderator):
    page = desk.get(f"{reverse('desk_waiting')}?kind=amendment&article=I&page=1").content.decode()
    assert "list=waiting" in page
    asked_for = desk.get(f"{reverse('desk_views')}?kind=amendment&article=I&list=waiting").context["form"]
    fields = {"name": "Homes", "query": asked_for["query"].value(), "list": asked_for["list"].value(), "token": "t"}
    address = desk.post(reverse("desk_views"), fields).url
    assert address == f"{reverse('desk_waiting')}?kind=amendment&article=I"
    assert [(view["word"], view["current"]) for view in desk.get(address).context["kept"]] == [("Homes", True)]
    assert desk.get(reverse("desk")).context["kept"] == []


def test_several_are_given_together_with_one_note(desk, asked, reported, moderator, second_moderator):
    names = ["amendment:1/1", f"comment:{reported.pk}"]
    share = reverse("desk_share")
    page = desk.post(share, {"chosen": names})
    assert sorted(row["name"] for row in page.context["rows"]) == names
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    fields = {
        "chosen": names,
        "act": "share",
        "assigned": second_moderator.pk,
        "due_on": day,
        "text": "Please.",
        "token": "s",
    }
    assert desk.post(share, fields).url == reverse("desk_waiting")
    handled, matter = Handling.objects.get(), WorkItem.objects.get()
    assert {handled.assigned_to, matter.assigned_to} == {second_moderator}
    assert {handled.due_on.isoformat(), matter.due_on.isoformat()} == {day}
    assert (DeskNote.objects.get().text, WorkItemNote.objects.get().text) == ("Please.", "Please.")
    kinds = Record.objects.filter(act__in=["amendment assigned", "matter assigned", "desk note written"])
    assert kinds.count() == 4


def test_with_one_foreign_thing_among_them_nothing_is_given(desk, asked, reported, second_moderator):
    fields = {"act": "share", "assigned": second_moderator.pk, "text": "Please.", "token": "s"}
    answer = desk.post(reverse("desk_share"), {**fields, "chosen": ["amendment:1/1", "comment:999999"]})
    assert (answer.status_code, "Nothing was changed." in answer.content.decode()) == (422, True)
    assert not Handling.objects.exists() and not DeskNote.objects.exists()


def given_together(desk, names, to):
    fields = {"chosen": names, "act": "share", "assigned": to.pk, "text": "Please.", "token": "s"}
    desk.post(reverse("desk_share"), fields)
    return desk.get(reverse("desk_waiting"))


def test_what_was_given_together_goes_back_in_one_step(desk, asked, reported, moderator, second_moderator):
    handling.assign_amendment(amendment=asked[0], to=moderator, due_on=None, by=moderator)
    page = given_together(desk, ["amendment:1/1", "amendment:1/2", f"comment:{reported.pk}"], second_moderator)
    assert "You assigned 3 items in one batch." in page.content.decode()
    url = page.context["last"]["url"]
    assert desk.post(url, {"token": "u"}).url == reverse("desk_waiting")
    had = [row.assigned_to for row in Handling.objects.order_by("amendment__number")]
    assert (had, WorkItem.objects.get().assigned_to) == ([moderator, None], None)
    assert (WorkItemNote.objects.count(), Record.objects.filter(act="batch undone").count()) == (1, 1)
    assert "together." not in desk.get(reverse("desk_waiting")).content.decode()
    assert desk.post(url, {"token": "v"}).status_code == 403


def test_what_somebody_gave_anew_since_then_stays(desk, asked, reported, moderator, second_moderator):
    names = ["amendment:1/1", f"comment:{reported.pk}"]
    url = given_together(desk, names, second_moderator).context["last"]["url"]
    work_items.assign_item(kind="comment", ref=str(reported.pk), to=moderator, due_on=None, by=second_moderator)
    desk.post(url, {"token": "u"})
    assert (Handling.objects.get().assigned_to, WorkItem.objects.get().assigned_to) == (None, moderator)


def test_only_who_gave_it_is_offered_to_take_it_back(desk, asked, reported, moderator, second_moderator):
    given_together(desk, ["amendment:1/1"], second_moderator)
    assert handling_queries.last_shared(second_moderator) is None
    assert [row.amendment for row in handling_queries.last_shared(moderator).rows.all()] == [asked[0]]


def test_a_row_of_what_was_done_together_is_of_one_thing(asked, moderator, reported):
    batch = Batch.objects.create(kind="shared", by=moderator, at=timezone.now())
    matter = WorkItem.objects.create(kind="comment", ref=str(reported.pk))
    for things in ({}, {"amendment": asked[0], "work_item": matter}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BatchRow.objects.create(batch=batch, **things)


def test_a_note_alone_leaves_who_has_it_as_it_is(desk, asked, reported, moderator):
    work_items.assign_item(kind="comment", ref=str(reported.pk), to=moderator, due_on=None, by=moderator)
    fields = {"chosen": [f"comment:{reported.pk}"], "act": "share", "text": "Please.", "token": "s"}
    desk.post(reverse("desk_share"), fields)
    assert (WorkItem.objects.get().assigned_to, WorkItemNote.objects.count()) == (moderator, 1)
    assert desk.get(reverse("desk_waiting")).context["last"] is None


def test_nothing_said_and_nothing_chosen_changes_nothing(desk, asked, officer, client):
    share = reverse("desk_share")
    answer = desk.post(share, {"chosen": ["amendment:1/1"], "act": "share", "token": "s"})
    assert "Choose a person or a due date, or write a note." in answer.content.decode()
    assert (
        "An imported file can be assigned only to the person who sent it"
        in desk.post(share, {"act": "share", "text": "x"}).content.decode()
    )
    assert not Handling.objects.exists() and not DeskNote.objects.exists()
    client.force_login(officer)
    assert client.get(share).status_code == 404
