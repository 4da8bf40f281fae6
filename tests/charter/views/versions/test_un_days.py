"""The page of a day of the United Nations: initiatives, provisions, frameworks and events that belong to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from accounts.models import Organisation, Theme, Wave
from charter import observances
from charter.actions.versions import themes
from charter.observances import observance_at
from tests import factories
from tests.charter.views.city.test_frameworks import enter, read
from tests.charter.views.city.test_initiatives import publish, write
from tests.cms.test_campaign import event

WATER = "/en/un-days/03-22/"


@pytest.fixture
def plain_site(version):
    """A site without a campaign and without themes."""
    return factories.site(version.charter)


@pytest.fixture
def campaign(version, moderator):
    """A site with a campaign, and a theme for the day of water."""
    factories.wave()
    factories.site(version.charter)
    themes.save_theme(
        charter=version.charter,
        names={"en": "Wells"},
        typed="I.1",
        by=moderator,
        theme=Theme.objects.get(code="water"),
    )
    return version.charter


def section(page, name):
    return page.partition(f'id="{name}"')[2].partition("</section>\n")[0]


def test_each_day_has_a_page_with_its_resolution_and_empty_states(client, plain_site):
    for day in observances.DAYS:
        page = read(client, f"/en/un-days/{day.key}/")
        assert f"<h1>{day.title}</h1>" in page and f'href="{day.resolution_url}"' in page
        assert "No provision belongs to this day yet." in page and "No event is planned within a month" in page
        assert "No initiative for this day" not in page
    factories.wave()
    assert "No initiative for this day yet." in read(client, "/en/un-days/12-10/?again=1")
    for key in ("03-23", "nothing"):
        assert client.get(f"/en/un-days/{key}/").status_code == 404


def test_it_lists_what_belongs_to_the_day(client, campaign, city, delegate, other_city, moderator):
    publish(campaign, city, delegate, "Pipes", observance="03-22", typed="II.1")
    publish(campaign, city, delegate, "Keys", observance="12-10")
    write(campaign, city, delegate, "Draft of the potto", observance="03-22")
    enter(campaign, other_city, "Plan of the wells", by=moderator, typed="I.1")
    enter(campaign, other_city, "Plan of the quokka", typed="I.1")
    page = read(client, WATER)
    assert ">Pipes<" in section(page, "initiatives") and '<a href="/en/themes/water/">Wells</a>' in page
    provisions = section(page, "provisions")
    assert "<bdi>I.1</bdi>" in provisions and "<bdi>II.1</bdi>" in provisions
    assert "Plan of the wells" in section(page, "frameworks")
    for other in ("Keys", "potto", "quokka"):
        assert other not in page, other
    Organisation.objects.filter(pk=city.pk).update(name_withheld=True)
    page = read(client, f"{WATER}?again=1")
    assert "Pipes" not in page and "<bdi>II.1</bdi>" not in page


def test_a_site_without_a_campaign_has_the_provisions_alone(client, campaign, city, delegate):
    publish(campaign, city, delegate, "Pipes", observance="03-22", typed="II.1")
    Wave.objects.all().delete()
    page = read(client, WATER)
    assert "<bdi>I.1</bdi>" in page and "<bdi>II.1</bdi>" not in page and 'id="initiatives"' not in page


def test_events_within_a_month_of_the_day_are_there(client, plain_site):
    today = timezone.localdate()
    day = min(observances.DAYS, key=lambda day: day.next_on(today))
    on = day.next_on(today)
    if today - day.last_on(today) <= timedelta(days=30):
        on = day.last_on(today)
    event("near", on - timedelta(days=9))
    event("lasting", on - timedelta(days=40), until=on - timedelta(days=29))
    event("later", on + timedelta(days=31))
    events = section(read(client, f"/fr/un-days/{day.key}/"), "events")
    assert "Soirée near" in events and "Soirée lasting" in events and "Soirée later" not in events


@pytest.mark.parametrize(
    ("today", "last", "following"),
    [
        (date(2026, 12, 10), date(2025, 12, 10), date(2026, 12, 10)),
        (date(2026, 12, 11), date(2026, 12, 10), date(2027, 12, 10)),
    ],
)
def test_a_day_was_last_and_is_next(today, last, following):
    day = observance_at("12-10")
    assert (day.last_on(today), day.next_on(today)) == (last, following)


def test_the_calendar_its_file_the_site_map_and_initiatives_lead_to_it(client, campaign, city, delegate):
    initiative = publish(campaign, city, delegate, "Pipes", observance="03-22")
    assert f'<a href="{WATER}"><strong>World Water Day</strong></a>' in read(client, "/en/calendar/")
    assert f'href="{WATER}"' in read(client, f"/en/initiatives/{initiative.pk}/")
    assert f"http://localhost:8000{WATER}" in read(client, "/sitemap.xml")
    assert "/en/un-days/" in read(client, "/en/")
    entries = Calendar.from_ical(client.get("/feeds/fr/calendar.ics").content).walk("VEVENT")
    addresses = {str(entry["url"]) for entry in entries if str(entry["uid"]).startswith("03-22.un")}
    assert addresses == {"http://localhost:8000/fr/un-days/03-22/"}


def test_three_initiatives_ask_no_more_than_one_and_many_are_on_their_list(client, campaign, city, delegate):
    def cost():
        client.get(WATER)
        with CaptureQueriesContext(connection) as caught:
            client.get(f"{WATER}?again={number}")
        return len(caught)

    number = 0
    publish(campaign, city, delegate, "Pipes", observance="03-22", typed="I.1")
    queries = cost()
    for number in range(1, 22):
        publish(campaign, city, delegate, f"Pipes {number}", observance="03-22", typed="I.1")
    assert cost() == queries
    page = read(client, f"{WATER}?all=1")
    assert 'href="/en/initiatives/?day=03-22"' in page and section(page, "initiatives").count("/en/initiatives/") == 21
