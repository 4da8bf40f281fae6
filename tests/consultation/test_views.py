"""Addresses outside every language."""

from __future__ import annotations

from django.db import DatabaseError
from django.utils import timezone

from consultation.models import Beat
from consultation.watching import looks
from tests import factories


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


def well(settings):
    """A worker came round a moment ago."""
    settings.HEALTH_TOKEN = "for the watch"
    Beat.objects.note("turn", timezone.now())


def test_strangers_are_told_a_word_and_no_figure(client, db, settings):
    well(settings)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert client.get("/health/", headers={"Authorization": "Bearer guessed"}).json() == {"status": "ok"}


def test_who_has_the_token_is_told_figures(client, db, settings):
    well(settings)
    said = client.get("/health/", headers={"Authorization": "Bearer for the watch"}).json()
    assert list(said) == ["status", "database", "migrations", "disk", "worker", "oldest"]
    assert said["oldest"] == {"status": "ok", "minutes": 0}


def test_an_administrator_is_told_figures_and_a_moderator_is_not(client, db, settings):
    well(settings)
    client.force_login(factories.secretariat("administrator"))
    assert "disk" in client.get("/health/").json()
    client.force_login(factories.secretariat("moderator"))
    assert "disk" not in client.get("/health/").json()


def test_a_worker_that_stands_still_is_seen_and_does_not_close_the_site(client, db):
    assert (client.get("/health/").status_code, client.get("/health/").json()) == (503, {"status": "fail"})
    assert (client.get("/health/web/").status_code, client.get("/health/web/").json()) == (200, {"status": "ok"})


def test_a_database_that_is_gone_is_said_without_a_word_of_it(client, db, monkeypatch):
    def gone():
        raise DatabaseError("could not connect to 10.0.0.5")

    monkeypatch.setitem(looks.SERVING, "database", gone)
    answer = client.get("/health/web/")
    assert (answer.status_code, answer.json()) == (503, {"status": "fail"})
