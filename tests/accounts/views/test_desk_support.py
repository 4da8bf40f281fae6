"""The secretariat helps who cannot sign in: by the person's own address, in the record, and told to the person."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import tasks
from accounts.models import Invitation, Letter, Person, Record
from tests import factories

PASSWORD = "a good long password"


@pytest.fixture
def helper(client, db):
    """A moderator, signed in."""
    person = factories.secretariat()
    client.force_login(person)
    return person


def act(client, person, way, **data):
    return client.post(reverse("desk_support_act", args=[person.pk, way]), {"token": f"once-{way}", **data})


def look(client, address):
    return client.get(reverse("desk_support"), {"address": address})


def signs_in(person, password=PASSWORD):
    confirmed = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults=confirmed)
    browser = Client()
    browser.post(reverse("account_login"), {"login": person.email, "password": password})
    return browser.get(reverse("account")).status_code == 200


def test_an_account_is_found_by_its_address_in_any_letters(client, helper, delegate):
    text = look(client, delegate.email.upper()).text
    assert delegate.name in text
    assert reverse("desk_support_act", args=[delegate.pk, "password"]) in text


def test_an_unknown_address_is_said(client, helper):
    assert "No account has this address." in look(client, "nobody@example.org").text
    assert look(client, "no address").status_code == 422


def test_a_link_to_the_persons_own_address_sets_a_new_password(client, helper, delegate):
    answer = act(client, delegate, "password", email="thief@example.org")
    assert answer.status_code == 302
    tasks.send_waiting()
    [message] = mail.outbox
    assert message.to == [delegate.email]
    [path] = re.findall(r"http://localhost:8000(\S+)", message.body)
    browser = Client()
    form = browser.get(path, follow=True)
    browser.post(
        form.redirect_chain[-1][0], {"password1": "another good password", "password2": "another good password"}
    )
    assert signs_in(Person.objects.get(pk=delegate.pk), "another good password")


def test_nobody_but_the_person_sees_the_link(client, helper, delegate):
    act(client, delegate, "password")
    assert Letter.objects.get().link.startswith("/en/accounts/password/reset/key/")
    pages = [client.get(reverse(name)).text for name in ("desk_letters", "desk_support")]
    tasks.send_waiting()
    assert not any("reset/key" in text for text in [*pages, look(client, delegate.email).text])
    assert Letter.objects.get().link == ""


@pytest.mark.parametrize(
    ("way", "act_", "subject"),
    [
        ("password", "password link sent", "Set a new password"),
        ("unlock", "sign-in unlocked", "You can sign in again"),
    ],
)
def test_each_is_in_the_record_and_told_to_the_person(client, helper, delegate, way, act_, subject):
    for _twice in range(2):
        act(client, delegate, way)
    record = Record.objects.get(act=act_)
    assert (record.about, record.person) == (f"person:{delegate.pk}", helper.pk)
    tasks.send_waiting()
    assert [(message.to, message.subject) for message in mail.outbox] == [([delegate.email], subject)]


def test_cleared_attempts_let_the_person_in_again(client, helper, delegate, django_capture_on_commit_callbacks):
    for _attempt in range(12):
        signs_in(delegate, "a wrong password")
    assert not signs_in(delegate)
    with django_capture_on_commit_callbacks(execute=True):
        act(client, delegate, "unlock")
    assert signs_in(delegate)


@pytest.mark.parametrize("kind", ["moderator", "administrator"])
@pytest.mark.parametrize(("by", "allowed"), [("moderator", False), ("administrator", True)])
def test_administrators_alone_help_the_secretariat(client, db, kind, by, allowed):
    client.force_login(factories.secretariat(by))
    person = factories.holder(kind)
    text = look(client, person.email).text
    answers = [act(client, person, way).status_code for way in ("password", "unlock")]
    assert (reverse("desk_support_act", args=[person.pk, "unlock"]) in text) is allowed
    assert answers == ([302, 302] if allowed else [403, 403])
    assert Letter.objects.exists() is allowed


@pytest.mark.parametrize("role", ["officer", "stranger", "delegate"])
def test_others_do_not_find_it(client, request, city, delegate, role):
    client.force_login(request.getfixturevalue(role))
    assert look(client, delegate.email).status_code == 404
    assert [act(client, delegate, way).status_code for way in ("password", "unlock")] == [404, 404]
    assert not Letter.objects.exists()


def test_an_invitation_to_the_address_is_sent_again(client, helper, city):
    factories.invited(city, helper, email="new@example.org")
    invitation = Invitation.objects.get()
    again = reverse("invitation_act", args=[invitation.pk, "resend"])
    assert again in look(client, "new@example.org").text
    client.post(again, {"token": "again"})
    assert Invitation.objects.get().sendings == invitation.sendings + 1
    assert Record.objects.filter(act="invitation sent again", person=helper.pk).count() == 1


def test_no_other_act_and_no_erased_account(client, helper, delegate):
    assert act(client, delegate, "delete").status_code == 404
    Person.objects.filter(pk=delegate.pk).update(is_active=False)
    assert act(client, delegate, "password").status_code == 404


def test_members_and_roles_lead_there(client, helper, city, delegate):
    link = f"{reverse('desk_support')}?address={delegate.email.replace('@', '%40')}"
    assert link in client.get(reverse("desk_member", args=[city.slug])).text
    assert reverse("desk_support") in client.get(reverse("desk_roles")).text
