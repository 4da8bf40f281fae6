"""Sections of members: their own names in each language, and those that no form offers."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from accounts.actions import first_administrator
from accounts.imports.columns import columns_of_members
from accounts.imports.values import code_in, sections_by_word
from accounts.models import Organisation, Record, SiteSettings
from accounts.queries.sections import region_codes, section_choices
from accounts.states import SECTION_NAMES, section_name
from tests import factories

ALL_IN_USE = {f"used_{code}": "on" for code in SECTION_NAMES}
COAST = {"name_africa_en": "Coast", "name_africa_fr": "Côte"}


@pytest.fixture(autouse=True)
def no_memory(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def desk(client, django_capture_on_commit_callbacks):
    client.force_login(factories.secretariat("administrator"))

    def send(without=(), **typed):
        used = {name: value for name, value in ALL_IN_USE.items() if name.removeprefix("used_") not in without}
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("desk_sections"), {"token": "a", **used, **typed})

    return send


@pytest.fixture
def coastal(db):
    return factories.organisation("Velmora", country="CO", sections=["africa"])


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_an_own_name_is_shown_wherever_the_section_is(client, desk, charter, coastal):
    assert desk(**COAST)["Location"] == reverse("desk_sections")
    pages = ("/en/cities/", reverse("join"), reverse("desk_members"), reverse("desk_roles"))
    for page in (*pages, reverse("desk_member_entry", args=[coastal.slug])):
        html = read(client, page)
        assert "Coast" in html and ">Africa<" not in html, page
    assert Record.objects.last().content == {"settings": ["section_names"]}
    assert "Sections of members" in read(client, reverse("desk_settings")).partition("Latest changes")[2]
    assert "Côte" in read(client, "/fr/cities/")
    with override("es"):
        assert str(section_name("africa")) == "Coast"
        assert str(section_name("europe")) == "Europa"


def test_a_section_without_an_own_name_has_the_standard_name_again(client, desk):
    desk(**COAST)
    assert 'value="Coast"' in read(client, reverse("desk_sections"))
    desk(token="b")
    assert SiteSettings.objects.get().section_names == {}
    assert str(section_name("africa")) == "Africa"


def test_a_section_that_is_not_in_use_is_in_no_form_and_its_members_keep_it(client, desk, charter, coastal):
    assert desk(without=["africa", "eurasia"]).status_code == 302
    for page in (
        "/en/cities/",
        reverse("join"),
        reverse("join_sheet"),
        reverse("desk_members"),
        reverse("desk_roles"),
    ):
        html = read(client, page)
        assert "Eurasia" not in html and "Latin America" in html, page
    entry = reverse("desk_member_entry", args=[coastal.slug])
    html = read(client, entry)
    assert 'value="africa"' in html and 'value="eurasia"' not in html
    client.post(entry, {"token": "c", "wave": "100", "country": "CO", "sections": ["africa"]})
    assert Organisation.objects.get(pk=coastal.pk).sections == ["africa"]
    assert Organisation.objects.get(pk=coastal.pk).section_names == ["Africa"]


PAGES_WITH_SECTIONS = ("join", "desk_members", "desk_member_new", "desk_roles")


def test_a_site_without_sections_in_use_has_no_field_of_sections(client, desk, charter, round_):
    assert desk(without=list(SECTION_NAMES)).status_code == 302
    member = factories.organisation("Aurel", country="CO")
    pages = {page: read(client, page) for page in ("/en/cities/", *map(reverse, PAGES_WITH_SECTIONS))}
    pages["entry"] = read(client, reverse("desk_member_entry", args=[member.slug]))
    client.force_login(factories.secretariat("moderator"))
    pages |= {name: read(client, reverse(name)) for name in ("desk", "desk_waiting")}
    for page, html in pages.items():
        assert 'name="section"' not in html and 'name="sections"' not in html and "Latin America" not in html, page
        assert "section_staff" not in html, page
    assert "sections" not in [column.name for column in columns_of_members()]


def test_an_added_section_is_offered_and_counts_as_a_region(client, desk, charter):
    assert desk(name_new_en="Hill towns", name_new_fr="Villes des collines").status_code == 302
    current = SiteSettings.objects.get()
    assert current.own_sections == ["hill_towns"] and current.unused_sections == []
    member = factories.organisation("Aurel", country="CO")
    entry = reverse("desk_member_entry", args=[member.slug])
    client.post(entry, {"token": "c", "wave": "100", "country": "CO", "sections": ["hill_towns"]})
    member.refresh_from_db()
    assert member.section_names == ["Hill towns"] and region_codes()[-1] == "hill_towns"
    assert "Hill towns" in read(client, "/en/cities/")
    assert code_in(sections_by_word(), "villes des collines") == "hill_towns"


def test_an_added_section_is_deleted_with_its_names_unless_somebody_belongs_to_it(desk):
    desk(name_new_en="Hills")
    desk(token="b", name_hills_en="Hills", name_new_en="Hills")
    assert SiteSettings.objects.get().own_sections == ["hills", "hills_2"]
    factories.organisation("Aurel", country="CO", sections=["hills_2"])
    refused = desk(token="c", name_hills_en="Hills", name_new_en="Valleys")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Members or people belong to this section." in page and 'value="Valleys"' in page
    assert desk(token="d", name_hills_2_en="Hills of the north").status_code == 302
    assert SiteSettings.objects.get().own_sections == ["hills_2"]


def test_a_new_site_has_no_section_in_use(settings, db):
    settings.SETUP_KEY = "the key of this site"
    first_administrator.set_up(
        key="the key of this site",
        name="Amina Sall",
        email="amina@example.org",
        password="a city for everyone",
        language="en",
        organisation="League of Towns",
        contact="office@example.org",
        site_name="Charter of Towns",
        languages=["en"],
        time_zone="UTC",
    )
    cache.clear()
    assert section_choices() == []


def test_a_file_may_name_a_section_by_its_code_its_standard_name_and_its_own_name(desk):
    desk(**COAST)
    for cell in ("africa", "Afrique", "coast", "Côte"):
        assert code_in(sections_by_word(), cell) == "africa"


def test_nobody_else_names_sections(client, stranger):
    client.force_login(stranger)
    assert client.post(reverse("desk_sections"), {**ALL_IN_USE, **COAST}).status_code == 404
    assert not SiteSettings.objects.exists()
