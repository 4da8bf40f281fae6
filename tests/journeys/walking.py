"""Acts of people by the names of fields and the addresses of forms, the same in every language and by any hand."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.models import Person

TEXT = "textarea[name='changes-0-text']"
REASON = "textarea[name=reason]"
CHECK = ".acts button[name=act][value=check]"
SUPPORT = "button[name=stance][value=support]"


def enter(reader: Any, person: Person) -> Any:
    """Signs in without the form, which has tests of its own."""
    client = Client()
    client.force_login(person)
    value = client.cookies["sessionid"].value
    reader.context.add_cookies([{"name": "sessionid", "value": value, "url": reader.url}])
    return reader


def press(reader: Any, selector: str) -> Any:
    """Presses what the selector finds and waits for the page that answers."""
    with reader.page.expect_navigation():
        reader.page.locator(selector).first.click()
    return reader.page


def act(name: str) -> str:
    """The button of one act on an amendment."""
    return f"button[form^='{name}-']"
