"""Charters, versions, provisions as machines read them."""

from __future__ import annotations

from tests import factories


def items(client, address):
    return client.get(f"/api/v1/{address}").json()["items"]


def test_the_charter_says_its_title_its_languages_and_its_latest_version(client, version):
    [charter] = items(client, "charters?language=fr")
    assert charter["title"] == {"text": "Charte de la ville modèle", "language": "fr"}
    assert [edition["code"] for edition in charter["editions"]] == ["en", "fr", "es"]
    assert (charter["latest_version"], charter["page"]) == (1, "http://localhost:8000/fr/charter/")
    assert client.get("/api/v1/charters/another").status_code == 404


def test_a_version_says_what_it_is_and_where_its_provisions_are(client, version):
    [shown] = items(client, "versions")
    assert (shown["number"], shown["latest"], shown["digest"]) == (1, True, version.digest)
    assert shown["languages"] == ["en", "fr", "es"]
    assert shown["provisions"] == "http://localhost:8000/api/v1/provisions?version=1"
    assert client.get("/api/v1/versions/1").json() == shown


def test_provisions_come_in_reading_order_page_by_page(client, version):
    first = client.get("/api/v1/provisions?size=4").json()
    assert (first["count"], first["pages"], first["previous"]) == (11, 3, None)
    assert first["next"] == "http://localhost:8000/api/v1/provisions?size=4&page=2"
    texts = [row["text"] for n in (1, 2, 3) for row in items(client, f"provisions?size=4&page={n}")]
    assert texts == factories.WORDS["en"]
    assert items(client, "provisions?size=4&page=9") == []


def test_an_article_is_found_by_its_number_or_its_slug(client, version):
    by_number = items(client, "provisions?article=II&language=es")
    assert [row["text"] for row in by_number] == factories.WORDS["es"][7:]
    assert items(client, "provisions?article=water-for-all&language=es") == by_number
    assert items(client, "provisions?article=XL") == []


def test_missing_words_are_those_of_the_first_language_and_said_to_be(client, db):
    charter = factories.charter(languages=("en",))
    factories.language_without(charter, "fr", 5)
    factories.excepted(charter, "fr", 5)
    factories.version(charter)
    shown = items(client, "provisions?language=fr")[5]
    assert (shown["missing"], shown["language"], shown["text"]) == (True, "en", factories.WORDS["en"][5])
    assert shown["exception"]["reason"]["text"] == "The translation is under way."


def test_the_working_text_has_no_place_here(client, charter):
    assert client.get("/api/v1/provisions").json()["error"] == "No version has been published yet."
