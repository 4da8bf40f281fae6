"""One's own account, and the page about privacy."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Person, Record
from tests import factories


@pytest.fixture(autouse=True)
def forgotten(db):
    cache.clear()


def sure(client, person):
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": "a good long password"})


def test_the_name_becomes_public_by_consent_and_the_record_says_so(client, officer):
    client.force_login(officer)
    fields = {"name": "Ines Costa", "language": "fr", "name_is_public": "on", "token": "a"}
    client.post(reverse("account"), fields)
    person = Person.objects.get(pk=officer.pk)
    assert (person.name, person.language, person.name_is_public) == ("Ines Costa", "fr", True)
    assert Record.objects.filter(act="name made public").count() == 1


def test_ones_data_are_one_press_away_after_the_password(client, officer, stranger):
    client.force_login(officer)
    assert client.get(reverse("account_data")).status_code == 302
    sure(client, officer)
    answer = client.get(reverse("account_data"))
    assert answer.json()["person"]["email"] == officer.email
    assert stranger.email not in answer.content.decode()


def test_erasing_asks_for_the_password_and_then_once_more(client, officer):
    client.force_login(officer)
    assert client.post(reverse("account_erase")).status_code == 302
    assert Person.objects.get(pk=officer.pk).erased_at is None
    sure(client, officer)
    client.get(reverse("account_erase"))
    assert Person.objects.get(pk=officer.pk).erased_at is None
    client.post(reverse("account_erase"))
    assert Person.objects.get(pk=officer.pk).erased_at is not None


def test_the_privacy_page_says_the_times_of_the_settings(client, settings):
    settings.KEEP_DAYS = {**settings.KEEP_DAYS, "joining forms": 77, "accepted joining forms": 88}
    settings.LOG_DAYS = 99
    page = client.get(reverse("privacy")).content.decode()
    assert "77 days" in page and "88 days" in page
    assert "addresses, the signed letter and the scan of a paper form are deleted after 88 days." in page
    assert (
        "The log messages that the site sends to its server contain no names and no addresses" in page
        and "The operator of the server stores these log messages for 99 days." in page
    )


@pytest.mark.parametrize("name", ["account", "account_data", "account_erase"])
def test_without_an_account_one_is_asked_to_sign_in(client, name):
    assert client.get(reverse(name))["Location"].startswith("/en/accounts/login/")


def test_only_language_editors_choose_whether_credits_name_them(client, officer, db):
    editor = factories.holder("language_editor", "fr")
    fields = {"name": "Ines Costa", "language": "fr", "name_in_credits": "on"}
    for person in (officer, editor):
        client.force_login(person)
        client.post(reverse("account"), {**fields, "token": str(person.pk)})
    assert list(Person.objects.filter(name_in_credits=True)) == [editor]
    assert Record.objects.get(act="name put in credits").person == editor.pk


def test_a_stored_language_without_texts_stays_and_no_other_one_is_offered(client, officer):
    Person.objects.filter(pk=officer.pk).update(language="zh-hans")
    client.force_login(officer)
    page = client.get(reverse("account")).content.decode()
    assert '<option value="zh-hans" selected>简体中文</option>' in page and 'value="pt"' not in page
    for language, status in [("pt", 422), ("zh-hans", 302), ("fr", 302), ("zh-hans", 422)]:
        assert client.post(reverse("account"), {"name": "Ines", "language": language}).status_code == status
