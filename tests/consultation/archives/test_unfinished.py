"""An upgrade that was killed: the next one names the backup, and a restore removes the mark."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from consultation.archives import unfinished


@pytest.mark.django_db
def test_after_a_killed_upgrade_the_next_is_refused_and_names_the_backup(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    unfinished.mark_path().write_text("/backups/before.zip")
    for arguments in (["--rehearse"], ["--rehearsed"]):
        with pytest.raises(CommandError, match=r"manage\.py restore /backups/before\.zip --set-aside"):
            call_command("upgrade", *arguments, backup=tmp_path / "new.zip")
    assert not (tmp_path / "new.zip").exists()
    unfinished.remove_mark()
    assert unfinished.read_mark() == ""
