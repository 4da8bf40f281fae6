"""How often one may try: counted by account and by the address of the network, which no header of a reader changes."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import limits
from accounts.models import Count
from charter import tasks
from charter.models import CharterComment
from tests import factories
from tests.accounts.views.test_second_factor import pages, ways_in

SIGN_IN, CODE = "/en/accounts/login/", "/en/accounts/2fa/authenticate/"
PASSWORD = "a good long password"
FIRST = {"REMOTE_ADDR": "192.0.2.0"}
FORGED = ("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Forwarded")


def headers(number: int) -> dict[str, str]:
    """As somebody sends them who wants to count as another one each time."""
    address = f"198.51.100.{number}"
    return {name: f"for={address}" if name == "Forwarded" else address for name in FORGED}


def tries(count: int, login: str = "", **more: object) -> list[int]:
    """Wrong passwords from one address, each in a browser of its own, for one account or for as many."""
    fields = {"password": "a guess of mine"}
    return [
        Client().post(SIGN_IN, {"login": login or f"somebody-{n}@example.org", **fields}, headers=headers(n), **more)
        .status_code
        for n in range(count)
    ]  # fmt: skip


def signing_in(person):
    """The person with a confirmed address."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(person, client=None, password: str = PASSWORD, **more: object):
    return (client or Client()).post(SIGN_IN, {"login": person.email, "password": password}, **more)


def is_refused(answer) -> bool:
    return "Too many failed attempts" in answer.content.decode()


def guess(person, addresses: range, times: int = 5) -> None:
    """So many wrong passwords from each of these network addresses."""
    for number in addresses:
        tries(times, person.email, REMOTE_ADDR=f"192.0.2.{number}")


def test_after_five_wrong_passwords_the_sixth_is_not_looked_at(db):
    person = signing_in(factories.person())
    guess(person, range(1))
    assert is_refused(sign_in(person, REMOTE_ADDR="192.0.2.0"))
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert sign_in(person, REMOTE_ADDR="192.0.2.0").status_code == 302


def test_what_others_try_elsewhere_keeps_no_owner_out(db):
    person = signing_in(factories.person())
    guess(person, range(40))
    assert sign_in(person, REMOTE_ADDR="203.0.113.5").status_code == 302


def test_many_failures_everywhere_leave_each_network_address_one_try_in_a_quarter_of_an_hour(db):
    person, elsewhere = signing_in(factories.person()), "203.0.113.5"
    guess(person, range(4))
    answers = [is_refused(sign_in(person, password="a slip", REMOTE_ADDR=elsewhere)) for _ in range(2)]
    assert answers == [False, True]
    for minutes, refused in ((10, True), (16, False)):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            assert is_refused(sign_in(person, password="a slip", REMOTE_ADDR=elsewhere)) is refused


def test_other_addresses_of_an_account_give_no_new_tries(db):
    person = signing_in(factories.person())
    EmailAddress.objects.create(user=person, email="second@example.org", verified=True)
    guess(person, range(1))
    assert (
        "Too many"
        in Client().post(SIGN_IN, {"login": "second@example.org", "password": PASSWORD}, **FIRST).content.decode()
    )


def test_a_known_device_is_let_in_whatever_others_try_beside_it(db):
    person, device = signing_in(factories.person()), Client(**FIRST)
    assert sign_in(person, device).status_code == 302
    device.get("/en/account/")
    device.post("/en/accounts/logout/")
    tries(130, **FIRST)
    guess(person, range(6))
    assert is_refused(sign_in(person, **FIRST))
    assert sign_in(person, device).status_code == 302


def test_a_known_device_guesses_ten_times_and_no_more(db):
    person, device = signing_in(factories.person()), Client(**FIRST)
    sign_in(person, device)
    device.get("/en/account/")
    device.post("/en/accounts/logout/")
    assert [is_refused(sign_in(person, device, "a guess")) for _ in range(11)] == [False] * 10 + [True]


def test_a_passkey_is_never_counted(db):
    answers = {Client().post("/en/accounts/2fa/webauthn/login/", {"credential": "{}"}).status_code for _ in range(40)}
    assert answers == {302}


def test_a_new_password_by_mail_begins_every_count_anew(client, db):
    person = signing_in(factories.person())
    guess(person, range(6))
    client.post("/en/accounts/password/reset/", {"email": person.email}, **FIRST)
    form = client.get(re.search(r"/en/accounts/password/reset/key/\S+", mail.outbox[-1].body).group(), follow=True)
    new = {"password1": "another good long one", "password2": "another good long one"}
    client.post(form.request["PATH_INFO"], new, **FIRST)
    answers = [sign_in(person, password=word, **FIRST) for word in ("a slip", "another good long one")]
    assert [answer.status_code for answer in answers] == [200, 302]


def test_counts_that_were_cleared_begin_anew(db):
    person = signing_in(factories.person())
    guess(person, range(6))
    limits.clear_failures(person)
    assert sign_in(person, **FIRST).status_code == 302


