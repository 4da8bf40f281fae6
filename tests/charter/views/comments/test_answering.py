"""One answer to all comments on a provision, and a comment that a member takes up as an amendment."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Mandate, Record
from charter.actions.amending import amendments
from charter.actions.amending.amendments import ChangeInput
from charter.actions.comments import comments
from charter.models import Amendment, CharterComment, Round
from tests import factories


@pytest.fixture
def said(round_, homes, stranger, other_city, officer, city):
    arguments = {"target": homes, "language": "en", "round_": round_}
    first = comments.post_comment(by=stranger, organisation=other_city, text="Why a fifth?", **arguments)
    return [first, comments.post_comment(by=officer, organisation=city, text="Who pays?", reply_to=first, **arguments)]


@pytest.fixture
def here(homes):
    return reverse("desk_comments", args=[homes.short])


def test_all_comments_are_answered_in_one_note_and_everybody_is_told_once(
    desk, client, said, here, homes, stranger, officer
):
    comments.post_comment(
        by=stranger,
        organisation=said[0].organisation,
        text="And who counts?",
        target=homes,
        language="en",
        round_=Round.objects.get(),
    )
    assert "3 comments await an answer" in desk.get(reverse("desk_provision", args=[homes.short])).content.decode()
    Letter.objects.all().delete()
    answer = desk.post(here, {"text": "A third was too dear.", "language": "en", "token": "t"})
    assert answer.url == reverse("desk_provision", args=[homes.short])
    note = CharterComment.objects.get(comment="A third was too dear.")
    assert set(note.answered.values_list("comment", flat=True)) == {"Why a fifth?", "Who pays?", "And who counts?"}
    assert sorted(letter.to_id for letter in Letter.objects.all()) == sorted([stranger.pk, officer.pk])
    client.logout()
    page = client.get(reverse("provision", args=[homes.short])).content.decode()
    assert "Answer to the comments on this provision" in page
    assert page.count(f'href="{reverse("remark", args=[note.pk])}"') == 3 + 1  # and its own address
    kept = Record.objects.get(act="comments answered together").content
    assert kept["comments"] == sorted(note.answered.values_list("pk", flat=True))


def test_what_was_answered_is_not_answered_again_and_what_came_since_is(
    desk, said, here, homes, round_, officer, city
):
    desk.post(here, {"text": "First answer.", "language": "en", "token": "t"})
    assert "No comment on this provision awaits an answer" in desk.get(here).content.decode()
    refused = desk.post(here, {"text": "Again.", "language": "en", "token": "u"})
    assert refused.status_code == 422 and not CharterComment.objects.filter(comment="Again.").exists()
    comments.post_comment(by=officer, organisation=city, text="And water?", target=homes, language="en", round_=round_)
    desk.post(here, {"text": "Second answer.", "language": "en", "token": "v"})
    assert CharterComment.objects.get(comment="And water?").answered_by.comment == "Second answer."
    assert CharterComment.objects.get(pk=said[0].pk).answered_by.comment == "First answer."


def test_an_empty_answer_is_asked_for_beside_its_box(desk, said, here):
    answer = desk.post(here, {"text": " ", "language": "en", "token": "t"})
    assert answer.status_code == 422 and "Write your answer." in answer.content.decode()


def test_only_moderators_answer_for_the_secretariat(client, said, here, officer):
    client.force_login(officer)
    assert client.post(here, {"text": "I am not it.", "language": "en"}).status_code == 404
    assert not CharterComment.objects.filter(comment="I am not it.").exists()


def taken(client, comment, city, language="en"):
    address = reverse("remark_take_up", args=[comment.pk])
    client.post(address, {"organisation": city.slug, "language": language, "token": "t"})
    return Amendment.objects.get(suggested_by=comment)


def public(draft, officer, delegate):
    change = draft.text.changes.get()
    new = ChangeInput("replace", change.provision, text="The city keeps one third of new homes.")
    amendments.save_draft(amendment=draft, by=officer, changes=[new], reason="They are right.", language="en")
    amendments.send_to_delegate(amendment=draft, by=officer)
    return amendments.confirm_amendment(amendment=draft, by=delegate, seen_text=draft.text_id)


def test_a_comment_becomes_a_draft_that_says_where_it_comes_from(client, said, city, officer, homes):
    client.force_login(officer)
    page = client.get(reverse("provision", args=[homes.short])).content.decode()
    assert reverse("remark_take_up", args=[said[0].pk]) in page
    draft = taken(client, said[0], city)
    assert (draft.organisation, draft.state, draft.text.changes.get().provision) == (city, "draft", homes)
    assert "Why a fifth?" in client.get(reverse("draft", args=[draft.key])).content.decode()
    assert Record.objects.get(act="comment taken up").content == {"comment": said[0].pk}


def test_who_belongs_to_two_cities_says_for_which_one_it_is_taken_up(client, said, city, other_city, officer):
    Mandate.objects.create(organisation=other_city, person=officer, kind="officer", since=timezone.now())
    client.force_login(officer)
    address = reverse("remark_take_up", args=[said[0].pk])
    answer = client.post(address, {"language": "en", "token": "t"})
    assert answer.status_code == 422 and "Choose the member for which you write." in answer.content.decode()
    assert not Amendment.objects.exists()
    assert taken(client, said[0], other_city).organisation == other_city


@pytest.mark.parametrize("is_public", [True, False])
def test_its_author_is_named_only_where_the_name_is_public_else_by_office_and_city(
    client, said, city, officer, delegate, stranger, is_public
):
    stranger.name, stranger.name_is_public = "Marta Zorilla", is_public
    stranger.save()
    client.force_login(officer)
    amendment = public(taken(client, said[0], city), officer, delegate)
    client.logout()
    page = client.get(reverse("amendment", args=[1, amendment.number])).content.decode()
    name = "Marta Zorilla, staff member, Velmora" if is_public else "staff member, Velmora"
    assert f"Suggested in a comment by {name}" in page
    assert ("Marta Zorilla" in page) is is_public
    assert Letter.objects.filter(to=stranger, subject__contains="Your comment has led to amendment").count() == 1


def test_a_member_that_withholds_its_name_is_not_named_nor_its_person(
    client, said, city, officer, delegate, stranger, other_city
):
    stranger.name, stranger.name_is_public = "Marta Zorilla", True
    stranger.save()
    other_city.name_withheld = True
    other_city.save()
    client.force_login(officer)
    amendment = public(taken(client, said[0], city), officer, delegate)
    client.logout()
    page = client.get(reverse("amendment", args=[1, amendment.number])).content.decode()
    assert "Suggested in a comment by A member whose name is withheld" in page
    assert "Velmora" not in page and "Zorilla" not in page


def test_only_who_may_propose_takes_one_up(client, said, round_, officer):
    address = reverse("remark_take_up", args=[said[0].pk])
    client.force_login(factories.holder("body_member"))
    assert client.get(address).status_code == 403
    Round.objects.update(
        proposals_until=round_.opens_at.replace(microsecond=1) + (round_.proposals_until - round_.opens_at) / 100
    )
    client.force_login(officer)
    assert client.get(address).status_code == 403
    assert not Amendment.objects.exists()


def test_a_removed_comment_is_not_taken_up(client, said, officer, moderator):
    comments.remove_comment(comment=said[0], by=moderator, because="It names a private person.")
    client.force_login(officer)
    assert client.get(reverse("remark_take_up", args=[said[0].pk])).status_code == 404
