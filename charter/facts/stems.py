"""The stems of words, by one maintained stemmer for each language (Snowball), at indexing and at query time alike.

An index has each word and its stem, and so has a query: a plural finds its singular even where the stemmer cuts the
two differently. Words are folded first, so that accents make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from accounts.folding import HAN, WORD, fold_text

STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "id": "indonesian",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
# Of a text whose language is not known.
USUAL = ("en", "fr", "es", "ar")
# What Arabic writes before a noun as one with it.
ARABIC_JOINED = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل|و)(?=\w{3})")


def of_text(text: str, languages: Iterable[str]) -> str:
    """The words of a text and their stems, each once, parted and surrounded by spaces."""
    words = {word for word in WORD.findall(fold_text(text)) if not HAN.search(word)}
    forms = {form for word in words for form in of_word(word, tuple(languages))}
    return f" {' '.join(sorted(forms))} " if forms else ""


@lru_cache(maxsize=50_000)
def of_word(word: str, languages: tuple[str, ...]) -> frozenset[str]:
    """A folded word and its stems in these languages."""
    forms = {word}
    for language in languages:
        bare = ARABIC_JOINED.sub("", word) if language[:2] == "ar" else word
        forms |= {bare, _stem(bare, language[:2])}
    return frozenset(forms - {""})


def _stem(word: str, language: str) -> str:
    # A stemmer keeps the word that it works on, so threads do not share one.
    algorithm = STEMMERS.get(language)
    return fold_text(snowballstemmer.stemmer(algorithm).stemWord(word)) if algorithm else word
