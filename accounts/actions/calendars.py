"""The address of a person's own calendar. What one reads is no act: the audit log gets nothing."""

from __future__ import annotations

import secrets

from accounts.models import Person

BYTES = 32


def renew_calendar_key(*, person: Person) -> None:
    """Gives the person's own calendar a new address; the old address, if there is one, ends."""
    _set_key(person, secrets.token_urlsafe(BYTES))


def end_calendar(*, person: Person) -> None:
    """Ends the address of the person's own calendar."""
    _set_key(person, None)


def _set_key(person: Person, key: str | None) -> None:
    person.calendar_key = key
    person.save(update_fields=["calendar_key"])
