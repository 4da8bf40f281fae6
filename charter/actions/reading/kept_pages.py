"""Pages that are the same for all readers without an account, cached for a minute and cleared with the next act.

The name of every cached page contains one mark. An act changes the mark, so older entries are not found any more. A
server without Redis has a cache in each process, so another process may show them for the rest of the minute.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.core.cache import caches

FRESH = timedelta(seconds=60)
LARGEST = 200_000
MARK = "mark"
Kept = tuple[float, bytes, dict[str, str]]


def current_mark() -> str:
    """What all pages kept since the last act have in common."""
    mark: str | None = caches["pages"].get(MARK)
    if mark is None:
        caches["pages"].add(MARK, uuid4().hex, None)
        mark = caches["pages"].get(MARK)
    return mark or uuid4().hex


def find_page(name: str) -> Kept | None:
    """The page of that name, with the time it was made at."""
    page: Kept | None = caches["pages"].get(name)
    return page


def keep_page(name: str, made_at: float, body: bytes, headers: dict[str, str]) -> None:
    """Keeps a page for a minute, unless it is so large that it would push others out."""
    if len(body) <= LARGEST:
        caches["pages"].set(name, (made_at, body, headers), FRESH.total_seconds())


def drop_pages() -> None:
    """Clears the cache: from now on every page is made again."""
    caches["pages"].set(MARK, uuid4().hex, None)
