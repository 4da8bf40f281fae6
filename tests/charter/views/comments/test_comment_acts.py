"""Comments as a person meets them: forms, refusals with the text kept, and words that are not to be seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.rules import Refused
from charter.actions.comments import comments
from charter.actions.languages import wordings
from charter.models import CharterComment, Provision
from charter.queries.comments.comments import A_PAGE
from tests import factories


@pytest.fixture
def provision(charter):
    return factories.provision(charter, 4)


@pytest.fixture
def url(provision):
    return reverse("remark_post", args=["provision", provision.short])


def data(city, **fields):
    return {
        "comment": "A home is more than a roof.",
        "kind": "argument",
        "language": "en",
        "organisation": city.slug,
        **fields,
    }


def test_two_comments_without_a_token_are_both_posted(client, url, officer, city, round_):
    client.force_login(officer)
    for words in ("First.", "Second."):
        client.post(url, data(city, comment=words))
    assert [comment.comment for comment in CharterComment.objects.order_by("pk")] == ["First.", "Second."]


def test_posting_leads_to_the_comment(client, url, officer, city, round_):
    client.force_login(officer)
    response = client.post(url, data(city))
    assert response.url.endswith(f"#comment-{CharterComment.objects.get().pk}")


def test_sent_twice_it_is_one_comment(client, url, officer, city, round_):
    client.force_login(officer)
    first = client.post(url, data(city, token="once"))
    second = client.post(url, data(city, token="once"))
    assert (CharterComment.objects.count(), second.url) == (1, first.url)


def test_a_guest_is_sent_to_sign_in(client, url, round_):
    assert "/accounts/login/" in client.get(url).url


def test_name_and_address_from_the_form_count_for_nothing(client, url, officer, city, round_):
    client.force_login(officer)
    client.post(url, data(city, name="The Secretary-General", email="else@example.org", user_name="x"))
    comment = CharterComment.objects.get()
    assert (comment.user, comment.user_name, comment.user_email) == (officer, "", "")


def test_an_empty_comment_is_said_beside_the_field(client, url, officer, city, round_):
    client.force_login(officer)
    response = client.post(url, data(city, comment=" \u200b "))
    assert response.status_code == 422
    assert "Write your comment." in response.text


def test_a_quote_that_is_not_in_the_text_comes_back_with_what_was_typed(client, url, officer, city, round_):
    client.force_login(officer)
    response = client.post(url, data(city, quote="words of another book"))
    assert "The charter does not contain this text" in response.text
    assert "A home is more than a roof." in response.text


def test_markup_is_text(client, url, officer, city, round_, provision):
    client.force_login(officer)
    client.post(url, data(city, comment="<script>alert(1)</script>"))
    page = client.get(reverse("remark_edit", args=[CharterComment.objects.get().pk])).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ["remark_edit", "remark_remove", "remark_report", "remark"])
def test_held_and_removed_words_are_not_found_by_any_address(client, provision, officer, stranger, round_, name):
    comment = comments.post_comment(target=provision, by=officer, text="held words", language="en", round_=round_)
    CharterComment.objects.filter(pk=comment.pk).update(is_public=False)
    client.force_login(stranger)
    assert client.get(reverse(name, args=[comment.pk])).status_code == 404


def test_a_report_leads_back_to_the_comment_and_says_what_happens(client, provision, officer, stranger, round_):
    comment = comments.post_comment(
        target=provision, by=officer, text="Water is a right.", language="en", round_=round_
    )
    client.force_login(stranger)
    answer = client.post(reverse("remark_report", args=[comment.pk]), {"why": "Rude."}, follow=True)
    assert f"#comment-{comment.pk}" in answer.redirect_chain[0][0]
    assert "The secretariat will review this comment" in answer.text
    assert comment.reports.get().why == "Rude."


@pytest.mark.parametrize(
    "name",
    ["comments-post-comment", "comments-xtd-confirm", "comments-xtd-mute", "comments-xtd-reply", "comments-flag"],
)
def test_the_packages_own_addresses_are_not_mounted(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_comment_shows_no_picture_and_no_digest_of_an_address(client, url, officer, city, round_):
    client.force_login(officer)
    client.post(url, data(city))
    page = client.get(reverse("remark_remove", args=[CharterComment.objects.get().pk])).text
    assert "gravatar" not in page
    assert officer.email not in page


# --- What a page shows ----------------------------------------------------------------------------------------------


@pytest.fixture
def said(provision, round_):
    """Posts a comment without the form."""

    def post(by, text="A home is more than a roof.", **fields):
        return comments.post_comment(target=provision, by=by, text=text, language="en", round_=round_, **fields)

    return post


@pytest.fixture
def shown(client, provision):
    """The page of the provision, in one line, as somebody sees it."""

    def read(as_=None):
        if as_ is not None:
            client.force_login(as_)
        return " ".join(client.get(reverse("provision", args=[provision.short])).text.split())

    return read


def test_the_passage_a_comment_is_about_stands_beside_it(client, url, officer, city, round_, shown):
    client.force_login(officer)
    client.post(url, data(city, quote="a home that is safe"))
    assert "About the text: “a home that is safe”" in shown()


def test_when_the_words_change_a_comment_shows_those_it_was_about(said, officer, provision, moderator, shown):
    said(officer)
    before = factories.WORDS["en"][4]
    assert "Written about an earlier text" not in shown()
    factories.reword(provision, "Everyone has a home.", by=moderator)
    assert f"Written about an earlier text: “{before}”" in shown()


def test_removal_leaves_a_mark_with_its_reason_and_the_replies(said, officer, stranger, moderator, shown):
    first = said(officer, "Words about a neighbour.")
    said(stranger, "An answer that stays.", reply_to=first)
    comments.remove_comment(comment=first, by=moderator, because="It names a private person.")
    read = shown()
    assert "The comment was removed: It names a private person." in read
    assert "An answer that stays." in read and "Words about a neighbour." not in read


def test_an_answer_is_offered_on_two_levels_and_not_on_the_third(said, officer, url, shown):
    first = said(officer)
    second = said(officer, reply_to=first)
    third = said(officer, reply_to=second)
    read = shown(officer)
    offered = [f'href="{url}?answer={comment.pk}"' in read for comment in (first, second, third)]
    assert offered == [True, True, False]


@pytest.mark.parametrize("minutes, changed", [(14, True), (16, False)])
def test_a_comment_is_changed_by_its_page_for_fifteen_minutes(said, client, officer, shown, minutes, changed):
    comment = said(officer)
    link = reverse("remark_edit", args=[comment.pk])
    edited = "Words that are typed late and are kept."
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False):
        assert (f'href="{link}"' in shown(officer)) is changed
        answer = client.post(link, {"comment": edited, "kind": "argument", "language": "en", "token": "e"})
    assert (CharterComment.objects.get().comment == edited) is changed
    assert changed or edited in answer.text


def test_a_moderator_without_a_flag_is_offered_to_remove(said, officer, stranger, shown):
    """Fault 15 of the package: its templates ask for a permission that does not exist."""
    moderator = factories.secretariat()
    link = f'href="{reverse("remark_remove", args=[said(officer).pk])}"'
    assert (link in shown(stranger), moderator.is_superuser, link in shown(moderator)) == (False, False, True)


def test_a_form_that_was_open_for_a_day_is_taken(client, url, officer, city, round_):
    """Fault 20: the package throws a form away that is older than two hours, with an empty page."""
    client.force_login(officer)
    form = client.get(url).context["form"]
    with time_machine.travel(timezone.now() + timedelta(hours=23), tick=False):
        client.post(url, data(city, token=form["token"].value()))
    assert CharterComment.objects.count() == 1


def test_the_package_writes_to_nobody_and_nobody_follows_by_its_links(client, url, officer, stranger, city, round_):
    """Fault 12: its letters name http addresses, hold the comment and stop by a pickle; asked for, they never come."""
    client.force_login(officer)
    client.post(url, data(city, followup="1", token="a"))
    client.force_login(stranger)
    theirs = stranger.mandates.get().organisation
    client.post(url, data(theirs, followup="1", token="b", answer_to=CharterComment.objects.get().pk))
    assert list(CharterComment.objects.values_list("followup", flat=True)) == [False, False]
    assert [message for message in mail.outbox if "A home is more" in message.body or "http://" in message.body] == []


@pytest.fixture
def talk(provision, officer, round_):
    """One thread more than a page holds, each with an answer."""
    arguments, day = {"target": provision, "by": officer, "language": "en", "round_": round_}, timezone.now()
    days = [day + timedelta(days=number) for number in range(A_PAGE + 1)]
    roots = [comments.post_comment(text=f"Thread {number}.", at=at, **arguments) for number, at in enumerate(days)]
    for root, at in zip(roots, days, strict=True):
        comments.post_comment(text="An answer.", at=at + timedelta(hours=1), reply_to=root, **arguments)
    return roots


def test_a_page_shows_its_first_threads_and_leads_to_the_rest(client, provision, talk):
    page = client.get(reverse("provision", args=[provision.short])).text
    assert (f"Thread {A_PAGE - 1}." in page, f"Thread {A_PAGE}." in page) == (True, False)
    rest = reverse("provision_comments", args=[provision.short]) + "?page=2"
    assert f'href="{rest}"' in page
    assert f"Thread {A_PAGE}." in client.get(rest).text


def test_all_comments_are_counted_on_each_page(client, provision, talk):
    pages = [client.get(reverse("provision_comments", args=[provision.short]), {"page": n}).text for n in (1, 2)]
    assert all(f"{2 * len(talk)} comments" in page for page in pages)


def test_the_address_of_a_comment_leads_to_the_page_it_is_read_on(client, talk):
    for comment in (talk[0], talk[-1]):
        where = client.get(reverse("remark", args=[comment.pk])).url
        assert f'id="comment-{comment.pk}"' in client.get(where).text


def test_comments_on_an_amendment_have_a_page_where_the_amendment_may_be_read(client, round_, city, delegate, officer):
    amendment = factories.confirmed(round_, city, delegate)
    comments.post_comment(target=amendment, by=officer, text="Well said.", language="en", round_=round_)
    url = reverse("amendment_comments", args=[round_.number, amendment.number])
    assert "Well said." in client.get(url).text
    type(round_).objects.filter(pk=round_.pk).update(pending_is_public=False)
    assert client.get(url).status_code == 404


# --- Answers stand where what they answer stands --------------------------------------------------------------------


@pytest.fixture
def hidden_comment(round_, city, delegate, officer, provision):
    """A comment on an amendment whose row has the number of a provision."""
    amendment = factories.confirmed(round_, city, delegate)
    comment = comments.post_comment(target=amendment, by=officer, text="A secret word.", language="en", round_=round_)
    CharterComment.objects.filter(pk=comment.pk).update(object_pk=str(provision.pk))
    return comment


@pytest.mark.parametrize("ask", ["get", "post"])
def test_an_answer_to_a_comment_on_another_kind_of_thing_shows_nothing(
    client, url, stranger, other_city, hidden_comment, ask
):
    client.force_login(stranger)
    answer = client.get(url, {"answer": hidden_comment.pk})
    if ask == "post":
        answer = client.post(url, data(other_city, answer_to=hidden_comment.pk, comment=""))
    assert (answer.status_code, "A secret word." in answer.content.decode()) == (404, False)


def test_nobody_comments_on_an_amendment_that_is_hidden(round_, city, officer, stranger):
    draft = factories.draft(round_, city, officer)
    with pytest.raises(Refused):
        comments.post_comment(target=draft, by=stranger, text="I know.", language="en", round_=round_)


@pytest.mark.parametrize("name", ["remark_post", "remark_edit", "remark_remove", "remark_report", "remark"])
def test_nothing_is_said_on_a_provision_that_has_no_page_for_the_person(client, charter, round_, officer, name):
    """A provision of the working text alone, where the round does not show what is pending."""
    provision = Provision.objects.create(charter=charter)
    words = {"language": "en", "html": "A secret word.", "came_from": "editor", "at": timezone.now()}
    wordings.make_current([wordings.write_wording(provision=provision, by=officer, **words)])
    comment = comments.post_comment(
        target=provision, by=officer, text="A secret comment.", language="en", round_=round_
    )
    type(round_).objects.filter(pk=round_.pk).update(pending_is_public=False)
    client.force_login(officer)
    args = ["provision", provision.short] if name == "remark_post" else [comment.pk]
    assert client.get(reverse(name, args=args)).status_code == 404
