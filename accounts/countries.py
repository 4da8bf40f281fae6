"""Short names of countries as the United Nations gives them, in the language of the page.

Source: names by M49 code of the United Nations Statistics Division, from the data set `datasets/country-codes` (public
domain), state of 15 May 2026. That set differs from the list of member states for Côte d’Ivoire and the
Netherlands, and in the second name of the Falkland Islands (Malvinas): these rows follow the list.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

TABLE = Path(__file__).with_suffix(".csv")
FALLBACK = "en"


@cache
def _table() -> dict[str, dict[str, str]]:
    """By language of the table the name of each country by its code of two letters."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {language: {row["code"]: row[language] for row in rows} for language in rows[0] if language != "code"}


def country_names(language: str) -> dict[str, str]:
    """Every country's name by its code. In a language that the table lacks, the names are English."""
    table = _table()
    return table.get(language) or table[FALLBACK]


def country_name(code: str) -> str:
    """The country's name; text that is no code stays as it was typed."""
    return country_names(get_language() or FALLBACK).get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Codes with names, in the order of the names."""
    return sorted(country_names(get_language() or FALLBACK).items(), key=lambda pair: pair[1].casefold())
