"""How many amendments there are to each provision of an article, and for new provisions after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from charter.models import Change, Charter, Round
from charter.queries.amending.identical_amendments import change_identity
from charter.queries.secretariat import meetings
from charter.queries.secretariat.queue_filters import ALL, condition_of_state
from charter.states import AmendmentState, ChangeKind

Places = dict[tuple[str, bool], list[Change]]


@dataclass(frozen=True)
class Crowd:
    """The counts at one place: amendments, distinct wordings, those not decided, wordings in conflict."""

    amendments: int
    wordings: int
    to_decide: int
    conflicting: int


def amendments_by_provision(round_: Round, keys: Iterable[str]) -> dict[tuple[str, bool], Crowd]:
    """The amendments at each place, in one query.

    A key is that of a provision, and whether they insert new provisions after it.
    """
    places: Places = defaultdict(list)
    for change in _changes(round_).filter(provision__key__in=list(keys)).select_related("base"):
        places[str(change.provision.key), change.kind == ChangeKind.INSERT].append(change)
    return {place: _crowd(changes) for place, changes in places.items()}


def count_amendments_by_article(charter: Charter, round_: Round) -> dict[str, tuple[int, int]]:
    """By key of an article: its amendments in the queue, and those of them without a decision. In one query."""
    sections = charter.arrangement.sections if charter.arrangement else ()
    article = {block.key: section.key for section in sections for block in section.blocks}
    amendments_by_article: dict[str, set[int]] = defaultdict(set)
    waiting: set[int] = set()
    rows = _changes(round_).values_list("provision__key", "text__amendment", "text__amendment__state")
    for key, amendment, state in rows.order_by():
        amendments_by_article[article.get(str(key), "")].add(amendment)
        if state == AmendmentState.UNDER_REVIEW:
            waiting.add(amendment)
    return {key: (len(amendments), len(amendments & waiting)) for key, amendments in amendments_by_article.items()}


def _changes(round_: Round) -> QuerySet[Change]:
    rows = Change.objects.filter(
        condition_of_state(ALL), text__amendment__round=round_, text=F("text__amendment__text")
    )
    return rows.select_related("text__amendment", "provision").order_by("text__amendment__number", "place")


def _crowd(changes: Sequence[Change]) -> Crowd:
    of_language: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        of_language[change.language].append(change)
    conflicting = {pk for rows in of_language.values() for pk in meetings.conflicting_changes(rows)}
    waiting = {c.text.amendment_id for c in changes if c.text.amendment.state == AmendmentState.UNDER_REVIEW}
    wordings = {change.pk: change_identity(change) for change in changes}
    return Crowd(
        amendments=len({change.text.amendment_id for change in changes}),
        wordings=len(set(wordings.values())),
        to_decide=len(waiting),
        conflicting=len({wordings[pk] for pk in conflicting}),
    )
