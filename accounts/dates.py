"""Days as a language writes them, where Django's formats cannot."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import get_language


def date_format(value: date | datetime, format: str | None = None) -> str:
    """The day in the format of the language; French writes the first of a month `1er`."""
    text = formats.date_format(value, format)
    is_first = (get_language() or "").startswith("fr") and value.day == 1 and text.startswith("1 ")
    return f"1er{text[1:]}" if is_first else text
