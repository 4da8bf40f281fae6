"""The names of bodies that adopted a version or endorsed decisions."""

from __future__ import annotations

from typing import Protocol

from django.utils.html import escape
from django.utils.safestring import SafeString

from charter.wording.charter_text import apart, interface_language, language_attributes


class WithBody(Protocol):
    """A row that names a body: `body` as it was given first, `body_names` by language code."""

    body: str
    body_names: dict[str, str]


def body_name(row: WithBody) -> str:
    """The name in the interface's language, else as it was given first."""
    return row.body_names.get(interface_language()) or row.body


def body_name_apart(row: WithBody) -> SafeString:
    """The same for a page: a name of another language has `lang` and `dir`, where its language is known."""
    names = row.body_names
    code = next((code for code, name in names.items() if name == row.body), "")
    is_foreign = code and not names.get(interface_language()) and language_attributes(code)
    return apart(row.body, code) if is_foreign else escape(body_name(row))
