"""The queue of the secretariat in the order of the text, and the amendments to one provision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import LocalizedText, Organisation, load_names, names_of
from charter.models import (
    Amendment,
    Change,
    Charter,
    CurrentWording,
    Decision,
    Position,
    Provision,
    Round,
    unnamed_proposers_of,
)
from charter.queries.amending.amendments import is_counted
from charter.queries.amending.identical_amendments import change_identity
from charter.queries.secretariat import meetings
from charter.queries.secretariat.meetings import Meeting
from charter.queries.secretariat.queue_filters import (
    ALL,
    ON_THE_DESK,
    QueueFilter,
    condition_of_state,
    filter_condition,
)
from charter.states import (
    OWN_STATES,
    AmendmentState,
    ChangeKind,
    Stance,
)


@dataclass(frozen=True)
class RoundTally:
    """The figures of the sentence above the queue."""

    amendments: int
    decided: int
    to_decide: int
    withdrawn: int
    oldest: datetime | None


@dataclass(frozen=True)
class QueueEntry:
    """A change of an amendment in the queue, with those that propose the same and those in conflict with it."""

    change: Change
    same: tuple[Amendment, ...] = ()
    conflicts: tuple[Amendment, ...] = ()

    @property
    def amendment(self) -> Amendment:
        return self.change.text.amendment


def current_round(charter: Charter, number: int | None = None) -> Round | None:
    """The round of that number; without a number the running one, otherwise the last one."""
    rounds = Round.objects.filter(charter=charter)
    rounds = rounds.select_related("charter__arrangement", "version__arrangement", "body", "title")
    if number is not None:
        round_ = rounds.filter(number=number).first()
    else:
        round_ = rounds.order_by(F("closed_at").asc(nulls_first=True), "-number").first()
    if round_ is not None:
        for arrangement in (round_.charter.arrangement, round_.version.arrangement):
            if arrangement is not None:  # they would each read the charter again for their numbers
                arrangement.charter = round_.charter
    return round_


def tally_round(round_: Round) -> RoundTally:
    """The figures of a round, in two queries."""
    numbered = Amendment.objects.filter(round=round_, number__isnull=False)
    states = list(numbered.values_list("state", flat=True))
    waiting = states.count(AmendmentState.UNDER_REVIEW)
    oldest = numbered.filter(state=AmendmentState.UNDER_REVIEW).aggregate(at=Min("confirmed_at"))["at"]
    decided = states.count(AmendmentState.DECIDED) + states.count(AmendmentState.MERGED)
    return RoundTally(len(states), decided, waiting, states.count(AmendmentState.WITHDRAWN), oldest)


def queued_changes(round_: Round, filters: QueueFilter) -> list[int]:
    """Ids of changes in the queue in the order of the text; an amendment with several is at each of its places."""
    places = order_of_provisions(round_.charter)
    rows = _changes(round_).filter(filter_condition(filters, round_.charter)).prefetch_related(None)
    queued = list(rows.values_list("pk", "provision__key", "text__amendment__number"))
    queued.sort(key=lambda row: (places.get(str(row[1]), len(places)), row[2] or 0))
    return [pk for pk, _key, _number in queued]


def cities_in_queue(round_: Round, language: str) -> list[tuple[str, str]]:
    """Slug and name, in that language if it has one, of each member with an amendment in the queue, by name."""
    asking = Amendment.objects.filter(round=round_, number__isnull=False).values("organisation")
    translated = LocalizedText.objects.filter(original=OuterRef("name"), language=language).values("text")[:1]
    named = Organisation.objects.annotate(shown_name=Coalesce(Subquery(translated), "name__text"))
    cities = named.filter(pk__in=asking.order_by()).values_list("slug", "shown_name")
    return sorted(cities, key=lambda pair: pair[1].casefold())


def changes_by_id(round_: Round, ids: Sequence[int]) -> list[Change]:
    """The changes with these ids, in that order, with all that a row shows."""
    changes = {change.pk: change for change in _read(_changes(round_).filter(pk__in=ids))}
    return [changes[pk] for pk in ids if pk in changes]


def order_of_provisions(charter: Charter) -> dict[str, int]:
    """The place of each provision in the working text, by key."""
    return {key: place for place, key in enumerate(charter.arrangement.keys())} if charter.arrangement else {}


def queue_entries(round_: Round, ids: Sequence[int]) -> list[QueueEntry]:
    """Rows for these changes in their order: each with what meets it, in a constant number of queries."""
    provisions = Change.objects.filter(pk__in=ids).order_by().values("provision")
    rows = _changes(round_).filter(Q(pk__in=ids) | (condition_of_state(ALL) & Q(provision__in=provisions)))
    changes_by_pk = {change.pk: change for change in _read(rows)}
    beside: dict[tuple[int, str], list[Change]] = defaultdict(list)
    for change in changes_by_pk.values():
        if change.text.amendment.state in ON_THE_DESK:
            beside[change.provision_id, change.language].append(change)
    met = {place: meetings.conflicting_changes(changes) for place, changes in beside.items()}
    queued = [changes_by_pk[pk] for pk in ids if pk in changes_by_pk]
    return [_entry(change, beside[change.provision_id, change.language], met) for change in queued]


def conflicting_pairs(round_: Round, amendments: Iterable[Amendment]) -> list[tuple[Amendment, Amendment]]:
    """Pairs among these whose wordings are in conflict, by number."""
    changes_by_place: dict[tuple[int, str], list[Change]] = defaultdict(list)
    for change in _read(_changes(round_).filter(text__amendment__in=[a.pk for a in amendments])):
        changes_by_place[change.provision_id, change.language].append(change)
    pairs: dict[tuple[int, int], tuple[Amendment, Amendment]] = {}
    for changes in changes_by_place.values():
        by_pk = {change.pk: change.text.amendment for change in changes}
        for pk, others in meetings.conflicting_changes(changes).items():
            for left, right in ((by_pk[pk], by_pk[o]) for o in others):
                if (left.number or 0) < (right.number or 0):
                    pairs[left.pk, right.pk] = (left, right)
    return sorted(pairs.values(), key=lambda pair: (pair[0].number or 0, pair[1].number or 0))


def changes_of_amendments(round_: Round, ids: Iterable[int]) -> list[Change]:
    """All changes of these amendments, in the order of their numbers, with all that a row shows; of no city's own."""
    public = _changes(round_).exclude(text__amendment__state__in=OWN_STATES)
    return _read(public.filter(text__amendment__in=list(ids)))


