"""A consultation of the size of a congress, in order: members, text, rounds that are over, the open one, comments.

Then what members did in the campaign.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from charter.actions.amending import rounds
from charter.models import Provision, Round
from cms.actions import sites
from consultation.demo import files

from . import asking, campaigning, deciding, founding, people, speaking
from .size import Size
from .stage import RoundAmendments, Stage

Say = Callable[[str], None]
# Each round that is over took so many days; the open one began so many days ago.
A_ROUND, OPEN_SINCE = 24, 20
TOUCHED = 3


def build_congress(size: Size, say: Say) -> Stage:
    """Builds everything; `say` is told of each step."""
    say(f"{size.governments} governments, {size.people} people …")
    cities, moderators = people.create_cities(size), people.create_secretariat()
    say(f"A charter of {size.articles} articles …")
    charter, articles = founding.create_charter(size)
    stage = Stage(size, cities, moderators, charter, articles)
    deciding.publish_version(stage, files.moment_of_day(_opening(size, 1) - 10))
    all_amendments = [_finished(stage, number, say) for number in size.rounds]
    say(f"Round {size.versions}: {size.pending} amendments under review …")
    all_amendments.append(_open(stage))
    say(f"{size.comments} comments …")
    speaking.create_comments(stage, all_amendments)
    say(f"{size.initiatives} initiatives, {size.frameworks} frameworks, {size.help_entries} offers and requests …")
    campaigning.create_campaign(stage)
    say("Pages …")
    sites.create_site_pages(charter=charter)
    say(f"{size.events} events, {size.processes} processes …")
    campaigning.create_campaign_pages(stage)
    return stage


def _opening(size: Size, number: int) -> int:
    """The day on which a round opened."""
    return -OPEN_SINCE - (size.versions - number) * A_ROUND


def _finished(stage: Stage, number: int, say: Say) -> RoundAmendments:
    """A round that gave the next version."""
    count = stage.size.asked_in(number)
    say(f"Round {number}: {count} amendments, version {number + 1} …")
    opened = _opening(stage.size, number)
    round_ = _round(stage, opened, days=10)
    round_amendments = asking.create_amendments(
        stage, round_, _places(stage, number, count), files.moment_of_day(opened + 5)
    )
    deciding.decide_round(stage, round_amendments, files.moment_of_day(opened + 17))
    deciding.merge_round(stage, round_, files.moment_of_day(opened + 18))
    deciding.publish_version(stage, files.moment_of_day(opened + 20))
    deciding.close_round(stage, round_, files.moment_of_day(opened + 21))
    return round_amendments


def _open(stage: Stage) -> RoundAmendments:
    """The round that runs: amendments on the measured article first, then on all others in turn."""
    opened, size = _opening(stage.size, stage.size.versions), stage.size
    first, *others = stage.articles
    rest = [provision for article in others for provision in article]
    places = [first[n % len(first)] for n in range(size.on_first)]
    places += [rest[n % len(rest)] for n in range(size.pending - size.on_first)]
    return asking.create_amendments(stage, _round(stage, opened, days=60), places, files.moment_of_day(opened + 5))


def _places(stage: Stage, number: int, count: int) -> list[Provision]:
    """Provisions of three articles, other ones in each round."""
    chosen = [stage.articles[(number * TOUCHED + n) % len(stage.articles)] for n in range(TOUCHED)]
    provisions = list(dict.fromkeys(provision for article in chosen for provision in article))
    return [provisions[n % len(provisions)] for n in range(count)]


def _round(stage: Stage, opened: int, days: int) -> Round:
    """Open for proposals for so many days, then five more for support."""
    opens = files.moment_of_day(opened, 0, 1)
    version = stage.charter.versions.order_by("-number")[0]
    return rounds.open_(
        version=version,
        by=stage.moderators[0],
        title={"en": "A round made for measuring", "fr": "Un tour fait pour mesurer"},
        body={"en": "the assembly of members", "fr": "l’assemblée des membres"},
        opens_at=opens,
        proposals_until=opens + timedelta(days=days),
        confirm_until=opens + timedelta(days=days + 2),
        support_until=opens + timedelta(days=days + 5),
        at=files.moment_of_day(opened - 1),
    )
