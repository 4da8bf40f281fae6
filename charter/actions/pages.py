"""Pages that readers without an account see alike, kept ready for a minute and dropped with the next act.

One mark stands in the name of every kept page. An act changes the mark; what was kept before is found no more.
A server without Redis keeps its own pages in each process, so another process may show them for the rest of it.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.core.cache import caches

FRESH = timedelta(seconds=60)
LARGEST = 200_000
MARK = "mark"
Kept = tuple[float, bytes, dict[str, str]]


def mark() -> str:
    """What all pages kept since the last act have in common."""
    found: str | None = caches["pages"].get(MARK)
    if found is None:
        caches["pages"].add(MARK, uuid4().hex, None)
        found = caches["pages"].get(MARK)
    return found or uuid4().hex


def find(name: str) -> Kept | None:
    """The page of that name, with the time it was made at."""
    found: Kept | None = caches["pages"].get(name)
    return found


def keep(name: str, made: float, body: bytes, headers: dict[str, str]) -> None:
    """Keeps a page for a minute, unless it is so large that it would push others out."""
    if len(body) <= LARGEST:
        caches["pages"].set(name, (made, body, headers), FRESH.total_seconds())


def drop() -> None:
    """From now on every page is made anew."""
    caches["pages"].set(MARK, uuid4().hex, None)
