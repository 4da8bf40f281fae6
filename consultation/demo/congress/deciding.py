"""What the secretariat did in a round that is over: decisions entered together, then release, merges and a version."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.actions import records
from accounts.actions.records import Act
from accounts.models import Said
from charter.actions import decisions, indexing, merges, rounds, versions
from charter.actions.decisions import Endorsed
from charter.models import Amendment, Change, Charter, Decision, Round
from charter.queries import merge_views
from charter.states import AmendmentState, Outcome, VersionStatus

from .stage import Asked, Stage

BODY = "the assembly of members"
MINUTES = "Minutes of the assembly, item 4"
# One amendment in three is accepted.
OUTCOMES = (Outcome.ACCEPTED, Outcome.NOT_ACCEPTED, Outcome.ADVOCACY)


def decide(stage: Stage, asked: Asked, at: datetime) -> None:
    """A decision with a reason on each amendment of the round, then all of them made public together."""
    by = stage.moderators[0]
    reasons = Said.objects.bulk_create(
        [Said(text=f"Weighed with {amendment}.", language="en", by=by) for amendment in asked.amendments],
        batch_size=500,
    )
    made = Decision.objects.bulk_create(
        [
            Decision(
                amendment=amendment,
                text=amendment.text,
                outcome=OUTCOMES[n % len(OUTCOMES)],
                reason=reason,
                by=by,
                at=at,
            )
            for n, (amendment, reason) in enumerate(zip(asked.amendments, reasons, strict=True))
        ],
        batch_size=500,
    )
    Amendment.objects.filter(round=asked.round).update(state=AmendmentState.DECIDED)
    for decision in made:
        indexing.enter_decision(decision)
    records.append(*(Act("amendment decided", d.amendment, by, content=_content(d)) for d in made), at=at)
    decisions.release(round_=asked.round, by=by, endorsed=Endorsed(BODY, at.date(), MINUTES), at=at)


def merge(stage: Stage, round_: Round, at: datetime) -> None:
    """Every article for which something was accepted, by the core's own merge."""
    by = stage.moderators[0]
    accepted = Change.objects.filter(
        text__amendment__round=round_, text__amendment__decisions__outcome=Outcome.ACCEPTED
    )
    touched = set(accepted.values_list("provision", flat=True))
    for article, provisions in zip(stage.charter.articles.order_by("id"), stage.articles, strict=True):
        if touched.isdisjoint(provision.pk for provision in provisions):
            continue
        begun = merges.begin(article=article, language="en", round_=round_, by=by, at=at)
        merges.choose(merge=begun, amendments=merge_views.candidates(begun), by=by, at=at)
        merges.apply(merge=begun, by=by, at=at)


def publish(stage: Stage, at: datetime) -> None:
    """The working text as the next version, by two moderators."""
    first, second = stage.moderators
    charter = Charter.objects.get(pk=stage.charter.pk)
    publication = versions.propose(
        charter=charter,
        by=first,
        status=VersionStatus.ADOPTED,
        body=BODY,
        on=at.date(),
        at=at,
    )
    versions.publish(publication=publication, by=second, at=at + timedelta(hours=1))


def close(stage: Stage, round_: Round, at: datetime) -> None:
    rounds.close(round_=round_, by=stage.moderators[0], at=at)


def _content(decision: Decision) -> dict[str, object]:
    return {"decision": decision.pk, "outcome": decision.outcome, "text": decision.text.digest}
