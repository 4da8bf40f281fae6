"""How a person moves through pages: with a mouse, or with the keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Person
from tests.journeys import walking

FAR = 300
PASSWORD = "a good long password"
HERE = """selector => {
  const here = document.activeElement;
  return [here.matches(selector), getComputedStyle(here).outlineStyle];
}"""


class Mouse:
    """Points and clicks; what it does works without script too."""

    def __init__(self, reader: Any, person: Person | None = None) -> None:
        self.reader, self.page = reader, reader.page
        if person is not None:
            self.sign_in(person)

    def sign_in(self, person: Person) -> None:
        walking.enter(self.reader, person)

    def go(self, path: str) -> str:
        """Opens an address and gives what the page says."""
        return str(self.reader.go(path).inner_text("main"))

    def said(self) -> str:
        return str(self.page.inner_text("main"))

    def write(self, selector: str, words: str) -> None:
        self.page.locator(selector).first.fill(words)

    def set(self, selector: str, day: str) -> None:
        """A day, which browsers ask for in a way of their own."""
        self.page.locator(selector).first.fill(day)

    def choose(self, selector: str) -> None:
        """Marks a radio button or a box."""
        self.page.locator(selector).first.check()

    def press(self, selector: str) -> None:
        """Presses a button, or follows a link, and waits for the page that answers."""
        walking.press(self.reader, selector)

    def unfold(self, selector: str) -> None:
        """Opens what is folded away."""
        self.page.locator(selector).first.click()


class Keyboard(Mouse):
    """Tab, arrows, Space, Enter and letters; whatever has the focus can be seen to have it."""

    def sign_in(self, person: Person) -> None:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        self.go("/en/accounts/login/")
        self.write("input[name=login]", person.email)
        self.write("input[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, selector: str, words: str) -> None:
        self._reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, selector: str) -> None:
        if self.page.locator(selector).first.get_attribute("type") == "radio":
            self._choose_of_group(selector)
        else:
            self._reach(selector)
            self.page.keyboard.press("Space")
        assert self.page.locator(selector).first.is_checked()

    def press(self, selector: str) -> None:
        self._reach(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, selector: str) -> None:
        self._reach(selector)
        self.page.keyboard.press("Enter")

    def _choose_of_group(self, selector: str) -> None:
        """Comes to the group by Tab, and to the button in it by arrows."""
        name = self.page.locator(selector).first.get_attribute("name")
        self._reach(f"input[name='{name}']")
        self.page.keyboard.press("Space")
        for _turn in range(self.page.locator(f"input[name='{name}']").count()):
            if self._is_here(selector):
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"No arrow comes to {selector}")

    def _reach(self, selector: str) -> None:
        assert self.page.locator(selector).count(), f"{selector} is not on {self.page.url}"
        for _turn in range(FAR):
            self.page.keyboard.press("Tab")
            if self._is_here(selector):
                return
        pytest.fail(f"Tab never comes to {selector} on {self.page.url}")

    def _is_here(self, selector: str) -> bool:
        found, outline = self.page.evaluate(HERE, selector)
        assert not found or outline == "solid", f"{selector} does not show that it has the focus"
        return bool(found)
