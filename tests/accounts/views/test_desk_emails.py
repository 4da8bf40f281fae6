"""Texts of emails that the secretariat changes: previewed, stored for a language, and sent in it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.actions import invitations
from accounts.models import EmailTemplate, Letter, Record
from tests import factories

TEXT = {"subject": "Bienvenue à {city}", "body": "Vous représentez {city} : {what}.\nLe lien vaut jusqu’au {day}."}


@pytest.fixture(autouse=True)
def no_memory():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def desk(client, db, django_capture_on_commit_callbacks):
    client.force_login(factories.secretariat())

    def send(kind="invitation", language="fr", **typed):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("desk_email", args=[kind, language]), {"token": "a", **typed})

    return send


def invited(city, language):
    invitations.invite_person(
        organisation=city, email=f"{language}@example.org", kind="officer", language=language, by=None
    )
    return Letter.objects.get(address=f"{language}@example.org")


def test_an_invitation_has_the_text_of_its_language(desk, city):
    desk(**TEXT, act="save")
    french, english = invited(city, "fr"), invited(city, "en")
    assert french.subject == f"Bienvenue à {city}"
    assert french.body.startswith(f"Vous représentez {city}")
    assert english.subject == f"Invitation to represent {city}"
    assert Record.objects.filter(act="email template changed").count() == 1


def test_a_preview_stores_nothing(desk):
    page = desk(**TEXT, act="preview").content.decode()
    assert "Bienvenue à " in page and page.count("Vous représentez {city}") == 1
    assert EmailTemplate.objects.count() == 0


def test_a_placeholder_that_the_email_lacks_is_refused_by_name(desk):
    answer = desk(subject="{password}", body="Text", act="save")
    assert (answer.status_code, EmailTemplate.objects.count()) == (422, 0)
    assert "no placeholder {password}" in answer.content.decode()


def test_the_standard_text_comes_back(client, desk, city):
    desk(**TEXT, act="save")
    assert "own text" in client.get(reverse("desk_emails")).content.decode()
    desk(act="restore", token="b")
    assert EmailTemplate.objects.count() == 0
    assert invited(city, "en").subject == f"Invitation to represent {city}"


def test_braces_that_are_no_placeholder_are_only_text(desk, city):
    desk(subject="{city}", body="{city.__class__} { what }", act="save")
    assert invited(city, "fr").body == "{city.__class__} { what }"


@pytest.mark.parametrize(("kind", "language"), [("other", "fr"), ("invitation", "xx")])
def test_other_kinds_and_languages_are_no_page(client, desk, kind, language):
    assert client.get(reverse("desk_email", args=[kind, language])).status_code == 404
