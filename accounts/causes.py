"""The id of the request, or of the worker's turn, that something came from. It ties log lines and letters together."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_now: ContextVar[str] = ContextVar("cause", default="")


def current() -> str:
    """The id; empty where nothing was begun, as in a command."""
    return _now.get()


@contextmanager
def begin_cause(cause: str = "") -> Iterator[str]:
    """All that is written meanwhile has this cause, a new one where none is said."""
    token = _now.set(cause or secrets.token_hex(8))
    try:
        yield current()
    finally:
        _now.reset(token)
