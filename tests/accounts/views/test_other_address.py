"""Another address for an account: not in force until it is confirmed there, and the old one is told."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from tests.accounts import post
from tests.accounts.views.test_signing_in import PASSWORD, is_in, opens

NEW = "new@example.org"


@pytest.fixture
def asked(client, officer):
    """Signed in by the password a moment ago, and a new address is added."""
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "1", "email": NEW})
    assert EmailAddress.objects.filter(email=NEW).exists()
    return officer


def choose(client):
    client.post(reverse("account_email"), {"action_primary": "1", "email": NEW})
    return Person.objects.get().email


def asks():
    return reverse("account_reauthenticate") + "?" + urlencode({"next": reverse("account_email")})


@pytest.fixture
def later(client, asked):
    """The same session, an hour after the password was given."""
    session = client.session
    session["account_authentication_methods"] = [
        {**method, "at": method["at"] - 3600} for method in session["account_authentication_methods"]
    ]
    session.save()
    EmailAddress.objects.filter(email=NEW).update(verified=True)
    return asked


@pytest.mark.parametrize("act", ["action_add", "action_primary", "action_remove"])
def test_a_session_that_is_found_open_changes_none_without_the_password(client, later, act):
    before = sorted(EmailAddress.objects.values_list("email", "verified", "primary"))
    answer = client.post(reverse("account_email"), {act: "1", "email": "third@example.org" if "add" in act else NEW})
    assert (answer.status_code, answer["Location"]) == (302, asks())
    assert sorted(EmailAddress.objects.values_list("email", "verified", "primary")) == before
    assert f'<a href="{reverse("account")}">Cancel</a>' in client.get(asks()).content.decode()
    wrong = client.post(asks(), {"password": "a guess at a password"})
    assert "password" in wrong.context["form"].errors
    assert Person.objects.get().email == later.email


def test_what_was_asked_for_is_done_once_the_password_is_given(client, later):
    assert choose(client) == later.email
    client.post(asks(), {"password": PASSWORD})
    assert Person.objects.get().email == NEW


def test_until_it_is_confirmed_it_is_in_force_for_nothing(client, asked):
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert choose(client) == asked.email
    elsewhere = Client()
    elsewhere.post(reverse("account_login"), {"login": NEW, "password": PASSWORD})
    assert not is_in(elsewhere)
    mail.outbox.clear()
    for page in ("account_reset_password", "account_request_login_code"):
        Client().post(reverse(page), {"email": NEW})
    assert [message.to for message in mail.outbox if opens(message.body)] == []


def test_once_it_is_the_main_one_the_old_address_is_told(client, asked):
    client.post(re.search(r"/en/accounts/confirm-email/\S+", mail.outbox[0].body).group())
    assert choose(client) == NEW
    message = mail.outbox[-1]
    assert message.to == [asked.email]
    assert f"Your main address was {asked.email} and is now {NEW}." in message.body
    assert "127.0.0.1" not in message.body


def test_a_mail_server_that_is_gone_holds_no_change_up(client, asked, settings):
    post.point(settings, post.free_port())
    EmailAddress.objects.filter(email=NEW).update(verified=True)
    assert choose(client) == NEW
