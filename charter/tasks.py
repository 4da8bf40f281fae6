"""What falls due by the clock. Pages compute the same from the clock, so nothing waits for the worker to be true."""

from __future__ import annotations

from datetime import datetime


def run(now: datetime) -> None:
    """Everything that is due at that moment; asked again it does nothing more."""
