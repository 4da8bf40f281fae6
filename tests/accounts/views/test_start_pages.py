"""Signing in leads to the page of the person's role."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.views.start_pages import start_address
from tests import factories


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("moderator", "desk"),
        ("body_member", "desk"),
        ("administrator", "desk_first_steps"),
        ("language_editor", "languages"),
        ("drafter", "wagtailadmin_home"),
    ],
)
def test_a_role_begins_on_its_page(db, kind, page):
    assert start_address(factories.holder(kind)) == reverse(page)


def test_people_of_a_member_begin_in_their_workspace(officer):
    assert start_address(officer) == reverse("city")


def test_a_person_without_any_role_begins_on_the_home_page(db):
    assert start_address(factories.person()) == "/"


def test_signing_in_leads_there_and_back_to_the_page_that_asked(client, officer):
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)
    typed = {"login": officer.email, "password": "a good long password"}
    assert client.post(reverse("account_login"), typed)["Location"] == reverse("city")
    client.logout()
    answer = client.post(f"{reverse('account_login')}?next=/en/decisions/", {**typed, "next": "/en/decisions/"})
    assert answer["Location"] == "/en/decisions/"
