"""The languages of the interface: English stands in the code, and each catalogue that is there brings one more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import to_locale

ENDINGS = ("po", "mo")


def found(folder: Path, languages: Iterable[str]) -> list[str]:
    """Codes of the languages that have a catalogue in the folder, in the given order, English first."""
    there = (code for code in languages if code != "en" and _has_catalogue(folder, code))
    return ["en", *there]


def _has_catalogue(folder: Path, code: str) -> bool:
    messages = folder / to_locale(code) / "LC_MESSAGES"
    return any((messages / f"django.{ending}").exists() for ending in ENDINGS)
