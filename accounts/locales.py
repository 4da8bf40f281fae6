"""What a language does by its own rules, as Babel knows them: its locale, and how it names several things at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language


@lru_cache(maxsize=64)
def locale_of(code: str) -> Locale:
    """The locale of a language; English where nobody knows it."""
    try:
        return Locale.parse(code.partition("-")[0])
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def listed(words: Iterable[object]) -> str:
    """`Tamanrit, Velmora and Zorilla`, each once, as the language of the page joins them; nothing for none."""
    return str(format_list(list(dict.fromkeys(map(str, words))), locale=locale_of(get_language() or "en")))


def listed_html(parts: Iterable[str]) -> SafeString:
    """The same with marks within; what is not safe is escaped."""
    return mark_safe(listed(conditional_escape(part) for part in parts))
