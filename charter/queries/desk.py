"""The moderators' desk: the queue in the order of the text, and the amendments that meet at one provision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organisation, Said, names_of
from charter.models import (
    Amendment,
    Change,
    Charter,
    Decision,
    Position,
    Provision,
    Round,
    Standing,
    askers_of,
)
from charter.queries import desk_meetings
from charter.queries.amendments import is_counted
from charter.queries.desk_filters import ALL, ON_THE_DESK, Wanted, in_state, narrowing
from charter.queries.desk_meetings import Meeting, identity
from charter.states import (
    OWN_STATES,
    AmendmentState,
    ChangeKind,
    Stance,
)


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


def queue(round_: Round, wanted: Wanted) -> list[int]:
    """Ids of changes on the desk in the order of the text; an amendment with several stands at each of its places."""
    places = order(round_.charter)
    rows = _changes(round_).filter(narrowing(wanted, round_.charter)).prefetch_related(None)
    found = list(rows.values_list("pk", "provision__key", "text__amendment__number"))
    found.sort(key=lambda row: (places.get(str(row[1]), len(places)), row[2] or 0))
    return [pk for pk, _key, _number in found]


def cities(round_: Round, language: str) -> list[tuple[str, str]]:
    """Slug and name, in that language where it has one, of each member with an amendment on the desk, by name."""
    asking = Amendment.objects.filter(round=round_, number__isnull=False).values("organisation")
    here = Said.objects.filter(original=OuterRef("name"), language=language).values("text")[:1]
    named = Organisation.objects.annotate(here=Coalesce(Subquery(here), "name__text"))
    found = named.filter(pk__in=asking.order_by()).values_list("slug", "here")
    return sorted(found, key=lambda pair: pair[1].casefold())


def those(round_: Round, ids: Sequence[int]) -> list[Change]:
    """The changes with these ids, in that order, with all that a row shows."""
    found = {change.pk: change for change in _changes(round_).filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def order(charter: Charter) -> dict[str, int]:
    """The place of each provision in the working text, by key."""
    return {key: place for place, key in enumerate(charter.arrangement.keys())} if charter.arrangement else {}


def entries(round_: Round, ids: Sequence[int]) -> list[Entry]:
    """Rows for these changes in their order: each with what meets it, in a constant number of queries."""
    here = Change.objects.filter(pk__in=ids).order_by().values("provision")
    rows = _changes(round_).filter(Q(pk__in=ids) | (in_state(ALL) & Q(provision__in=here)))
    found = {change.pk: change for change in rows}
    beside: dict[tuple[int, str], list[Change]] = defaultdict(list)
    for change in found.values():
        if change.text.amendment.state in ON_THE_DESK:
            beside[change.provision_id, change.language].append(change)
    met = {place: desk_meetings.met(changes) for place, changes in beside.items()}
    wanted = [found[pk] for pk in ids if pk in found]
    return [_entry(change, beside[change.provision_id, change.language], met) for change in wanted]


def clashing(round_: Round, amendments: Iterable[Amendment]) -> list[tuple[Amendment, Amendment]]:
    """Pairs among these whose wordings cannot both stand, by number."""
    found: dict[tuple[int, str], list[Change]] = defaultdict(list)
    for change in _changes(round_).filter(text__amendment__in=[a.pk for a in amendments]):
        found[change.provision_id, change.language].append(change)
    pairs: dict[tuple[int, int], tuple[Amendment, Amendment]] = {}
    for changes in found.values():
        by_pk = {change.pk: change.text.amendment for change in changes}
        for pk, others in desk_meetings.met(changes).items():
            for one, other in ((by_pk[pk], by_pk[o]) for o in others):
                if (one.number or 0) < (other.number or 0):
                    pairs[one.pk, other.pk] = (one, other)
    return sorted(pairs.values(), key=lambda pair: (pair[0].number or 0, pair[1].number or 0))


def chosen(round_: Round, ids: Iterable[int]) -> list[Change]:
    """All changes of these amendments, in the order of their numbers, with all that a row shows; of no city's own."""
    public = _changes(round_).exclude(text__amendment__state__in=OWN_STATES)
    return list(public.filter(text__amendment__in=list(ids)))


def identical(amendment: Amendment) -> list[Amendment]:
    """Other amendments to decide that ask for the very same changes, by number, with their names."""
    if amendment.text is None:
        return []
    mine = {identity(change) for change in amendment.text.changes.all()}
    places = [change.provision_id for change in amendment.text.changes.all()]
    rows = _changes(amendment.round).filter(text__amendment__state=AmendmentState.UNDER_REVIEW)
    asking = rows.filter(provision__in=places).exclude(text__amendment=amendment).values("text__amendment")
    theirs: dict[int, list[Change]] = defaultdict(list)
    for change in rows.filter(text__amendment__in=asking):
        theirs[change.text.amendment_id].append(change)
    same = [changes for changes in theirs.values() if {identity(change) for change in changes} == mine]
    return [changes[0].text.amendment for changes in same]


def meetings(round_: Round, provision: Provision) -> list[Meeting]:
    """What is asked of a provision, language by language, the most asked one first; then what is put in behind it."""
    found: dict[tuple[bool, str], list[Change]] = defaultdict(list)
    here = Q(provision=provision) | Q(kind=ChangeKind.JOIN, after=provision)
    for change in _changes(round_).filter(in_state(ALL), here):
        found[change.kind == ChangeKind.INSERT, change.language].append(change)
    rows = Standing.objects.filter(provision=provision).select_related("wording")
    standing = {(False, row.language): row.wording.html for row in rows}
    places = sorted(found, key=lambda place: (place[0], -len(found[place])))
    return [desk_meetings.meeting(place[1], standing.get(place, ""), found[place]) for place in places]


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
    changes = Change.objects.filter(pk__in=(ids := queue(round_, Wanted()))).values_list("pk", "provision__key")
    places, keys = order(round_.charter), {pk: str(key) for pk, key in changes}
    here = places.get(str(after.provision.key), 0) if after else 0
    ids.sort(key=lambda pk: places.get(keys[pk], len(places)) < here)
    return next((change.text.amendment for change in those(round_, ids[:1])), None)


def _changes(round_: Round) -> QuerySet[Change]:
    """Changes of the texts that hold, of the amendments of a round, with all that a row shows."""
    held = Decision.objects.filter(superseded_at=None).select_related("because_of", "reason", "amendment__round__body")
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
            *askers_of("text__amendment"),
            "text__title__translations",
            "text__reason__translations",
            Prefetch("text__amendment__decisions", queryset=held),
        )
        .order_by("text__amendment__number", "place")
    )


def _entry(change: Change, beside: Sequence[Change], met: dict[tuple[int, str], dict[int, set[int]]]) -> Entry:
    others = [other for other in beside if other.text_id != change.text_id]
    same = tuple(o.text.amendment for o in others if identity(o) == identity(change))
    clashing = met.get((change.provision_id, change.language), {}).get(change.pk, set())
    clashes = tuple(o.text.amendment for o in others if o.pk in clashing)
    return Entry(change, same, clashes)
