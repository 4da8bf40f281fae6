"""Addresses outside every language."""

from __future__ import annotations


def test_the_little_picture_is_found_without_a_page(client, db):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (301, "/static/img/favicon.ico")


def test_weaknesses_are_reported_to_the_contact_of_the_settings(client, db, settings):
    settings.SECURITY_CONTACT, settings.SITE_URL = "keys@example.org", "https://charter.example.org"
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert lines[0] == "Contact: mailto:keys@example.org"
    assert lines[1].startswith("Expires: 20")
    assert lines[2] == "Canonical: https://charter.example.org/.well-known/security.txt"


def test_without_a_contact_there_is_no_such_page(client, db, settings):
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
