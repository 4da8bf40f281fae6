"""What follows for amendments whose wording was not chosen when a conflict was settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from charter.models import Amendment
from charter.queries.merge_views import MergeView
from charter.queries.merging import Choice, is_about
from charter.states import Outcome


@dataclass
class Loser:
    """An amendment that lost, the decision that follows, and why, by language.

    `refused` are ids of its changes of which nothing is in the result.
    """

    amendment: Amendment
    outcome: Outcome
    because_of: Amendment | None
    reason: dict[str, str] = field(default_factory=dict)
    refused: tuple[int, ...] = ()

    @property
    def is_in_part(self) -> bool:
        return self.outcome == Outcome.IN_PART


def losers(view: MergeView) -> list[Loser]:
    """Those for which the moderator said at once what follows, in the order of their numbers.

    One of which nothing is in the result falls because of the chosen one, or is not accepted where none was chosen;
    one of which something is in the result is accepted in part.
    """
    reasons: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    winners: dict[int, Amendment] = {}
    lost: dict[int, set[int]] = defaultdict(set)
    for choice, winner, changes in _settled(view):
        for pk, amendment_pk in changes:
            reasons[amendment_pk][choice["language"]].append(choice["why"])
            lost[amendment_pk].add(pk)
            if winner is not None:
                winners.setdefault(amendment_pk, winner)
    return [_loser(view, a, winners.get(a.pk), reasons[a.pk], lost[a.pk]) for a in view.chosen if a.pk in lost]


def _loser(
    view: MergeView, amendment: Amendment, winner: Amendment | None, reasons: dict[str, list[str]], lost: set[int]
) -> Loser:
    own = {one.change.pk for one in view.asked if one.amendment.pk == amendment.pk}
    if own & view.brought:
        outcome, winner = Outcome.IN_PART, None
    else:
        outcome = Outcome.FALLS if winner else Outcome.NOT_ACCEPTED
    said = {code: " ".join(dict.fromkeys(rows)) for code, rows in reasons.items()}
    return Loser(amendment, outcome, winner, said, tuple(sorted(lost - view.brought)))


def _settled(view: MergeView) -> Iterator[tuple[Choice, Amendment | None, list[tuple[int, int]]]]:
    """Each settled conflict with a word on who lost: the choice, who was chosen, and the changes that lost."""
    choices = view.merge.resolutions
    asked = {one.change.pk: one.amendment for one in view.asked}
    for conflict, side in view.result.merged.settled:
        choice = choices.get(conflict.id, {})
        if not choice.get("why"):
            continue
        chosen = [mark for mark in getattr(side, "marks", ()) if mark in asked]
        winners = {asked[mark].pk for mark in chosen}
        lost = [mark for mark in conflict.marks if mark in asked and asked[mark].pk not in winners]
        yield choice, asked[chosen[0]] if chosen else None, [(mark, asked[mark].pk) for mark in lost]
    for key, (name, _html) in view.result.written.items():
        choice = choices.get(name, {})
        if choice.get("why"):
            yield (
                choice,
                None,
                [(one.change.pk, one.amendment.pk) for one in view.asked if one.key == key or is_about(one, (key,))],
            )
