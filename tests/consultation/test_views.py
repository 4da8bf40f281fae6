"""Addresses outside every language."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.utils import timezone

from consultation.models import Beat
from consultation.watching import checks
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


@pytest.mark.parametrize(
    ("contact", "sender", "line"),
    [
        ("office@example.org", "", "Contact: mailto:office@example.org"),
        ("", "The congress <post@example.org>", "Contact: mailto:post@example.org"),
    ],
)
def test_without_a_contact_of_its_own_weaknesses_are_reported_to_the_secretariat(
    client, db, settings, contact, sender, line
):
    settings.SECURITY_CONTACT, settings.CONTACT, settings.DEFAULT_FROM_EMAIL = "", contact, sender
    answer = client.get("/.well-known/security.txt")
    assert (answer.status_code, answer.content.decode().splitlines()[0]) == (200, line)


@pytest.fixture
def well(db, settings, tmp_path):
    """Clock and queue came round a moment ago, and the static files are gathered."""
    settings.HEALTH_TOKEN, settings.STATIC_ROOT = "for the watch", tmp_path
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {"a.css": "a.1.css"}}')
    for job in ("turn", "queue"):
        Beat.objects.note(job, timezone.now())


def test_strangers_are_told_a_word_and_no_figure(client, well):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert client.get("/health/", headers={"Authorization": "Bearer guessed"}).json() == {"status": "ok"}


def test_who_has_the_token_is_told_figures(client, well):
    figures = client.get("/health/", headers={"Authorization": "Bearer for the watch"}).json()
    assert list(figures) == ["status", "database", "migrations", "disk", "static", "worker", "queue", "oldest"]
    assert figures["oldest"] == {"status": "ok", "minutes": 0}


def test_an_administrator_is_told_figures_and_a_moderator_is_not(client, well):
    client.force_login(factories.secretariat("administrator"))
    assert "disk" in client.get("/health/").json()
    client.force_login(factories.secretariat("moderator"))
    assert "disk" not in client.get("/health/").json()


def test_a_worker_that_stands_still_is_seen_and_does_not_close_the_site(client, db):
    assert (client.get("/health/").status_code, client.get("/health/").json()) == (503, {"status": "fail"})
    assert (client.get("/health/web/").status_code, client.get("/health/web/").json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "web:8000", "no name at all"])
def test_health_is_answered_under_any_name_and_pages_are_not(client, well, settings, host):
    settings.ALLOWED_HOSTS = ["charter.example.org"]
    paths = ("/health/web/", "/health/", "/en/")
    assert [client.get(path, headers={"Host": host}).status_code for path in paths] == [200, 200, 400]


def test_a_database_that_is_gone_is_said_without_a_word_of_it(client, db, monkeypatch):
    def gone():
        raise DatabaseError("could not connect to 10.0.0.5")

    monkeypatch.setitem(checks.SERVING, "database", gone)
    answer = client.get("/health/web/")
    assert (answer.status_code, answer.json()) == (503, {"status": "fail"})
