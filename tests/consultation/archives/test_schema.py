"""What a database is compared with before an upgrade."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from consultation.archives import rehearsing, schema


def test_a_database_of_this_version_is_not_newer(db):
    assert schema.newer_than_the_code() == []


def test_older_code_refuses_a_newer_database(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    MigrationRecorder(connection).record_applied("charter", "9999_the_future")
    with pytest.raises(CommandError, match=r"newer version: it has charter\.9999_the_future\. Nothing was changed"):
        call_command("upgrade", no_static=True)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_refused_before_anything_is_written(db, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(rehearsing, "SPARE", 1 << 60)
    with pytest.raises(CommandError, match=r"Free \d+\.\d GB more on the disk first\. Nothing was changed"):
        call_command("upgrade", no_static=True)
    assert list(tmp_path.iterdir()) == []
