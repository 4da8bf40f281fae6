"""How a sentence was put in another language before: our own wordings are the memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from accounts.folding import fold
from charter.models import Charter, Wording

ALIKE = 0.6
MOST = 3
END = re.compile(r"(?<=[.!?;؟؛…])\s+|(?<=[。！？；])")
WORD = re.compile(r"[\u2e80-\u9fff]|[\w'-]+")

Spoken = tuple[str, ...]


@dataclass(frozen=True)
class Before:
    """Earlier words of the source language, how another said them, where, and the share of words in common."""

    there: str
    here: str
    citation: str
    share: int


def earlier(
    charter: Charter, source: Wording, before: Wording | None, language: str, citations: Mapping[str, str]
) -> list[Before]:
    """Earlier wordings with a sentence like those that are new in the source, the most alike first.

    Each comes with the words of `language` that carried the same adoptions at that time.
    """
    wanted = _new_sentences(source.text, before.text if before else "")
    rows = Wording.objects.filter(provision__charter=charter, language=source.language)
    rows = rows.exclude(pk__in=[one.pk for one in (source, before) if one])
    scored = [(_share(wanted, row.text), row) for row in rows.only("text", "provision_id", "carries_digest")]
    best = sorted((one for one in scored if one[0] >= ALIKE), key=lambda one: (-one[0], -one[1].pk))[: 4 * MOST]
    said = _counterparts([row for _score, row in best], language)
    found: dict[str, Before] = {}
    for score, row in best:
        here = said.get((row.provision_id, row.carries_digest))
        if here is not None and here.text not in found:
            cite = citations.get(str(here.provision.key), "")
            found[here.text] = Before(row.text, here.text, cite, round(100 * score))
    return list(found.values())[:MOST]


def _new_sentences(text: str, before: str) -> list[Spoken]:
    old = set(_sentences(before))
    return [one for one in _sentences(text) if one not in old] or _sentences(text)


def _sentences(text: str) -> list[Spoken]:
    return [spoken for part in END.split(text) if (spoken := tuple(WORD.findall(fold(part))))]


def _share(wanted: Iterable[Spoken], text: str) -> float:
    there = _sentences(text)
    pairs = ((one, other) for one in wanted for other in there)
    return max((Indel.normalized_similarity(one, other, score_cutoff=ALIKE) for one, other in pairs), default=0.0)


def _counterparts(rows: list[Wording], language: str) -> dict[tuple[int, str], Wording]:
    """The latest words of the language at each provision and set of adoptions."""
    found = Wording.objects.filter(provision__in={row.provision_id for row in rows}, language=language)
    return {(one.provision_id, one.carries_digest): one for one in found.select_related("provision")}
