"""The page of the waves, and the waves in the counter."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.waves import delete_wave
from accounts.models import Organisation, create_localized_text
from accounts.views.paging import ROWS_ON_A_PAGE
from charter.queries.city.waves import has_campaign
from tests import factories


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def first(charter):
    return factories.wave("First wave", focus=create_localized_text("Dignity for all", "en", fr="La dignité"))


def test_a_site_without_a_wave_has_no_page_of_waves_and_no_link_to_one(client, charter):
    factories.organisation("Velmora")
    read(client, "/en/waves/", 404)
    assert "/en/waves/" not in read(client, "/en/cities/") + read(client, "/sitemap.xml")


def test_a_site_whose_only_wave_was_deleted_has_no_campaign_any_more(charter, moderator):
    wave = factories.wave("First wave")
    assert has_campaign()
    delete_wave(wave=wave, by=moderator)
    assert not has_campaign()


def test_the_page_shows_each_wave_with_its_members_and_marks_pioneers(client, first):
    factories.organisation("Velmora", joined_wave=first, joined_on=date(2022, 10, 12))
    factories.organisation("Tamanrit", joined_wave=first, joined_on=date(2022, 7, 7), is_pioneer=True)
    factories.organisation("Ljus", joined_wave=factories.wave("Second wave", 2023))
    page = read(client, "/en/waves/")
    assert (
        page.index("First wave (2022)")
        < page.index("Tamanrit")
        < page.index("Velmora")
        < page.index("Second wave (2023)")
    )
    assert page.index("Second wave (2023)") < page.index("Ljus")
    assert page.count("pioneer") == 1 and "7 July 2022" in page and "Dignity for all" in page
    assert '<p class="measure" lang' not in page
    assert "La dignité" in read(client, "/fr/waves/")
    assert '<p class="measure" lang="en"' in read(client, "/es/waves/")


def test_the_waves_are_in_the_order_of_their_years_whatever_the_order_of_their_entry(client, charter):
    factories.wave("Third wave", 2024)
    factories.wave("Second wave", 2023, starts_on=date(2023, 5, 1))
    factories.wave("Early wave", 2023)
    factories.wave("First wave", 2022)
    page = read(client, "/en/waves/")
    places = [page.index(f'id="{code}"') for code in ("first-wave", "early-wave", "second-wave", "third-wave")]
    assert places == sorted(places)


def test_members_that_left_or_are_no_government_are_not_in_a_wave(client, first):
    factories.organisation("Velmora", joined_wave=first, left_on=timezone.localdate())
    factories.organisation("Union", "partner", joined_wave=first)
    page = read(client, "/en/waves/")
    assert "Velmora" not in page and "Union" not in page and "0 members" in page


def test_a_withheld_name_is_counted_and_not_shown(client, first):
    factories.organisation("Saigaville", joined_wave=first, name_withheld=True)
    page = read(client, "/en/waves/")
    assert "Saigaville" not in page and "1 member of this wave is not named." in page


def test_the_counter_shows_steps_and_waves_and_the_page_of_a_member_its_wave(client, first):
    city = factories.organisation("Velmora", joined_wave=first, wave=100, is_pioneer=True)
    page = read(client, "/en/cities/")
    assert "Step 100: 1" in page and '<a href="/en/waves/first-wave/"><bdi>First wave (2022): 1</bdi></a>' in page
    shown = read(client, f"/en/cities/{city.slug}/")
    assert '<a href="/en/waves/first-wave/">First wave (2022)</a>, pioneer' in shown
    api = client.get(f"/api/v1/cities/{city.slug}").json()
    assert (api["joined_wave"], api["is_pioneer"], api["wave"]) == ("first-wave", True, 100)


def test_a_year_in_the_name_is_not_repeated(client, charter):
    factories.organisation(joined_wave=factories.wave("Wave of 2024", 2024))
    assert "<bdi>Wave of 2024</bdi>" in read(client, "/en/waves/")


def test_the_page_asks_no_more_for_three_waves_than_for_one(client, first):
    def asked():
        client.get("/en/waves/?")
        with CaptureQueriesContext(connection) as caught:
            client.get("/en/waves/?")
        return len(caught)

    factories.organisation("One", joined_wave=first)
    client.force_login(factories.person("Reader"))
    few = asked()
    for year in (2023, 2024):
        wave = factories.wave(f"Wave {year}", year, focus=create_localized_text("Focus", "en"))
        for _number in range(3):
            factories.organisation(joined_wave=wave)
    assert asked() == few


def test_the_page_of_a_wave_shows_its_days_focus_themes_and_members_with_their_days(client, first):
    first.starts_on, first.ends_on = date(2022, 7, 1), date(2022, 12, 31)
    first.save()
    first.themes.set(
        [factories.theme("Right to food", code="food"), factories.theme("Old", retired_at=timezone.now())]
    )
    factories.organisation("Velmora", joined_wave=first, joined_on=date(2022, 10, 12))
    pioneer = factories.organisation("Tamanrit", joined_wave=first, joined_on=date(2022, 7, 7), is_pioneer=True)
    factories.organisation("Saigaville", joined_wave=first, name_withheld=True)
    factories.organisation("Ljus", joined_wave=factories.wave("Second wave", 2023))
    page = read(client, "/en/waves/first-wave/")
    for words in (
        "<h1><bdi>First wave (2022)</bdi></h1>",
        "1 July 2022 – 31 December 2022 · 3 members",
        "Dignity for all",
        '<a href="/en/themes/food/">Right to food</a>',
        "1 member of this wave is not named.",
        "12 October 2022",
    ):
        assert words in page
    assert page.index(f"/en/cities/{pioneer.slug}/") < page.index("pioneer") < page.index("Velmora")
    assert not [word for word in ("Ljus", "Saigaville", "Second wave", ">Old<") if word in page]
    assert '<a href="/en/themes/food/">Right to food</a>' in read(client, "/en/waves/")


def test_a_wave_without_members_has_a_page_without_figures_and_another_code_has_none(client, first):
    page = read(client, "/en/waves/first-wave/")
    assert "0 members" in page and 'id="by-step"' not in page and "<table" not in page
    read(client, "/en/waves/second-wave/", 404)


def test_the_pages_of_waves_are_linked_and_in_the_sitemap(client, first):
    factories.organisation("Velmora", joined_wave=first)
    link = '<a href="/en/waves/first-wave/"><bdi>First wave (2022)'
    assert link in read(client, "/en/waves/") and link in read(client, "/en/cities/")
    assert f"{link}</bdi></a>" in read(client, "/en/campaign-report/")
    assert "/en/waves/first-wave/" in read(client, "/sitemap.xml")


def test_the_page_of_a_wave_asks_no_more_for_many_members_and_themes_than_for_one(client, first):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            client.get("/en/waves/first-wave/?")
        return len(caught)

    client.force_login(factories.person("Reader"))
    factories.organisation("One", joined_wave=first)
    first.themes.add(factories.theme("One"))
    asked()
    few = asked()
    for number in range(3):
        factories.organisation(joined_wave=first)
        first.themes.add(factories.theme(f"More {number}"))
    assert asked() == few


@pytest.fixture
def crowded(first):
    """A wave with more members than a page has rows: the pioneer joined last, and one member has no public name."""
    for number in range(ROWS_ON_A_PAGE + 3):
        factories.organisation(f"City {number:02}", joined_wave=first, joined_on=date(2022, 10, 1 + number))
    factories.organisation("Tamanrit", joined_wave=first, joined_on=date(2023, 1, 1), is_pioneer=True)
    factories.organisation("Undated", joined_wave=first, joined_on=None)
    factories.organisation("Saigaville", joined_wave=first, name_withheld=True)
    return first


def test_the_page_of_a_wave_lists_its_members_in_pages(client, crowded):
    page, second = read(client, "/en/waves/first-wave/"), read(client, "/en/waves/first-wave/?page=2")
    assert page.count('<th scope="row"><a') == ROWS_ON_A_PAGE and second.count('<th scope="row"><a') == 5
    assert page.index("Tamanrit") < page.index("City 00") and "Undated" not in page
    assert second.index("City 22") < second.index("Undated")
    for shown in (page, second):
        assert "26 members" in shown and "1 member of this wave is not named." in shown
        assert "Page " in shown and 'id="by-step"' in shown


def test_the_page_of_waves_shows_the_first_members_of_each_wave_with_a_link_to_all(client, crowded):
    factories.organisation("Ljus", joined_wave=factories.wave("Second wave", 2023))
    page = read(client, "/en/waves/")
    assert page.count('<th scope="row"><a') == ROWS_ON_A_PAGE + 1
    assert page.index("Tamanrit") < page.index("City 00") < page.index("City 18") < page.index("Ljus")
    assert "City 19" not in page and "Undated" not in page
    assert page.count('<a href="/en/waves/first-wave/">All members of this wave</a>') == 1
    assert page.count("All members of this wave") == 1 and "26 members" in page


def test_pages_and_data_of_waves_read_no_more_members_for_a_large_wave(client, first):
    """However many members a wave has, as many rows of members are made into objects as a page shows."""
    addresses = ("/en/waves/", "/en/waves/first-wave/", "/api/v1/waves?size=5", "/feeds/en/waves.atom")

    def costs():
        counts = {}
        for address in addresses:
            made = []
            receiver = partial(lambda made, **kwargs: made.append(1), made)
            post_init.connect(receiver, sender=Organisation)
            with CaptureQueriesContext(connection) as caught:
                separator = "&" if "?" in address else "?"
                assert client.get(f"{address}{separator}again={Organisation.objects.count()}").status_code == 200
            post_init.disconnect(receiver, sender=Organisation)
            counts[address] = (len(caught), len(made))
        return counts

    def add_members(count):
        for _number in range(count):
            factories.organisation(joined_wave=first)

    add_members(ROWS_ON_A_PAGE + 1)
    costs()
    few = costs()
    add_members(ROWS_ON_A_PAGE)
    assert costs() == few
