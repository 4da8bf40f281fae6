"""What a round referred to its body: provision by provision, with the wordings that are still proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from charter.models import Change, CurrentWording, Decision, Round, VersionWording, Wording
from charter.queries.deciding import decisions
from charter.states import Outcome


@dataclass(frozen=True)
class Motion:
    """One wording that is proposed, and the decision that referred it."""

    change: Change
    decision: Decision


@dataclass(frozen=True)
class Question:
    """A provision on which the body decides.

    `before` is its text in the round's version, `now` the current text, both by language; `now` has the wordings that
    are left open, in square brackets.
    """

    key: str
    motions: tuple[Motion, ...]
    before: dict[str, Wording] = field(default_factory=dict)
    now: dict[str, Wording] = field(default_factory=dict)


def open_to_the_body(round_: Round) -> list[Decision]:
    """Public decisions that refer an amendment, and have not been followed by the body's own."""
    return list(decisions.released_decisions(round_).filter(outcome=Outcome.REFERRED))


def questions_of_round(round_: Round, order: Iterable[str]) -> list[Question]:
    """The questions to the body, in the order of the text, in a constant number of queries."""
    motions: dict[str, list[Motion]] = {}
    for decision in open_to_the_body(round_):
        for change in decision.text.changes.all():
            motions.setdefault(str(change.provision.key), []).append(Motion(change, decision))
    places = {key: n for n, key in enumerate(order)}
    now = _words(CurrentWording.objects.filter(provision__key__in=motions).select_related("wording", "provision"))
    rows = VersionWording.objects.filter(version=round_.version, provision__key__in=motions).exclude(wording=None)
    before = _words(rows.select_related("wording", "provision"))
    return [
        Question(key, tuple(motions[key]), before.get(key, {}), now.get(key, {}))
        for key in sorted(motions, key=lambda key: places.get(key, len(places)))
    ]


def _words(rows: Iterable[CurrentWording] | Iterable[VersionWording]) -> dict[str, dict[str, Wording]]:
    """By key of the provision and by language."""
    wordings: dict[str, dict[str, Wording]] = {}
    for row in rows:
        if row.wording is not None:
            wordings.setdefault(str(row.provision.key), {})[row.language] = row.wording
    return wordings
