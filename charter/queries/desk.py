"""The moderators' desk: the queue in the order of the text, and the amendments that meet at one provision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Min, Prefetch, Q, QuerySet

from accounts.models import names_of
from charter.models import Amendment, Change, Charter, CoProposal, Decision, Position, Provision, Round, Standing
from charter.queries import desk_meetings
from charter.queries.amendments import is_counted
from charter.queries.desk_meetings import Meeting, identity
from charter.states import (
    AmendmentState,
    CarryState,
    CoProposalState,
    Stance,
)

ON_THE_DESK = (AmendmentState.UNDER_REVIEW, AmendmentState.DECIDED)
TO_DECIDE, DECIDED, CHECK, ALL = "to_decide", "decided", "check", "all"


@dataclass(frozen=True)
class Tally:
    """What the sentence on the top of the desk says."""

    amendments: int
    decided: int
    to_decide: int
    oldest: datetime | None


@dataclass(frozen=True)
class Entry:
    """A change of an amendment on the desk, with those that ask the same and those that clash with it."""

    change: Change
    same: tuple[Amendment, ...] = ()
    clashes: tuple[Amendment, ...] = ()

    @property
    def amendment(self) -> Amendment:
        return self.change.text.amendment


def current_round(charter: Charter, number: int | None = None) -> Round | None:
    """The round of that number, else the one that runs, else the last one."""
    rounds = Round.objects.filter(charter=charter)
    rounds = rounds.select_related("charter__arrangement", "version__arrangement", "body", "title")
    if number is not None:
        return rounds.filter(number=number).first()
    return rounds.order_by(F("closed_at").asc(nulls_first=True), "-number").first()


def tally(round_: Round) -> Tally:
    """Four numbers of a round, in two queries."""
    numbered = Amendment.objects.filter(round=round_, number__isnull=False)
    states = list(numbered.values_list("state", flat=True))
    waiting = states.count(AmendmentState.UNDER_REVIEW)
    oldest = numbered.filter(state=AmendmentState.UNDER_REVIEW).aggregate(at=Min("confirmed_at"))["at"]
    decided = states.count(AmendmentState.DECIDED) + states.count(AmendmentState.MERGED)
    return Tally(len(states), decided, waiting, oldest)


def queue(
    round_: Round, *, state: str = TO_DECIDE, article: str = "", language: str = "", words: str = ""
) -> list[int]:
    """Ids of changes on the desk in the order of the text; an amendment with several stands at each of its places."""
    rows = _changes(round_).filter(_in_state(state)).prefetch_related(None)
    if language:
        rows = rows.filter(language=language)
    if words:
        rows = rows.filter(
            Q(html__icontains=words)
            | Q(base__text__icontains=words)
            | Q(text__title__text__icontains=words)
            | Q(text__amendment__organisation__name__text__icontains=words)
        )
    keys = _keys_of(round_.charter, article) if article else None
    places = order(round_.charter)
    found = rows.values_list("pk", "provision__key", "text__amendment__number")
    wanted = [row for row in found if keys is None or str(row[1]) in keys]
    wanted.sort(key=lambda row: (places.get(str(row[1]), len(places)), row[2] or 0))
    return [pk for pk, _key, _number in wanted]


def those(round_: Round, ids: Sequence[int]) -> list[Change]:
    """The changes with these ids, in that order, with all that a row shows."""
    found = {change.pk: change for change in _changes(round_).filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def _keys_of(charter: Charter, address: str) -> set[str]:
    """Keys of the provisions of an article, by its address."""
    sections = charter.arrangement.sections if charter.arrangement else ()
    return {block.key for section in sections if section.address == address for block in section.blocks}


def order(charter: Charter) -> dict[str, int]:
    """The place of each provision in the working text, by key."""
    return {key: place for place, key in enumerate(charter.arrangement.keys())} if charter.arrangement else {}


def entries(round_: Round, changes: Sequence[Change]) -> list[Entry]:
    """Rows for a page of the queue: each change with what meets it, in a constant number of queries."""
    beside: dict[tuple[int, str], list[Change]] = defaultdict(list)
    rows = _changes(round_).filter(_in_state(ALL), provision__in={c.provision_id for c in changes})
    for change in rows:
        beside[change.provision_id, change.language].append(change)
    met = {place: desk_meetings.met(found) for place, found in beside.items()}
    return [_entry(change, beside[change.provision_id, change.language], met) for change in changes]


def meetings(round_: Round, provision: Provision) -> list[Meeting]:
    """What is asked of a provision, language by language, the most asked one first."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in _changes(round_).filter(_in_state(ALL), provision=provision):
        found[change.language].append(change)
    standing = {
        s.language: s.wording.html for s in Standing.objects.filter(provision=provision).select_related("wording")
    }
    made = [desk_meetings.meeting(language, standing.get(language, ""), rows) for language, rows in found.items()]
    return sorted(made, key=lambda m: -sum(len(group.changes) for group in m.groups))


def stances(texts_: Iterable[int]) -> dict[int, dict[str, list[Position]]]:
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
    """The next amendment that waits for a decision, in the order of the text, the ones behind a place first."""
    changes = Change.objects.filter(pk__in=(ids := queue(round_))).values_list("pk", "provision__key")
    places, keys = order(round_.charter), {pk: str(key) for pk, key in changes}
    here = places.get(str(after.provision.key), 0) if after else 0
    ids.sort(key=lambda pk: places.get(keys[pk], len(places)) < here)
    return next((change.text.amendment for change in those(round_, ids[:1])), None)


def _changes(round_: Round) -> QuerySet[Change]:
    """Changes of the texts that hold, of the amendments of a round, with all that a row shows."""
    joined = CoProposal.objects.filter(state=CoProposalState.JOINED).select_related("organisation__name")
    held = Decision.objects.filter(superseded_at=None).select_related("because_of", "reason", "amendment__round__body")
    return (
        Change.objects.filter(text__amendment__round=round_, text=F("text__amendment__text"))
        .select_related(
            "provision",
            "base",
            "after",
            "text__title",
            "text__reason",
            "text__amendment__organisation__name",
            "text__amendment__round__body",
        )
        .prefetch_related(
            *names_of("text__amendment__organisation"),
            "text__title__translations",
            "text__reason__translations",
            Prefetch("text__amendment__decisions", queryset=held),
            Prefetch("text__amendment__co_proposals", queryset=joined.prefetch_related(*names_of("organisation"))),
        )
        .order_by("text__amendment__number", "place")
    )


def _in_state(state: str) -> Q:
    if state == TO_DECIDE:
        return Q(text__amendment__state=AmendmentState.UNDER_REVIEW)
    if state == DECIDED:
        return Q(text__amendment__state__in=[AmendmentState.DECIDED, AmendmentState.MERGED])
    if state == CHECK:
        return Q(text__amendment__state__in=ON_THE_DESK, carry__in=[CarryState.CHECK, CarryState.VOID])
    return Q(text__amendment__state__in=ON_THE_DESK)


def _entry(change: Change, beside: Sequence[Change], met: dict[tuple[int, str], dict[int, set[int]]]) -> Entry:
    others = [other for other in beside if other.text_id != change.text_id]
    same = tuple(o.text.amendment for o in others if identity(o) == identity(change))
    clashing = met.get((change.provision_id, change.language), {}).get(change.pk, set())
    clashes = tuple(o.text.amendment for o in others if o.pk in clashing)
    return Entry(change, same, clashes)
