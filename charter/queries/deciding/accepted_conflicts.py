"""Accepted amendments of a round that cannot all enter the text as they were accepted, before anybody merges them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import load_names
from charter import texts
from charter.models import Amendment, Change, Decision, Merge, Provision, Round, unnamed_proposers_of
from charter.queries.amending import accepted_words, identical_amendments
from charter.states import (
    DENYING_OUTCOMES,
    GRANTING_OUTCOMES,
    MERGING_OUTCOMES,
    AmendmentState,
    ChangeKind,
    MergeState,
    RebaseState,
)
from charter.text import Conflict, Document, merge

# Moves and new provisions meet in the order of the text; who merges puts them in order.
WORDED = (ChangeKind.REPLACE, ChangeKind.DELETE, ChangeKind.SPLIT)


@dataclass(frozen=True)
class AcceptedConflict:
    """Amendments whose accepted texts are in conflict in one provision, and the current text that they change.

    `pairs` are ids of amendments that cannot both enter. `can_stand_together` is true if each inserts text at the same
    point, so that a merge can put them one after the other.
    """

    amendments: tuple[Amendment, ...]
    provision: Provision
    language: str
    on: str
    pairs: frozenset[frozenset[int]]
    can_stand_together: bool = False

    def others(self, amendment: Amendment) -> list[Amendment]:
        """Those that the amendment is in conflict with; identical ones beside it are not among them."""
        return [other for other in self.amendments if {amendment.pk, other.pk} in self.pairs]


@dataclass(frozen=True)
class Contradiction:
    """Two amendments that propose the same, of which one is accepted and the other one is not."""

    granted: Amendment
    denied: Amendment


def conflicts_in_round(round_: Round, decisions: Iterable[Decision] | None = None) -> list[AcceptedConflict]:
    """Conflicts among the accepted amendments of a round that are not in the text.

    With `decisions`: among those whose decision is public or one of these, as they would be public together. Without
    those that an open merge resolved so that the texts of all enter.
    """
    accepted_conflicts = conflicts_among(_with_words(_accepted(round_, decisions)))
    settled = _settled_by_words_of_all(round_)
    return [
        accepted_conflict
        for accepted_conflict in accepted_conflicts
        if not any(ids.issuperset(a.pk for a in accepted_conflict.amendments) for ids in settled)
    ]


def contradicting_decisions(round_: Round, decisions: Iterable[Decision]) -> list[Contradiction]:
    """Identical amendments with opposite outcomes that would be public with these decisions."""
    public = {decision.amendment_id for decision in decisions}
    pairs = _contradictions(round_, public)
    return [pair for pair in pairs if public & {pair.granted.pk, pair.denied.pk}]


def public_contradictions(round_: Round, amendments: Collection[int]) -> list[Contradiction]:
    """Identical amendments whose public decisions are opposite, and one of which is among these, by their ids."""
    pairs = _contradictions(round_, frozenset())
    return [pair for pair in pairs if {pair.granted.pk, pair.denied.pk} & {*amendments}]


def _contradictions(round_: Round, public: Collection[int]) -> Iterator[Contradiction]:
    for several in identical_amendments.identical_groups(round_):
        decided = [(a, a.decision) for a in several if a.decision and (a.decision.is_released or a.pk in public)]
        granted = next((a for a, decision in decided if decision.outcome in GRANTING_OUTCOMES), None)
        if granted:
            for amendment, decision in decided:
                if decision.outcome in DENYING_OUTCOMES:
                    yield Contradiction(granted, amendment)


def conflicts_with_accepted(amendment: Amendment) -> list[AcceptedConflict]:
    """Conflicts that an amendment has, or would have if it were accepted, with accepted ones of its round."""
    if amendment.text is None:
        return []
    places = [change.provision_id for change in amendment.text.changes.all()]
    others = _accepted(amendment.round, None).exclude(pk=amendment.pk).filter(text__changes__provision__in=places)
    ids = list(others.values_list("pk", flat=True))
    both = _with_words(Amendment.objects.filter(pk__in=[*ids, amendment.pk])) if ids else []
    return [
        accepted_conflict for accepted_conflict in conflicts_among(both) if amendment in accepted_conflict.amendments
    ]


def conflicts_among(amendments: Sequence[Amendment]) -> list[AcceptedConflict]:
    """Conflicts among these, provision by provision, as the text core finds them.

    `accepted_words.load_accepted_texts` has read what this reads.
    """
    places: dict[tuple[int, str], list[tuple[Amendment, Change, str]]] = defaultdict(list)
    for amendment in amendments:
        for change in amendment.text.changes.all() if amendment.text else ():
            accepted = accepted_words.accepted_text(amendment, change)
            fits = change.base is not None and change.carry in (RebaseState.CLEAN, RebaseState.CHECK)
            if accepted is not None and fits and change.kind in WORDED:
                places[change.provision_id, change.language].append((amendment, change, accepted.html))
    return [
        accepted_conflict for rows in places.values() if len(rows) > 1 for accepted_conflict in _in_one_place(rows)
    ]


def _in_one_place(rows: Sequence[tuple[Amendment, Change, str]]) -> Iterable[AcceptedConflict]:
    newest = max((change.base for _a, change, _html in rows if change.base), key=lambda base: base.pk)
    # By their text: when a merge was reversed, the same text is stored again.
    asking: dict[Any, Amendment] = {
        change.pk: amendment for amendment, change, _html in rows if change.base and change.base.html == newest.html
    }
    proposals: dict[Any, Document] = {
        change.pk: texts.sides_of_change(change, html)[1] for _amendment, change, html in rows if change.pk in asking
    }
    for conflict in merge(texts.single_block(newest.html), proposals).conflicts:
        met = [(asking[left], asking[right]) for left, right in conflict.pairs]
        pairs = frozenset(frozenset((left.pk, right.pk)) for left, right in met if left.pk != right.pk)
        if not pairs:
            continue
        amendments = {side.pk: side for pair in met for side in pair}
        several = tuple(sorted(amendments.values(), key=lambda side: side.number or 0))
        place, on, together = rows[0][1].provision, conflict.base.strip(), _can_stand_together(conflict)
        yield AcceptedConflict(several, place, newest.language, on, pairs, together)


def _can_stand_together(conflict: Conflict) -> bool:
    return conflict.kind.name == "SAME_POINT" and all(len(side.document.blocks) == 1 for side in conflict.sides)


def _settled_by_words_of_all(round_: Round) -> list[set[int]]:
    """Ids of the amendments of each conflict that an open merge settles with one text for all of them."""
    choices = Merge.objects.filter(round=round_, state=MergeState.OPEN).values_list("resolutions", flat=True)
    return [set(choice["amendments"]) for each in choices for choice in each.values() if "amendments" in choice]


def _accepted(round_: Round, decisions: Iterable[Decision] | None) -> QuerySet[Amendment]:
    accepting = Decision.objects.filter(superseded_at=None, outcome__in=sorted(MERGING_OUTCOMES))
    if decisions is not None:
        accepting = accepting.filter(release__isnull=False) | accepting.filter(
            pk__in=[decision.pk for decision in decisions]
        )
    rows = Amendment.objects.filter(round=round_, state=AmendmentState.DECIDED)
    return rows.filter(pk__in=accepting.values("amendment"))


def _with_words(rows: QuerySet[Amendment]) -> list[Amendment]:
    amendments = list(rows.select_related("round", "organisation__name", "text").order_by("number"))
    accepted_words.load_accepted_texts(amendments, *unnamed_proposers_of(), "text__changes__base")
    load_names(member for amendment in amendments for member in amendment.members)
    return amendments
