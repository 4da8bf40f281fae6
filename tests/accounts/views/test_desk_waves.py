"""The waves of the campaign on the secretariat pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html as parsing

from accounts.models import OfficialKind, Organisation, Wave
from accounts.views.paging import ROWS_ON_A_PAGE
from tests import factories

TYPED = {"name_en": "Third wave", "name_fr": "Troisième vague", "year": "2024", "starts_on": "2024-10-09"}


@pytest.fixture
def desk(client, db):
    client.force_login(factories.secretariat())
    return client


def test_a_wave_is_added_once_and_changed(desk):
    for _time in range(2):
        desk.post(reverse("desk_waves"), {**TYPED, "token": "a"})
    assert Wave.objects.get().code == "third-wave"
    page = desk.get(reverse("desk_wave", args=["third-wave"])).content.decode()
    assert 'value="Troisième vague"' in page and 'value="2024-10-09"' in page
    answer = desk.post(reverse("desk_wave", args=["third-wave"]), {**TYPED, "focus_en": "Dignity for all"})
    assert answer.status_code == 302 and Wave.objects.get().focus.text == "Dignity for all"


def test_priority_themes_are_chosen_changed_and_kept(desk):
    food, old = factories.theme("Food"), factories.theme("Old", retired_at=timezone.now())
    assert ">Food" in desk.get(reverse("desk_waves")).content.decode()
    desk.post(reverse("desk_waves"), {**TYPED, "themes": ["food"]})
    wave = Wave.objects.get()
    assert list(wave.themes.all()) == [food]
    address = reverse("desk_wave", args=[wave.code])
    page = parsing.document_fromstring(desk.get(address).content.decode())
    assert page.xpath("//input[@name='themes']/@value[../@checked]") == ["food"] and old.code not in page.xpath(
        "//input[@name='themes']/@value"
    )
    answer = desk.post(address, {**TYPED, "themes": ["food", "nothing"]})
    page = parsing.document_fromstring(answer.content.decode())
    assert answer.status_code == 422 and page.xpath("//input[@name='themes'][@checked]/@value") == ["food"]
    wave.themes.add(old)
    assert desk.post(address, {**TYPED, "themes": ["food", "old"]}).status_code == 302
    assert set(wave.themes.all()) == {food, old}
    assert desk.post(address, TYPED).status_code == 302
    assert not wave.themes.exists()


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name_en": "", "name_fr": ""}, "Give the name in at least one language."),
        ({"ends_on": "2024-10-08"}, "The last day of the wave is before the first day. Choose a later last day."),
        ({"year": "24"}, "greater than or equal to 2000"),
    ],
)
def test_a_faulty_form_comes_back_with_what_was_typed(desk, typed, fault):
    answer = desk.post(reverse("desk_waves"), {**TYPED, "focus_en": "Dignity", **typed})
    page = answer.content.decode()
    assert (answer.status_code, fault in page, ">Dignity</textarea>" in page.replace("\n", "")) == (422, True, True)
    assert not Wave.objects.exists()


def test_a_member_is_given_its_wave_and_marked_as_pioneer_in_its_entry(desk):
    factories.wave("First wave")
    city = factories.organisation("Velmora")
    typed = {"wave": "10", "joined_wave_id": "first-wave", "is_pioneer": "on", "joined_on": "2022-07-07"}
    assert desk.post(reverse("desk_member_entry", args=[city.slug]), typed).status_code == 302
    city = Organisation.objects.get()
    assert (city.joined_wave.code, city.is_pioneer, f"{city.joined_on}") == ("first-wave", True, "2022-07-07")
    assert (
        desk.post(reverse("desk_member_entry", args=[city.slug]), {**typed, "joined_wave_id": ""}).status_code == 302
    )
    assert Organisation.objects.get().joined_wave is None


def test_a_wave_with_a_member_offers_no_deletion_and_refuses_it(desk):
    wave = factories.wave()
    factories.organisation(joined_wave=wave)
    assert "Delete the wave" not in desk.get(reverse("desk_wave", args=[wave.code])).content.decode()
    answer = desk.post(reverse("desk_wave_delete", args=[wave.code]))
    assert (answer.status_code, "The wave has members." in answer.content.decode()) == (403, True)


def test_an_empty_wave_is_deleted(desk):
    wave = factories.wave()
    assert desk.post(reverse("desk_wave_delete", args=[wave.code])).status_code == 302
    assert not Wave.objects.exists()


def test_the_pages_are_not_there_for_others(client, officer):
    factories.wave()
    client.force_login(officer)
    for address in (reverse("desk_waves"), reverse("desk_wave", args=["first-wave"])):
        assert (client.get(address).status_code, client.post(address, TYPED).status_code) == (404, 404)
    assert client.post(reverse("desk_wave_delete", args=["first-wave"])).status_code == 404


def test_the_list_asks_no_more_for_three_waves_than_for_one(desk):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            desk.get(reverse("desk_waves"))
        return len(caught)

    factories.wave("One")
    asked()
    few = asked()
    for name in ("Two", "Three"):
        factories.organisation(joined_wave=factories.wave(name))
    assert asked() == few


def test_each_text_on_the_secretariat_pages_is_typed_in_its_language_and_direction(desk):
    wave, milestone = factories.wave(), factories.milestone()
    city, partner = factories.organisation("Velmora"), OfficialKind.objects.order_by("pk").first()
    pages = {
        reverse("desk_waves"): ("name", "focus"),
        reverse("desk_wave", args=[wave.code]): ("name", "focus"),
        reverse("desk_milestones"): ("title", "text"),
        reverse("desk_milestone", args=[milestone.pk]): ("title", "text"),
        reverse("desk_kinds"): ("name",),
        reverse("desk_kind", args=[partner.code]): ("name",),
        reverse("desk_member_entry", args=[city.slug]): ("name",),
    }
    for address, names in pages.items():
        root = parsing.document_fromstring(desk.get(address).content.decode())
        for name in names:
            [field] = root.xpath(f"//*[@name='{name}_ar']")
            assert (field.get("lang"), field.get("dir")) == ("ar", "rtl"), (address, name)
            assert root.xpath(f"//*[@name='{name}_fr']/@dir") == ["ltr"], (address, name)
    root = parsing.document_fromstring(desk.get(reverse("desk_email", args=["invitation", "ar"])).content.decode())
    assert root.xpath("//*[@name='subject' or @name='body']/@dir") == ["rtl", "rtl"]


def test_many_waves_are_on_pages(desk):
    for number in range(ROWS_ON_A_PAGE + 2):
        factories.wave(f"Wave {number:02}", 2001 + number)
    address = reverse("desk_waves")
    page, second = (desk.get(f"{address}?page={number}").content.decode() for number in (1, 2))
    assert page.count('<th scope="row">') == ROWS_ON_A_PAGE and second.count('<th scope="row">') == 2
    assert "Wave 00" in page and "Wave 21" in second
