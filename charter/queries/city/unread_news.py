"""Items in an organisation's workspace that are new to a person, made by others; the newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from accounts.models import Mandate, NewsMark, Organisation, Person, Record
from accounts.models.records import name_of
from charter.models import Amendment, AmendmentText, Decision, DraftNote, Position, Round
from charter.queries.deciding.amendment_events import Event
from charter.states import AmendmentState

MOST = 20
ACTS = {
    "amendment sent": "sent",
    "amendment sent back": "sent_back",
    "amendment taken back": "taken_back",
    "amendment confirmed": "confirmed",
    "amendment kept": "kept",
    "amendment written anew": "rewritten",
    "amendment withdrawn": "withdrawn",
    "amendment not confirmed in time": "not_confirmed",
    "amendment carried on": "carried_on",
}


def read_until(organisation: Organisation, person: Person, mandate: Mandate | None) -> datetime | None:
    """The time when the person last marked the news as read, or when the mandate began; None without a mandate."""
    mark = NewsMark.objects.filter(organisation=organisation, person=person).first()
    if mark is not None:
        return mark.at
    return mandate.since if mandate else None


def news_since(organisation: Organisation, person: Person, since: datetime, now: datetime) -> list[Event]:
    """At most twenty; each about an amendment names it in `values`, drafts of the organisation among them."""
    own = {amendment.pk: amendment for amendment in _amendments(organisation)}
    events = [
        *_acts(own, person, since),
        *_drafts(own.values(), person, since),
        *_moved(own, since),
        *_decided(own, since),
        *_positions(own, since),
        *_notes(own, organisation, person, since),
        *_people(organisation, person, since, now),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST]


def windows_of_round(round_: Round, since: datetime, now: datetime) -> list[Event]:
    """Which windows of the round opened or ended since."""
    ends = {
        "round_opened": round_.opens_at,
        "proposals_ended": round_.proposals_until,
        "confirming_ended": round_.confirm_until,
        "support_ended": round_.support_until,
    }
    return [Event(kind, at, {"round": round_}) for kind, at in ends.items() if since < at <= now]


def _amendments(organisation: Organisation) -> list[Amendment]:
    return list(Amendment.objects.belonging_to([organisation.pk]).select_related("round", "text__prepared_by"))


def _acts(own: dict[int, Amendment], person: Person, since: datetime) -> Iterable[Event]:
    names = {name_of(amendment): amendment for amendment in own.values()}
    rows = list(Record.objects.filter(about__in=list(names), act__in=ACTS, at__gt=since))
    people = Person.objects.in_bulk({row.person for row in rows if row.person})
    for row in rows:
        if row.person != person.pk:
            actor = people.get(row.person) if row.person else None
            yield Event(ACTS[row.act], row.at, {"amendment": names[row.about], "person": actor})


def _drafts(own: Iterable[Amendment], person: Person, since: datetime) -> Iterable[Event]:
    for amendment in own:
        text = amendment.text
        saved = amendment.state == AmendmentState.DRAFT and text is not None and text.carried_from_id is None
        if saved and text is not None and text.at > since and text.prepared_by_id != person.pk:
            yield Event("saved", text.at, {"amendment": amendment, "person": text.prepared_by})


def _moved(own: dict[int, Amendment], since: datetime) -> Iterable[Event]:
    rows = AmendmentText.objects.filter(amendment__in=list(own), at__gt=since).exclude(carried_from=None)
    for text in rows:
        yield Event("moved", text.at, {"amendment": own[text.amendment_id]})


def _decided(own: dict[int, Amendment], since: datetime) -> Iterable[Event]:
    """Published decisions only: provisional ones are known only to the moderators."""
    rows = Decision.objects.filter(amendment__in=list(own), superseded_at=None, release__at__gt=since)
    for decision in rows.select_related("release", "because_of__round", "amendment__round__body").prefetch_related(
        "amendment__round__body__translations"
    ):
        assert decision.release is not None
        yield Event("decided", decision.release.at, {"amendment": own[decision.amendment_id], "decision": decision})


def _positions(own: dict[int, Amendment], since: datetime) -> Iterable[Event]:
    """How many took a position, once an amendment."""
    positions = Position.objects.filter(text__amendment__in=list(own), at__gt=since, superseded_at=None)
    rows = list(positions.order_by("at").values_list("text__amendment", "at"))
    last, counts = dict(rows), Counter(pk for pk, _at in rows)
    for pk, at in last.items():
        yield Event("positions", at, {"amendment": own[pk], "count": counts[pk]})


def _notes(own: dict[int, Amendment], organisation: Organisation, person: Person, since: datetime) -> Iterable[Event]:
    rows = DraftNote.objects.filter(organisation=organisation, amendment__in=list(own), at__gt=since)
    for note in rows.exclude(by=person).select_related("by"):
        yield Event("note", note.at, {"amendment": own[note.amendment_id], "person": note.by})


def _people(organisation: Organisation, person: Person, since: datetime, now: datetime) -> Iterable[Event]:
    """Who came and who left."""
    fresh = Q(since__gt=since, since__lte=now) | Q(ended__gt=since, ended__lte=now)
    rows = Mandate.objects.filter(fresh, organisation=organisation).exclude(person=person).select_related("person")
    for mandate in rows:
        kind, at = ("left", mandate.ended) if mandate.ended and mandate.ended <= now else ("came", mandate.since)
        yield Event(kind, at, {"mandate": mandate, "person": mandate.person})
