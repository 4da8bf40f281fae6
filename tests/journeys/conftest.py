"""A real server, a real Chromium, and people who sign in as people do."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core.signals import got_request_exception
from django.dispatch import receiver
from playwright.sync_api import Browser, Page

from accounts.models import Person
from charter.models import Round
from tests import factories

LANGUAGES = ("en", "fr", "es")
server_errors: list[str] = []


@receiver(got_request_exception)
def keep_error(**_: object) -> None:
    """A page that fails says no more than its status; a test that fails by it says why."""
    server_errors.append(traceback.format_exc())


class Reader:
    """One person with a browser of their own. What the policy of the site forbids fails the test at its end."""

    def __init__(self, browser: Browser, url: str, **options: object) -> None:
        self.url = url
        self.context = browser.new_context(base_url=url, **options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.violations: list[str] = []
        self.page.on("console", lambda message: self._heard(message.text))

    def _heard(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.violations.append(text)

    def go(self, path: str) -> Page:
        server_errors.clear()
        answer = self.page.goto(path)
        assert answer is not None and answer.ok, "\n".join([f"{path}: {answer and answer.status}", *server_errors])
        return self.page

    def open(self, path: str) -> Page:
        """Opens an address whatever it answers, an error's own page too."""
        self.page.goto(path)
        return self.page

    def press(self, name: str, exact: bool = False) -> Page:
        """Presses the button of that name and waits for the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=exact).first.click()
        return self.page

    def follow(self, name: str, exact: bool = False) -> Page:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self.page

    def sign_in(self, person: Person, password: str = "a good long password") -> Page:
        EmailAddress.objects.get_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        self.go("/en/accounts/login/")
        self.page.locator("input[name=login]").fill(person.email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        return self.page


@pytest.fixture
def reader(browser, live_server) -> Iterator[object]:
    """Makes people with browsers; closes them and looks at violations of the policy when the test is over."""
    readers: list[Reader] = []

    def make(person: Person | None = None, **options: object) -> Reader:
        new_reader = Reader(browser, live_server.url, **options)
        readers.append(new_reader)
        if person is not None:
            new_reader.sign_in(person)
        return new_reader

    yield make
    for each_reader in readers:
        each_reader.context.close()
    assert [violation for each_reader in readers for violation in each_reader.violations] == []


@pytest.fixture
def walked(transactional_db, settings) -> Round:
    """An open round, on a site that asks nobody for a second factor."""
    settings.DEMONSTRATION = True
    return factories.round_(factories.version(factories.charter()))


@pytest.fixture
def people(walked) -> dict[str, Person]:
    """Two cities, the secretariat and two editors a language."""
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    persons = {
        "officer": factories.member(city, "officer"),
        "delegate": factories.member(city, "delegate"),
        "other officer": factories.member(other, "officer"),
        "other": factories.member(other, "delegate"),
        "moderator": factories.holder("moderator"),
        "second": factories.holder("moderator"),
        **{f"{code}{n}": factories.holder("language_editor", code) for code in LANGUAGES for n in (1, 2)},
    }
    Person.objects.update(is_demonstration=True)
    return persons
