"""The words of a version, and which of them is meant by a word that it does not have.

Our own list on both databases: trigrams of PostgreSQL are an extension that not every server has.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.folding import HAN, WORD, fold
from charter.models import Version, VersionWording

SHORTEST, LONG = 4, 7


def meant(words: str, version: Version, language: str, more: Iterable[str] = ()) -> str:
    """The words with each unknown one replaced by the nearest of the version or of `more`; empty if none is near."""
    known = _of(version.digest, version, language) | _folded(more)
    found = [_nearest(word, known) for word in WORD.findall(words)]
    said = " ".join(found)
    return said if fold(said) != " ".join(WORD.findall(fold(words))) else ""


def _nearest(word: str, known: dict[str, str]) -> str:
    folded = fold(word)
    if folded in known or len(folded) < SHORTEST or HAN.search(folded):
        return word
    slips = 1 if len(folded) < LONG else 2
    best = process.extractOne(folded, known.keys(), scorer=OSA.distance, score_cutoff=slips)
    return known[best[0]] if best else word


@lru_cache(maxsize=32)
def _of(digest: str, version: Version, language: str) -> dict[str, str]:
    """Each word by its folded form. A version never changes, so its digest says whether this was read before."""
    rows = VersionWording.objects.filter(version=version, language=language, wording__isnull=False)
    texts = rows.order_by("place").values_list("wording__text", flat=True)
    return _folded(texts)


def _folded(texts: Iterable[str | None]) -> dict[str, str]:
    words = (word.lower() for text in texts for word in WORD.findall(text or ""))
    return {fold(word): word for word in words}
