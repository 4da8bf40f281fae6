"""What is well is said in a word; what is not is said with what to do."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.actions import letters
from accounts.models import Letter
from consultation.models import Beat
from consultation.watching import data, looks, site, work
from consultation.watching.findings import Finding, Level, fail, ok, warn
from tests import factories


def test_values_stand_in_the_sentence_and_numbers_beside_it():
    found = warn("%(name)s waits %(minutes)s minutes.", "Look.", name="It", minutes=5)
    assert (found.sentence, found.figures) == ("It waits 5 minutes.", {"minutes": 5})


def test_the_worst_of_all_is_what_counts():
    assert looks.worst({"a": ok(""), "b": fail("", ""), "c": warn("", "")}) is Level.FAIL
    assert looks.worst({}) is Level.OK


def test_a_look_that_breaks_is_a_finding_and_the_others_are_looked_at():
    def broken() -> Finding:
        raise RuntimeError("no")

    found = dict(looks.through({"broken": broken, "fine": lambda: ok("Fine.")}))
    assert found["broken"].sentence == "It could not be looked at: RuntimeError"
    assert found["fine"].level is Level.OK


def test_database_migrations_and_clock_are_well(db):
    assert [look().level for look in (data.database, data.migrations, data.clock)] == ["ok"] * 3


def test_a_migration_that_was_not_run_is_a_failure(db):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="charter").first().delete()
    assert data.migrations().sentence == "Migrations that were not run: 1."


def free(monkeypatch, size):
    monkeypatch.setattr(data.shutil, "disk_usage", lambda place: type("Usage", (), {"free": size}))
    return data.disk().level


@pytest.mark.parametrize(("size", "level"), [(5 * 10**9, "ok"), (10**9, "warn"), (10**8, "fail")])
def test_a_full_disk_is_said_before_it_is_full(db, monkeypatch, size, level):
    assert free(monkeypatch, size) == level


@pytest.mark.parametrize(("days", "level"), [(None, "warn"), (0, "ok"), (3, "warn")])
def test_the_newest_backup_is_of_yesterday_at_most(tmp_path, settings, days, level):
    settings.VAR_DIR = tmp_path
    if days is not None:
        (tmp_path / "backups").mkdir()
        file = tmp_path / "backups" / "a.zip"
        file.touch()
        os.utime(file, (time.time() - days * 86400,) * 2)
    assert data.backups().level == level


@pytest.mark.parametrize(("minutes", "level"), [(None, "fail"), (1, "ok"), (5, "warn"), (60, "fail")])
def test_a_worker_that_does_not_come_round_is_seen(db, minutes, level):
    if minutes is not None:
        Beat.objects.note(work.TURN, timezone.now() - timedelta(minutes=minutes))
    assert work.worker().level == level


def written(minutes):
    at = timezone.now() - timedelta(minutes=minutes)
    letters.write(to=[factories.person()], kind="security", subject="s", body="b", key=f"k{minutes}", at=at)


@pytest.mark.parametrize(("minutes", "level"), [(1, "ok"), (45, "warn"), (300, "fail")])
def test_a_letter_that_waits_too_long_is_seen(db, minutes, level):
    written(minutes)
    assert (work.oldest().level, work.oldest().figures) == (level, {"minutes": minutes})


def test_letters_that_were_given_up_are_counted(db):
    assert work.letters().level is Level.OK
    written(1)
    Letter.objects.update(state="failed")
    assert work.letters().sentence == "Letters that were given up this week: 1."


def test_a_mail_server_that_is_away_is_a_failure(settings):
    settings.MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert work.mail_server().sentence.startswith("The mail server does not answer: ")


def test_letters_in_files_reach_nobody(settings):
    settings.MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    assert work.mail_server().level is Level.WARN


@pytest.mark.parametrize(("url", "level"), [("http://localhost:8000", "warn"), ("http://charter.example.org", "fail")])
def test_passwords_in_clear_are_said(settings, url, level):
    settings.SITE_URL = url
    assert site.tls().level == level


def test_an_address_that_does_not_answer_is_a_failure(settings):
    settings.SITE_URL = "https://127.0.0.1:9"
    assert site.tls().sentence.startswith("The address of the site does not answer with TLS: ")


def test_a_cache_that_answers_is_well():
    assert site.memory().level is Level.OK


def test_a_cache_that_is_away_is_a_failure(settings):
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {"default": redis}
    assert site.memory().level is Level.FAIL


def test_uploads_can_be_stored_or_not(settings, tmp_path):
    assert site.uploads().level is Level.OK
    (tmp_path / "a file").touch()
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "a file"}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    assert site.uploads().sentence.startswith("No file can be stored: ")


def test_somebody_must_be_administrator_and_two_moderators(db):
    assert site.administrators().sentence == "Nobody is administrator."
    factories.holder("administrator")
    factories.holder("moderator")
    assert site.administrators().level is Level.WARN
    factories.holder("moderator")
    assert site.administrators().level is Level.OK


def test_files_programs_and_words_are_looked_for(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    assert site.static_files().level is Level.FAIL
    (tmp_path / "staticfiles.json").touch()
    assert site.static_files().level is Level.OK
    assert site.converters().sentence.startswith("Pandoc ")
    settings.LOCALE_PATHS = [tmp_path]
    assert site.catalogues().sentence == "The words of the interface are not compiled for: fr, es, ar."


def test_missing_fonts_are_named(monkeypatch):
    monkeypatch.setattr(site, "FONTS", ("A font that nobody drew",))
    assert site.fonts().sentence == "Fonts are missing: A font that nobody drew."


def test_settings_that_fit_no_public_site_are_named(settings):
    settings.SECRET_KEY = "short"
    assert "security.W009" in site.configuration().sentence


def test_a_sentence_speaks_the_language_of_who_reads_it(db):
    found = data.database()
    with translation.override("fr"):
        assert found.sentence == str(found.words) % found.values
