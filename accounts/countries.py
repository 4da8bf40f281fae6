"""Names of countries in the language of the page, by their code of two letters."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language

from accounts.locales import locale_of


@lru_cache(maxsize=64)
def names(language: str) -> dict[str, str]:
    """Every country's name by its code, in that language."""
    named = locale_of(language).territories
    return {code: name for code, name in named.items() if len(code) == 2 and code not in NOT_COUNTRIES}


NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def name(code: str) -> str:
    """The country's name; what is no code stands as it was typed."""
    return names(get_language() or "en").get(code, code)


def choices() -> list[tuple[str, str]]:
    """Codes with names, in the order of the names."""
    return sorted(names(get_language() or "en").items(), key=lambda pair: pair[1].casefold())
