"""The work of a round's end done in one go: every amendment decided, released, merged, and the version published."""

from __future__ import annotations

from datetime import datetime, timedelta

from charter.actions import amendments, decisions, merges, rounds, versions
from charter.actions.decisions import Endorsed
from charter.models import Amendment, Article, Charter, Merge, Round, Version
from charter.queries import merge_views
from charter.states import AmendmentState, ChangeKind, MergeState, Outcome
from consultation.demo.congress.stage import Stage

# What becomes of amendments in turn; of those accepted, clashes decide further.
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
    made = _publish(stage, at + 3 * A_MINUTE)
    rounds.close(round_=round_, by=stage.moderators[0], at=at + 4 * A_MINUTE)
    return made


def decide_all(stage: Stage, round_: Round) -> datetime:
    """Decides and releases what was asked in a round, but for one that is withdrawn; gives the moment of it."""
    at = round_.support_until + timedelta(days=1)
    asked = list(Amendment.objects.filter(round=round_, state=AmendmentState.UNDER_REVIEW).order_by("number"))
    _withdraw(asked.pop(), stage, at)
    for place, amendment in enumerate(asked):
        _decide(amendment, TURNS[place % len(TURNS)], asked[0], stage, at)
    endorsed = Endorsed("the assembly of members", at.date(), "Minutes of the assembly, item 4")
    decisions.release(round_=round_, by=stage.moderators[0], endorsed=endorsed, at=at + A_MINUTE)
    return at


def merge_article(stage: Stage, round_: Round, article: Article, at: datetime) -> None:
    """Everything accepted in one article is merged and applied."""
    by = stage.moderators[0]
    merge = settled(stage, round_, article, at)
    if merge is not None:
        merges.apply(merge=merge, by=by, at=at)
        assert merge.state == MergeState.APPLIED


def settled(stage: Stage, round_: Round, article: Article, at: datetime) -> Merge | None:
    """A merge ready to be applied: of each conflict the first wording is chosen, and the others fall by it."""
    by = stage.moderators[0]
    article.charter.refresh_from_db()
    merge = merges.begin(article=article, language="en", round_=round_, by=by, at=at)
    chosen = merge_views.candidates(merge)
    if not chosen:
        merges.drop(merge=merge, by=by, at=at)
        return None
    merges.choose(merge=merge, amendments=chosen, by=by, at=at)
    while clashes := merges.preview(merge).clashes:
        side = next(option for option in clashes[0].options if not option.is_base)
        said = {"conflict_id": clashes[0].id, "choice": side.choice, "why": "It was asked for first."}
        merges.resolve(merge=merge, by=by, at=at, **said)
    return merge


def _decide(amendment: Amendment, outcome: str, first: Amendment, stage: Stage, at: datetime) -> None:
    assert amendment.text is not None
    change = amendment.text.changes.get()
    if outcome == Outcome.WITH_CHANGES and change.kind not in (ChangeKind.REPLACE, ChangeKind.INSERT):
        outcome = Outcome.ACCEPTED
    decisions.decide(
        amendment=amendment,
        by=stage.moderators[0],
        outcome=outcome,
        reason={"en": f"Weighed with {amendment}."},
        because_of=first if outcome == Outcome.TAKEN_UP else None,
        words={change.pk: f"{change.html} It says so."} if outcome == Outcome.WITH_CHANGES else None,
        at=at,
    )


def _withdraw(amendment: Amendment, stage: Stage, at: datetime) -> None:
    city = next(city for city in stage.cities if city.organisation.pk == amendment.organisation_id)
    amendments.withdraw(amendment=amendment, by=city.delegate.person, at=at)


def _publish(stage: Stage, at: datetime) -> Version:
    first, second = stage.moderators
    charter = Charter.objects.get(pk=stage.charter.pk)
    publication = versions.propose(charter=charter, by=first, at=at)
    return versions.publish(publication=publication, by=second, at=at + timedelta(seconds=1))
