"""Sections of members: their own names in each language, and those that no form offers."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from accounts.imports.values import code_in, sections_by_word
from accounts.models import Organisation, Record, SiteSettings
from accounts.states import SECTION_NAMES, Section
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
        assert str(Section.AFRICA.label) == "Coast"
        assert str(Section.EUROPE.label) == "Europa"


def test_a_section_without_an_own_name_has_the_standard_name_again(client, desk):
    desk(**COAST)
    assert 'value="Coast"' in read(client, reverse("desk_sections"))
    desk(token="b")
    assert SiteSettings.objects.get().section_names == {}
    assert str(Section.AFRICA.label) == "Africa"


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


def test_one_section_at_least_is_in_use_and_what_was_typed_comes_back(desk):
    answer = desk(without=list(SECTION_NAMES), **COAST)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "At least one section must be in use." in page and 'value="Coast"' in page
    assert not SiteSettings.objects.exists()


def test_a_file_may_name_a_section_by_its_code_its_standard_name_and_its_own_name(desk):
    desk(**COAST)
    for cell in ("africa", "Afrique", "coast", "Côte"):
        assert code_in(sections_by_word(), cell) == "africa"


def test_nobody_else_names_sections(client, stranger):
    client.force_login(stranger)
    assert client.post(reverse("desk_sections"), {**ALL_IN_USE, **COAST}).status_code == 404
    assert not SiteSettings.objects.exists()
