"""Amendments to one provision: which propose the same text, which are in conflict, and on which stretch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from charter import texts
from charter.models import Amendment, Change
from charter.queries.amending.identical_amendments import change_identity
from charter.queries.amending.translations import InOther
from charter.queries.secretariat import change_reach
from charter.states import ChangeKind
from charter.text import Document, merge
from charter.text import Merge as Merged


@dataclass(frozen=True)
class Stretch:
    """A column of the collation: the present words, and each wording's by id of a change.

    `chars` is where contested words begin and end in the present ones; None where they are more than a stretch.
    """

    base: str
    merge_conflict: bool
    wordings: dict[int, str]
    after: str = ""
    chars: tuple[int, int] | None = None


@dataclass(frozen=True)
class Group:
    """Amendments that propose exactly the same text of a provision, those in conflict with them, and similar ones.

    `out` and `put` are the numbers of deleted and inserted words: the reach of the change. `across` may be in conflict
    with it in other languages. `read` are their translations into the language of the page, by amendment.
    """

    changes: tuple[Change, ...]
    conflicts: tuple[Amendment, ...]
    on: tuple[str, ...]
    alike: tuple[Amendment, ...] = ()
    out: int = 0
    put: int = 0
    across: tuple[Amendment, ...] = ()
    read: Mapping[int, InOther] = field(default_factory=dict)

    @property
    def first(self) -> Change:
        return self.changes[0]

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        return tuple(change.text.amendment for change in self.changes)


@dataclass(frozen=True)
class Pair:
    """Two groups, by their places, that are in conflict, and the present text that both change."""

    first: int
    other: int
    on: str


@dataclass(frozen=True)
class Meeting:
    """All proposals on one provision in one language, and where they differ; those with the longest reach first.

    `at_point` is true if they insert new provisions after it: all of them can enter, in the order of their numbers.
    """

    language: str
    base: str
    groups: tuple[Group, ...]
    stretches: tuple[Stretch, ...] = field(default=())
    pairs: tuple[Pair, ...] = ()
    at_point: bool = False


def _worded(changes: Iterable[Change]) -> dict[int, Change]:
    """Changes of words, and divisions of them, that were all written for the same base, by id."""
    kinds = (ChangeKind.REPLACE, ChangeKind.DELETE, ChangeKind.SPLIT)
    rows = [c for c in changes if c.kind in kinds and c.base is not None]
    newest = max((c.base_id or 0 for c in rows), default=0)
    return {c.pk: c for c in rows if c.base_id == newest}


def _together(changes: dict[int, Change]) -> Merged:
    base = next(iter(changes.values())).base
    assert base is not None
    documents: dict[Any, Document] = {pk: texts.sides_of_change(change)[1] for pk, change in changes.items()}
    return merge(texts.single_block(base.html), documents)


def conflicting_changes(changes: Iterable[Change]) -> dict[Any, set[Any]]:
    """For each change the ids of those in conflict with it, as the text core computes them."""
    worded = _worded(changes)
    return _met(_together(worded)) if len(worded) > 1 else {}


def _met(merged: Merged) -> dict[Any, set[Any]]:
    conflicting: dict[Any, set[Any]] = defaultdict(set)
    for conflict in merged.conflicts:
        for left, right in conflict.pairs:
            conflicting[left].add(right)
            conflicting[right].add(left)
    return conflicting


def distinct_amendments(changes: Iterable[Change]) -> list[Amendment]:
    """The amendments of these changes, each once, in the same order."""
    return list({change.text.amendment_id: change.text.amendment for change in changes}.values())


def meeting_of(language: str, base: str, changes: list[Change]) -> Meeting:
    """The proposals on the text of one provision, or on its place."""
    by_words: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        by_words[change_identity(change)].append(change)
    worded = _worded(changes)
    merged = _together(worded) if worded else None
    conflicting = _met(merged) if merged else {}
    stretches = tuple(_stretches(merged)) if merged and len(by_words) > 1 else ()
    alike = change_reach.similar_changes(list(by_words.values()), _wanted_alike(worded, stretches))
    by_pk = {change.pk: change for change in changes}
    groups = [_group(rows, by_pk, conflicting, stretches, alike) for rows in by_words.values()]
    ordered = [
        groups[n] for n in change_reach.order_by_reach([(g.out + g.put, g.first.pk) for g in groups], _near(groups))
    ]
    at_point = all(change.kind == ChangeKind.INSERT for change in changes)
    return Meeting(language, base, tuple(ordered), stretches, tuple(_pairs(ordered, merged)), at_point)


def _wanted_alike(worded: dict[int, Change], stretches: Sequence[Stretch]) -> list[dict[int, str]]:
    """Wordings by stretch; a deletion of the whole would make one stretch of all that others want within."""
    kept = {pk: change for pk, change in worded.items() if change.kind != ChangeKind.DELETE}
    contested = stretches if len(kept) == len(worded) else _stretches(_together(kept)) if kept else ()
    return [stretch.wordings for stretch in contested]


def _group(
    rows: list[Change],
    by_pk: dict[int, Change],
    met: dict[int, set[int]],
    stretches: Sequence[Stretch],
    alike: dict[int, set[int]],
) -> Group:
    own = {change.pk for change in rows}
    others = sorted(set().union(*(met.get(pk, set()) for pk in own)) - own)
    on = tuple(dict.fromkeys(s.base for s in stretches if s.merge_conflict and s.base and own & s.wordings.keys()))
    near = sorted(set().union(*(alike.get(pk, set()) for pk in own)) - own)
    deleted, inserted = change_reach.words_changed(rows[0])
    return Group(tuple(rows), _once(by_pk, others), on, _once(by_pk, near), deleted, inserted)


def _once(by_pk: dict[int, Change], ids: Iterable[int]) -> tuple[Amendment, ...]:
    return tuple(distinct_amendments(by_pk[pk] for pk in ids))


def _near(groups: Sequence[Group]) -> list[set[int]]:
    """For each group the places of the groups with similar proposals."""
    place = {amendment.pk: n for n, group in enumerate(groups) for amendment in group.amendments}
    return [{place[amendment.pk] for amendment in group.alike} - {n} for n, group in enumerate(groups)]


def _pairs(groups: Sequence[Group], merged: Merged | None) -> Iterable[Pair]:
    """Who collides with whom, each pair once a stretch."""
    place: dict[Any, int] = {change.pk: n for n, group in enumerate(groups) for change in group.changes}
    pairs: dict[Pair, None] = {}
    for conflict in merged.conflicts if merged else ():
        for a, b in conflict.pairs:
            first, second = sorted((place[a], place[b]))
            if first != second:
                pairs[Pair(first, second, conflict.base.strip())] = None
    return sorted(pairs, key=lambda pair: (pair.first, pair.other))


def _stretches(merged: Merged) -> Iterable[Stretch]:
    """The contested stretches first, then those that one wording alone changes."""
    for conflict in merged.conflicts:
        wordings = {mark: side.text for side in conflict.sides for mark in side.marks}
        yield Stretch(conflict.base, True, wordings, chars=conflict.chars)
    gone = {credit.start: credit for credit in merged.deleted}
    for credit in merged.credits:
        if credit.kind == "inserted":
            base = gone.pop(credit.start).text if credit.start in gone else ""
            before = merged.document.text[: credit.start].split()[-3:]
            yield Stretch(base.strip(), False, dict.fromkeys(credit.marks, credit.text.strip()), " ".join(before))
    for credit in gone.values():
        yield Stretch(credit.text.strip(), False, dict.fromkeys(credit.marks, ""))
