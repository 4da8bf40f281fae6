"""The statement on accessibility, and the address that stands at the foot of every page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

pytestmark = pytest.mark.django_db
MAIL = "secretariat@charter.example.org"


def statement(client, language="en"):
    with translation.override(language):
        return client.get(reverse("accessibility")).content.decode()


def test_it_says_what_holds_what_is_missing_and_whom_to_tell(client, settings):
    settings.CONTACT = MAIL
    page = statement(client)
    assert "WCAG 2.2, level AA" in page and "Known limitations" in page
    assert page.count(f'href="mailto:{MAIL}"') == 2  # in the statement, and at the foot


def test_without_an_address_it_names_the_secretariat_and_no_link_leads_nowhere(client, settings):
    settings.CONTACT = ""
    page = statement(client)
    assert "Do you have a problem with the site, or" in page and "mailto:" not in page


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_it_is_said_in_each_language_of_the_interface(client, language):
    assert "WCAG 2.2" in statement(client, language)
    assert statement(client, language) != statement(client)


def test_every_page_leads_to_it(client):
    with translation.override("en"):
        assert f'href="{reverse("accessibility")}"' in client.get(reverse("privacy")).content.decode()
