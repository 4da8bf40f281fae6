"""What an operator should know before the site is used."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from charter.exports import minisign


def releases_can_be_signed(**kwargs: Any) -> list[CheckMessage]:
    """Reports why the key in the settings cannot sign."""
    try:
        minisign.operator_key()
    except minisign.NoKey as error:
        return [Error(str(error), hint="MINISIGN_KEY_FILE names it.", id="charter.E001")]
    return []
