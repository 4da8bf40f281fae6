"""How many words changes affect, which of them propose in part the same, and the order in which to read them."""

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


def words_changed(change: Change) -> tuple[int, int]:
    """How many words a change deletes and how many it inserts; a move takes all its words elsewhere."""
    base, proposed = texts.sides_of_change(change)
    if change.kind == ChangeKind.MOVE:
        return base.words, base.words
    difference = diff(base, proposed)
    return _words(difference.deleted), _words(difference.inserted)


def similar_changes(groups: Sequence[Sequence[Change]], stretches: Iterable[Mapping[Any, str]]) -> dict[int, set[int]]:
    """By id of a change, the ids of those with another text that propose in part the same.

    Texts of a provision are similar if one stretch has the same wording; new provisions if they share half of it.
    """
    similar: dict[int, set[int]] = {change.pk: set() for rows in groups for change in rows}
    for wordings in stretches:
        for left, right in combinations(wordings, 2):
            if wordings[left] == wordings[right]:
                _note(similar, [left], [right])
    fresh = [rows for rows in groups if rows[0].kind == ChangeKind.INSERT]
    for left_rows, right_rows in combinations(fresh, 2):
        if _share_half(left_rows[0], right_rows[0]):
            _note(similar, [c.pk for c in left_rows], [c.pk for c in right_rows])
    return similar


def order_by_reach(reaches: Sequence[tuple[int, int]], near: Sequence[set[int]]) -> list[int]:
    """Places of groups, the furthest reaching first, each followed by similar ones.

    `reaches` are the reach of each group and a value that decides a tie, the smaller first; `near` are the places
    similar to each.
    """
    by_reach = sorted(range(len(reaches)), key=lambda n: (-reaches[n][0], reaches[n][1]))
    ordered: dict[int, None] = {}
    for n in by_reach:
        for place in (n, *(other for other in by_reach if other in near[n])):
            ordered.setdefault(place)
    return list(ordered)


def _note(similar: dict[int, set[int]], lefts: Iterable[int], rights: Iterable[int]) -> None:
    for left in lefts:
        for right in rights:
            similar[left].add(right)
            similar[right].add(left)


def _share_half(left: Change, right: Change) -> bool:
    first, second = texts.single_block(left.html), texts.single_block(right.html)
    kept = first.words - _words(diff(first, second).deleted)
    return kept * HALF >= min(first.words, second.words)


def _words(runs: Iterable[str]) -> int:
    return sum(texts.single_block(escape(run, quote=False)).words for run in runs)
