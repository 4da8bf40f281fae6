"""Settings of the site: a page of the secretariat, and what readers see of it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actions.letters import zone_of
from accounts.models import Record, SiteSettings
from accounts.queries.site_settings import site_name
from charter.queries.reading import charters
from tests import factories

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def desk(client, db, django_capture_on_commit_callbacks):
    client.force_login(factories.secretariat("administrator"))

    def change(**typed):
        with django_capture_on_commit_callbacks(execute=True):
            plain = {"token": "a", "name": settings.SITE_NAME, "languages": ["en", "fr"], "time_zone": "Europe/Madrid"}
            plain |= dict.fromkeys(("has_pledge", "has_map", "has_congress"), "on")
            return client.post(reverse("desk_settings"), {**plain, **typed})

    return change


def test_contact_footer_and_colour_are_on_every_page(client, desk):
    answer = desk(contact="office@example.org", footer="Network of sample cities", accent="#0B4795")
    assert answer["Location"] == reverse("desk_settings")
    page = client.get("/en/charter/").content.decode()
    assert "mailto:office@example.org" in page and "Network of sample cities" in page
    style = client.get(f"/look/{page.partition('/look/')[2].partition('.css')[0]}.css")
    assert "--accent: #0b4795" in style.content.decode()
    assert style["Content-Type"].startswith("text/css")
    assert Record.objects.filter(act="site settings changed").count() == 1


def test_the_name_is_on_every_page_and_in_emails_and_a_site_cannot_be_without_one(client, desk):
    desk(name="Charter of the sample cities")
    page = client.get("/en/charter/").content.decode()
    assert "Charter of the sample cities" in page.partition("<title>")[2].partition("</title>")[0]
    assert site_name() == "Charter of the sample cities"  # which emails and exported files use
    answer = desk(name=" ")
    assert (answer.status_code, SiteSettings.objects.get().name) == (422, "Charter of the sample cities")


def test_days_and_times_are_those_of_the_chosen_time_zone(client, desk, charter):
    with time_machine.travel("2030-05-03T23:30:00Z"):  # the version is 250 days older
        factories.version(charter)
    address = reverse("versions")
    assert "27 August 2029" in client.get(address).content.decode()
    assert desk(time_zone="America/Bogota").status_code == 302
    page = client.get(address).content.decode()
    assert "26 August 2029" in page and "27 August 2029" not in page
    assert zone_of(factories.holder("moderator")).key == "America/Bogota"  # in which emails are sent in the morning


def test_only_standard_names_are_time_zones(desk):
    assert desk(time_zone="Madrid").status_code == 422
    assert SiteSettings.objects.count() == 0


def test_a_change_in_another_process_counts_at_once(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    SiteSettings.objects.create(pk=1, name="Before")
    assert site_name() == "Before"
    other = "from accounts.queries.site_settings import forget_settings; forget_settings()"
    SiteSettings.objects.update(name="After")
    env = {**os.environ, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "-c", f"import django; django.setup(); {other}"], env=env, check=True)
    assert site_name() == "After"


def test_an_empty_site_is_in_the_chosen_languages_and_a_charter_brings_its_own(client, desk):
    assert b'name="languages"' in client.get(reverse("desk_settings")).content
    desk(languages=["es", "ar"])
    assert charters.site_languages() == ("es", "ar")
    assert client.get("/")["Location"] == "/es/"
    assert desk(languages=[]).status_code == 422
    factories.charter(languages=("en", "fr"))
    cache.clear()
    assert charters.site_languages() == ("en", "fr")
    assert b'name="languages"' not in client.get(reverse("desk_settings")).content
    assert desk(contact="office@example.org", languages=["en"])["Location"] == reverse("desk_settings")
    assert SiteSettings.objects.get().languages == ["es", "ar"]


@pytest.mark.parametrize(("colour", "sentence"), [("#ffcc00", "to 1. At least 4.5 to 1"), ("red", "six characters")])
def test_a_colour_that_cannot_be_read_is_refused_with_the_ratio(desk, colour, sentence):
    answer = desk(accent=colour)
    assert (answer.status_code, SiteSettings.objects.count()) == (422, 0)
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (SVG, "image/svg+xml")])
def test_a_logo_replaces_the_mark_and_the_icon(client, desk, content, kind):
    desk(logo_file=SimpleUploadedFile("logo", content))
    page = client.get("/en/charter/").content.decode()
    address = page.partition('<img class="mark" src="')[2].partition('"')[0]
    answer = client.get(address)
    assert (answer.content, answer["Content-Type"]) == (content, kind)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert f'<link rel="icon" href="{address}" type="{kind}">' in page
    desk(no_logo="on", token="b")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        b"<html></html>",
        SVG.replace(b"<path", b"<script>1</script><path"),
        SVG.replace(b"<path", b"<path onload=x"),
    ],
)
def test_a_logo_that_is_no_drawing_is_refused(desk, content):
    assert desk(logo_file=SimpleUploadedFile("logo.svg", content)).status_code == 422
    assert SiteSettings.objects.count() == 0


def test_saving_without_a_change_records_nothing(desk):
    desk(footer="Network of sample cities")
    desk(footer="Network of sample cities", token="b")
    assert Record.objects.filter(act="site settings changed").count() == 1


def test_the_participation_page_counts_the_days_until_the_congress(client, desk, round_):
    desk(congress_name="World Congress", congress_on="2126-05-01")
    page = client.get(reverse("desk_participation")).content.decode()
    assert "World Congress" in page and "days left" in page
