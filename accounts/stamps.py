"""When something was last changed, by files that all processes of the site share: each may have its own cache."""

from __future__ import annotations

import contextlib
from pathlib import Path

from django.conf import settings


def read_stamp(name: str) -> int:
    """The time of the last change in nanoseconds; 0 before the first one. Read it before what is to be cached."""
    try:
        return _stamp_file(name).stat().st_mtime_ns
    except OSError:
        return 0


def renew_stamp(name: str) -> None:
    """Tells all processes of a change. Where the file cannot be written, they learn it when what they keep ends."""
    with contextlib.suppress(OSError):
        _stamp_file(name).touch()


def _stamp_file(name: str) -> Path:
    return Path(settings.VAR_DIR, f"{name}-changed")
