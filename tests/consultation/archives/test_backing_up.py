"""One file holds all that cannot be made anew, and no secret of the environment."""

from __future__ import annotations

import io
import json
import stat
import zipfile

import pytest
from django.core.management import call_command

from accounts.models import Record
from consultation.archives import archived_settings


def manifest_of(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def test_the_manifest_says_what_is_in_it(backup):
    manifest, record = manifest_of(backup), Record.objects.order_by("number").last()
    assert manifest["record"] == {"acts": record.number, "head": record.digest}
    assert manifest["members"]["data/accounts.Record.jsonl"]["rows"] == Record.objects.count()
    assert "media/evidence/2026/mandate.pdf" in manifest["members"]


def test_sessions_and_tasks_and_the_index_are_left_out(backup):
    left_out = ("Session", "DBTaskResult", "IndexEntry", "Beat")
    assert [name for name in manifest_of(backup)["members"] if any(word in name for word in left_out)] == []


def test_the_file_is_for_its_owner_alone_and_whole(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [file.name for file in backup.parent.iterdir()] == ["backup.zip"]


def test_the_command_says_where_it_is_and_its_hash(consultation, settings, tmp_path):
    settings.VAR_DIR, out = tmp_path, io.StringIO()
    call_command("backup", stdout=out)
    [path] = (tmp_path / "backups").iterdir()
    lines = out.getvalue().splitlines()
    assert lines[0].startswith(f"{path}: ")
    assert lines[2] == f"{Record.objects.count()} acts, head {Record.objects.order_by('number').last().digest}"


def test_no_secret_of_the_environment_is_kept(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setenv("MAIL_URL", "smtp+tls://me:hidden@mail.example.org:587")
    monkeypatch.setenv("SITE_NAME", "Charter")
    kept = archived_settings.environment_settings()
    assert (kept["SITE_NAME"], kept["MAIL_URL"]) == ("Charter", "smtp+tls://me:…@mail.example.org:587")
    assert "SECRET_KEY" not in kept
    assert "hidden" not in str(kept)


@pytest.mark.parametrize("value", ["postgres://me@host/name", "plain", "https://[broken", ""])
def test_what_has_no_password_stays_as_it_is(value):
    assert archived_settings.without_password(value) == value
