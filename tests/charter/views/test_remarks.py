"""Comments as a person meets them: forms, refusals with the text kept, and words that are not to be seen."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

from charter.actions import remarks as acts
from charter.models import Remark
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


def test_posting_leads_to_the_comment(client, url, officer, city, round_):
    client.force_login(officer)
    response = client.post(url, data(city))
    assert response.url.endswith(f"#comment-{Remark.objects.get().pk}")


def test_sent_twice_it_is_one_comment(client, url, officer, city, round_):
    client.force_login(officer)
    first = client.post(url, data(city, token="once"))
    second = client.post(url, data(city, token="once"))
    assert (Remark.objects.count(), second.url) == (1, first.url)


def test_a_guest_is_sent_to_sign_in(client, url, round_):
    assert "/accounts/login/" in client.get(url).url


def test_name_and_address_from_the_form_count_for_nothing(client, url, officer, city, round_):
    client.force_login(officer)
    client.post(url, data(city, name="The Secretary-General", email="else@example.org", user_name="x"))
    remark = Remark.objects.get()
    assert (remark.user, remark.user_name, remark.user_email) == (officer, "", "")


def test_an_empty_comment_is_said_beside_the_field(client, url, officer, city, round_):
    client.force_login(officer)
    response = client.post(url, data(city, comment=" \u200b "))
    assert response.status_code == 422
    assert "Write your comment." in response.text


def test_a_quote_that_is_not_in_the_text_comes_back_with_what_was_typed(client, url, officer, city, round_):
    client.force_login(officer)
    response = client.post(url, data(city, quote="words of another book"))
    assert "These words do not stand in the text" in response.text
    assert "A home is more than a roof." in response.text


def test_markup_is_text(client, url, officer, city, round_, provision):
    client.force_login(officer)
    client.post(url, data(city, comment="<script>alert(1)</script>"))
    page = client.get(reverse("remark_edit", args=[Remark.objects.get().pk])).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ["remark_edit", "remark_remove", "remark_report", "remark"])
def test_held_and_removed_words_are_not_found_by_any_address(client, provision, officer, stranger, round_, name):
    remark = acts.post(target=provision, by=officer, text="held words", language="en", round_=round_)
    Remark.objects.filter(pk=remark.pk).update(is_public=False)
    client.force_login(stranger)
    assert client.get(reverse(name, args=[remark.pk])).status_code == 404


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
    page = client.get(reverse("remark_remove", args=[Remark.objects.get().pk])).text
    assert "gravatar" not in page
    assert officer.email not in page
