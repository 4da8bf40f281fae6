"""How far changes reach, which of them ask in part alike, and the order in which a desk reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import combinations
from typing import Any

from charter import texts
from charter.models import Change
from charter.states import ChangeKind
from charter.text import diff

HALF = 2


def reach(change: Change) -> tuple[int, int]:
    """How many words a change takes out and how many it puts in; a move takes all its words elsewhere."""
    base, asked = texts.sides(change)
    if change.kind == ChangeKind.MOVE:
        return base.words, base.words
    made = diff(base, asked)
    return _words(made.deleted), _words(made.inserted)


def alike(groups: Sequence[Sequence[Change]], stretches: Iterable[Mapping[Any, str]]) -> dict[int, set[int]]:
    """By id of a change, the ids of those with other words that ask in part for the same.

    Words of a provision are alike where one stretch has the same wording; new provisions where they share half of it.
    """
    found: dict[int, set[int]] = {change.pk: set() for rows in groups for change in rows}
    for wordings in stretches:
        for one, other in combinations(wordings, 2):
            if wordings[one] == wordings[other]:
                _note(found, [one], [other])
    fresh = [rows for rows in groups if rows[0].kind == ChangeKind.INSERT]
    for one_, other_ in combinations(fresh, 2):
        if _share_half(one_[0], other_[0]):
            _note(found, [c.pk for c in one_], [c.pk for c in other_])
    return found


def order(reaches: Sequence[tuple[int, int]], near: Sequence[set[int]]) -> list[int]:
    """Places of groups, the furthest reaching first, each followed by those that are alike.

    `reaches` are the reach of each group and what settles a tie, the smaller first; `near` the places alike to each.
    """
    by_reach = sorted(range(len(reaches)), key=lambda n: (-reaches[n][0], reaches[n][1]))
    found: dict[int, None] = {}
    for n in by_reach:
        for place in (n, *(other for other in by_reach if other in near[n])):
            found.setdefault(place)
    return list(found)


def _note(found: dict[int, set[int]], ones: Iterable[int], others: Iterable[int]) -> None:
    for one in ones:
        for other in others:
            found[one].add(other)
            found[other].add(one)


def _share_half(one: Change, other: Change) -> bool:
    first, second = texts.single(one.html), texts.single(other.html)
    kept = first.words - _words(diff(first, second).deleted)
    return kept * HALF >= min(first.words, second.words)


def _words(runs: Iterable[str]) -> int:
    return sum(texts.single(escape(run, quote=False)).words for run in runs)