def partly_identical(amendment: Amendment) -> list[Amendment]:
    """Other amendments in the queue that propose a part of the same, and not all of it, by number."""
    if amendment.text is None:
        return []
    mine = {change.pk for change in amendment.text.changes.all()}
    all_of_it = {change_identity(change) for change in amendment.text.changes.all()}
    similar: dict[int, Amendment] = {}
    for change in amendment.text.changes.all():
        groups = [group for meeting in meetings_at(amendment.round, change.provision) for group in meeting.groups]
        for group in groups:
            if mine & {member.pk for member in group.changes}:
                similar |= {other.pk: other for other in (*group.amendments, *group.alike)}
    rows = _changes(amendment.round).filter(text__amendment__in=list(similar)).prefetch_related(None)
    theirs: dict[int, set[tuple[object, ...]]] = defaultdict(set)
    for change in rows:
        theirs[change.text.amendment_id].add(change_identity(change))
    others = [other for pk, other in similar.items() if pk != amendment.pk and theirs[pk] != all_of_it]
    return sorted(others, key=lambda other: other.number or 0)


def meetings_at(round_: Round, provision: Provision) -> list[Meeting]:
    """The proposals on a provision, by language, the most frequent one first; then provisions inserted after it."""
    changes_by_place: dict[tuple[bool, str], list[Change]] = defaultdict(list)
    at_provision = Q(provision=provision) | Q(kind=ChangeKind.JOIN, after=provision)
    for change in _read(_changes(round_).filter(condition_of_state(ALL), at_provision)):
        changes_by_place[change.kind == ChangeKind.INSERT, change.language].append(change)
    rows = CurrentWording.objects.filter(provision=provision).select_related("wording")
    current_words = {(False, row.language): row.wording.html for row in rows}
    places = sorted(changes_by_place, key=lambda place: (place[0], -len(changes_by_place[place])))
    return [meetings.meeting_of(place[1], current_words.get(place, ""), changes_by_place[place]) for place in places]


def positions_by_stance(texts_: Iterable[int]) -> dict[int, dict[str, list[Position]]]:
    """Positions that hold of members that the round counts, by text and stance, with their names."""
    out: dict[int, dict[str, list[Position]]] = defaultdict(lambda: {stance: [] for stance in Stance.values})
    rows = Position.objects.filter(text__in=list(texts_), superseded_at=None)
    rows = rows.select_related("organisation__name", "text__amendment__round")
    for position in rows.prefetch_related(*names_of("organisation")):
        if not is_counted(position.organisation, position.text.amendment.round):
            continue
        out[position.text_id][position.stance].append(position)
    return out


def next_undecided(round_: Round, after: Change | None = None) -> Amendment | None:
    """The next undecided amendment in the order of the text, starting at a place and going on from the start."""
    changes = Change.objects.filter(pk__in=(ids := queued_changes(round_, QueueFilter()))).values_list(
        "pk", "provision__key"
    )
    places, keys = order_of_provisions(round_.charter), {pk: str(key) for pk, key in changes}
    start = places.get(str(after.provision.key), 0) if after else 0
    ids.sort(key=lambda pk: places.get(keys[pk], len(places)) < start)
    return next((change.text.amendment for change in changes_by_id(round_, ids[:1])), None)


def _changes(round_: Round) -> QuerySet[Change]:
    """Changes of the texts that hold, of the amendments of a round; `_read` adds the rest of what a row shows."""
    decisions = Decision.objects.filter(superseded_at=None).select_related(
        "because_of", "reason", "amendment__round__body"
    )
    return (
        Change.objects.filter(text__amendment__round=round_, text=F("text__amendment__text"))
        .select_related(
            "provision",
            "base",
            "after",
            "after_base",
            "text__title",
            "text__reason",
            "text__amendment__organisation__name",
            "text__amendment__round__body",
            "text__amendment__handling__assigned_to",
        )
        .prefetch_related(
            *unnamed_proposers_of("text__amendment"),
            Prefetch("text__amendment__decisions", queryset=decisions),
        )
        .order_by("text__amendment__number", "place")
    )


def _read(rows: QuerySet[Change]) -> list[Change]:
    """The changes, where names and translations are read in two queries for all."""
    changes = list(rows)
    members = (member for change in changes for member in change.text.amendment.members)
    load_names(members, (text for change in changes for text in (change.text.title, change.text.reason)))
    return changes


def _entry(change: Change, beside: Sequence[Change], met: dict[tuple[int, str], dict[int, set[int]]]) -> QueueEntry:
    others = [other for other in beside if other.text_id != change.text_id]
    same = tuple(o.text.amendment for o in others if change_identity(o) == change_identity(change))
    conflicting = met.get((change.provision_id, change.language), {}).get(change.pk, set())
    conflicts = tuple(o.text.amendment for o in others if o.pk in conflicting)
    return QueueEntry(change, same, conflicts)
