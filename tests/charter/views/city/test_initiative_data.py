"""Initiatives as CSV, as a feed and in the API: the same figures as the page that lists them."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, Wave
from charter.actions.versions import themes
from charter.models import Initiative
from cms.actions import sites
from cms.models import InitiativePage
from tests import factories
from tests.charter.views.city.test_initiatives import publish, text, write

LIST = "/en/initiatives/"
NUMBER = r'(\d+) initiatives? of members and of the secretariat\. <a href="([^"]+)"'
ATOM = "{http://www.w3.org/2005/Atom}"


def table(client, address="/en/initiatives/initiatives.csv"):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def campaign(version, moderator):
    factories.wave()
    factories.site(version.charter)
    themes.save_theme(charter=version.charter, names={"en": "Homes"}, typed="I.1.1", by=moderator)
    return version.charter


@pytest.fixture
def initiatives(campaign, city, delegate, other_city, other_delegate):
    """Three public initiatives, one of them of a member that withholds its name, and a draft."""
    first = publish(campaign, city, delegate, "Keys", themes=("homes",), typed="I.1.1", observance="12-10")
    second = publish(campaign, city, delegate, "=Wells, of all")
    hidden = publish(campaign, other_city, other_delegate, "Potto")
    Organisation.objects.filter(pk=other_city.pk).update(name_withheld=True, withheld_because="Asked.")
    write(campaign, city, delegate, "Draft of the quokka")
    return [first, second, hidden]


def secretariat_writes(slug, languages=("en", "fr"), theme="homes", **same):
    words = {code: {"title": f"{slug} {code}"} for code in languages}
    same = {"place": "Tamanrit", "summary": "Empty flats are let.", "theme_id": theme, **same}
    sites.write_below(index=sites.INITIATIVES, model=InitiativePage, slug=slug, words=words, **same)


@pytest.fixture
def pages(campaign, city, moderator):
    """Two initiatives that the secretariat wrote: one of a member on the theme, one of nobody."""
    secretariat_writes("flats", member=city, contact_address="https://flats.example")
    secretariat_writes("lamps", ("fr",), "water")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"flats en", "lamps fr"}),
        ("?theme=homes", {"flats en"}),
        ("?day=12-10", set()),
        ("?theme=homes&day=12-10", set()),
    ],
)
def test_what_the_secretariat_wrote_is_in_the_table_and_in_its_number(client, initiatives, pages, query, titles):
    page = text(client.get(f"{LIST}{query}"))
    data = re.search(NUMBER, page)
    rows = table(client, data.group(2).replace("&amp;", "&")) if data else []
    assert (int(data.group(1)) if data else 0) == len(rows)
    assert {row["title"] for row in rows if row["written_by"] == "secretariat"} == titles
    assert all(row["id"] for row in rows if row["written_by"] == "member")


def test_the_table_takes_a_theme_that_only_a_page_has(client, initiatives, pages):
    assert [row["title"] for row in table(client, "/en/initiatives/initiatives.csv?theme=water")] == ["lamps fr"]


def test_a_line_of_the_secretariat_names_the_member_the_theme_and_the_page(client, initiatives, pages, city):
    rows = {row["title"]: row for row in table(client)}
    row = rows["flats en"]
    shown = (row["id"], row["member"], row["themes"], row["languages"], row["link"], row["is_featured"])
    assert shown == ("", city.slug, "homes", "en;fr", "https://flats.example", "no")
    assert row["page"] == "http://localhost:8000/en/initiatives/flats/"
    assert (rows["lamps fr"]["member"], rows["lamps fr"]["themes"]) == ("", "water")
    Organisation.objects.filter(pk=city.pk).update(name_withheld=True, withheld_because="Asked.")
    assert {row["title"]: row["member_name"] for row in table(client)} == {"flats en": "", "lamps fr": ""}


def test_the_feed_and_the_api_say_who_wrote_an_initiative(client, initiatives, pages):
    entries = ET.fromstring(client.get("/feeds/en/initiatives.atom").content).findall(f"{ATOM}entry")
    titles = [entry.find(f"{ATOM}title").text for entry in entries]
    assert titles[:2] == ["lamps fr · written by the secretariat", "flats en · Tamanrit · written by the secretariat"]
    assert titles[2:] == ["=Wells, of all · Tamanrit", "Keys · Tamanrit"]
    listed = client.get("/api/v1/initiatives?size=3").json()
    assert (listed["count"], listed["pages"]) == (4, 2)
    assert [(row["title"]["text"], row["written_by"], row["id"] is None) for row in listed["items"]] == [
        ("lamps fr", "secretariat", True),
        ("flats en", "secretariat", True),
        ("=Wells, of all", "member", False),
    ]
    assert listed["items"][1]["page"] == "http://localhost:8000/en/initiatives/flats/"


def test_a_restricted_page_of_the_secretariat_is_in_no_data(client, initiatives, pages):
    for page in InitiativePage.objects.filter(slug="flats"):
        page.view_restrictions.create(restriction_type="login")
    for address in ("/en/initiatives/initiatives.csv", "/feeds/en/initiatives.atom", "/api/v1/initiatives"):
        answer = text(client.get(address))
        assert "flats " not in answer.replace("Empty flats ", "") and "lamps " in answer


@pytest.mark.parametrize("query", ["", "?theme=homes", "?day=12-10", "?theme=homes&day=12-10"])
def test_the_page_has_the_number_and_the_titles_of_its_table(client, initiatives, query):
    page = text(client.get(f"{LIST}{query}"))
    number, address = re.search(NUMBER, page).groups()
    rows = table(client, address.replace("&amp;", "&"))
    assert int(number) == len(rows) == len(re.findall(r'href="/en/initiatives/\d+/"', page)) > 0
    assert all(row["title"].lstrip("'") in page and row["page"].endswith(f"/initiatives/{row['id']}/") for row in rows)


def test_a_line_says_everything_and_holds_no_formula(client, initiatives, city):
    rows = {row["title"]: row for row in table(client)}
    assert set(rows) == {"Keys", "'=Wells, of all"}
    row, provision = rows["Keys"], initiatives[0].provisions.get()
    shown = (row["member"], row["member_name"], row["place"], row["un_day"], row["themes"], row["citations"])
    assert shown == (city.slug, "Tamanrit", "Tamanrit", "12-10", "homes", "I.1.1")
    assert (row["provision_keys"], row["languages"], row["is_featured"]) == (str(provision.key), "en", "no")


def test_the_feed_tells_the_newest_first(client, initiatives):
    answer = client.get("/feeds/fr/initiatives.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries] == ["=Wells, of all · Tamanrit", "Keys · Tamanrit"]
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]
    assert links[1] == f"http://localhost:8000/fr/initiatives/{initiatives[0].pk}/"


def test_the_api_has_the_list_and_each_one(client, initiatives, city):
    listed = client.get("/api/v1/initiatives").json()
    assert (listed["count"], [row["id"] for row in listed["items"]]) == (2, [int(row["id"]) for row in table(client)])
    narrowed = client.get("/api/v1/initiatives?theme=homes&un_day=12-10").json()["items"]
    assert [row["title"]["text"] for row in narrowed] == ["Keys"]
    whole = client.get(narrowed[0]["here"].removeprefix("http://localhost:8000")).json()
    assert whole | {"text": None, "pictures": []} == whole and whole["provisions"][0]["citation"] == "I.1.1"
    assert {name: whole[name] for name in narrowed[0]} == narrowed[0]
    others = [initiatives[2].pk, Initiative.objects.get(published_at=None).pk, 999_999]
    assert [client.get(f"/api/v1/initiatives/{pk}").status_code for pk in others] == [404] * 3


def test_without_a_campaign_there_is_nothing(client, initiatives):
    Wave.objects.all().delete()
    addresses = ["/en/initiatives/initiatives.csv", "/feeds/en/initiatives.atom"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.get("/api/v1/initiatives").json()["count"] == 0
    assert client.get(f"/api/v1/initiatives/{initiatives[0].pk}").status_code == 404
    assert "initiatives.csv" not in text(client.get(LIST))


def test_an_empty_list_links_to_no_data(client, campaign):
    page = text(client.get(LIST))
    assert "initiatives.csv" not in page and "initiatives.atom" not in page
    assert table(client) == []


@pytest.mark.parametrize(
    "address", ["/en/initiatives/initiatives.csv", "/feeds/en/initiatives.atom", "/api/v1/initiatives"]
)
def test_three_initiatives_ask_no_more_than_one(client, campaign, city, delegate, address):
    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{address}?page=1").status_code == 200
        return len(caught)

    publish(campaign, city, delegate, "Keys", themes=("homes",), typed="I.1.1")
    secretariat_writes("flats", member=city)
    queries = cost()
    for title in ("Wells", "Trees"):
        publish(campaign, city, delegate, title, themes=("homes",), typed="I.1.1")
        secretariat_writes(title.lower(), member=city)
    assert cost() == queries
