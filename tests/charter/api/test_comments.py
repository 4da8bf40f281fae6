"""Comments as machines read them: those that pages show, and no others."""

from __future__ import annotations

from datetime import date

import pytest

from charter.actions.comments import comment_translations, comments
from charter.models import CharterComment
from charter.queries.comments.comment_translations import piece_of_comment
from tests import factories


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def post(round_, officer, city):
    def _post(target, text, **more):
        values = {"by": officer, "organisation": city, "language": "en", "round_": round_, **more}
        return comments.post_comment(target=target, text=text, **values)

    return _post


def texts(client, query=""):
    return [item["text"] for item in client.get(f"/api/v1/comments{query}").json()["items"]]


def test_a_comment_says_who_wrote_it_on_what(client, post, homes, city):
    comment = post(homes, "One fifth is too little.", quote="one fifth", kind="wording")
    shown = client.get(f"/api/v1/comments/{comment.pk}").json()
    assert (shown["kind"], shown["text"], shown["quote"]) == ("wording", "One fifth is too little.", "one fifth")
    assert (shown["provision"], shown["citation"], shown["amendment"]) == (homes.short, "I.1.1", None)
    assert (shown["author"], shown["member"]["slug"], shown["reply_to"]) == ("A staff member", city.slug, None)
    assert client.get("/api/v1/comments").json()["items"] == [shown]
    assert client.get(shown["page"].removeprefix("http://localhost:8000")).status_code in (200, 302)


def test_a_comment_has_its_translations_and_the_day_on_which_it_was_received(client, homes, moderator, city, round_):
    new = comments.NewComment(homes, "Par courrier.", "argument", "fr", round_)
    day = date(2026, 3, 5)
    [comment] = comments.post_table(new_comments=[new], by=moderator, organisation=city, came_on=day)
    of = piece_of_comment(comment).of
    comment_translations.save_translation(comment=comment, language="en", text="By letter.", of=of, by=moderator)
    shown = client.get(f"/api/v1/comments/{comment.pk}").json()
    assert (shown["text"], shown["came_on"]) == ("Par courrier.", "2026-03-05")
    [translation] = shown["translations"]
    assert (translation["language"], translation["text"], translation["made_by"]) == ("en", "By letter.", "desk")
    assert client.get("/api/v1/comments").json()["items"] == [shown]


def test_answers_replies_and_amendments_are_named(client, post, homes, round_, city, officer, moderator):
    first = post(homes, "Why one fifth?")
    reply = post(homes, "We asked for it.", reply_to=first)
    note = comments.answer_comments(provision=homes, by=moderator, text="It is the mean.", language="en")
    amendment = factories.under_review(round_, city, officer, homes, "One half of new homes are social.")
    on_amendment = post(amendment, "Half is fair.")
    amendment.suggested_by = first
    amendment.save()
    shown = {item["id"]: item for item in client.get("/api/v1/comments").json()["items"]}
    assert (shown[first.pk]["answers"], shown[reply.pk]["reply_to"]) == ([note.pk], first.pk)
    assert [proposal["number"] for proposal in shown[first.pk]["proposals"]] == [1]
    assert (shown[on_amendment.pk]["amendment"]["number"], shown[on_amendment.pk]["provision"]) == (1, None)
    assert shown[note.pk]["member"] is None


def test_comments_are_narrowed(client, charter, post, homes, city, round_, officer):
    post(homes, "On homes.")
    post(factories.provision(charter, 6), "On votes.", kind="question")
    post(
        factories.under_review(round_, city, officer, homes, "One half of new homes are social."), "On its amendment."
    )
    assert texts(client, f"?provision={homes.short}") == ["On homes.", "On its amendment."]
    assert texts(client, "?kind=question") == ["On votes."]
    assert len(texts(client, "?article=I")) == 3 and texts(client, "?article=XX") == []
    assert len(texts(client, f"?city={city.slug}")) == 3 and texts(client, "?city=nobody") == []
    city.name_withheld = True
    city.save()
    assert texts(client, f"?city={city.slug}") == []
    assert "Tamanrit" not in client.get("/api/v1/comments").content.decode()


def test_removed_and_held_comments_and_those_on_what_is_not_public_are_nowhere(
    client, post, homes, moderator, round_, city, officer
):
    removed, held = post(homes, "Removed."), post(homes, "Held back.")
    pending = factories.under_review(round_, city, officer, homes, "One half of new homes are social.")
    on_pending = post(pending, "Half is fair.")
    comments.remove_comment(comment=removed, by=moderator, because="It names a person.")
    CharterComment.objects.filter(pk=held.pk).update(is_public=False)
    round_.pending_is_public = False
    round_.save()
    assert texts(client) == []
    for comment in (removed, held, on_pending):
        assert client.get(f"/api/v1/comments/{comment.pk}").status_code == 404


def test_a_page_of_many_comments_costs_what_a_page_of_one_costs(client, post, homes, django_assert_max_num_queries):
    for number in range(5):
        post(homes, f"Comment {number}.")
    with django_assert_max_num_queries(25):
        assert len(texts(client)) == 5
