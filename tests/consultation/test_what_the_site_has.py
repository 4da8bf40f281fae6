"""Membership applications, maps and a Congress: what a site without them does not show, and what stays stored."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.urls import reverse

from accounts.models import Organisation, Pledge, Record, SiteSettings
from tests import factories
from tests.accounts.views.test_joining import ONE, begin, fill

SWITCHES = ("has_pledge", "has_map", "has_congress")
PLEDGE_TO_TEXT = "/en/pledge-to-text/"


@pytest.fixture(autouse=True)
def no_memory(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def without():
    """Switches things of the site off."""

    def switch_off(*names, **fields):
        SiteSettings.objects.update_or_create(pk=1, defaults={**dict.fromkeys(names, False), **fields})
        cache.clear()
        caches["pages"].clear()

    return switch_off


@pytest.fixture
def campaign(city):
    """A published charter on a site with a wave, in which the city joined."""
    version = factories.version(factories.charter(languages=("en",)))
    Organisation.objects.filter(pk=city.pk).update(
        country="MA", joined_wave=factories.wave(), latitude=31.5, longitude=-7.25
    )
    return version


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_secretariat_switches_them_off_and_sees_who_did(client, django_capture_on_commit_callbacks):
    administrator = factories.secretariat("administrator")
    client.force_login(administrator)
    address = reverse("desk_settings")
    typed = {"token": "a", "name": settings.SITE_NAME, "languages": ["en", "fr"], "time_zone": settings.TIME_ZONE}
    assert read(client, address).count(" checked") >= len(SWITCHES)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {**typed, "has_map": "on"}).status_code == 302
    row = SiteSettings.objects.get()
    assert (row.has_pledge, row.has_map, row.has_congress) == (False, True, False)
    act = Record.objects.get(act="site settings changed")
    assert act.content["switches"] == {"has_congress": False, "has_pledge": False}
    page = read(client, address)
    changes = page.partition("Latest changes")[2]
    assert "Membership applications: no" in changes and "Congress: no" in changes and "Maps" not in changes
    assert (administrator.name or administrator.email) in changes
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {**typed, **dict.fromkeys(SWITCHES, "on"), "token": "b"})
    assert "Membership applications: yes" in read(client, address)


def test_nobody_else_switches_them_off(client, stranger):
    client.force_login(stranger)
    typed = {"token": "a", "name": "x", "time_zone": settings.TIME_ZONE}
    assert client.post(reverse("desk_settings"), typed).status_code == 404
    assert not SiteSettings.objects.exists()


def test_a_site_without_applications_has_no_form_and_no_link_to_one(client, campaign, without):
    pages = ("/en/charter/", "/en/cities/", "/en/accounts/login/")
    assert all("/join/" in read(client, page) for page in pages)
    without("has_pledge")
    for page in pages:
        assert "/join/" not in read(client, page), page
    for address in (reverse("join"), reverse("join_sheet"), reverse("join_paper", args=["form"])):
        assert client.get(address).status_code == 404
    assert client.post(reverse("join"), ONE).status_code == 404
    assert not Pledge.objects.exists()


def test_a_site_without_applications_has_no_pledge_to_text(client, campaign, city, without):
    member, wave = reverse("member", args=[city.slug]), reverse("wave", args=["first-wave"])
    links = ("/en/cities/", "/en/waves/", "/en/campaign-report/", "/sitemap.xml", member, wave)
    for page in links:
        assert "pledge-to-text" in read(client, page), page
    assert client.get("/api/v1/pledge-to-text").status_code == 200
    without("has_pledge")
    for page in links:
        assert "pledge-to-text" not in read(client, page), page
    text = reverse("member_text", args=[city.slug])
    for address in (PLEDGE_TO_TEXT, f"{PLEDGE_TO_TEXT}pledge-to-text.csv", text, "/api/v1/pledge-to-text"):
        assert client.get(address).status_code == 404, address


def test_an_application_that_was_begun_stays_and_its_link_still_deletes_it(client, without):
    token = begin(client)
    fill(client, token)
    without("has_pledge")
    for address in (reverse("join_page", args=[token, 1]), reverse("join_check", args=[token])):
        assert client.get(address).status_code == 404
        assert client.post(address, ONE).status_code == 404
    assert Pledge.objects.get().state == "pledged"
    assert client.post(reverse("join_delete", args=[token])).status_code == 200
    assert not Pledge.objects.exists()


def test_the_secretariat_still_decides_on_what_was_sent_and_asks_for_no_more(client, without):
    token = begin(client)
    fill(client, token)
    client.post(reverse("join_check", args=[token]))
    without("has_pledge")
    assert "The application was sent. Thank you." in read(client, reverse("join_check", args=[token]))
    client.force_login(factories.secretariat())
    pledge = Pledge.objects.get()
    page = read(client, reverse("desk_pledge", args=[pledge.pk]))
    assert "Request more information" not in page and ">Accept<" in page and ">Decline<" in page
    answer = client.post(reverse("desk_pledge_ask", args=[pledge.pk]), {"ask-token": "a", "ask-words": "Which one?"})
    assert "does not accept membership applications" in answer.content.decode()
    assert Pledge.objects.get().state == "complete"
    views = read(client, reverse("desk_members"))
    assert reverse("desk_joining") not in views
    assert reverse("desk_joining") in read(client, reverse("desk_settings"))


def test_nobody_is_reminded_of_a_form_that_is_not_there(client, without):
    begin(client)
    Pledge.objects.update(changed_at="2020-01-01T00:00Z")
    client.force_login(factories.secretariat())
    assert "Send reminders to the contacts" in read(client, reverse("desk_joining"))
    without("has_pledge")
    assert "Send reminders" not in read(client, reverse("desk_joining")).partition("<h1>")[2].partition("<table")[0]
    assert ">Send a reminder<" not in read(client, reverse("desk_pledge", args=[Pledge.objects.get().pk]))


def test_a_site_without_maps_draws_none_and_keeps_the_places(client, campaign, city, without):
    assert 'id="map"' in read(client, "/en/cities/")
    without("has_map")
    page = read(client, "/en/cities/")
    assert 'id="map"' not in page and "on the map" not in page
    client.force_login(factories.secretariat())
    entry = reverse("desk_member_entry", args=[city.slug])
    assert "latitude" not in read(client, entry)
    answer = client.post(entry, {"token": "a", "wave": "100", "country": "MA", "latitude": "1"})
    assert answer.status_code == 302
    kept = Organisation.objects.get(pk=city.pk)
    assert (kept.latitude, kept.longitude) == (31.5, -7.25)


def test_the_figures_of_a_round_keep_their_sentence_and_table_without_a_map(client, round_, without):
    address = reverse("round_figures", args=[round_.number])
    with_map = read(client, address)
    sentence = with_map.partition("<figcaption><p>")[2].partition("</p>")[0]
    assert sentence and 'class="land"' in with_map
    without("has_map")
    page = read(client, address)
    assert 'class="land"' not in page and f"<p>{sentence}</p>" in page


def test_a_site_without_a_congress_counts_no_days_and_keeps_the_date(client, round_, without):
    without(congress_name="World Congress", congress_on="2126-05-01")
    client.force_login(factories.secretariat("administrator"))
    address = reverse("desk_participation")
    assert "World Congress" in read(client, address)
    without("has_congress")
    assert "World Congress" not in read(client, address)
    assert "World Congress" in read(client, reverse("desk_settings"))
