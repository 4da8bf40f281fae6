"""What the secretariat did in a round that is over: decisions entered together, then release, merges and a version."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.actions import records
from accounts.actions.records import Act
from accounts.models import LocalizedText
from charter.actions.amending import rounds
from charter.actions.deciding import decisions
from charter.actions.deciding.decisions import Endorsed
from charter.actions.merging import merges
from charter.actions.reading import search_index
from charter.actions.versions import versions
from charter.models import Amendment, Change, Charter, Decision, Round
from charter.queries.merging import merge_views
from charter.states import AmendmentState, Outcome, VersionStatus

from .stage import RoundAmendments, Stage

BODY = "the assembly of members"
MINUTES = "Minutes of the assembly, item 4"
# One amendment in three is accepted.
OUTCOMES = (Outcome.ACCEPTED, Outcome.NOT_ACCEPTED, Outcome.ADVOCACY)


def decide_round(stage: Stage, round_amendments: RoundAmendments, at: datetime) -> None:
    """A decision with a reason on each amendment of the round, then all of them made public together."""
    by = stage.moderators[0]
    reasons = LocalizedText.objects.bulk_create(
        [
            LocalizedText(text=f"Weighed with {amendment}.", language="en", by=by)
            for amendment in round_amendments.amendments
        ],
        batch_size=500,
    )
    new_decisions = Decision.objects.bulk_create(
        [
            Decision(
                amendment=amendment,
                text=amendment.text,
                outcome=OUTCOMES[n % len(OUTCOMES)],
                reason=reason,
                by=by,
                at=at,
            )
            for n, (amendment, reason) in enumerate(zip(round_amendments.amendments, reasons, strict=True))
        ],
        batch_size=500,
    )
    Amendment.objects.filter(round=round_amendments.round).update(state=AmendmentState.DECIDED)
    for decision in new_decisions:
        search_index.enter_decision(decision)
    records.append_acts(
        *(Act("amendment decided", d.amendment, by, content=_content(d)) for d in new_decisions), at=at
    )
    decisions.release_decisions(
        round_=round_amendments.round, by=by, endorsed=Endorsed(BODY, at.date(), MINUTES), at=at
    )


def merge_round(stage: Stage, round_: Round, at: datetime) -> None:
    """Every article for which something was accepted, by the core's own merge."""
    by = stage.moderators[0]
    accepted = Change.objects.filter(
        text__amendment__round=round_, text__amendment__decisions__outcome=Outcome.ACCEPTED
    )
    touched = set(accepted.values_list("provision", flat=True))
    for article, provisions in zip(stage.charter.articles.order_by("id"), stage.articles, strict=True):
        if touched.isdisjoint(provision.pk for provision in provisions):
            continue
        merge = merges.begin_merge(article=article, language="en", round_=round_, by=by, at=at)
        merges.choose_amendments(merge=merge, amendments=merge_views.candidates_for(merge), by=by, at=at)
        merges.apply_merge(merge=merge, by=by, at=at)


def publish_version(stage: Stage, at: datetime) -> None:
    """The working text as the next version, by two moderators."""
    first, second = stage.moderators
    charter = Charter.objects.get(pk=stage.charter.pk)
    publication = versions.propose_version(
        charter=charter,
        by=first,
        status=VersionStatus.ADOPTED,
        body=BODY,
        on=at.date(),
        at=at,
    )
    versions.publish_version(publication=publication, by=second, at=at + timedelta(hours=1))


def close_round(stage: Stage, round_: Round, at: datetime) -> None:
    """Closes a round that the publication of its version left open."""
    round_.refresh_from_db()
    if round_.closed_at is None:
        rounds.close_round(round_=round_, by=stage.moderators[0], at=at)


def _content(decision: Decision) -> dict[str, object]:
    return {"decision": decision.pk, "outcome": decision.outcome, "text": decision.text.digest}
