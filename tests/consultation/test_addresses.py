"""The language in an address is that of the words; the interface borrows another where it has no catalogue."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from charter.models import CharterLanguage
from tests import factories


def test_an_interface_language_speaks_itself(client, version):
    assert b'<html lang="fr"' in client.get("/fr/charter/").content


def test_another_language_keeps_its_address_and_borrows_the_interface(client, version):
    html = client.get("/pt/charter/1/I/").content.decode()
    assert '<html lang="en-x-pt"' in html
    assert 'href="/pt/charter/1/II/"' in html


def test_words_in_a_language_without_a_catalogue_carry_their_language(client, db):
    charter = factories.charter(languages=("en",))
    CharterLanguage.objects.create(charter=charter, code="pt", required=False)
    factories.version(charter)
    html = client.get("/pt/charter/1/I/").content.decode()
    assert "The article has no text in Portuguese yet. You are reading it in English." in html


def test_a_letter_in_another_language_has_that_languages_address():
    with override("fr"):
        assert reverse("charter") == "/fr/charter/"


def test_health_answers(client, db):
    assert client.get("/health/web/").json() == {"status": "ok"}


def test_the_bare_address_leads_to_the_readers_language(client, version):
    assert client.get("/", headers={"Accept-Language": "fr"}).headers["Location"] == "/fr/"
    assert client.get("/", headers={"Accept-Language": "de"}).headers["Location"] == "/en/"
    # A language that the settings have and this site has not is no reason to pass over the reader's next one.
    assert client.get("/", headers={"Accept-Language": "pt-BR,fr;q=0.5"}).headers["Location"] == "/fr/"
    assert client.get("/", headers={"Accept-Language": "de,xx;q=0.8,fr-CA;q=0.3"}).headers["Location"] == "/fr/"


def test_robots_are_told_what_to_leave_alone(client, db):
    text = client.get("/robots.txt").content.decode()
    for room in ("/admin/", "/*/desk/", "/*/charter/working/", "/*/city/"):
        assert f"Disallow: {room}\n" in text


def test_the_sitemap_names_every_article_in_every_language(client, version):
    text = client.get("/sitemap.xml").content.decode()
    assert "/en/charter/1/II/" in text and "/fr/charter/1/preamble/" in text
    assert "<loc>http://localhost:8000/es/provisions/" in text
    assert 'hreflang="fr" href="http://localhost:8000/fr/charter/1/II/"' in text


def test_the_sitemap_keeps_what_is_hidden_to_itself(client, round_, city, officer):
    factories.draft(round_, city, officer)
    type(city).objects.update(name_withheld=True)
    text = client.get("/sitemap.xml").content.decode()
    assert "/en/rounds/1/" in text
    assert city.slug not in text and "/en/amendments/1/" not in text and "working" not in text
