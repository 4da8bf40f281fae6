"""Numbers as a request writes them, which may be anything."""

from __future__ import annotations

DIGITS = 9  # every database holds them as the number of a row


def whole_number(text: str) -> int | None:
    """The number that the text writes in decimal digits; None where it is none, or longer than any row's."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None
