"""The pages behind the links of mails to followers."""

from __future__ import annotations

import pytest

from accounts.actions import following
from accounts.models import Follow, Follower
from accounts.queries import following as following_queries


@pytest.fixture
def asked(db):
    following.email_confirmation_link(address="reader@example.org", language="en", about="round/1", title="Round 1")
    return Follow.objects.get()


@pytest.fixture
def follow(asked):
    following.confirm_follow(follow=asked)
    return Follow.objects.get()


def confirming(follow):
    return f"/en/accounts/mail/follow/{following_queries.confirm_token(follow)}/"


def ending(follow):
    return f"/en/accounts/mail/followed/{following_queries.end_token(follow.follower.address)}/"


def test_opening_a_link_confirms_nothing(client, asked):
    answer = client.get(confirming(asked))
    assert (answer.status_code, Follow.objects.get().confirmed_at) == (200, None)
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_button_confirms(client, asked):
    answer = client.post(confirming(asked), follow=True)
    assert Follow.objects.get().confirmed_at is not None
    assert "Everything that you follow" in answer.content.decode()


def test_opening_the_link_to_end_ends_nothing(client, follow):
    answer = client.get(ending(follow))
    assert "Round 1" in answer.content.decode()
    assert Follow.objects.count() == 1


def test_a_mail_program_ends_all_with_one_click_and_without_a_cookie(client, follow):
    client.handler.enforce_csrf_checks = True
    address = ending(follow)
    for _time in range(2):
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, Follower.objects.count()) == (200, 0)


def test_one_of_two_is_ended(client, follow):
    following.email_confirmation_link(address="reader@example.org", language="en", about="round/2", title="Round 2")
    following.confirm_follow(follow=Follow.objects.get(about="round/2"))
    client.post(ending(follow), {"follow": follow.pk})
    assert [follow_.about for follow_ in Follow.objects.all()] == ["round/2"]


def test_the_link_of_one_ends_nothing_of_another(client, follow):
    following.email_confirmation_link(address="other@example.org", language="en", about="round/2", title="Round 2")
    other = Follow.objects.get(about="round/2")
    client.post(ending(follow), {"follow": other.pk})
    assert Follow.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("page", ["follow", "followed"])
def test_a_link_that_was_not_made_here_opens_nothing(client, db, page):
    assert client.get(f"/en/accounts/mail/{page}/MQ:1abc:xyz/").status_code == 404
