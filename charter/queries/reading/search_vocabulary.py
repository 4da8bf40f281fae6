"""The words of a version, and which of them is meant by a word that it does not have.

Our own list on both databases: trigrams of PostgreSQL are an extension that not every server has.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.folding import HAN, WORD, fold_text
from charter.models import Version, VersionWording

SHORTEST, LONG = 4, 7


def corrected_words(words: str, version: Version, language: str, more: Iterable[str] = ()) -> str:
    """The words with each unknown one replaced by the nearest of the version or of `more`; empty if none is near."""
    vocabulary = _of(version.digest, version, language) | _folded(more)
    nearest = [_nearest(word, vocabulary) for word in WORD.findall(words)]
    corrected = " ".join(nearest)
    return corrected if fold_text(corrected) != " ".join(WORD.findall(fold_text(words))) else ""


def _nearest(word: str, vocabulary: dict[str, str]) -> str:
    folded = fold_text(word)
    if folded in vocabulary or len(folded) < SHORTEST or HAN.search(folded):
        return word
    slips = 1 if len(folded) < LONG else 2
    best = process.extractOne(folded, vocabulary.keys(), scorer=OSA.distance, score_cutoff=slips)
    return vocabulary[best[0]] if best else word


@lru_cache(maxsize=32)
def _of(digest: str, version: Version, language: str) -> dict[str, str]:
    """Each word by its folded form. A version never changes, so the result is cached by its digest."""
    rows = VersionWording.objects.filter(version=version, language=language, wording__isnull=False)
    texts = rows.order_by("place").values_list("wording__text", flat=True)
    return _folded(texts)


def _folded(texts: Iterable[str | None]) -> dict[str, str]:
    words = (word.lower() for text in texts for word in WORD.findall(text or ""))
    return {fold_text(word): word for word in words}
