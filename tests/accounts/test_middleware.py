"""How long one stays signed in, and the second factor that opens the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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


@pytest.mark.parametrize(("after", "stays"), [(11 * HOUR, True), (13 * HOUR, False)])
def test_the_secretariat_is_signed_out_after_half_a_day(client, db, after, stays):
    client.force_login(factories.secretariat())
    assert is_in(client, after) == stays


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


@pytest.mark.parametrize(("asked", "answer"), [(False, 200), (True, 302)])
def test_a_demonstration_asks_for_it_where_the_setting_says_so(client, moderator, settings, asked, answer):
    settings.DEMONSTRATION, settings.DEMO_SECOND_FACTOR = True, asked
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
