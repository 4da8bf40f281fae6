"""The table of local human rights frameworks, and where else readers see them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Theme
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.actions.city import frameworks
from charter.actions.city.frameworks import FrameworkEntry
from charter.models import Framework
from charter.states import FrameworkKind, FrameworkState
from tests import factories
from tests.charter.importing.test_documents import PDF
from tests.charter.views.city.test_initiatives import publish

ADOPTED = {"state": FrameworkState.ADOPTED, "adopted_on": date(2024, 3, 12)}


def enter(charter, organisation, title, *, by=None, **fields):
    """A framework that the moderator `by` confirmed, or one that awaits it."""
    entry = FrameworkEntry(
        **{"kind": FrameworkKind.PLAN, "state": FrameworkState.ANNOUNCED, "language": "es", "title": title, **fields}
    )
    officer = factories.member(organisation, "officer")
    made = frameworks.enter_framework(charter=charter, organisation=organisation, entry=entry, by=officer)
    return frameworks.confirm_framework(framework=made, by=by, revision=1) if by else made


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def charter_(version, moderator, city):
    """Two confirmed frameworks of two members, and one that awaits the secretariat."""
    factories.wave()
    type(city).objects.filter(pk=city.pk).update(country="MA")
    charter = version.charter
    link = "https://velmora.example/ordenanza"
    other = factories.organisation("Velmora", country="CO")
    enter(charter, city, "Plan de vivienda", by=moderator, typed="I.1", **ADOPTED)
    themes = ("housing", "water")
    enter(charter, other, "=Ordenanza", by=moderator, kind=FrameworkKind.ORDINANCE, link=link, themes=themes)
    enter(charter, other, "Plan of the potto", themes=themes)
    return charter


def table(client, query=""):
    content = client.get(f"/en/frameworks/frameworks.csv{query}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_table_has_confirmed_frameworks_with_member_language_link_and_provisions(client, charter_, city):
    page = read(client, "/en/frameworks/")
    short = factories.provision(charter_, 4).short
    for part in (
        '<bdi lang="es" dir="ltr">Plan de vivienda</bdi>',
        '<a href="https://velmora.example/ordenanza" rel="nofollow noopener">',
        f'<a href="/en/provisions/{short}/"><bdi>I.1</bdi></a>',
        "Adopted on 12 March 2024",
        "2 frameworks.",
        f'<a href="/en/cities/{city.slug}/">',
    ):
        assert part in page, part
    assert "potto" not in page


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["=Ordenanza", "Plan de vivienda"]),
        ("?kind=plan", ["Plan de vivienda"]),
        ("?state=announced", ["=Ordenanza"]),
        ("?country=MA", ["Plan de vivienda"]),
        ("?year=2024", ["Plan de vivienda"]),
        ("?year=2024&kind=ordinance", []),
        ("?theme=water", ["=Ordenanza"]),
        ("?theme=housing", ["=Ordenanza", "Plan de vivienda"]),
        ("?theme=work", []),
        ("?year=nothing", ["=Ordenanza", "Plan de vivienda"]),
    ],
)
def test_filters_narrow_the_table_and_its_file_alike(client, charter_, query, titles):
    """The plan has the theme of its provision, the ordinance has the theme itself."""
    Theme.objects.get(code="housing").provisions.set([factories.provision(charter_, 4)])
    assert [row["title"].lstrip("'") for row in table(client, query)] == titles
    page = read(client, f"/en/frameworks/{query}")
    assert [title in page for title in ("Plan de vivienda", "=Ordenanza")] == [
        title in titles for title in ("Plan de vivienda", "=Ordenanza")
    ]


def test_the_file_names_provisions_by_key_and_holds_no_formula(client, charter_, city):
    first, second = table(client)
    assert first["title"].startswith("'=") and first["member_name"] == "Velmora"
    assert (second["member"], second["adopted_on"], second["citations"]) == (city.slug, "2024-03-12", "I.1")
    assert second["provision_keys"] == str(factories.provision(charter_, 4).key)


def test_readers_see_the_themes_of_a_framework_and_lead_to_their_pages(client, charter_):
    rows, link = table(client), '<a href="/en/themes/housing/">Housing</a>'
    row = read(client, "/en/frameworks/").partition("=Ordenanza")[2].partition("</tr>")[0]
    assert f'<span class="label">Themes: </span>{link}, ' in row
    assert f"Themes: {link}, " in read(client, f"/en/cities/{rows[0]['member']}/")
    assert [row["themes"] for row in rows] == ["housing;water", ""]
    page = read(client, "/en/themes/water/")
    assert "=Ordenanza" in page and "Plan de vivienda" not in page and "potto" not in page


def test_readers_find_the_document_wherever_the_framework_is(client, charter_, city, moderator):
    document = ContentFile(PDF, name="document.pdf")
    made = enter(charter_, city, "Carta local", by=moderator, typed="I.1", themes=("water",), document=document)
    link = f'href="/en/frameworks/documents/{made.pk}.pdf">Document (PDF)'
    short = factories.provision(charter_, 4).short
    for page in ("frameworks", f"cities/{city.slug}", "themes/water", f"provisions/{short}"):
        assert read(client, f"/en/{page}/").count(link) == 1, page
    address = f"{settings.SITE_URL}/en/frameworks/documents/{made.pk}.pdf"
    assert {row["title"]: row["document"] for row in table(client)}["Carta local"] == address
    rows = client.get("/api/v1/frameworks?theme=water").json()["items"]
    assert {row["title"]["text"]: row["document"] for row in rows} == {"Carta local": address, "=Ordenanza": None}


def test_the_page_of_a_provision_names_the_members_that_implement_it(client, charter_):
    page = read(client, f"/en/provisions/{factories.provision(charter_, 4).short}/")
    assert "Members that implement the provision" in page and "Plan de vivienda" in page
    other = read(client, f"/en/provisions/{factories.provision(charter_, 8).short}/")
    assert "Members that implement the provision" not in other


def test_the_page_of_a_member_lists_its_confirmed_frameworks(client, charter_, city):
    page = read(client, f"/en/cities/{city.slug}/")
    assert 'id="frameworks"' in page and "Plan de vivienda" in page and "Ordenanza" not in page


def test_machines_read_the_same_frameworks(client, charter_, city):
    answer = client.get("/api/v1/frameworks").json()
    assert [row["title"]["text"] for row in answer["items"]] == ["=Ordenanza", "Plan de vivienda"]
    assert [row["themes"] for row in answer["items"]] == [["housing", "water"], []]
    [one] = client.get("/api/v1/frameworks?theme=water").json()["items"]
    assert one == answer["items"][0]
    [one] = client.get("/api/v1/frameworks?state=adopted&country=MA").json()["items"]
    assert (one["member"], one["adopted_on"], one["provisions"][0]["citation"]) == (city.slug, "2024-03-12", "I.1")


def test_without_a_campaign_there_is_no_table_and_no_link_to_it(client, version):
    for address in ("/en/frameworks/", "/en/frameworks/frameworks.csv"):
        read(client, address, 404)
    assert "/frameworks/" not in read(client, "/en/cities/")


def test_no_page_asks_more_for_three_frameworks_than_for_one(client, charter_, city, moderator):
    pages = (
        "/en/frameworks/",
        "/en/frameworks/frameworks.csv",
        f"/en/cities/{city.slug}/",
        f"/en/provisions/{factories.provision(charter_, 4).short}/",
        "/api/v1/frameworks",
    )
    client.force_login(factories.person("Reader"))
    Framework.objects.get(title="Plan de vivienda").themes.set(Theme.objects.filter(code="water"))

    def count_queries():
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as caught:
                client.get(page)
            counts.append(len(caught))
        return counts

    few = count_queries()
    for number in range(3):
        themes = ("housing", "work", "water")
        enter(charter_, city, f"Plan {number}", by=moderator, typed="I.1\nII.1", themes=themes, **ADOPTED)
        enter(charter_, factories.organisation(), f"Plan {number}", by=moderator, typed="I.1")
    assert count_queries() == few


def test_the_figure_by_year_is_computed_again_from_the_file(client, charter_, city, moderator):
    enter(charter_, city, "Carta local", by=moderator, state=FrameworkState.ADOPTED, adopted_on=date(2022, 5, 2))
    years = [row["adopted_on"][:4] for row in table(client)]
    page = read(client, "/en/frameworks/")
    assert "<h2>Frameworks by year of adoption</h2>" in page
    page = page.split('<details id="years">')[1].split("</details>")[0]
    shown = re.findall(r'<th scope="row">([^<]+)</th><td[^>]*><span class="label">Number: </span>(\d*)', page)
    assert shown == [("2022", "1"), ("2023", ""), ("2024", "1"), ("Without a date of adoption", "1")]
    assert {year: str(years.count(year) or "") for year in ("2022", "2023", "2024")} == dict(shown[:3])
    assert "Local frameworks with a date of adoption: 2 of 3." in read(client, "/en/frameworks/")
    assert "Local frameworks with a date of adoption: 1 of 1." in read(client, "/en/frameworks/?year=2022")


def test_the_map_shows_frameworks_at_the_places_of_their_members(client, charter_, city):
    type(city).objects.filter(pk=city.pk).update(latitude=31.6, longitude=-8.0)
    html = read(client, "/en/frameworks/")
    summary = (
        "1 framework is shown on the map. The frameworks come from 2 countries. "
        "The members of 1 framework have no location on the map yet."
    )
    assert f'aria-label="{summary}"' in html and f"<p>{summary}</p>" in html
    assert html.split('class="members" d="')[1].split('"')[0].count("M") == 1
    row = html.split('<a href="/en/frameworks/?country=MA">Morocco</a></th>')[1].split("</tr>")[0]
    assert '<span class="label">Frameworks: </span>1</td>' in row
    assert '<span class="label">On the map: </span>1</td>' in row


def test_the_map_shows_the_frameworks_that_the_filters_leave(client, charter_):
    assert "Morocco</a></th>" not in read(client, "/en/frameworks/?country=CO")
    assert 'id="map"' not in read(client, "/en/frameworks/?state=replaced")


def test_a_provision_that_many_members_implement_lists_them_in_pages(client, charter_, moderator, delegate, city):
    address = f"/en/provisions/{factories.provision(charter_, 4).short}/"

    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            page = read(client, f"{address}?again={Framework.objects.count()}")
        return len(caught), page

    publish(charter_, city, delegate, typed="I.1")
    for_few, _page = cost()
    for number in range(ROWS_ON_A_PAGE + 2):
        other = factories.organisation(f"Member {number:02}", country="FR")
        enter(charter_, other, f"Plan {number:02}", by=moderator, typed="I.1")
        publish(charter_, city, delegate, f"Homes {number:02}", typed="I.1")
    for_many, page = cost()
    assert for_many == for_few
    second = read(client, f"{address}?page=2")
    for name in ("frameworks", "initiatives"):
        sections = [shown.partition(f'id="{name}"')[2].partition("</section>")[0] for shown in (page, second)]
        assert [section.count("<li>") for section in sections] == [ROWS_ON_A_PAGE, 3], name
        assert ["Page 1 of 2" in sections[0], "Page 2 of 2" in sections[1]] == [True, True], name