# --- The second factor ----------------------------------------------------------------------------------------------


def with_codes():
    """A person who signs in with a second factor."""
    person = signing_in(factories.person())
    TOTP.activate(person, generate_totp_secret())
    return person


def with_password(person, address: str) -> Client:
    """A browser that has said the password and is asked for the code."""
    browser = Client(REMOTE_ADDR=address)
    assert sign_in(person, browser)["Location"].startswith(CODE)
    return browser


def code_answers(browser: Client, times: int) -> list[bool]:
    """Whether each wrong code was refused before it was looked at."""
    answers = [browser.post(CODE, {"code": "nothing"}).content.decode() for _ in range(times)]
    return ["Too many wrong codes" in answer for answer in answers]


def test_wrong_codes_are_counted_by_network_address_too(db):
    person = with_codes()
    recovery = RecoveryCodes.activate(person).get_unused_codes()
    browser = with_password(person, "192.0.2.0")
    assert code_answers(browser, 6) == [False] * 5 + [True]
    assert "Too many wrong codes" in browser.post(CODE, {"code": recovery[0]}).content.decode()
    assert with_password(person, "192.0.2.1").post(CODE, {"code": recovery[0]}).status_code == 302


def test_who_has_the_password_guesses_fifty_codes_a_day_from_all_addresses(db):
    person = with_codes()
    guessed = [code_answers(with_password(person, f"198.51.100.{n}"), 5) for n in range(4)]
    guessed += [code_answers(with_password(person, f"203.0.113.{n}"), 1) for n in range(31)]
    assert sum(not refused for some in guessed for refused in some) == 50
    limits.clear_failures(person)
    assert code_answers(with_password(person, "203.0.113.77"), 1) == [False]


# --- Mails ----------------------------------------------------------------------------------------------------------


def ask(page: str, email: str, client: Client | None = None, **more: object) -> bool:
    """Whether a mail was said to be under way."""
    answer = (client or Client()).post(f"/en/accounts/{page}/", {"email": email}, **more)
    assert (
        answer.status_code == 302
        or "Look for them, also in the spam folder, or ask again in an hour" in answer.content.decode()
    )
    return answer.status_code == 302


@pytest.mark.parametrize("page", ["login/code", "password/reset"])
def test_one_network_address_asks_for_three_mails_in_five_minutes(db, page):
    person = signing_in(factories.person())
    assert [ask(page, person.email) for _ in range(4)] == [True] * 3 + [False]
    assert ask(page, person.email, REMOTE_ADDR="203.0.113.5")
    assert len(mail.outbox) == 4


def test_a_mailbox_gets_six_mails_an_hour_whoever_asks_and_however(db):
    person = signing_in(factories.person())
    pages = ["login/code", "password/reset"] * 5
    answers = [ask(page, person.email, REMOTE_ADDR=f"192.0.2.{n}") for n, page in enumerate(pages)]
    assert (answers, len(mail.outbox)) == ([True] * 6 + [False] * 4, 6)


def test_on_a_known_device_a_code_comes_however_many_others_asked(db):
    person, device = signing_in(factories.person()), Client()
    sign_in(person, device)
    device.get("/en/account/")
    device.post("/en/accounts/logout/")
    for number in range(10):
        ask("login/code", person.email, REMOTE_ADDR=f"192.0.2.{number}")
    assert ask("login/code", person.email, device)


def test_a_limit_on_mails_does_not_tell_who_has_an_account(db):
    person = signing_in(factories.person())
    answers = {
        email: [ask("password/reset", email, REMOTE_ADDR=f"192.0.2.{n}") for n in range(8)]
        for email in (person.email, "nobody@example.org")
    }
    assert answers[person.email] == answers["nobody@example.org"]


# --- Where it is counted --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behind", [0, 1])
def test_forged_headers_do_not_begin_a_new_count(db, settings, behind):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = behind
    settings.ATTEMPTS = {**settings.ATTEMPTS, "address": "5/m/ip"}
    if behind:  # what a front server adds stands last, whatever a reader wrote before it
        sent = [{**headers(n), "X-Forwarded-For": f"198.51.100.{n}, 203.0.113.5"} for n in range(6)]
    else:
        sent = [headers(n) for n in range(6)]
    assert [refused_with(sent_headers, n) for n, sent_headers in enumerate(sent)] == [False] * 5 + [True]


def refused_with(sent: dict[str, str], number: int, **more: object) -> bool:
    fields = {"login": f"somebody-{number}@example.org", "password": "a guess of mine"}
    return is_refused(Client().post(SIGN_IN, fields, headers=sent, **more))


