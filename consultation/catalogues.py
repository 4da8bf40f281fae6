"""The languages of the interface: English stands in the code, and each catalogue that is there brings one more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale

ENDINGS = ("po", "mo")


def found(folder: Path, languages: Iterable[str]) -> list[str]:
    """Codes of the languages that have a catalogue in the folder, in the given order, English first."""
    there = (code for code in languages if code != "en" and _has_catalogue(folder, code))
    return ["en", *there]


def others(folder: Path, known: Iterable[str]) -> list[tuple[str, str]]:
    """Further languages that have a catalogue in the folder, by code and own name, as Django knows them."""
    named = {code: str(info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info}
    new = sorted(set(named) - set(known))
    return [(code, named[code].capitalize()) for code in new if _has_catalogue(folder, code)]


def _has_catalogue(folder: Path, code: str) -> bool:
    messages = folder / to_locale(code) / "LC_MESSAGES"
    return any((messages / f"django.{ending}").exists() for ending in ENDINGS)
