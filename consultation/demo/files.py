"""The demonstration's data files, and days counted from today."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

HERE = Path(__file__).resolve().parent
ZONE = ZoneInfo("Europe/Madrid")
REQUIRED = ("en", "fr", "es")
LANGUAGES = (*REQUIRED, "ar")


def load_data(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def charter_file(language: str) -> Path:
    return HERE / f"charter.{language}.html"


def moment_of_day(number: int, hour: int = 10, minute: int = 0) -> datetime:
    """That many days from today (negative: ago), by the clock of the demonstration; never later than now if past."""
    today = timezone.now().astimezone(ZONE).date()
    when = datetime.combine(today + timedelta(days=number), time(hour, minute), tzinfo=ZONE)
    return min(when, timezone.now()) if number <= 0 else when


def end_of_day(number: int) -> datetime:
    """The last minute of that day."""
    today = timezone.now().astimezone(ZONE).date()
    return datetime.combine(today + timedelta(days=number), time(23, 59), tzinfo=ZONE)
