"""Old backups and abandoned partial files go; the newest backups stay, and so does what is being written."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from consultation.archives import pruning

NOW = timezone.now()


@pytest.fixture
def folder(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    (tmp_path / "backups").mkdir()
    return tmp_path / "backups"


def put(folder, name, days):
    (folder / name).touch()
    os.utime(folder / name, ((NOW - timedelta(days=days)).timestamp(),) * 2)


def test_backups_older_than_the_setting_are_deleted(folder, settings):
    settings.KEEP_BACKUPS_DAYS = 7
    for days in (0, 1, 6, 8, 40):
        put(folder, f"consultation-{days}.zip", days)
    put(folder, "before-the-congress.zip", 40)
    deleted = pruning.prune_backups(folder, NOW)
    assert [path.name for path in deleted] == ["consultation-8.zip", "consultation-40.zip"]
    assert not any(path.exists() for path in deleted)
    assert (folder / "before-the-congress.zip").exists()


def test_the_three_newest_stay_while_no_new_one_succeeds(folder):
    for days in (100, 101, 102, 103):
        put(folder, f"consultation-{days}.zip", days)
    assert [path.name for path in pruning.prune_backups(folder, NOW)] == ["consultation-103.zip"]


def test_a_partial_file_is_deleted_unless_it_may_still_be_being_written(folder):
    put(folder, "consultation-a.zip.part", 1)
    put(folder, "consultation-b.zip.part", 0)
    call_command("prune_backups")
    assert [path.name for path in folder.iterdir()] == ["consultation-b.zip.part"]


def test_without_a_folder_there_is_nothing_to_delete(tmp_path):
    assert pruning.prune_backups(tmp_path / "backups", NOW) == []
