"""Where amendments meet at one provision: who asks for the same words, who clashes, and on which stretch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from charter import texts
from charter.models import Amendment, Change
from charter.queries.translations import InOther
from charter.states import ChangeKind
from charter.text import Document, merge
from charter.text import Merge as Merged


@dataclass(frozen=True)
class Stretch:
    """A column of the collation: the present words, and each wording's by id of a change."""

    base: str
    clash: bool
    wordings: dict[int, str]
    after: str = ""


@dataclass(frozen=True)
class Group:
    """Amendments that ask for the very same words of a provision, and those they clash with.

    `across` may collide with it in other languages; `read` is what can be read of them in the desk's, by amendment.
    """

    changes: tuple[Change, ...]
    clashes: tuple[Amendment, ...]
    on: tuple[str, ...]
    across: tuple[Amendment, ...] = ()
    read: Mapping[int, InOther] = field(default_factory=dict)

    @property
    def first(self) -> Change:
        return self.changes[0]

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        return tuple(change.text.amendment for change in self.changes)


@dataclass(frozen=True)
class Meeting:
    """All that is asked of one provision in one language, and where it meets."""

    language: str
    base: str
    groups: tuple[Group, ...]
    stretches: tuple[Stretch, ...] = field(default=())


def identity(change: Change) -> tuple[object, ...]:
    """What two changes have in common that ask for the same thing."""
    return (change.kind, change.provision_id, change.language, change.html, change.after_id)


def _worded(changes: Iterable[Change]) -> dict[int, Change]:
    """Changes of words that were all written for the same base, by id."""
    rows = [c for c in changes if c.kind in (ChangeKind.REPLACE, ChangeKind.DELETE) and c.base is not None]
    newest = max((c.base_id or 0 for c in rows), default=0)
    return {c.pk: c for c in rows if c.base_id == newest}


def _together(changes: dict[int, Change]) -> Merged:
    base = next(iter(changes.values())).base
    assert base is not None
    documents: dict[Any, Document] = {
        pk: Document() if change.kind == ChangeKind.DELETE else texts.single(change.html)
        for pk, change in changes.items()
    }
    return merge(texts.single(base.html), documents)


def met(changes: Iterable[Change]) -> dict[Any, set[Any]]:
    """For each change the ids of those it collides with, as the text core says."""
    worded = _worded(changes)
    found: dict[Any, set[Any]] = defaultdict(set)
    if len(worded) > 1:
        for conflict in _together(worded).conflicts:
            for one, other in conflict.pairs:
                found[one].add(other)
                found[other].add(one)
    return found


def distinct(changes: Iterable[Change]) -> list[Amendment]:
    """The amendments of these changes, each once, in the same order."""
    return list({change.text.amendment_id: change.text.amendment for change in changes}.values())


def meeting(language: str, base: str, changes: list[Change]) -> Meeting:
    by_words: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        by_words[identity(change)].append(change)
    clashing = met(changes)
    worded = _worded(changes)
    stretches = tuple(_stretches(worded)) if len(by_words) > 1 and worded else ()
    by_pk = {change.pk: change for change in changes}
    groups = [_group(rows, by_pk, clashing, stretches) for rows in by_words.values()]
    return Meeting(language, base, tuple(groups), stretches)


def _group(
    rows: list[Change], by_pk: dict[int, Change], met: dict[int, set[int]], stretches: Sequence[Stretch]
) -> Group:
    own = {change.pk for change in rows}
    others = sorted(set().union(*(met.get(pk, set()) for pk in own)) - own)
    on = tuple(dict.fromkeys(s.base for s in stretches if s.clash and s.base and own & s.wordings.keys()))
    return Group(tuple(rows), tuple(dict.fromkeys(by_pk[pk].text.amendment for pk in others)), on)


def _stretches(worded: dict[int, Change]) -> Iterable[Stretch]:
    """The contested stretches first, then those that one wording alone changes."""
    made = _together(worded)
    for conflict in made.conflicts:
        wordings = {mark: side.text for side in conflict.sides for mark in side.marks}
        yield Stretch(conflict.base, True, wordings)
    gone = {credit.start: credit for credit in made.deleted}
    for credit in made.credits:
        if credit.kind == "inserted":
            base = gone.pop(credit.start).text if credit.start in gone else ""
            before = made.document.text[: credit.start].split()[-3:]
            yield Stretch(base.strip(), False, dict.fromkeys(credit.marks, credit.text.strip()), " ".join(before))
    for credit in gone.values():
        yield Stretch(credit.text.strip(), False, dict.fromkeys(credit.marks, ""))
