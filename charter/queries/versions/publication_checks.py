"""Conditions for the publication of a version. Conditions that apply to the data at any time are in `data_faults`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from charter.models import Amendment, Charter, Merge, askers_of
from charter.queries.amending import rounds
from charter.queries.languages import confirmations, ledger
from charter.states import MERGING_OUTCOMES, AmendmentState, MergeState


@dataclass(frozen=True)
class Check:
    """One condition for the publication of a version; `open` names what is missing, each in a few words."""

    name: str
    title: str | Promise
    open: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.open

    @property
    def sentence(self) -> str | Promise:
        """Why the version cannot be published, with all obstacles."""
        return format_lazy("{title}: {open}.", title=self.title, open="; ".join(self.open))


def of_publication(charter: Charter, carried_over: Sequence[int] = ()) -> list[Check]:
    """Everything that is asked before a version of this charter goes out, done or not."""
    return [
        Check("merges", _("Merges that are not applied"), tuple(_open_merges(charter))),
        Check("decisions", _("Amendments without a decision"), tuple(_undecided(charter, carried_over))),
        Check("merged", _("Accepted amendments that are not in the text"), tuple(_unmerged(charter, carried_over))),
        Check("languages", _("Languages that are out of date"), tuple(_out_of_step(charter))),
        Check(
            "differences",
            _("Differences between the languages that no second person has confirmed"),
            tuple(_unconfirmed(charter)),
        ),
    ]


def open_amendments(charter: Charter) -> list[Amendment]:
    """Amendments of the round that holds the text without a decision, or accepted and not in the text."""
    rows = rounds.without_outcome(rounds.unpublished_rounds(charter)).select_related("round", "organisation__name")
    return list(rows.prefetch_related(*askers_of()))


def _open_merges(charter: Charter) -> Iterable[str]:
    merges = Merge.objects.filter(charter=charter, state=MergeState.OPEN, amendments__isnull=False).distinct()
    for merge in merges.select_related("article"):
        section = charter.arrangement.section(merge.article.key) if charter.arrangement else None
        yield f"{section.address if section else merge.article.slug} ({merge.language})"


def _undecided(charter: Charter, carried_over: Sequence[int]) -> Iterable[str]:
    rows = _of_its_round(charter, carried_over).filter(state=AmendmentState.UNDER_REVIEW)
    return [str(amendment) for amendment in rows]


def _unmerged(charter: Charter, carried_over: Sequence[int]) -> Iterable[str]:
    rows = _of_its_round(charter, carried_over).filter(
        state=AmendmentState.DECIDED,
        decisions__superseded_at=None,
        decisions__outcome__in=sorted(MERGING_OUTCOMES),
    )
    return [str(amendment) for amendment in rows.distinct()]


def _of_its_round(charter: Charter, carried_over: Sequence[int]) -> QuerySet[Amendment]:
    """Of the round whose version this would be, closed before it or not."""
    rows = Amendment.objects.filter(round__in=rounds.unpublished_rounds(charter))
    return rows.exclude(pk__in=list(carried_over)).select_related("round")


def _out_of_step(charter: Charter) -> Iterable[str]:
    assert charter.arrangement is not None
    marks = ledger.lines_not_up_to_date(charter)
    labels = charter.arrangement.labels() if marks else {}
    for provision, step in marks:
        if step.is_open and step.required:
            yield f"{labels[str(provision.key)].citation} ({step.language}): {step.state.label}"


def _unconfirmed(charter: Charter) -> Iterable[str]:
    assert charter.arrangement is not None
    rows = confirmations.unconfirmed_differences(charter)
    labels = charter.arrangement.labels() if rows else {}
    for row in rows:
        yield f"{labels[str(row.provision.key)].citation} ({row.language}): {row.kind.label}"
