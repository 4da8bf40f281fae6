"""Conditions for the publication of a version. Conditions that apply to the data at any time are in `data_faults`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from accounts.models import load_names
from charter.models import Amendment, Charter, Merge, Provision, unnamed_proposers_of
from charter.queries.amending import rounds
from charter.queries.languages import confirmations, ledger
from charter.queries.languages.language_states import LanguageState
from charter.states import MERGING_OUTCOMES, AmendmentState, BlockingDifference, LedgerState, MergeState


class CheckName(StrEnum):
    """The conditions. `charter/wording/publication_checks.py` has the title of each."""

    MERGES = "merges"
    DECISIONS = "decisions"
    MERGED = "merged"
    LANGUAGES = "languages"
    DIFFERENCES = "differences"


@dataclass(frozen=True)
class Obstacle:
    """One missing thing: an amendment, an article or a provision by name, in a language, for a reason."""

    name: str
    language: str = ""
    reason: LedgerState | BlockingDifference | None = None


@dataclass(frozen=True)
class Check:
    """One condition for the publication of a version; `open` are the obstacles."""

    name: CheckName
    open: tuple[Obstacle, ...]

    @property
    def holds(self) -> bool:
        return not self.open


def checks_of_publication(charter: Charter, carried_over: Sequence[int] = ()) -> list[Check]:
    """All conditions for publishing a version of this charter, met or not."""
    marks = ledger.lines_not_up_to_date(charter)
    return [
        Check(CheckName.MERGES, tuple(_open_merges(charter))),
        Check(CheckName.DECISIONS, tuple(_undecided(charter, carried_over))),
        Check(CheckName.MERGED, tuple(_unmerged(charter, carried_over))),
        Check(CheckName.LANGUAGES, tuple(_out_of_step(charter, marks))),
        Check(CheckName.DIFFERENCES, tuple(_unconfirmed(charter, [state for _provision, state in marks]))),
    ]


def open_amendments(charter: Charter) -> list[Amendment]:
    """Amendments of the round that holds the text without a decision, or accepted and not in the text."""
    rows = rounds.amendments_without_outcome(rounds.unpublished_rounds(charter)).select_related(
        "round", "organisation__name"
    )
    amendments = list(rows.prefetch_related(*unnamed_proposers_of()))
    load_names(member for amendment in amendments for member in amendment.members)
    return amendments


def _open_merges(charter: Charter) -> Iterable[Obstacle]:
    merges = Merge.objects.filter(charter=charter, state=MergeState.OPEN, amendments__isnull=False).distinct()
    for merge in merges.select_related("article"):
        section = charter.arrangement.section(merge.article.key) if charter.arrangement else None
        yield Obstacle(section.address if section else merge.article.slug, merge.language)


def _undecided(charter: Charter, carried_over: Sequence[int]) -> Iterable[Obstacle]:
    rows = _of_its_round(charter, carried_over).filter(state=AmendmentState.UNDER_REVIEW)
    return [Obstacle(str(amendment)) for amendment in rows]


def _unmerged(charter: Charter, carried_over: Sequence[int]) -> Iterable[Obstacle]:
    rows = _of_its_round(charter, carried_over).filter(
        state=AmendmentState.DECIDED,
        decisions__superseded_at=None,
        decisions__outcome__in=sorted(MERGING_OUTCOMES),
    )
    return [Obstacle(str(amendment)) for amendment in rows.distinct()]


def _of_its_round(charter: Charter, carried_over: Sequence[int]) -> QuerySet[Amendment]:
    """Of the round whose version this would be, closed before it or not."""
    rows = Amendment.objects.filter(round__in=rounds.unpublished_rounds(charter))
    return rows.exclude(pk__in=list(carried_over)).select_related("round")


def _out_of_step(charter: Charter, marks: Sequence[tuple[Provision, LanguageState]]) -> Iterable[Obstacle]:
    assert charter.arrangement is not None
    labels = charter.arrangement.labels() if marks else {}
    for provision, step in marks:
        if step.is_open and step.required:
            yield Obstacle(labels[str(provision.key)].citation, step.language, step.state)


def _unconfirmed(charter: Charter, states: Iterable[LanguageState]) -> Iterable[Obstacle]:
    assert charter.arrangement is not None
    rows = confirmations.unconfirmed_differences(charter, states)
    labels = charter.arrangement.labels() if rows else {}
    for row in rows:
        yield Obstacle(labels[str(row.provision.key)].citation, row.language, row.kind)
