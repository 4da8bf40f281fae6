"""A new site is set up in the browser, once, by who has the key."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Letter, Person, Role, SiteSettings
from accounts.queries.site_settings import site_time_zone
from charter.queries.reading import charters
from cms.actions import sites
from tests import factories

TYPED = {
    "key": "the-key",
    "site_name": "Charter of the sample cities",
    "languages": ["en", "es"],
    "time_zone": "America/Bogota",
    "organisation": "Network of sample cities",
    "contact": "office@example.org",
    "name": "Ana",
    "email": "ana@example.org",
    "language": "es",
    "password": "a good long password",
}


@pytest.fixture(autouse=True)
def with_key(db, settings):
    settings.SETUP_KEY = "the-key"
    cache.clear()
    yield
    cache.clear()


def test_the_key_makes_an_administrator_who_is_signed_in_and_gets_a_test_email(client):
    assert client.get(reverse("setup")).status_code == 200
    answer = client.post(reverse("setup"), TYPED)
    assert answer["Location"] == reverse("desk_first_steps")
    person = Person.objects.get(email="ana@example.org")
    assert [role.kind for role in person.roles.all()] == ["administrator"]
    assert person.check_password("a good long password")
    assert (SiteSettings.objects.get().footer, SiteSettings.objects.get().contact) == (
        "Network of sample cities",
        "office@example.org",
    )
    assert Letter.objects.get(address="ana@example.org").language == "es"
    assert client.get(reverse("desk_first_steps"))["Location"] == reverse("mfa_index")
    assert "a test email to ana@example.org" in client.get(reverse("mfa_index")).content.decode()


def test_the_name_and_the_languages_of_the_setup_are_those_of_the_site(client, django_capture_on_commit_callbacks):
    sites.catch_up()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("setup"), TYPED)
    home = Client().get("/es/").content.decode()
    assert "<title>Consulta · Charter of the sample cities</title>" in home
    assert set(re.findall(r'hreflang="(\w+)"', home)) == {"en", "es"}
    assert "Charter of the sample cities" in Letter.objects.get(address="ana@example.org").subject
    assert (charters.site_languages(), str(site_time_zone())) == (("en", "es"), "America/Bogota")


def test_the_password_of_the_setup_is_not_asked_for_again_at_the_second_factor(client):
    client.post(reverse("setup"), TYPED)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_wrong_key_makes_nobody(client):
    answer = client.post(reverse("setup"), {**TYPED, "key": "another"})
    assert (answer.status_code, Person.objects.count()) == (422, 0)
    assert "The key is not correct." in answer.content.decode()


def test_a_weak_password_is_refused(client):
    assert client.post(reverse("setup"), {**TYPED, "password": "12345678901"}).status_code == 422
    assert Person.objects.count() == 0


def test_with_an_administrator_there_is_no_such_page(client):
    factories.holder("administrator")
    assert client.get(reverse("setup")).status_code == 404
    assert client.post(reverse("setup"), TYPED).status_code == 404
    assert not Person.objects.filter(email="ana@example.org").exists()


def test_after_the_last_administrator_has_left_the_key_opens_nothing(client):
    factories.holder("administrator")
    Role.objects.update(ended=timezone.now())
    assert client.get(reverse("setup")).status_code == 404
    assert client.post(reverse("setup"), TYPED).status_code == 404


def test_without_a_key_there_is_no_such_page(client, settings):
    settings.SETUP_KEY = ""
    assert client.get(reverse("setup")).status_code == 404


def test_the_first_visit_leads_there(client, settings):
    assert client.get("/", headers={"Accept-Language": "es"})["Location"] == "/es/setup/"
    factories.holder("administrator")
    assert client.get("/", headers={"Accept-Language": "es"})["Location"] == "/es/"