def test_behind_a_front_server_each_reader_has_a_count_of_their_own(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ATTEMPTS = {**settings.ATTEMPTS, "address": "5/m/ip"}
    assert [refused_with({"X-Forwarded-For": f"203.0.113.{n}"}, n) for n in range(7)] == [False] * 7


def test_a_house_of_addresses_counts_as_one(db, settings):
    settings.ATTEMPTS = {**settings.ATTEMPTS, "address": "5/m/ip"}
    answers = [refused_with({}, n, REMOTE_ADDR=f"2001:db8:0:1::{n:x}") for n in range(6)]
    assert answers == [False] * 5 + [True]


IN_ANOTHER_PROCESS = """
import django
django.setup()
from allauth.core.internal import ratelimit
from django.test import RequestFactory
from accounts import limits
request = RequestFactory().post("/")
print(sum(limits.begin_attempt(request, "somebody@example.org") is not None for _ in range(4)))
print(sum(bool(ratelimit.consume(request, app="a", action="b", config={"b": "5/m/ip"})) for _ in range(4)))
"""


def test_processes_count_together_without_redis(transactional_db):
    database, path = connection.settings_dict, connection.settings_dict["NAME"]
    url = (
        f"sqlite:///{path}"
        if connection.vendor == "sqlite"
        else f"postgres://{database['USER']}@{database['HOST']}/{path}"
    )
    env = {**os.environ, "DATABASE_URL": url, "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    run = [sys.executable, "-c", IN_ANOTHER_PROCESS]
    counted = [subprocess.run(run, env=env, capture_output=True, text=True, check=True).stdout.split() for _ in "ab"]
    assert counted == [["4", "4"], ["1", "1"]]


@pytest.mark.parametrize("kind", ["reader", "officer", "moderator"])
def test_no_page_that_is_read_asks_for_a_count(client, version, request, kind):
    if kind == "officer":
        client.force_login(request.getfixturevalue("officer"))
    elif kind == "moderator":
        client.force_login(factories.secretariat())
    queries = []

    def note(execute, sql, *more):
        queries.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        for path in {*pages(), *ways_in(), "/en/charter/", "/en/charter/1/II/", "/api/v1/charters/"}:
            client.get(path)
    assert len(queries) > 50
    assert [sql for sql in queries if Count._meta.db_table in sql] == []


def test_a_count_tells_neither_account_nor_network_address(db):
    person = signing_in(factories.person())
    guess(person, range(1))
    kept = " ".join(
        f"{key} {base64.b64decode(value)}" for key, value in Count.objects.values_list("cache_key", "value")
    )
    assert Count.objects.count() > 3
    assert [word for word in (person.email, "192.0.2", "person", "pair") if word in kept] == []


def test_old_counts_are_deleted(db):
    guess(signing_in(factories.person()), range(1))
    tasks.delete_old_counts(timezone.now() + timedelta(minutes=6))
    assert 0 < Count.objects.count() < 4
    tasks.delete_old_counts(timezone.now() + timedelta(days=2))
    assert Count.objects.count() == 0


@pytest.mark.parametrize("url", ["/en/join/", "/en/follow/round/1/"])
def test_forms_for_everybody_count_by_the_same_address(round_, settings, url):
    settings.LIMITS = {**settings.LIMITS, "joining": "2/h/ip", "following": "2/h/ip"}
    answers = [Client().post(url, {}, headers=headers(n)).status_code for n in range(3)]
    assert (answers[-1], 429 in answers[:2]) == (429, False)


def test_a_form_for_everybody_that_is_sent_too_often_says_what_to_do(db, settings):
    settings.LIMITS = {**settings.LIMITS, "joining": "1/m/ip"}
    pages = [Client().post(f"/{code}/join/", {}).content.decode() for code in ("en", "en", "fr")]
    assert "Wait some minutes" in pages[1]
    assert 'lang="fr"' in pages[2] and "Wait some minutes" not in pages[2]


def test_another_ones_sign_in_gives_nobody_new_tries(db, settings):
    settings.ATTEMPTS = {**settings.ATTEMPTS, "pair": "3/5m/key"}
    guessed, other = signing_in(factories.person()), signing_in(factories.person())
    tries(3, guessed.email)
    assert Client().post(SIGN_IN, {"login": other.email, "password": "a good long password"}).status_code == 302
    answer = Client().post(SIGN_IN, {"login": guessed.email, "password": "a good long password"})
    assert "Too many" in answer.content.decode()


def test_sixty_people_behind_one_address_sign_in_and_comment_in_one_minute(round_, city, settings):
    people = [signing_in(factories.member(city, "officer")) for _ in range(60)]
    place = factories.provision(round_.charter, 5)
    answers = []
    for number, person in enumerate(people):
        client = Client(REMOTE_ADDR="203.0.113.5")
        if number % 5 == 0:
            client.post(SIGN_IN, {"login": person.email, "password": "a slip of the finger"})
        answers.append(client.post(SIGN_IN, {"login": person.email, "password": "a good long password"}).status_code)
        fields = {"comment": f"Who pays {number}?", "kind": "argument", "language": "en", "organisation": city.slug}
        answers.append(client.post(f"/en/comments/provision/{place.short}/", fields).status_code)
    assert answers == [302] * 120
    assert CharterComment.objects.count() == 60
