"""Comments, posted one by one: the first ones on the article that is measured, the others on amendments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from charter.actions.comments import comments
from charter.models import Amendment, CharterComment, Provision, Round

from .stage import RoundAmendments, Stage

# In each thread one comment opens, and one in five answers the one before it.
ANSWERS = 5
LocalizedText = tuple[Provision | Amendment, Round]


def create_comments(stage: Stage, rounds: Sequence[RoundAmendments]) -> None:
    """All comments, each by the next person, for the city of whom it is."""
    people = [mandate for city in stage.cities for mandate in city.mandates]
    last: dict[Provision | Amendment, CharterComment] = {}
    for n, (target, round_) in enumerate(_targets(stage, rounds)):
        mandate = people[n % len(people)]
        last[target] = comments.post_comment(
            target=target,
            by=mandate.person,
            text=f"How would this be done where I live? Remark {n + 1}.",
            language="en",
            round_=round_,
            organisation=mandate.organisation,
            mandate=mandate,
            reply_to=last.get(target) if n % ANSWERS == 0 and _may_be_answered(last.get(target)) else None,
            at=_hour(round_, n),
        )


def _targets(stage: Stage, rounds: Sequence[RoundAmendments]) -> Iterator[LocalizedText]:
    """What each comment is on, and the round that ran then."""
    size, first = stage.size, stage.articles[0]
    for n in range(size.said_on_first):
        yield first[n % len(first)], rounds[-1].round
    everything = [
        (amendment, round_amendments.round) for round_amendments in rounds for amendment in round_amendments.amendments
    ]
    for n in range(size.comments - size.said_on_first):
        yield everything[n % len(everything)]


def _may_be_answered(comment: CharterComment | None) -> bool:
    return comment is not None and comment.level < comments.DEEPEST


def _hour(round_: Round, n: int) -> datetime:
    """Within the days in which the round is open for comments, whether it is over or not."""
    return round_.opens_at + timedelta(days=6, seconds=n)
