"""How long the database is waited for where what would be written matters less than the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

BRIEFLY, SECOND = 100, 1_000  # milliseconds


@contextmanager
def waiting_briefly() -> Iterator[None]:
    """Within it SQLite's lock is waited for a tenth of a second, and not as long as a person's act waits."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * SECOND)
    _wait(BRIEFLY)
    try:
        yield
    finally:
        _wait(usual)


def _wait(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")
