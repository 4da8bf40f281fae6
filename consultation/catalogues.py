"""The languages of the interface: English stands in the code, and each catalogue that is there brings one more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale, trans_real

ENDINGS = ("po", "mo")


def languages_with_catalogue(folder: Path, languages: Iterable[str]) -> list[str]:
    """Codes of the languages that have a catalogue in the folder, in the given order, English first."""
    codes = (code for code in languages if code != "en" and _has_catalogue(folder, code))
    return ["en", *codes]


def further_languages(folder: Path, known_codes: Iterable[str]) -> list[tuple[str, str]]:
    """Further languages that have a catalogue in the folder, by code and own name, as Django knows them."""
    named = {code: str(info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info}
    new = sorted(set(named) - set(known_codes))
    return [(code, named[code].capitalize()) for code in new if _has_catalogue(folder, code)]


def _has_catalogue(folder: Path, code: str) -> bool:
    messages = folder / to_locale(code) / "LC_MESSAGES"
    return any((messages / f"django.{ending}").exists() for ending in ENDINGS)


def gather_catalogues(languages: Iterable[str]) -> None:
    """Lays the words of all applications in one dictionary a language, so that one is found by one look.

    Django means to do so and compares a function with its code, which are never equal (`TranslationCatalog.update`):
    each word is sought in some thirty dictionaries, and an English one, which is in none, in all of them twice.
    """
    for code in languages:
        catalog = trans_real.translation(code)._catalog  # type: ignore[attr-defined]
        rows = list(zip(catalog._catalogs, catalog._plurals, strict=True))
        words = {
            key: word for entries, _rule in reversed(rows) for key, word in entries.items() if isinstance(key, str)
        }
        numbered = [({k: w for k, w in entries.items() if not isinstance(k, str)}, rule) for entries, rule in rows]
        kept = [(words, rows[0][1]), *((entries, rule) for entries, rule in numbered if entries)]
        catalog._catalogs, catalog._plurals = map(list, zip(*kept, strict=True))
