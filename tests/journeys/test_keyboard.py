"""Proposing and confirming by the keyboard alone."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from charter.models import Amendment
from tests import factories
from tests.journeys.walking import CHECK, TEXT, act

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
THIRD = factories.WORDS["en"][5].replace("fifth", "third")
FAR = 150


def reach(page, selector):
    """Presses Tab until that element has the focus, and sees that one can see it."""
    for _turn in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"Tab never comes to {selector}")


def press(page, selector, key="Enter"):
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page, selector, words):
    reach(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def sign_in(page, person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    page.goto("/en/accounts/login/")
    write(page, "input[name=login]", person.email)
    write(page, "input[name=password]", "a good long password")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_amendment_is_asked_for_and_confirmed(guarded_tables, reader):
    round_ = factories.round_(factories.version(factories.charter()))
    city = factories.organisation("Tamanrit")
    short = factories.provision(round_.charter, 5).short
    officer, delegate = reader().page, reader().page
    for page, kind in ((officer, "officer"), (delegate, "delegate")):
        sign_in(page, factories.member(city, kind))
    officer.goto(f"/en/provisions/{short}/")
    press(officer, f"a[href='/en/provisions/{short}/propose/']")
    write(officer, TEXT, THIRD)
    write(officer, "textarea[name=reason]", "One fifth is too few.")
    press(officer, CHECK)
    press(officer, act("send"), "Space")
    delegate.goto("/en/city/")
    press(delegate, act("confirm"))
    amendment = Amendment.objects.get()
    assert (amendment.number, amendment.text.changes.get().html) == (1, THIRD)
