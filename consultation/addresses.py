"""The language in an address is the language of the charter's words; the interface speaks it where it can.

Where it cannot, the interface borrows another language and the active code says both: `en-x-pt` is an English
interface around Portuguese words. Django caches addresses by the active code, so the pair must stand in it.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import LocalePrefixPattern, URLPattern, URLResolver
from django.utils.translation import get_language

BORROWED = "-x-"


def borrowed_locale(interface: str, words: str) -> str:
    """The code to activate for an interface in one language around words in another."""
    return f"{interface}{BORROWED}{words}"


class WordsPrefixPattern(LocalePrefixPattern):
    """Puts the language of the words before every address."""

    @property
    def language_prefix(self) -> str:
        active = get_language() or settings.LANGUAGE_CODE
        return f"{active.rpartition(BORROWED)[2]}/"


def in_languages(*patterns: URLPattern | URLResolver) -> list[URLPattern | URLResolver]:
    """What `i18n_patterns` does, with the prefix above."""
    return [URLResolver(WordsPrefixPattern(), list(patterns))]
