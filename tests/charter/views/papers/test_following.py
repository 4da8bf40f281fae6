"""The button "follow" and the page behind it."""

from __future__ import annotations

import pytest

from accounts.actions import following
from accounts.models import Follow, Letter
from tests import factories

THIRD = factories.WORDS["en"][5].replace("fifth", "third")
SENT = {"address": "reader@example.org", "language": "fr", "trap": ""}


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate, THIRD, 5)


def places(amendment):
    short = amendment.text.changes.get().provision.short
    return {
        "/en/versions/": "versions/all",
        "/en/rounds/1/": "round/1",
        "/en/amendments/1/1/": "amendment/1-1",
        f"/en/provisions/{short}/": f"provision/{short}",
        f"/en/cities/{amendment.organisation.slug}/": f"member/{amendment.organisation.slug}",
    }


def test_each_page_that_can_be_followed_has_the_button_and_the_button_works(client, amendment):
    for page, about in places(amendment).items():
        way = f"/en/follow/{about}/"
        assert f'href="{way}"' in client.get(page).content.decode(), page
        assert client.post(way, SENT).status_code == 200
        follow = Follow.objects.get(about=about)
        assert (follow.language, follow.confirmed_at) == ("fr", None)


HUGE = "9" * 5000


@pytest.mark.parametrize(
    "about",
    [
        "round/9",
        "round/x",
        f"round/{HUGE}",
        "member/nobody",
        f"amendment/1-{HUGE}",
        "amendment/1-9",
        "amendment/1",
        "x/y",
    ],
)
def test_what_is_not_there_cannot_be_followed(client, round_, about):
    assert client.get(f"/en/follow/{about}/").status_code == 404


def test_what_is_hidden_cannot_be_followed(client, round_, city, delegate):
    round_.pending_is_public = False
    round_.save()
    factories.confirmed(round_, city, delegate, THIRD, 5)
    assert client.get("/en/follow/amendment/1-1/").status_code == 404
    client.force_login(delegate)
    assert "/en/follow/" not in client.get("/en/amendments/1/1/").content.decode()


def test_a_robot_that_fills_in_everything_is_refused(client, round_):
    assert client.post("/en/follow/round/1/", {**SENT, "trap": "x"}).status_code == 422
    assert Follow.objects.count() == 0


def test_what_was_typed_wrong_is_kept_beside_its_fault(client, round_):
    answer = client.post("/en/follow/round/1/", {**SENT, "address": "reader at example"})
    assert (answer.status_code, "reader at example" in answer.content.decode()) == (422, True)


def test_asking_too_often_is_refused(client, round_, settings):
    settings.LIMITS = {**settings.LIMITS, "following": "2/h/ip"}
    codes = [client.post("/en/follow/round/1/", SENT).status_code for _time in range(3)]
    assert codes == [200, 200, 429]


def test_the_page_says_the_same_to_who_follows_already(client, round_):
    first = client.post("/en/follow/round/1/", SENT).content
    following.confirm_follow(follow=Follow.objects.get())
    assert client.post("/en/follow/round/1/", SENT).content == first


def test_moderators_do_not_read_what_somebody_follows(client, round_):
    client.post("/en/follow/round/1/", SENT)
    subject = Letter.objects.get().subject
    client.force_login(factories.secretariat())
    page = client.get("/en/desk/letters/").content.decode()
    assert "somebody without an account" in page and "Confirmation of a request to follow" in page
    assert subject not in page and "reader@" not in page
