"""What follows for amendments whose wording was not chosen when a conflict was settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from charter.models import Amendment
from charter.queries.amending import identical_amendments
from charter.queries.merging.merge_building import Choice, is_about
from charter.queries.merging.merge_views import MergeView
from charter.states import AmendmentState, Outcome


@dataclass(frozen=True)
class LossReason:
    """The reason why a wording was not chosen, in the language of the moderator who settled the conflict.

    `typed` is the reason that the moderator gave. Without it, the choice is the reason: the wording of amendment
    `winner`, the unchanged text, or another wording.
    """

    language: str
    typed: str = ""
    winner: int | None = None
    text_was_kept: bool = False


@dataclass
class Loser:
    """An amendment that lost, the decision that follows, and why.

    `refused` are ids of its changes of which nothing is in the result.
    """

    amendment: Amendment
    outcome: Outcome
    because_of: Amendment | None
    reasons: tuple[LossReason, ...] = ()
    refused: tuple[int, ...] = ()

    @property
    def is_in_part(self) -> bool:
        return self.outcome == Outcome.IN_PART


def losers_of(view: MergeView) -> list[Loser]:
    """Those whose wording was not chosen, by number, with the reason that the moderator gave or a standard one.

    One of which nothing is in the result falls because of the chosen one, or is not accepted where none was chosen;
    one of which something is in the result is accepted in part. Where an amendment that proposes the same enters, for
    example with other words by its decision, the loser is accepted as part of it: identical amendments never have
    opposite outcomes.
    """
    reasons: dict[int, list[LossReason]] = defaultdict(list)
    winners: dict[int, Amendment] = {}
    lost: dict[int, set[int]] = defaultdict(set)
    for choice, winner, changes in _settled(view):
        for pk, amendment_pk in changes:
            reasons[amendment_pk].append(_reason(view, choice, winner))
            lost[amendment_pk].add(pk)
            if winner is not None:
                winners.setdefault(amendment_pk, winner)
    return [_loser(view, a, winners.get(a.pk), reasons[a.pk], lost[a.pk]) for a in view.chosen if a.pk in lost]


def _loser(
    view: MergeView, amendment: Amendment, winner: Amendment | None, reasons: list[LossReason], lost: set[int]
) -> Loser:
    if _is_brought(view, amendment):
        outcome, winner = Outcome.IN_PART, None
    elif (identical := _identical_in_text(view, amendment)) is not None:
        outcome, winner = Outcome.AS_PART, identical
    else:
        outcome = Outcome.FALLS if winner else Outcome.NOT_ACCEPTED
    return Loser(amendment, outcome, winner, tuple(dict.fromkeys(reasons)), tuple(sorted(lost - view.brought)))


def _is_brought(view: MergeView, amendment: Amendment) -> bool:
    """Whether something of a chosen amendment is in the result."""
    return any(
        merge_change.change.pk in view.brought
        for merge_change in view.merge_changes
        if merge_change.amendment.pk == amendment.pk
    )


def _identical_in_text(view: MergeView, loser: Amendment) -> Amendment | None:
    """The amendment that proposes the same and is in the result, or in the text since an earlier merge."""
    provisions = [change.provision_id for change in loser.text.changes.all()] if loser.text else []
    groups = identical_amendments.identical_groups(loser.round, provisions)
    group = next((several for several in groups if loser in several), [])
    chosen = {amendment.pk for amendment in view.chosen}
    return next(
        (
            other
            for other in group
            if (other.pk in chosen and _is_brought(view, other)) or other.state == AmendmentState.MERGED
        ),
        None,
    )


def _settled(view: MergeView) -> Iterator[tuple[Choice, Amendment | None, list[tuple[int, int]]]]:
    """Each settled conflict: the choice, who was chosen, and the changes that lost."""
    choices = view.merge.resolutions
    amendments = {merge_change.change.pk: merge_change.amendment for merge_change in view.merge_changes}
    for conflict, side in view.result.merged.settled:
        choice = choices.get(conflict.id, {})
        if conflict.id in view.result.together or conflict.id in view.result.brackets:
            continue
        chosen = [mark for mark in getattr(side, "marks", ()) if mark in amendments]
        winners = {amendments[mark].pk for mark in chosen}
        lost = [mark for mark in conflict.marks if mark in amendments and amendments[mark].pk not in winners]
        yield choice, amendments[chosen[0]] if chosen else None, [(mark, amendments[mark].pk) for mark in lost]
    for key, (name, _html) in view.result.written.items():
        choice = choices.get(name, {})
        concerned = [
            merge_change
            for merge_change in view.merge_changes
            if merge_change.key == key or is_about(merge_change, (key,))
        ]
        # Words that a moderator wrote stand for those whose words are in them, unless the moderator states otherwise.
        losing = (
            concerned
            if choice.get("why")
            else [merge_change for merge_change in concerned if merge_change.change.pk not in view.brought]
        )
        yield choice, None, [(merge_change.change.pk, merge_change.amendment.pk) for merge_change in losing]


def _reason(view: MergeView, choice: Choice, winner: Amendment | None) -> LossReason:
    if choice.get("why"):
        return LossReason(choice["language"], typed=choice["why"])
    return LossReason(
        view.merge.saved_by.language,
        winner=winner.number if winner is not None else None,
        text_was_kept=bool(choice.get("base")),
    )
