"""Initiatives, calendar and material: what readers see, and what an editor cannot leave out."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from PIL import Image
from wagtail_localize.fields import copy_synchronised_fields

from accounts.dates import date_format
from accounts.models import Theme
from charter import observances
from charter.actions.versions import themes
from charter.models import Round
from charter.wording.rounds import deadlines_of
from cms.actions import files, sites
from cms.models import CalendarPage, EventPage, InitiativePage, ResourcePage
from cms.pictures import PictureBlock
from tests import factories

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    files_on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": files_on_disk}


def drawing():
    out = BytesIO()
    Image.new("RGB", (40, 20), "#7a1d4b").save(out, "PNG")
    return out.getvalue()


def initiative(slug="keys", theme="housing", **same):
    words = {"en": {"title": f"Keys {slug}"}, "fr": {"title": f"Des clés {slug}"}}
    same = {"place": "Tamanrit", "summary": "Empty flats are let.", **same}
    sites.write_below(index=sites.INITIATIVES, model=InitiativePage, slug=slug, words=words, theme_id=theme, **same)


def event(slug="reading", on=TODAY, **same):
    words = {"en": {"title": f"Evening {slug}"}, "fr": {"title": f"Soirée {slug}"}}
    sites.write_below(index=sites.CALENDAR, model=EventPage, slug=slug, words=words, on=on, **same)


def resource(slug, **same):
    same = {"kind": "guide", "language": "en", "address": "https://example.org/guide", **same}
    words = {"en": {"title": f"Guide {slug}"}}
    sites.write_below(index=sites.RESOURCES, model=ResourcePage, slug=slug, words=words, **same)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("room", ["initiatives", "calendar", "resources"])
def test_each_language_has_the_page_and_its_empty_state(client, site, room):
    for code in ("en", "fr", "es"):
        assert "<h1>" in read(client, f"/{code}/{room}/")


def test_an_initiative_stands_in_its_index_and_on_home_in_its_language(client, site):
    initiative()
    for address in ("/fr/initiatives/", "/fr/"):
        page = read(client, address)
        assert "Des clés keys" in page and "Keys keys" not in page


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a file of its own open
def test_a_picture_is_shown_with_its_words_and_its_size(client, site):
    picture = files.keep_picture(title="p", name="p.png", data=drawing())
    block = {"type": "picture", "value": {"picture": picture.pk, "words": "Twelve houses", "by": ""}}
    initiative(pictures=json.dumps([block]))
    page = read(client, "/en/initiatives/keys/")
    assert 'alt="Twelve houses"' in page and 'width="40"' in page
    address = page.split('src="/media/images/')[1].split('"')[0]
    answer = client.get(f"/media/images/{address}")
    assert (answer["Content-Type"], answer.getvalue()[1:4]) == ("image/png", b"PNG")


def test_a_picture_without_words_is_refused(site):
    picture = files.keep_picture(title="p", name="p.png", data=drawing())
    block = PictureBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"picture": picture.pk, "words": "", "by": ""}))


@pytest.mark.parametrize("name", ["../pledges/letter.png", "letter.pdf", "letter.svg", "%2e%2e/pledges/letter.png"])
def test_nothing_but_pictures_of_pages_is_served(client, db, name):
    for place in ("pledges/letter.png", "images/letter.pdf", "images/letter.svg"):
        default_storage.save(place, BytesIO(b"secret"))
    assert client.get(f"/media/images/{name}").status_code == 404


def test_initiatives_are_narrowed_to_a_theme(client, site):
    initiative("keys", "housing")
    initiative("wells", "water")
    page = read(client, "/en/initiatives/?theme=water")
    assert "Keys wells" in page and "Keys keys" not in page


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("office@example.org", "mailto:office@example.org"),
        ("https://example.org", "https://example.org"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_contact_leads_to_a_mail_or_web_address_alone(db, address, url):
    assert InitiativePage(contact_address=address).contact_url == url


def test_days_of_the_united_nations_come_in_the_order_of_the_year():
    days = observances.coming_observances(date(2026, 12, 10))
    assert (days[0].on, days[-1].on) == (date(2026, 12, 10), date(2027, 12, 3))
    assert len(days) == len(observances.DAYS)


def test_what_is_over_stands_apart_and_what_lasts_is_not_over(client, site):
    event("gone", TODAY - timedelta(days=2))
    event("lasting", TODAY - timedelta(days=2), until=TODAY + timedelta(days=2))
    coming = read(client, "/en/calendar/").partition("Events of the campaign")[2].partition("International days")[0]
    assert "Evening lasting" in coming and "Evening gone" not in coming


def test_the_calendar_is_by_months(client, site):
    for days in (1, 2, 70):
        event(f"in-{days}-days", TODAY + timedelta(days=days))
    campaign = read(client, "/en/calendar/").partition("Events of the campaign")[2].partition("International days")[0]
    months = [date_format(TODAY + timedelta(days=days), "YEAR_MONTH_FORMAT") for days in (1, 2, 70)]
    assert re.findall(r"<h3[^>]*>([^<]+)</h3>", campaign) == list(dict.fromkeys(months))


def test_the_secretariat_may_leave_the_days_out(client, site):
    CalendarPage.objects.update(with_days=False)
    assert "Human Rights Day" not in read(client, "/en/calendar/")


def test_an_event_does_not_end_before_it_begins(db):
    with pytest.raises(ValidationError, match="before the first"):
        EventPage(on=TODAY, until=TODAY - timedelta(days=1), title="E", slug="e").clean()


def test_another_program_reads_the_calendar(client, site):
    event("reading", date(2026, 5, 3), until=date(2026, 5, 4), place="Tamanrit, Méré", introduction="Bring; a, b\n.")
    answer = client.get("/feeds/fr/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    events = {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}
    entry = events["Soirée reading"]
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2026, 5, 3), date(2026, 5, 5))
    assert (str(entry["location"]), str(entry["description"])) == ("Tamanrit, Méré", "Bring; a, b\n.")
    assert str(entry["url"]) == "http://localhost:8000/fr/calendar/reading/"
    assert len(events) == 1 + len(observances.DAYS)
    assert len({str(entry["uid"]) for entry in events.values()}) == len(events)
    assert max(map(len, answer.content.split(b"\r\n"))) <= 75


def test_deadlines_of_the_running_round_are_on_the_calendar(client, site, round_):
    page = read(client, "/en/calendar/").partition('id="deadlines"')[2].partition("</section>")[0]
    assert f'href="/en/rounds/{round_.number}/">Round 1: proposals end<' in page
    assert "Round 1: support by members ends" in page and "Barcelona time" in page
    assert "Round 1 opens" not in page
    Round.objects.update(closed_at=timezone.now())
    assert 'id="deadlines"' not in read(client, "/en/calendar/?again=1")


def test_another_program_reads_the_deadlines_of_rounds(client, site, round_):
    calendar = Calendar.from_ical(client.get("/feeds/fr/calendar.ics").content)
    entry = next(entry for entry in calendar.walk("VEVENT") if str(entry["uid"]).startswith("round-1-proposals_until"))
    assert entry["dtstart"].dt == round_.proposals_until.replace(microsecond=0)
    assert str(entry["summary"]).startswith("Cycle 1")
    assert str(entry["url"]) == "http://localhost:8000/fr/rounds/1/"


def test_a_round_that_was_closed_has_no_later_deadlines(round_):
    round_.closed_at = round_.proposals_until
    assert [deadline.code for deadline in deadlines_of(round_)] == ["opens_at", "proposals_until"]


def test_a_day_of_the_united_nations_leads_to_its_theme(client, site, version, moderator):
    themes.save_theme(
        charter=version.charter,
        names={"en": "Wells"},
        typed="II.1",
        by=moderator,
        theme=Theme.objects.get(code="water"),
    )
    page = read(client, "/en/calendar/")
    assert '<a href="/en/themes/water/">Wells</a>' in page.partition("World Water Day")[2].partition("</li>")[0]
    assert "/themes/" not in page.partition("Human Rights Day")[2].partition("</li>")[0]


def test_a_calendar_of_no_language_is_not_there(client, site):
    assert client.get("/feeds/ru/calendar.ics").status_code == 404


def test_material_is_filtered_by_kind_and_language(client, site):
    resource("one")
    resource("two", kind="study", language="fr")
    page = read(client, "/en/resources/?kind=study&language=fr")
    assert "Guide two" in page and "Guide one" not in page
    assert "No results match these filters" in read(client, "/en/resources/?kind=study&language=en")


def test_a_file_is_downloaded_as_it_came(client, site):
    kept = files.keep_file(title="Guide", name="guide.txt", data=b"words")
    resource("one", file=kept, address="")
    page = read(client, "/en/resources/one/")
    assert "TXT, 5\xa0bytes" in page
    address = page.split('class="button" href="')[1].split('"')[0]
    assert client.get(address).getvalue() == b"words"


@pytest.mark.parametrize("fields", [{"address": ""}, {"file": "both"}])
def test_material_is_a_file_or_an_address(site, fields):
    page = ResourcePage(title="R", slug="r", kind="guide", language="en", address="https://example.org")
    if "file" in fields:
        page.file = files.keep_file(title="Guide", name="guide.txt", data=b"words")
    else:
        page.address = ""
    with pytest.raises(ValidationError, match="Give either a file or an address"):
        page.clean()


def test_pages_of_the_campaign_are_in_the_site_map(client, site):
    initiative()
    site_map = client.get("/sitemap.xml").content.decode()
    assert "http://localhost:8000/fr/initiatives/keys/" in site_map and "/en/calendar/" in site_map


@pytest.mark.parametrize("address", ["/en/", "/en/initiatives/", "/en/calendar/", "/en/resources/"])
def test_three_of_everything_ask_no_more_than_one(client, site, address):
    def put(number):
        initiative(f"i{number}")
        event(f"e{number}", TODAY + timedelta(days=number))
        resource(f"r{number}", address="", file=files.keep_file(title="G", name=f"{number}.txt", data=b"w"))

    def cost():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        return len(caught)

    put(1)
    queries = cost()
    put(2)
    put(3)
    assert cost() == queries


@pytest.mark.parametrize("name", ["a" * 300 + ".png", "a%00b.png", "..png/"])
def test_no_picture_has_an_impossible_name(client, db, settings, tmp_path, name):
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": disk}
    assert client.get(f"/media/images/{name}").status_code == 404


def test_an_event_names_its_members_and_is_on_their_pages_and_no_other(client, site, city, other_city):
    event("past", TODAY - timedelta(days=9), members=[city])
    event(
        "next", TODAY + timedelta(days=2), members=[city, other_city], place="Tamanrit", introduction="Bring a text."
    )
    page = read(client, "/fr/calendar/next/")
    assert f'<a href="/fr/cities/{city.slug}/">' in page and f'<a href="/fr/cities/{other_city.slug}/">' in page
    page = read(client, f"/en/cities/{city.slug}/")
    section = page.partition('id="events"')[2]
    assert section.index('href="/en/calendar/next/"') < section.index('href="/en/calendar/past/"')
    assert "Bring a text." in section and "Soirée" not in section
    other = read(client, f"/en/cities/{other_city.slug}/")
    assert "Evening next" in other and "Evening past" not in other
    EventPage.objects.get(slug="past", locale__language_code="en").unpublish()
    EventPage.objects.get(slug="past", locale__language_code="fr").unpublish()
    assert "Evening past" not in read(client, f"/en/cities/{city.slug}/?again=1")


def test_an_event_does_not_name_a_member_that_withholds_its_name(client, site, city):
    event("next", TODAY, members=[city])
    city.name_withheld = True
    city.save(update_fields=["name_withheld"])
    page = read(client, "/en/calendar/next/")
    assert city.slug not in page and str(city) not in page


def test_a_translation_of_an_event_follows_the_members_of_its_source(site, city):
    event("next", TODAY, members=[city])
    source = EventPage.objects.get(slug="next", locale__language_code="en")
    target = EventPage.objects.get(slug="next", locale__language_code="fr")
    target.members.clear()
    copy_synchronised_fields(source, target)
    assert list(target.members.all()) == [city]


def test_more_events_and_members_ask_no_more(client, site, city):
    def costs():
        counts = []
        for address in ("/en/calendar/next/", f"/en/cities/{city.slug}/"):
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                client.get(f"{address}?again={EventPage.objects.count()}")
            counts.append(len(caught))
        return counts

    event("next", TODAY, members=[city])
    event("second", TODAY, members=[city])
    before = costs()
    event("third", TODAY, members=[city])
    EventPage.objects.get(slug="next", locale__language_code="en").members.add(factories.organisation())
    assert costs() == before
