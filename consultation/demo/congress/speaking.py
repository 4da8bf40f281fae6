"""Comments, posted one by one: the first ones on the article that is measured, the others on amendments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from charter.actions import remarks
from charter.models import Amendment, Provision, Remark, Round

from .stage import Asked, Stage

# In each thread one comment opens, and one in five answers the one before it.
ANSWERS = 5
Said = tuple[Provision | Amendment, Round]


def comment(stage: Stage, asked: Sequence[Asked]) -> None:
    """All comments, each by the next person, for the city of whom it is."""
    people = [mandate for city in stage.cities for mandate in city.mandates]
    last: dict[Provision | Amendment, Remark] = {}
    for n, (target, round_) in enumerate(_targets(stage, asked)):
        mandate = people[n % len(people)]
        last[target] = remarks.post(
            target=target,
            by=mandate.person,
            text=f"How would this be done where I live? Remark {n + 1}.",
            language="en",
            round_=round_,
            organisation=mandate.organisation,
            reply_to=last.get(target) if n % ANSWERS == 0 and _may_be_answered(last.get(target)) else None,
            at=_hour(round_, n),
        )


def _targets(stage: Stage, asked: Sequence[Asked]) -> Iterator[Said]:
    """What each comment is on, and the round that ran then."""
    size, first = stage.size, stage.articles[0]
    for n in range(size.said_on_first):
        yield first[n % len(first)], asked[-1].round
    everything = [(amendment, one.round) for one in asked for amendment in one.amendments]
    for n in range(size.comments - size.said_on_first):
        yield everything[n % len(everything)]


def _may_be_answered(remark: Remark | None) -> bool:
    return remark is not None and remark.level < remarks.DEEPEST


def _hour(round_: Round, n: int) -> datetime:
    """Within the days in which the round is open for comments, whether it is over or not."""
    return round_.opens_at + timedelta(days=6, seconds=n)
