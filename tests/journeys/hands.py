"""How a person moves through pages: with a mouse, or with the keyboard alone; and how much that takes.

A step is one press that opens, sends or unfolds something; a move brings the focus to another place and is counted
apart. Choosing and typing are neither. `waited` are the seconds between a press and the page that answers it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Person
from tests.journeys import walking

FAR = 300
ROW = "[data-keys-row]"
RINGS = ("solid", "auto")  # ours, and the browser's own in a mail
PASSWORD = "a good long password"
HERE = """selector => {
  const here = document.activeElement;
  return [here.matches(selector), getComputedStyle(here).outlineStyle];
}"""


class Mouse:
    """Points and clicks; what it does works without script too. Signing in is not counted."""

    steps, moves, waited = 0, 0, 0.0

    def __init__(self, reader: Any, person: Person | None = None) -> None:
        self.reader, self.page = reader, reader.page
        if person is not None:
            self.sign_in(person)
        self.steps, self.moves, self.waited = 0, 0, 0.0

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
        with self._step():
            walking.press(self.reader, selector)

    def unfold(self, selector: str) -> None:
        """Opens what is folded away."""
        self.steps += 1
        self.page.locator(selector).first.click()

    def open_first(self) -> None:
        """Opens the first row of a list at the desk."""
        self.press(f"{ROW} a[data-key~=o]")

    def give(self, selector: str, name: str, contents: bytes) -> None:
        """Chooses a file of one's own in the window that the browser opens for it."""
        with self.page.expect_file_chooser() as chooser:
            self._ask_for_file(selector)
        chooser.value.set_files([{"name": name, "mimeType": "application/octet-stream", "buffer": contents}])

    def _ask_for_file(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    @contextmanager
    def _step(self) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.steps += 1
        self.waited += time.monotonic() - began


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
        self._open_by("Enter")

    def unfold(self, selector: str) -> None:
        self._reach(selector)
        self.steps += 1
        self.page.keyboard.press("Enter")

    def open_first(self) -> None:
        """By the desk's own keys."""
        self.page.keyboard.press("j")
        self.moves += 1
        assert self._is_here(ROW)
        self._open_by("o")

    def _open_by(self, key: str) -> None:
        with self._step(), self.page.expect_navigation():
            self.page.keyboard.press(key)

    def _ask_for_file(self, selector: str) -> None:
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
            self.moves += 1
        pytest.fail(f"No arrow comes to {selector}")

    def _reach(self, selector: str) -> None:
        assert self.page.locator(selector).count(), f"{selector} is not on {self.page.url}"
        for _turn in range(FAR):
            self.page.keyboard.press("Tab")
            self.moves += 1
            if self._is_here(selector):
                return
        pytest.fail(f"Tab never comes to {selector} on {self.page.url}")

    def _is_here(self, selector: str) -> bool:
        has_focus, outline = self.page.evaluate(HERE, selector)
        assert not has_focus or outline in RINGS, f"{selector} does not show that it has the focus"
        return bool(has_focus)


class Crew:
    """The people of one task, each with hands of their own when first needed; what it takes them all together."""

    def __init__(self, take: Callable[[str], Mouse]) -> None:
        self.take = take
        self.hands: dict[str, Mouse] = {}

    def __getitem__(self, role: str) -> Mouse:
        if role not in self.hands:
            self.hands[role] = self.take(role)
        return self.hands[role]

    @property
    def steps(self) -> int:
        return sum(hand.steps for hand in self.hands.values())

    @property
    def moves(self) -> int:
        return sum(hand.moves for hand in self.hands.values())

    @property
    def waited(self) -> float:
        return sum(hand.waited for hand in self.hands.values())
