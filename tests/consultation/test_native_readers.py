"""Who approved the interface texts of a language, and the footer until then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Record, SiteSettings
from tests import factories

READER = {"name_fr": "Awa Diop", "function_fr": "Professor of law", "day_fr": "2026-03-02"}


@pytest.fixture
def desk(client, db, django_capture_on_commit_callbacks):
    client.force_login(factories.secretariat())

    def send(**typed):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("desk_native_readers"), typed)

    return send


def test_the_footer_names_the_lack_of_a_native_reader_until_one_is_entered(client, charter, desk):
    factories.site(charter)
    sentence = "Aucune personne dont c’est la langue maternelle"
    assert sentence in client.get("/fr/charter/").content.decode()
    assert desk(**READER).status_code == 302
    assert sentence not in client.get("/fr/charter/").content.decode()
    assert "Ningún lector nativo" in client.get("/es/charter/").content.decode()
    assert "Awa Diop" in client.get(reverse("interface_texts", args=["fr"])).content.decode()
    assert Record.objects.last().content == {"settings": ["native_readers"]}
    assert desk().status_code == 302
    assert SiteSettings.objects.get().native_readers == {}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"function_fr": ""}, "leave all three empty"),
        ({"name_fr": " "}, "leave all three empty"),
        ({"day_fr": ""}, "leave all three empty"),
        ({"day_fr": f"{timezone.localdate() + timedelta(days=2)}"}, "cannot be in the future"),
    ],
)
def test_name_function_and_day_belong_together(desk, typed, sentence):
    answer = desk(**{**READER, **typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SiteSettings.objects.exists()


def test_only_the_secretariat_enters_native_readers(client, stranger):
    client.force_login(stranger)
    assert client.post(reverse("desk_native_readers"), READER).status_code == 404
    assert not SiteSettings.objects.exists()
