"""What is well is said in a word; what is not is said with what to do."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from accounts.actions import letters
from accounts.models import Letter
from cms.actions import sites
from consultation.archives import sending
from consultation.models import Beat
from consultation.watching import checks, data, site, work
from consultation.watching.findings import Finding, Level, fail, ok, warn
from tests import factories


def test_values_stand_in_the_sentence_and_numbers_beside_it():
    finding = warn("%(name)s waits %(minutes)s minutes.", "Look.", name="It", minutes=5)
    assert (finding.sentence, finding.figures) == ("It waits 5 minutes.", {"minutes": 5})


def test_the_worst_of_all_is_what_counts():
    assert checks.worst_level({"a": ok(""), "b": fail("", ""), "c": warn("", "")}) is Level.FAIL
    assert checks.worst_level({}) is Level.OK


def test_a_look_that_breaks_is_a_finding_and_the_others_are_looked_at():
    def broken() -> Finding:
        raise RuntimeError("no")

    findings = dict(checks.run_checks({"broken": broken, "fine": lambda: ok("Fine.")}))
    assert findings["broken"].sentence == "The check could not be run: RuntimeError"
    assert findings["fine"].level is Level.OK


def test_database_migrations_and_clock_are_well(db):
    assert [look().level for look in (data.check_database, data.check_migrations, data.check_clock)] == ["ok"] * 3


def test_a_migration_that_was_not_run_is_a_failure(db):
    MigrationRecorder.Migration.objects.filter(app="charter").first().delete()
    assert data.check_migrations().sentence == "Migrations that were not run: 1."


def free(monkeypatch, size):
    monkeypatch.setattr(data.shutil, "disk_usage", lambda place: type("Usage", (), {"free": size}))
    return data.check_disk().level


@pytest.mark.parametrize(("size", "level"), [(5 * 10**9, "ok"), (10**9, "warn"), (10**8, "fail")])
def test_a_full_disk_is_said_before_it_is_full(db, monkeypatch, size, level):
    assert free(monkeypatch, size) == level


@pytest.mark.parametrize(("days", "level"), [(None, "warn"), (0, "ok"), (1, "ok"), (3, "fail")])
def test_no_backup_for_48_hours_is_a_failure(db, tmp_path, settings, days, level):
    settings.VAR_DIR = tmp_path
    if days is not None:
        (tmp_path / "backups").mkdir()
        file = tmp_path / "backups" / "a.zip"
        file.touch()
        os.utime(file, (time.time() - days * 86400,) * 2)
    assert data.check_backups().level == level


def test_no_backup_at_all_is_a_failure_where_the_site_is_older_than_a_night(db, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    MigrationRecorder.Migration.objects.update(applied=timezone.now() - timedelta(days=3))
    assert data.check_backups().level == "fail"


@pytest.mark.parametrize(("hours", "level"), [(None, "fail"), (20, "ok"), (49, "fail")])
def test_no_copy_for_48_hours_is_a_failure_where_copies_are_sent(db, settings, hours, level):
    assert data.check_copies().level == "ok"
    settings.BACKUP_COPY_TO = "sftp://backup@backup.example.org/charter"
    if hours is not None:
        Beat.objects.note(sending.SENT, timezone.now() - timedelta(hours=hours))
    assert data.check_copies().level == level


@pytest.mark.parametrize(("minutes", "level"), [(30, "ok"), (90, "warn")])
def test_a_task_and_an_email_that_were_begun_and_not_finished_are_counted(db, minutes, level):
    begun_at = timezone.now() - timedelta(minutes=minutes)
    written(1)
    Letter.objects.update(state="sending", taken_at=begun_at)
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="none",
        status="RUNNING",
        backend_name="default",
        started_at=begun_at,
    )
    count = int(level == "warn")
    assert (work.check_stuck().level, work.check_stuck().figures) == (level, {"tasks": count, "emails": count})


@pytest.mark.parametrize(("minutes", "level"), [(None, "fail"), (1, "ok"), (5, "warn"), (60, "fail")])
def test_a_worker_that_does_not_come_round_is_seen(db, minutes, level):
    if minutes is not None:
        Beat.objects.note(work.TURN, timezone.now() - timedelta(minutes=minutes))
    assert work.check_worker().level == level


@pytest.mark.parametrize(("minutes", "level"), [(None, "fail"), (20, "ok"), (45, "warn"), (300, "fail")])
def test_a_queue_that_does_not_come_round_is_seen(db, minutes, level):
    if minutes is not None:
        Beat.objects.note(work.QUEUE_TURN, timezone.now() - timedelta(minutes=minutes))
    assert work.check_queue().level == level


def test_a_beat_of_a_clock_that_was_ahead_is_no_sign_of_life(db):
    Beat.objects.note(work.TURN, timezone.now() + timedelta(days=400))
    assert work.check_worker().level == "fail"


def written(minutes):
    at = timezone.now() - timedelta(minutes=minutes)
    letters.write_letters(to=[factories.person()], kind="security", subject="s", body="b", key=f"k{minutes}", at=at)


@pytest.mark.parametrize(("minutes", "level"), [(1, "ok"), (45, "warn"), (300, "fail")])
def test_a_letter_that_waits_too_long_is_seen(db, minutes, level):
    written(minutes)
    assert (work.check_oldest().level, work.check_oldest().figures) == (level, {"minutes": minutes})


def test_letters_that_were_given_up_are_counted(db):
    assert work.check_letters().level is Level.OK
    written(1)
    Letter.objects.update(state="failed")
    assert work.check_letters().sentence == "Emails of this week that could not be delivered: 1."


def test_a_mail_server_that_is_away_is_a_failure(settings):
    settings.MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert work.mail_server().sentence.startswith("The mail server does not respond: ")


def test_letters_in_files_reach_nobody(settings):
    settings.MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    assert work.mail_server().level is Level.WARN


@pytest.mark.parametrize(("url", "level"), [("http://localhost:8000", "warn"), ("http://charter.example.org", "fail")])
def test_passwords_in_clear_are_said(settings, url, level):
    settings.SITE_URL = url
    assert site.check_certificate().level == level


def test_an_address_that_does_not_answer_is_a_failure(settings):
    settings.SITE_URL = "https://127.0.0.1:9"
    assert site.check_certificate().sentence.startswith("The address of the site does not answer with TLS: ")


def test_a_cache_that_answers_is_well():
    assert site.check_cache().level is Level.OK


def test_a_cache_that_is_away_is_a_failure(settings):
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {"default": redis}
    assert site.check_cache().level is Level.FAIL


def test_uploads_can_be_stored_or_not(settings, tmp_path):
    assert site.check_uploads().level is Level.OK
    (tmp_path / "a file").touch()
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "a file"}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    assert site.check_uploads().sentence.startswith("No file can be stored: ")


def test_somebody_must_be_administrator_and_two_moderators(db):
    assert site.check_administrators().sentence == "No account is an administrator."
    factories.holder("administrator")
    factories.holder("moderator")
    assert site.check_administrators().level is Level.WARN
    factories.holder("moderator")
    assert site.check_administrators().level is Level.OK


def test_files_programs_and_words_are_looked_for(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    assert site.static_files().level is Level.FAIL
    (tmp_path / "staticfiles.json").touch()
    assert site.static_files().level is Level.FAIL
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {"a.css": "a.1.css"}}')
    assert site.static_files().level is Level.OK
    assert site.check_converters().sentence.startswith("Pandoc ")
    settings.LOCALE_PATHS = [tmp_path]
    assert site.check_catalogues().sentence == "The interface texts are not compiled for: fr, es, ar."


def test_missing_fonts_are_named(monkeypatch):
    monkeypatch.setattr(site, "FONTS", ("A font that nobody drew",))
    assert site.check_fonts().sentence == "Fonts are missing: A font that nobody drew."


def test_settings_that_fit_no_public_site_are_named(settings):
    settings.SECRET_KEY = "short"
    assert "security.W009" in site.check_configuration().sentence


def test_a_sentence_speaks_the_language_of_who_reads_it(db):
    finding = data.check_database()
    with translation.override("fr"):
        assert finding.sentence == str(finding.words) % finding.values


def test_pages_that_every_menu_leads_to_are_missed(db, settings):
    settings.INTERFACE_LANGUAGES = ["en", "fr"]
    assert (site.check_pages().level, site.check_pages().values["addresses"]) == ("fail", "/en/, /fr/")
    sites.catch_up()
    assert site.check_pages().level == "ok"
