"""The work of a round's end done in one go: every amendment decided, released, merged, and the version published."""

from __future__ import annotations

from datetime import datetime, timedelta

from charter.actions.amending import amendments
from charter.actions.deciding import decisions
from charter.actions.deciding.decisions import Endorsed
from charter.actions.merging import merges
from charter.actions.versions import versions
from charter.models import Amendment, Article, Charter, Merge, Round, Version
from charter.queries.deciding import accepted_conflicts
from charter.queries.deciding import decisions as decision_queries
from charter.queries.merging import merge_views
from charter.states import AmendmentState, ChangeKind, MergeState, Outcome
from consultation.demo.congress.stage import Stage

# What becomes of amendments in turn; of those accepted, conflicts decide further.
TURNS = (
    Outcome.ACCEPTED,
    Outcome.NOT_ACCEPTED,
    Outcome.ACCEPTED,
    Outcome.ADVOCACY,
    Outcome.ACCEPTED,
    Outcome.WITH_CHANGES,
    Outcome.TAKEN_UP,
)
A_MINUTE = timedelta(minutes=1)


def finish(stage: Stage, round_: Round) -> Version:
    """All that stands between the end of support and the next version, by the actions that the desk uses."""
    at = decide_all(stage, round_)
    for article in stage.charter.articles.order_by("id"):
        merge_article(stage, round_, article, at + 2 * A_MINUTE)
    return _publish(stage, at + 3 * A_MINUTE)


def decide_all(stage: Stage, round_: Round) -> datetime:
    """Decides and releases the amendments of a round, except one that is withdrawn; returns the time."""
    at = round_.support_until + timedelta(days=1)
    pending = list(Amendment.objects.filter(round=round_, state=AmendmentState.UNDER_REVIEW).order_by("number"))
    _withdraw(pending.pop(), stage, at)
    for place, amendment in enumerate(pending):
        _decide(amendment, TURNS[place % len(TURNS)], pending[0], stage, at)
    _state_outcomes(round_, stage, at)
    endorsed = Endorsed("the assembly of members", at.date(), "Minutes of the assembly, item 4")
    decisions.release_decisions(round_=round_, by=stage.moderators[0], endorsed=endorsed, at=at + A_MINUTE)
    return at


def merge_article(stage: Stage, round_: Round, article: Article, at: datetime) -> None:
    """Everything accepted in one article is merged and applied."""
    by = stage.moderators[0]
    merge = settled(stage, round_, article, at)
    if merge is not None:
        merges.apply_merge(merge=merge, by=by, at=at)
        assert merge.state == MergeState.APPLIED


def settled(stage: Stage, round_: Round, article: Article, at: datetime) -> Merge | None:
    """A merge ready to be applied: of each conflict the first wording is chosen, and the others fall by it."""
    by = stage.moderators[0]
    article.charter.refresh_from_db()
    merge = merges.begin_merge(article=article, language="en", round_=round_, by=by, at=at)
    chosen = merge_views.candidates_for(merge)
    if not chosen:
        merges.drop_merge(merge=merge, by=by, at=at)
        return None
    merges.choose_amendments(merge=merge, amendments=chosen, by=by, at=at)
    while conflicts := merges.preview_merge(merge).conflicts:
        side = next(option for option in conflicts[0].options if not option.is_base)
        arguments = {"conflict_id": conflicts[0].id, "choice": side.choice, "why": "It was asked for first."}
        merges.resolve_conflict(merge=merge, by=by, at=at, **arguments)
    return merge


def _decide(amendment: Amendment, outcome: str, first: Amendment, stage: Stage, at: datetime) -> None:
    assert amendment.text is not None
    change = amendment.text.changes.get()
    if outcome == Outcome.WITH_CHANGES and change.kind not in (ChangeKind.REPLACE, ChangeKind.INSERT):
        outcome = Outcome.ACCEPTED
    decisions.decide_amendment(
        amendment=amendment,
        by=stage.moderators[0],
        outcome=outcome,
        reason={"en": f"Weighed with {amendment}."},
        because_of=first if outcome == Outcome.TAKEN_UP else None,
        words={change.pk: f"{change.html} It says so."} if outcome == Outcome.WITH_CHANGES else None,
        at=at,
    )


def _state_outcomes(round_: Round, stage: Stage, at: datetime) -> None:
    """Of accepted ones that conflict the first stays, and what is identical to an accepted one is accepted too."""
    arguments = {"by": stage.moderators[0], "reason": {"en": "Weighed with the others."}, "at": at}
    for conflict in accepted_conflicts.conflicts_in_round(round_):
        first, *others = conflict.amendments
        for other in () if conflict.can_stand_together else others:
            decisions.decide_amendment(amendment=other, outcome=Outcome.FALLS, because_of=first, **arguments)
    waiting = list(decision_queries.decisions_to_release(round_))
    for pair in accepted_conflicts.contradicting_decisions(round_, waiting):
        decisions.decide_amendment(
            amendment=pair.denied, outcome=Outcome.AS_PART, because_of=pair.granted, **arguments
        )


def _withdraw(amendment: Amendment, stage: Stage, at: datetime) -> None:
    city = next(city for city in stage.cities if city.organisation.pk == amendment.organisation_id)
    amendments.withdraw_amendment(amendment=amendment, by=city.delegate.person, at=at)


def _publish(stage: Stage, at: datetime) -> Version:
    first, second = stage.moderators
    charter = Charter.objects.get(pk=stage.charter.pk)
    publication = versions.propose_version(charter=charter, by=first, at=at)
    return versions.publish_version(publication=publication, by=second, at=at + timedelta(seconds=1))
