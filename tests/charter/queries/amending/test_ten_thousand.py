"""Lists and rules agree at ten thousand: what a list shows a person is what each thing by itself would show them."""

from __future__ import annotations

import re
from itertools import cycle, islice, product

import pytest
from django.db.models import Prefetch
from django.utils import timezone

from accounts.models import Person, create_localized_text
from accounts.views.paging import ROWS_ON_A_PAGE
from charter import rules
from charter.models import Amendment, AmendmentText, Decision, Release, proposers_of
from charter.queries.amending import amendments
from charter.queries.amending.amendment_rows import ListedAmendments
from charter.states import OWN_STATES, AmendmentState, CameBy, Outcome
from tests import factories

pytestmark = pytest.mark.large
COUNT = 10_000
SHOWN = (True, False, True, False)
# What was decided, the last one at the end: whether it is public, and whether something else took its place.
DECIDED = ((), ((False, False),), ((True, False),), ((False, True), (True, False)), ((True, True), (True, False)))
READERS = (
    "anonymous",
    "without a mandate",
    "officer",
    "delegate",
    "other delegate",
    "partner",
    "moderator",
    "drafter",
)


@pytest.fixture(scope="module")
def congress(django_db_setup, django_db_blocker):
    """Rounds that show what is pending and rounds that do not, two cities, every state, every course of decisions."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        version = factories.version(factories.charter(languages=("en",)))
        cities = [factories.organisation("Tamanrit"), factories.organisation("Velmora")]
        people = _people(cities)
        rounds = [factories.deciding(version, pending_is_public=shown, closed_at=timezone.now()) for shown in SHOWN]
        _fill(rounds, cities, people["officer"], people["moderator"])
        yield version.charter, cities, people
        transaction.set_rollback(True)


def _people(cities) -> dict[str, Person | None]:
    own, other = cities
    return {
        "anonymous": None,
        "without a mandate": factories.person("Nobody"),
        "officer": factories.member(own, "officer"),
        "delegate": factories.member(own, "delegate"),
        "other delegate": factories.member(other, "delegate"),
        "partner": factories.member(factories.organisation("Union", "partner"), "officer"),
        "moderator": factories.holder("moderator"),
        "drafter": factories.holder("drafter"),
    }


def _fill(rounds, cities, officer, moderator) -> None:
    now, words = timezone.now(), create_localized_text("More homes", "en")
    ways = islice(cycle(product(rounds, cities, AmendmentState, ("", CameBy.LETTER), DECIDED)), COUNT)
    drawn = [(_amendment(number, way, officer, now), way) for number, way in enumerate(ways, 1)]
    amendments = Amendment.objects.bulk_create([amendment for amendment, _way in drawn], batch_size=500)
    texts = AmendmentText.objects.bulk_create(
        [
            AmendmentText(
                amendment=amendment, number=1, language="en", title=words, reason=words, prepared_by=officer, at=now
            )
            for amendment in amendments
        ],
        batch_size=500,
    )
    for amendment, text in zip(amendments, texts, strict=True):
        amendment.text = text
    Amendment.objects.bulk_update(amendments, ["text"], batch_size=500)
    releases = {round_: Release.objects.create(round=round_, by=moderator, at=now) for round_ in rounds}
    Decision.objects.bulk_create(
        [
            Decision(
                amendment=amendment,
                text=amendment.text,
                outcome=Outcome.NOT_ACCEPTED,
                reason=words,
                by=moderator,
                at=now,
                release=releases[amendment.round] if public else None,
                superseded_at=now if superseded else None,
            )
            for (amendment, (*_way, course)) in drawn
            for public, superseded in (course if amendment.state not in OWN_STATES else ())
        ],
        batch_size=500,
    )


def _amendment(number, way, officer, now) -> Amendment:
    round_, city, state, came_by, _course = way
    return Amendment(
        round=round_,
        number=None if state in OWN_STATES else number,
        organisation=city,
        state=state,
        begun_by=officer,
        begun_at=now,
        came_by=came_by,
        came_on=now.date() if came_by else None,
    )


def every():
    standing = Decision.objects.filter(superseded_at=None)
    return Amendment.objects.select_related("round", "organisation").prefetch_related(
        *proposers_of(), Prefetch("decisions", queryset=standing)
    )


def readable(person) -> dict[int, Amendment]:
    """Asked of each by itself."""
    return {amendment.pk: amendment for amendment in every() if rules.may_read(person, amendment) is True}


@pytest.mark.parametrize("reader", READERS)
def test_the_table_lists_what_each_reader_may_read_of_what_is_public(congress, db, reader):
    charter, _cities, people = congress
    may = {pk for pk, amendment in readable(people[reader]).items() if amendment.is_public}
    assert 1_000 < len(may) < COUNT
    table = ListedAmendments(charter, people[reader])
    assert (table.count(), set(table[0:COUNT])) == (len(may), may)
    assert set(amendments.amendments_in_order(people[reader]).values_list("pk", flat=True)) == may
    assert {amendment.pk for amendment in amendments.amendments_with_reasons(people[reader])} == may


@pytest.mark.parametrize("reader", ["officer", "delegate", "other delegate"])
def test_a_members_room_has_what_is_its_own_and_may_be_read(congress, db, reader):
    _charter, cities, people = congress
    home = cities[reader == "other delegate"]
    may = {pk for pk, amendment in readable(people[reader]).items() if amendment.organisation_id == home.pk}
    assert set(Amendment.objects.belonging_to([home.pk]).values_list("pk", flat=True)) == may
    assert not {amendment.pk for amendment in every() if amendment.organisation_id == home.pk} <= may


@pytest.mark.parametrize("reader", READERS)
def test_a_page_is_there_for_what_is_listed_and_for_nothing_else(congress, db, reader):
    _charter, _cities, people = congress
    listed = set(amendments.amendments_in_order(people[reader]).values_list("pk", flat=True))
    for amendment in every().exclude(number=None).order_by("pk")[::53]:
        readable_amendment = amendments.find_amendment(people[reader], amendment.number, amendment.round.number)
        assert (readable_amendment is not None) == (amendment.pk in listed), amendment


def test_machines_are_given_what_everybody_may_read(congress, db, client):
    may = {(amendment.round.number, amendment.number) for amendment in readable(None).values()}
    listed, address = set(), "/api/v1/amendments?size=600"
    while address:
        body = client.get(address).json()
        listed |= {(amendment["round"], amendment["number"]) for amendment in body["items"]}
        address = body["next"]
    assert listed == may


@pytest.mark.parametrize("reader", ["anonymous", "other delegate"])
def test_the_pages_of_the_table_name_them_all(congress, db, client, reader):
    _charter, _cities, people = congress
    if people[reader]:
        client.force_login(people[reader])
    may = {
        (amendment.round.number, amendment.number)
        for amendment in readable(people[reader]).values()
        if amendment.is_public
    }
    named = set()
    for page in range(1, len(may) // ROWS_ON_A_PAGE + 2):
        page_text = client.get("/en/amendments/", {"page": page}).content.decode()
        named |= {
            (int(round_), int(number)) for round_, number in re.findall(r"/en/amendments/(\d+)/(\d+)/", page_text)
        }
    assert named == may
