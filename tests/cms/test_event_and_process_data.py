"""Events, processes and frameworks as feeds and in the API, and their lists a page at a time."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Organisation, Theme, Wave
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.actions.versions import themes
from cms.actions import sites
from cms.models import EventPage, ProcessPage
from tests import factories
from tests.charter.views.city.test_frameworks import enter

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def campaign(version, moderator):
    factories.wave()
    factories.site(version.charter)
    themes.save_theme(charter=version.charter, names={"en": "Homes"}, typed="I.1.1", by=moderator)
    return version.charter


def add_event(slug="evening", days=3, languages=("en", "fr"), **fields):
    words = {code: {"title": f"Event {slug} {code}", "introduction": f"Words {code}."} for code in languages}
    on = timezone.localdate() + timedelta(days=days)
    sites.write_below(index=sites.CALENDAR, model=EventPage, slug=slug, words=words, on=on, **fields)


def add_process(slug="forum", languages=("en", "fr"), **fields):
    words = {code: {"title": f"Forum {slug} {code}", "institution": f"Council {code}"} for code in languages}
    sites.write_below(index=sites.PROCESSES, model=ProcessPage, slug=slug, words=words, on=date(2025, 5, 3), **fields)


def feed_titles(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return [entry.find(f"{ATOM}title").text for entry in ET.fromstring(answer.content).iter(f"{ATOM}entry")]


def items(client, address):
    return client.get(address).json()["items"]


def test_an_event_is_in_the_feed_and_the_data_of_each_language(client, campaign, city, other_city):
    theme = Theme.objects.get(code="homes")
    Organisation.objects.filter(pk=other_city.pk).update(name_withheld=True, withheld_because="Asked.")
    add_event(themes=[theme], members=[city, other_city], place="Tamanrit")
    add_event("lamp", languages=("fr",))
    assert feed_titles(client, "/feeds/en/events.atom") == ["Event lamp fr", "Event evening en"]
    assert feed_titles(client, "/feeds/fr/events.atom") == ["Event lamp fr", "Event evening fr"]
    event = next(row for row in items(client, "/api/v1/events?language=fr") if "evening" in row["title"]["text"])
    assert event["title"] == {"text": "Event evening fr", "language": "fr"}
    assert (event["members"], event["themes"], event["languages"]) == ([city.slug], ["homes"], ["en", "fr"])
    assert event["page"].endswith("/fr/calendar/evening/")


def test_a_process_is_in_the_feed_and_in_the_data(client, campaign, version, city):
    add_process(members=[city], address="https://example.org/report")
    assert feed_titles(client, "/feeds/en/processes.atom") == ["Forum forum en"]
    [process] = items(client, "/api/v1/processes")
    assert (process["on"], process["document"]) == ("2025-05-03", "https://example.org/report")
    assert process["members"] == [city.slug]


def test_a_site_without_a_campaign_has_no_feed_of_processes_and_of_frameworks(client, campaign):
    add_process()
    Wave.objects.all().delete()
    for name in ("processes", "frameworks"):
        assert client.get(f"/feeds/en/{name}.atom").status_code == 404
    assert items(client, "/api/v1/processes") == []


def test_confirmed_frameworks_are_in_the_feed(client, campaign, city, moderator):
    enter(campaign, city, "Plan de vivienda", by=moderator)
    enter(campaign, city, "Plan of the potto")
    assert feed_titles(client, "/feeds/en/frameworks.atom") == [f"Plan de vivienda · {city}"]


def test_an_unpublished_event_is_in_no_feed_and_in_no_data(client, campaign):
    add_event()
    EventPage.objects.update(live=False)
    assert feed_titles(client, "/feeds/en/events.atom") == []
    assert items(client, "/api/v1/events") == []


def test_many_events_and_processes_are_listed_on_pages_and_ask_no_more(client, campaign, city):
    addresses = {
        "/en/calendar/": "Event",
        "/en/processes/": "Forum",
        "/api/v1/events?size=20": "Event",
        "/api/v1/processes?size=20": "Forum",
        "/feeds/en/events.atom": "Event",
        "/feeds/en/processes.atom": "Forum",
    }

    def costs():
        counts = {}
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                content = client.get(f"{address}{'&' if '?' in address else '?'}again={EventPage.objects.count()}")
            counts[address] = len(caught)
            assert content.status_code == 200, address
        return counts

    add_event("first", languages=("en",), members=[city])
    add_process("first", languages=("en",), members=[city])
    for_one = costs()
    for number in range(ROWS_ON_A_PAGE + 4):
        add_event(f"n{number}", languages=("en",), members=[city])
        add_process(f"n{number}", languages=("en",), members=[city])
    assert {name: cost for name, cost in costs().items() if cost > for_one[name] + 1} == {}
    for name in ("calendar", "processes"):
        page = client.get(f"/en/{name}/?page=1").content.decode()
        assert page.count(f'href="/en/{name}/n') + page.count(f'href="/en/{name}/first') == ROWS_ON_A_PAGE
        assert client.get(f"/en/{name}/?page=2").content.decode().count(f'href="/en/{name}/n') >= 4


def test_past_events_are_listed_in_pages_behind_the_calendar(client, campaign):
    add_event("soon", languages=("en",))
    for number in range(ROWS_ON_A_PAGE + 4):
        add_event(f"past{number:02}", days=-1 - number, languages=("en",))
    page = client.get("/en/calendar/").content.decode()
    assert page.count('href="/en/calendar/past') == ROWS_ON_A_PAGE
    assert '<a href="?past=all">All past events</a>' in page
    first, second = (client.get(f"/en/calendar/?past=all&page={n}").content.decode() for n in (1, 2))
    assert first.count('href="/en/calendar/past') == ROWS_ON_A_PAGE and "Event soon" not in first
    assert second.count('href="/en/calendar/past') == 4 and "Event past23" in second
    assert '<a href="/en/calendar/">Full calendar</a>' in first and "past=all&amp;page=2" in first


def test_an_event_and_a_process_list_their_members_in_pages(client, campaign):
    """So many queries for many members as for as many as fill a page."""

    def costs():
        counts = []
        for address in ("/en/calendar/evening/", "/en/processes/forum/"):
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                client.get(f"{address}?again={Organisation.objects.count()}")
            counts.append(len(caught))
        return counts

    members = [factories.organisation(f"Member {number:02}") for number in range(ROWS_ON_A_PAGE)]
    add_event(members=members)
    add_process(members=members)
    few = costs()
    members += [factories.organisation(f"More {number:02}") for number in range(4)]
    members.append(factories.organisation("Saigaville", name_withheld=True))
    add_event(members=members)
    add_process(members=members)
    assert costs() == few
    for address in ("/en/calendar/evening/", "/en/processes/forum/"):
        first, second = (client.get(f"{address}?page={number}").content.decode() for number in (1, 2))
        assert (first.count('href="/en/cities/m'), second.count('href="/en/cities/m')) == (ROWS_ON_A_PAGE, 4), address
        assert "Page 1 of 2" in first and "Page 2 of 2" in second and "Saigaville" not in first + second
