"""How long one stays signed in, and the second factor that opens the desk."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from tests import factories
from tests.accounts.views.test_second_factor import pages, ways_in

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


def is_in(client, after):
    with time_machine.travel(timezone.now() + after, tick=False):
        return client.get(reverse("account")).status_code == 200


def signed_in(client, person, times=1):
    """By the page, as people do it: a forced login has no device."""
    EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True, primary=True)
    for _ in range(times):
        client.post(reverse("account_logout"))
        client.post(reverse("account_login"), {"login": person.email, "password": "a good long password"})
        client.get(reverse("account"))


@pytest.mark.parametrize(("times", "after", "stays"), [(1, 13 * DAY, True), (1, 15 * DAY, False), (2, 59 * DAY, True)])
def test_a_delegate_stays_longer_on_a_known_device(client, delegate, times, after, stays):
    signed_in(client, delegate, times)
    assert is_in(client, after) == stays


def test_an_officer_does_not_stay_longer_on_a_known_device(client, officer):
    signed_in(client, officer, 2)
    assert not is_in(client, 15 * DAY)


@pytest.mark.parametrize("kind", ["moderator", "administrator"])
def test_the_secretariat_is_signed_out_after_half_a_day_of_use(client, db, kind):
    client.force_login(factories.secretariat(kind))
    used = [is_in(client, number * 50 * MINUTE) for number in range(1, 16)]
    assert used == [True] * 14 + [False]


@pytest.mark.parametrize(("after", "stays"), [(59 * MINUTE, True), (61 * MINUTE, False)])
def test_the_secretariat_is_signed_out_after_an_hour_without_use(client, db, after, stays):
    client.force_login(factories.secretariat())
    assert is_in(client, after) == stays


def test_who_is_signed_out_for_want_of_use_is_told_why_and_has_the_typed_words(client, charter):
    client.force_login(factories.secretariat())
    with time_machine.travel(timezone.now() + 2 * HOUR):
        page = client.get(reverse("desk_members"), follow=True).content.decode()
    assert "You were signed out because of inactivity" in page
    client.force_login(factories.secretariat("administrator"))
    with time_machine.travel(timezone.now() + 2 * HOUR):
        answer = client.post(reverse("desk_roles"), {"reason": "A long reason that took an hour"}).content.decode()
    assert "A long reason that took an hour" in answer


def test_a_page_that_asks_by_itself_is_no_use(client, version, settings):
    client.force_login(factories.secretariat())
    asking = reverse("desk_merge_now", args=[uuid4()])
    editing = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", 1, 1])
    assert {resolve(path).view_name for path in (asking, editing)} == settings.UNATTENDED
    for number in range(1, 7):
        with time_machine.travel(timezone.now() + number * 10 * MINUTE):
            client.get(asking)
            client.post(editing)
    assert not is_in(client, 65 * MINUTE)


def test_others_are_not_signed_out_for_want_of_use(client, officer):
    client.force_login(officer)
    assert is_in(client, 13 * DAY)


@pytest.mark.parametrize("role", ["officer", "moderator"])
def test_nothing_that_somebody_signed_in_is_answered_is_stored(client, version, round_, request, role):
    person = factories.secretariat() if role == "moderator" else request.getfixturevalue(role)
    client.force_login(person)
    paths = {
        *(pages() | ways_in()),
        "/en/charter/1/I/", "/en/charter/", "/en/no-such-page/", "/en/charter", "/robots.txt", "/sitemap.xml",
        "/health/", "/.well-known/security.txt", "/favicon.ico", "/en/charter/1/charter.json",
    }  # fmt: skip
    answers = {
        (path, method): getattr(client, method)(path) for path in paths for method in ("get", "head", "options")
    }
    answers |= {(path, "post"): client.post(path, {}) for path in ("/en/no-such-page/", reverse("desk_roles"))}
    stored = [address for address, answer in answers.items() if "no-store" not in answer.get("Cache-Control", "")]
    assert (len(answers) > 120, stored) == (True, [])


def test_the_answers_that_sign_in_and_out_are_not_stored(client, officer):
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    fields = {"login": officer.email, "password": "a good long password"}
    answers = [client.post(reverse("account_login"), fields), client.post(reverse("account_logout"))]
    assert ["no-store" in answer["Cache-Control"] for answer in answers] == [True, True]


def test_a_refused_form_without_its_secret_is_not_stored(officer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    answer = browser.post(reverse("account"), {})
    assert (answer.status_code, answer["Cache-Control"]) == (403, "private, no-store")


OVER_TLS = """
import django
django.setup()
from django.test import Client
from tests import factories
from allauth.account.models import EmailAddress
who = factories.person()
EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
browser, named = Client(enforce_csrf_checks=True), {}
browser.get("/en/accounts/login/", secure=True)
named |= browser.cookies
secret = browser.cookies["__Host-csrftoken"].value
said = {"login": who.email, "password": "a good long password", "csrfmiddlewaretoken": secret}
answer = browser.post("/en/accounts/login/", said, secure=True, headers={"Referer": "https://testserver/"})
assert answer.status_code == 302, answer.content
named |= browser.cookies
browser.get("/en/account/", secure=True)
named |= browser.cookies
for name, cookie in sorted(named.items()):
    print(name, cookie["path"], cookie["domain"] or "-", bool(cookie["secure"]))
"""


def test_over_tls_every_cookie_is_of_this_host_alone(transactional_db):
    database, name = connection.settings_dict, connection.settings_dict["NAME"]
    url = (
        f"sqlite:///{name}"
        if connection.vendor == "sqlite"
        else f"postgres://{database['USER']}@{database['HOST']}/{name}"
    )
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "SITE_URL": "https://testserver",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    process = subprocess.run([sys.executable, "-c", OVER_TLS], env=env, capture_output=True, text=True, check=True)
    assert process.stdout.splitlines() == [
        "__Host-csrftoken / - True",
        "__Host-device / - True",
        "__Host-messages / - True",
        "__Host-sessionid / - True",
    ]


def test_the_device_of_another_person_is_not_known(client, delegate, officer):
    signed_in(client, officer)
    signed_in(client, delegate)
    assert not is_in(client, 15 * DAY)


def test_readers_get_no_cookie(client, db):
    assert dict(client.get(reverse("privacy")).cookies) == {}


def test_a_moderator_without_a_second_factor_is_sent_to_set_one_up(client, moderator):
    client.force_login(moderator)
    answer = client.get(reverse("desk_members"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_index"))


@pytest.mark.parametrize(("is_required", "answer"), [(False, 200), (True, 302)])
def test_a_demonstration_asks_for_it_where_the_setting_says_so(client, moderator, settings, is_required, answer):
    settings.DEMONSTRATION, settings.DEMO_SECOND_FACTOR = True, is_required
    moderator.is_demonstration = True
    moderator.save()
    client.force_login(moderator)
    assert client.get(reverse("desk_members")).status_code == answer


def test_sessions_are_listed_and_all_others_ended(client, officer):
    elsewhere = Client(headers={"user-agent": "The telephone"})
    for browser in (client, elsewhere):
        signed_in(browser, officer)
    assert "The telephone" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))
    assert elsewhere.get(reverse("account")).status_code == 302
    assert client.get(reverse("account")).status_code == 200
