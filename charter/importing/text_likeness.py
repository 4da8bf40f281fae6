"""Finds the provisions of a later edition of one language again by the likeness of their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import Indel

from charter.facts.numerals import fold_digits
from charter.importing.drafts import ProvisionDraft

# Share of words in common: enough wherever it stands, and enough where number and place are the same too.
ALIKE = 0.6
ALIKE_IN_PLACE = 0.3
# Beyond so many unmatched on each side only neighbours are compared.
MOST = 1_500

WORD = re.compile(r"[\u2e80-\u9fff]|[^\W_]+(?:[’'-][^\W_]+)*")


def words_to_compare(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared, Han signs one by one."""
    return tuple(WORD.findall(fold_digits(text).lower()))


def likeness_of(words: Sequence[str], other_words: Sequence[str]) -> float:
    """The share of words that two texts have in common, in order: 1 for the same, 0 for none."""
    return float(Indel.normalized_similarity(words, other_words))


def pairs_found_again(before: Sequence[ProvisionDraft], after: Sequence[ProvisionDraft]) -> list[tuple[int, int]]:
    """Pairs of places: each later provision with the earlier one whose words it carries on, best likeness first."""
    matches = _same(before, after)
    for pairs in (_anywhere, _in_place):
        used = {i for i, _j in matches}, {j for _i, j in matches}
        left = [i for i in range(len(before)) if i not in used[0]]
        right = [j for j in range(len(after)) if j not in used[1]]
        matches += _best(pairs(before, after, left, right))
    return sorted(matches)


def _same(before: Sequence[ProvisionDraft], after: Sequence[ProvisionDraft]) -> list[tuple[int, int]]:
    """Those whose words did not change, first come first matched, so that repeated words keep their order."""
    places: dict[tuple[bool, str, tuple[str, ...]], list[int]] = {}
    for i, provision in enumerate(before):
        places.setdefault(_identity(provision, provision.citation), []).append(i)
    exact = [
        (places[_identity(provision, provision.citation)].pop(0), j)
        for j, provision in enumerate(after)
        if places.get(_identity(provision, provision.citation))
    ]
    used = {i for i, _j in exact}, {j for _i, j in exact}
    loose: dict[tuple[bool, str, tuple[str, ...]], list[int]] = {}
    for i, provision in enumerate(before):
        if i not in used[0]:
            loose.setdefault(_identity(provision, ""), []).append(i)
    return exact + [
        (loose[_identity(provision, "")].pop(0), j)
        for j, provision in enumerate(after)
        if j not in used[1] and loose.get(_identity(provision, ""))
    ]


def _identity(provision: ProvisionDraft, place: str) -> tuple[bool, str, tuple[str, ...]]:
    return provision.is_heading, place, words_to_compare(provision.text) or (provision.text,)


Scored = tuple[float, int, int]


def _in_place(
    before: Sequence[ProvisionDraft], after: Sequence[ProvisionDraft], left: list[int], right: list[int]
) -> Iterable[Scored]:
    places = {before[i].citation: i for i in left}
    for j in right:
        i = places.get(after[j].citation)
        if i is not None and before[i].is_heading == after[j].is_heading:
            score = likeness_of(words_to_compare(before[i].text), words_to_compare(after[j].text))
            if score >= ALIKE_IN_PLACE or before[i].is_heading:
                yield score + 1, i, j


def _anywhere(
    before: Sequence[ProvisionDraft], after: Sequence[ProvisionDraft], left: list[int], right: list[int]
) -> Iterable[Scored]:
    spoken = {i: words_to_compare(before[i].text) for i in left}
    near = len(left) > MOST or len(right) > MOST
    for j in right:
        words = words_to_compare(after[j].text)
        for i in left:
            if before[i].is_heading != after[j].is_heading or (near and abs(i - j) > MOST):
                continue
            score = float(Indel.normalized_similarity(spoken[i], words, score_cutoff=ALIKE))
            if score >= ALIKE:
                yield score, i, j


def _best(scored: Iterable[Scored]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = set(), set()
    for _score, i, j in sorted(
        scored, key=lambda scored_pair: (-scored_pair[0], abs(scored_pair[1] - scored_pair[2]), scored_pair[1])
    ):
        if i not in used[0] and j not in used[1]:
            pairs.append((i, j))
            used[0].add(i)
            used[1].add(j)
    return pairs
