"""How a sentence was put in another language before: our own wordings are the memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from accounts.folding import fold_text
from charter.models import Charter, Wording

ALIKE = 0.6
MOST = 3
END = re.compile(r"(?<=[.!?;؟؛…])\s+|(?<=[。！？；])")
WORD = re.compile(r"[\u2e80-\u9fff]|[\w'-]+")

Spoken = tuple[str, ...]


@dataclass(frozen=True)
class Before:
    """An earlier text of the source language, its translation, its place, and the share of words in common."""

    there: str
    here: str
    citation: str
    share: int


def similar_earlier_wordings(
    charter: Charter, source: Wording, before: Wording | None, language: str, citations: Mapping[str, str]
) -> list[Before]:
    """Earlier wordings with a sentence similar to those that are new in the source, the most similar first.

    Each comes with the text of `language` that had the same adoptions at that time.
    """
    sentences = _new_sentences(source.text, before.text if before else "")
    rows = Wording.objects.filter(provision__charter=charter, language=source.language)
    rows = rows.exclude(pk__in=[item.pk for item in (source, before) if item])
    scored = [(_share(sentences, row.text), row) for row in rows.only("text", "provision_id", "carries_digest")]
    best = sorted((item for item in scored if item[0] >= ALIKE), key=lambda item: (-item[0], -item[1].pk))[: 4 * MOST]
    counterparts = _counterparts([row for _score, row in best], language)
    similar: dict[str, Before] = {}
    for score, row in best:
        counterpart = counterparts.get((row.provision_id, row.carries_digest))
        if counterpart is not None and counterpart.text not in similar:
            cite = citations.get(str(counterpart.provision.key), "")
            similar[counterpart.text] = Before(row.text, counterpart.text, cite, round(100 * score))
    return list(similar.values())[:MOST]


def _new_sentences(text: str, before: str) -> list[Spoken]:
    old = set(_sentences(before))
    return [sentence for sentence in _sentences(text) if sentence not in old] or _sentences(text)


def _sentences(text: str) -> list[Spoken]:
    return [spoken for part in END.split(text) if (spoken := tuple(WORD.findall(fold_text(part))))]


def _share(sentences: Iterable[Spoken], text: str) -> float:
    text_sentences = _sentences(text)
    pairs = ((sentence, other) for sentence in sentences for other in text_sentences)
    return max(
        (Indel.normalized_similarity(sentence, other, score_cutoff=ALIKE) for sentence, other in pairs), default=0.0
    )


def _counterparts(rows: list[Wording], language: str) -> dict[tuple[int, str], Wording]:
    """The latest words of the language at each provision and set of adoptions."""
    wordings = Wording.objects.filter(provision__in={row.provision_id for row in rows}, language=language)
    return {
        (wording.provision_id, wording.carries_digest): wording for wording in wordings.select_related("provision")
    }
