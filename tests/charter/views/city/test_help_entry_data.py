"""Offers and requests as CSV, as a feed and in the API: the same as the page that lists them, and closed ones."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Theme, Wave
from charter.actions.city import help_entries
from charter.actions.versions import themes
from charter.models import HelpEntry
from charter.states import HelpKind
from tests import factories
from tests.charter.actions.city.test_help_entries import entry_input

LIST, TABLE, FEED, API = "/en/offers/", "/en/offers/offers.csv", "/feeds/fr/offers.atom", "/api/v1/offers"
ATOM = "{http://www.w3.org/2005/Atom}"


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def table(client, address=TABLE):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def campaign(version, moderator):
    factories.wave()
    factories.site(version.charter)
    for name in ("Water", "Housing"):
        theme = Theme.objects.get(code=name.lower())
        themes.save_theme(charter=version.charter, names={"en": name}, typed="I.1", by=moderator, theme=theme)
    return version.charter


def publish(charter, city, by, **more):
    entry = entry_input(**more)
    return help_entries.publish_help_entry(charter=charter, organisation=city, entry=entry, by=by)


@pytest.fixture
def entries(campaign, city, officer, other_city, moderator):
    """An open offer, a closed request, an offer whose end date has passed, and one that was removed."""
    offer = publish(campaign, city, officer)
    request = publish(campaign, city, officer, subject="=Rents, of all", kind=HelpKind.REQUEST, theme="housing")
    help_entries.close_help_entry(help_entry=request, outcome="Two visits.", by=officer, revision=1)
    ended = publish(campaign, city, officer, subject="Ended of the quokka")
    HelpEntry.objects.filter(pk=ended.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    removed = publish(campaign, city, officer, subject="Removed of the potto")
    help_entries.remove_help_entry(help_entry=removed, because="Advertisement.", by=moderator, revision=1)
    return [offer, request, ended, removed]


@pytest.mark.parametrize("query", ["", "?kind=offer", "?theme=water", "?kind=request&theme=housing"])
def test_the_number_of_open_entries_is_that_of_the_table(client, entries, query):
    page = text(client.get(f"{LIST}{query}"))
    rows = table(client, re.search(r'href="([^"]+offers\.csv[^"]*)"', page).group(1).replace("&amp;", "&"))
    count = int(re.search(r"(\d+) open entr", page).group(1))
    assert count == sum(row["state"] == "open" for row in rows)
    assert all(row["page"].endswith(f"/offers/{row['id']}/") for row in rows)


def test_a_line_says_everything_and_holds_no_formula(client, entries, city):
    rows = {row["subject"]: row for row in table(client)}
    assert set(rows) == {"Water kiosks", "'=Rents, of all"}
    row = rows["'=Rents, of all"]
    shown = (row["kind"], row["member"], row["theme"], row["state"], row["outcome"], row["languages"])
    assert shown == ("request", city.slug, "housing", "closed", "Two visits.", "en;fr")
    assert row["closed_at"] and not rows["Water kiosks"]["closed_at"]


def test_the_feed_tells_the_latest_first_and_a_closed_entry_with_its_outcome(client, entries):
    answer = client.get(FEED)
    assert answer["Content-Type"].startswith("application/atom+xml")
    told = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in told] == [
        "Demande · =Rents, of all · Tamanrit",
        "Offre · Water kiosks · Tamanrit",
    ]
    assert told[0].find(f"{ATOM}summary").text == "Two visits."
    assert told[1].find(f"{ATOM}link").get("href") == f"http://localhost:8000/fr/offers/{entries[0].pk}/"


def test_the_api_has_the_list_and_each_one(client, entries, city):
    listed = client.get(API).json()
    assert [row["id"] for row in listed["items"]] == [int(row["id"]) for row in table(client)]
    closed = client.get(f"{API}?kind=request&state=closed&theme=housing").json()["items"]
    assert [(row["subject"]["text"], row["outcome"]["text"]) for row in closed] == [("=Rents, of all", "Two visits.")]
    assert client.get(f"{API}?state=removed").json()["count"] == 0
    assert client.get(closed[0]["here"].removeprefix("http://localhost:8000")).json() == closed[0]
    assert [client.get(f"{API}/{pk}").status_code for pk in (entries[2].pk, entries[3].pk, 999_999)] == [404] * 3


def test_replies_are_in_none_of_them(client, entries, other_city):
    by = factories.member(other_city, "officer")
    help_entries.send_help_reply(help_entry=entries[0], member=other_city, text="Words of the saola.", by=by)
    for address in (LIST, TABLE, FEED, API, f"{API}/{entries[0].pk}"):
        assert "saola" not in text(client.get(address)), address


def test_without_a_campaign_there_is_nothing(client, entries):
    Wave.objects.all().delete()
    assert [client.get(address).status_code for address in (TABLE, FEED)] == [404, 404]
    assert client.get(API).json()["count"] == 0
    assert client.get(f"{API}/{entries[0].pk}").status_code == 404


@pytest.mark.parametrize("address", [TABLE, FEED, API])
def test_three_entries_ask_no_more_than_one(client, campaign, city, officer, address):
    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            text(client.get(f"{address}?page=1"))
        return len(caught)

    publish(campaign, city, officer)
    queries = cost()
    for number in range(2):
        publish(campaign, city, officer, subject=f"Wells {number}")
    assert cost() == queries
