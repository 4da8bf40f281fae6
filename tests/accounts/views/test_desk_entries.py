"""The entry of a member at the desk."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.models import Organisation, Record
from tests import factories

TYPED = {
    "name_fr": "Villeneuve",
    "name_es": "",
    "official_kind_id": "city",
    "country": "MA",
    "population_band": "",
    "sections": ["africa"],
    "wave": "100",
    "website": "https://example.org/",
    "latitude": "31.5",
    "longitude": "-7.25",
    "is_voting_member": "on",
    "language": "fr",
}


@pytest.fixture
def city(db):
    return factories.organisation("Aville")


@pytest.fixture
def desk(client, city):
    factories.wave()
    client.force_login(factories.secretariat())
    return client


def test_what_was_typed_is_stored_and_recorded_once(desk, city):
    address = reverse("desk_member_entry", args=[city.slug])
    for _time in range(2):
        desk.post(address, {**TYPED, "token": "a"})
    kept = Organisation.objects.with_names().get(pk=city.pk)
    assert (kept.country, kept.wave, kept.latitude, kept.longitude) == ("MA", 100, 31.5, -7.25)
    assert (kept.is_voting_member, kept.is_campaign_member, kept.sections) == (True, False, ["africa"])
    assert kept.name.translations.get(language="fr").text == "Villeneuve"
    assert Record.objects.filter(act="member corrected").count() == 1


def test_a_name_that_was_emptied_goes(desk, city):
    address = reverse("desk_member_entry", args=[city.slug])
    desk.post(address, TYPED)
    desk.post(address, {**TYPED, "name_fr": ""})
    assert not city.name.translations.filter(language="fr").exists()


def test_degrees_beyond_the_pole_come_back_with_what_was_typed(desk, city):
    answer = desk.post(reverse("desk_member_entry", args=[city.slug]), {**TYPED, "latitude": "95"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="95"' in page and 'value="Villeneuve"' in page
    assert Organisation.objects.get(pk=city.pk).country != "MA"


def test_the_form_shows_what_stands(desk, city):
    desk.post(reverse("desk_member_entry", args=[city.slug]), TYPED)
    page = desk.get(reverse("desk_member_entry", args=[city.slug])).content.decode()
    assert 'value="31.5"' in page and '<option value="MA" selected>' in page


def test_a_site_without_a_campaign_asks_nothing_of_one(client, city):
    Organisation.objects.filter(pk=city.pk).update(wave=1000, is_pioneer=True)
    client.force_login(factories.secretariat())
    entry = reverse("desk_member_entry", args=[city.slug])
    for address in (entry, reverse("desk_member_new"), reverse("desk_members")):
        page = client.get(address).content.decode()
        assert not re.search(r"the campaign|>Step|name=\"(wave|joined_wave_id|is_pioneer)\"", page)
    client.post(entry, TYPED)
    client.post(reverse("desk_member_new"), {key: value for key, value in NEW.items() if key != "is_campaign_member"})
    kept, new = Organisation.objects.get(pk=city.pk), Organisation.objects.exclude(pk=city.pk).get()
    assert (kept.country, kept.wave, kept.is_pioneer, kept.is_campaign_member) == ("MA", 1000, True, True)
    assert new.is_campaign_member


NEW = {"name": "Velmora", "name_language": "es", "kind": "government", "country": "CO", "is_campaign_member": "on"}


def test_a_member_is_added_by_form_and_its_page_opens(desk):
    answer = desk.post(reverse("desk_member_new"), {**NEW, "token": "a"})
    member = Organisation.objects.get(slug="velmora")
    assert answer["Location"] == reverse("desk_member", args=["velmora"])
    assert (member.name.text, member.name.language, member.country) == ("Velmora", "es", "CO")
    assert (member.is_campaign_member, member.is_voting_member) == (True, False)
    assert Record.objects.filter(act="member registered").count() == 1


def test_the_same_member_is_not_added_twice(desk):
    desk.post(reverse("desk_member_new"), {**NEW, "token": "a"})
    answer = desk.post(reverse("desk_member_new"), {**NEW, "name": "VELMORA", "token": "b"})
    assert "already on the list" in answer.content.decode()
    assert (answer.status_code, Organisation.objects.filter(name__text__iexact="velmora").count()) == (422, 1)


def test_an_empty_list_says_who_adds_members(desk, db):
    Organisation.objects.all().delete()
    page = desk.get(reverse("desk_members")).content.decode()
    assert "Members are listed here when the secretariat adds them" in page
    assert reverse("desk_member_new") in page


def test_a_stored_language_without_texts_stays_valid(desk, city):
    Organisation.objects.filter(pk=city.pk).update(language="zh-hans")
    address = reverse("desk_member_entry", args=[city.slug])
    typed = {**TYPED, "language": "zh-hans", "token": "a"}
    assert '<option value="zh-hans" selected>简体中文</option>' in desk.get(address).content.decode()
    assert desk.post(address, typed).status_code == 302
    assert Organisation.objects.get(pk=city.pk).language == "zh-hans"


def test_a_new_member_is_offered_no_language_without_texts(desk):
    typed = {"name": "Velmora", "name_language": "zh-hans", "kind": "government", "language": "zh-hans", "token": "a"}
    assert desk.post(reverse("desk_member_new"), typed).status_code == 422
    assert desk.post(reverse("desk_member_new"), {**typed, "language": "fr"}).status_code == 302
