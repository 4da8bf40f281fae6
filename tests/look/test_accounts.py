"""The pages of accounts wear the site's look and keep its policy: nothing inline, one heading, a way back."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

INLINE = r"\sstyle=|<style|\son\w+=|<script(?![^>]*(?:src|application/json))"
OPEN = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_request_login_code",
    "account_inactive",
    "account_email_verification_sent",
]
OWN = [
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
    "socialaccount_connections",
]


def faults(html: str) -> list[str]:
    sentences = re.findall(INLINE, html)
    if html.count("<h1") != 1:
        sentences.append(f"{html.count('<h1')} headings of the first level")
    if 'id="main"' not in html or 'id="menu"' not in html:
        sentences.append("not the site's page")
    return sentences


def signed_in(client, person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    cache.clear()  # allauth counts here how often one asks
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": "a good long password"})


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPEN)
def test_open_pages(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert faults(answer.content.decode()) == []


@pytest.mark.parametrize("name", OWN)
def test_pages_of_a_person(client, officer, name):
    signed_in(client, officer)
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert faults(answer.content.decode()) == []


@pytest.mark.django_db
def test_a_wrong_password_is_said_in_words_and_in_the_title(client):
    answer = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})
    html = answer.content.decode()
    assert "<title>Error: Sign in" in html
    assert 'id="problem"' in html


@pytest.mark.django_db
def test_a_missing_page_offers_the_search(client):
    answer = client.get("/en/there-is-no-such-page/")
    assert answer.status_code == 404
    assert faults(answer.content.decode()) == []
