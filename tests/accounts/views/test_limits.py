"""How often one may try: counted by account and by the address of the network, which no header of a reader changes."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from charter.models import Remark
from tests import factories

SIGN_IN = "/en/accounts/login/"
FORGED = ("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Forwarded")


def headers(number: int) -> dict[str, str]:
    """As somebody sends them who wants to count as another one each time."""
    address = f"198.51.100.{number}"
    return {name: f"for={address}" if name == "Forwarded" else address for name in FORGED}


def tries(count: int, login: str = "", **more: object) -> list[int]:
    """Wrong passwords from one address, each in a browser of its own, for one account or for as many."""
    said = {"password": "a guess of mine"}
    return [
        Client().post(SIGN_IN, {"login": login or f"somebody-{n}@example.org", **said}, headers=headers(n), **more)
        .status_code
        for n in range(count)
    ]  # fmt: skip


def signing_in(who):
    """The person with a confirmed address."""
    EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
    return who


def test_the_sixth_wrong_password_of_an_account_is_not_looked_at(db):
    who = signing_in(factories.person())
    for number in range(5):
        tries(1, who.email, REMOTE_ADDR=f"192.0.2.{number}")
    answer = Client().post(SIGN_IN, {"login": who.email, "password": "a good long password"}, REMOTE_ADDR="192.0.2.99")
    assert "Too many" in answer.content.decode()


@pytest.mark.parametrize("behind", [0, 1])
def test_forged_headers_do_not_begin_a_new_count(db, settings, behind):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = behind
    settings.ACCOUNT_RATE_LIMITS = {"login": "5/m/ip"}
    if behind:  # what a front server adds stands last, whatever a reader wrote before it
        sent = [{**headers(n), "X-Forwarded-For": f"198.51.100.{n}, 203.0.113.5"} for n in range(6)]
    else:
        sent = [headers(n) for n in range(6)]
    answers = [Client().post(SIGN_IN, {}, headers=one).status_code for one in sent]
    assert answers == [200] * 5 + [429]


def test_behind_a_front_server_each_reader_has_a_count_of_their_own(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "5/m/ip"}
    answers = [Client().post(SIGN_IN, {}, headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(7)]
    assert answers == [200] * 7


def test_a_house_of_addresses_counts_as_one(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "5/m/ip"}
    answers = [Client().post(SIGN_IN, {}, REMOTE_ADDR=f"2001:db8:0:1::{n:x}").status_code for n in range(6)]
    assert answers == [200] * 5 + [429]


@pytest.mark.parametrize("url", ["/en/join/", "/en/follow/round/1/"])
def test_forms_for_everybody_count_by_the_same_address(round_, settings, url):
    settings.LIMITS = {**settings.LIMITS, "joining": "2/h/ip", "following": "2/h/ip"}
    answers = [Client().post(url, {}, headers=headers(n)).status_code for n in range(3)]
    assert (answers[-1], 429 in answers[:2]) == (429, False)


def test_a_limit_says_what_to_do(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    pages = [Client().post(f"/{code}/accounts/login/", {}).content.decode() for code in ("en", "en", "fr")]
    assert "Wait some minutes" in pages[1]
    assert 'lang="fr"' in pages[2] and "Wait some minutes" not in pages[2]


def test_another_ones_sign_in_gives_nobody_new_tries(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "100/m/ip,3/5m/key"}
    guessed, other = signing_in(factories.person()), signing_in(factories.person())
    tries(3, guessed.email)
    assert Client().post(SIGN_IN, {"login": other.email, "password": "a good long password"}).status_code == 302
    answer = Client().post(SIGN_IN, {"login": guessed.email, "password": "a good long password"})
    assert "Too many" in answer.content.decode()


def test_sixty_people_behind_one_address_sign_in_and_comment_in_one_minute(round_, city, settings):
    people = [signing_in(factories.member(city, "officer")) for _ in range(60)]
    place = factories.provision(round_.charter, 5)
    answers = []
    for number, who in enumerate(people):
        client = Client(REMOTE_ADDR="203.0.113.5")
        if number % 5 == 0:
            client.post(SIGN_IN, {"login": who.email, "password": "a slip of the finger"})
        answers.append(client.post(SIGN_IN, {"login": who.email, "password": "a good long password"}).status_code)
        said = {"comment": f"Who pays {number}?", "kind": "argument", "language": "en", "organisation": city.slug}
        answers.append(client.post(f"/en/comments/provision/{place.short}/", said).status_code)
    assert answers == [302] * 120
    assert Remark.objects.count() == 60
