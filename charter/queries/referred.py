"""What a round referred to its body: provision by provision, with the wordings that are still asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from charter.models import Change, Decision, Round, Standing, VersionWording, Wording
from charter.queries import decisions as decided
from charter.states import Outcome


@dataclass(frozen=True)
class Motion:
    """One wording that is asked for, and the decision that referred it."""

    change: Change
    decision: Decision


@dataclass(frozen=True)
class Question:
    """A provision on which the body decides.

    `before` are its words in the round's version, `now` those that stand, both by language; `now` holds the wordings
    that stay open, in square brackets.
    """

    key: str
    motions: tuple[Motion, ...]
    before: dict[str, Wording] = field(default_factory=dict)
    now: dict[str, Wording] = field(default_factory=dict)


def open_to_the_body(round_: Round) -> list[Decision]:
    """Public decisions that refer an amendment, and have not been followed by the body's own."""
    return list(decided.released(round_).filter(outcome=Outcome.REFERRED))


def questions(round_: Round, order: Iterable[str]) -> list[Question]:
    """What the body is asked, in the order of the text, in a constant number of queries."""
    found: dict[str, list[Motion]] = {}
    for decision in open_to_the_body(round_):
        for change in decision.text.changes.all():
            found.setdefault(str(change.provision.key), []).append(Motion(change, decision))
    places = {key: n for n, key in enumerate(order)}
    now = _words(Standing.objects.filter(provision__key__in=found).select_related("wording", "provision"))
    rows = VersionWording.objects.filter(version=round_.version, provision__key__in=found).exclude(wording=None)
    before = _words(rows.select_related("wording", "provision"))
    return [
        Question(key, tuple(found[key]), before.get(key, {}), now.get(key, {}))
        for key in sorted(found, key=lambda key: places.get(key, len(places)))
    ]


def _words(rows: Iterable[Standing] | Iterable[VersionWording]) -> dict[str, dict[str, Wording]]:
    """By key of the provision and by language."""
    found: dict[str, dict[str, Wording]] = {}
    for row in rows:
        if row.wording is not None:
            found.setdefault(str(row.provision.key), {})[row.language] = row.wording
    return found
