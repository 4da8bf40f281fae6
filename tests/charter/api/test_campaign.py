"""Waves and milestones of the campaign as machines read them: in the API and as feeds."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from lxml import etree

from accounts.models import Organisation, Theme, create_localized_text
from accounts.views.paging import ROWS_ON_A_PAGE
from tests import factories

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def campaign(charter, city):
    focus = create_localized_text("Homes for everyone", "en", fr="Des logements pour tous")
    wave = factories.wave("First wave", 2022, starts_on=date(2022, 7, 7), focus=focus)
    wave.themes.add(Theme.objects.get(code="housing"))
    Organisation.objects.filter(pk=city.pk).update(joined_wave=wave)
    factories.organisation("Saigaville", joined_wave=wave, name_withheld=True)
    return wave


def entries(client, address):
    root = etree.fromstring(client.get(address).content)
    return [
        [entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("title", "summary", "id", "updated")]
        for entry in root.findall("a:entry", ATOM)
    ]


def test_a_wave_has_its_days_focus_themes_and_named_members(client, campaign, city):
    [wave] = client.get("/api/v1/waves?language=en").json()["items"]
    assert (wave["code"], wave["year"], wave["starts_on"], wave["ends_on"]) == ("first-wave", 2022, "2022-07-07", None)
    assert wave["focus"] == {"text": "Homes for everyone", "language": "en"}
    assert (wave["themes"], wave["count"], wave["members"]) == (["housing"], 2, [city.slug])
    assert wave["page"].endswith("/en/waves/first-wave/") and client.get(wave["page"]).status_code == 200


def test_a_wave_has_the_first_of_its_members_and_the_address_of_all(client, campaign, city):
    for number in range(ROWS_ON_A_PAGE + 3):
        factories.organisation(f"City {number:02}", joined_wave=campaign, joined_on=date(2022, 10, 1 + number))
    factories.organisation("Ljus")
    [wave] = client.get("/api/v1/waves?language=en").json()["items"]
    assert (wave["count"], len(wave["members"])) == (ROWS_ON_A_PAGE + 5, ROWS_ON_A_PAGE)
    assert wave["all_members"].endswith("/api/v1/cities?joined_wave=first-wave")
    page = client.get(f"{wave['all_members'].removeprefix(settings.SITE_URL)}&size=5").json()
    assert page["count"] == ROWS_ON_A_PAGE + 4 and {row["joined_wave"] for row in page["items"]} == {"first-wave"}
    assert client.get("/api/v1/cities?joined_wave=second-wave").json()["count"] == 0


def test_milestones_are_in_the_order_of_their_days(client, charter):
    later = factories.milestone("The second wave opens", date(2023, 6, 1), link="https://example.org/")
    first = factories.milestone("Launch", date(2022, 7, 7))
    rows = client.get("/api/v1/milestones").json()["items"]
    assert [(row["id"], row["on"], row["title"]["text"]) for row in rows] == [
        (first.pk, "2022-07-07", "Launch"),
        (later.pk, "2023-06-01", "The second wave opens"),
    ]
    assert rows[1]["link"] == "https://example.org/" and rows[0]["page"].endswith(f"#milestone-{first.pk}")


def test_the_feeds_have_the_newest_first(client, campaign, settings):
    factories.milestone("Launch", date(2022, 7, 7))
    later = factories.milestone("The second wave opens", date(2023, 6, 1))
    newest, oldest = entries(client, "/feeds/en/milestones.atom")
    assert (newest[0], oldest[0]) == ("The second wave opens", "Launch")
    assert newest[2] == f"{settings.SITE_URL}/en/milestones/#milestone-{later.pk}"
    assert newest[3].startswith(("2023-06-01T", "2023-05-31T"))
    [[title, focus, *_rest]] = entries(client, "/feeds/en/waves.atom")
    assert (title, focus) == ("First wave (2022)", "Homes for everyone")


def test_the_pages_lead_to_both(client, campaign):
    factories.milestone("Launch")
    for name in ("waves", "milestones"):
        page = client.get(f"/en/{name}/").content.decode()
        assert page.count(f"/feeds/en/{name}.atom") == 2 and f"/api/v1/{name}?language=en" in page


@pytest.mark.parametrize("name", ["waves", "milestones"])
def test_without_a_campaign_there_are_none(client, charter, name):
    assert client.get(f"/api/v1/{name}").json()["count"] == 0
    assert client.get(f"/feeds/en/{name}.atom").status_code == 404
