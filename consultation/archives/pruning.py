"""Deleting old backups, so that the next one has room."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

# While no new backup succeeds, age alone would delete the last one too.
ALWAYS_KEPT = 3
# A younger partial file may still be being written.
ABANDONED_AFTER = timedelta(hours=1)


def prune_backups(folder: Path, at: datetime) -> list[Path]:
    """Deletes abandoned partial files and backups older than KEEP_BACKUPS_DAYS; returns what was deleted.

    The three newest backups stay, whatever their age.
    """
    backups = sorted(folder.glob("consultation-*.zip"), key=_written, reverse=True)
    too_old = at.timestamp() - timedelta(days=settings.KEEP_BACKUPS_DAYS).total_seconds()
    abandoned = at.timestamp() - ABANDONED_AFTER.total_seconds()
    deleted = [path for path in sorted(folder.glob("*.part")) if _written(path) < abandoned]
    deleted += [path for path in backups[ALWAYS_KEPT:] if _written(path) < too_old]
    for path in deleted:
        path.unlink(missing_ok=True)
    return deleted


def _written(path: Path) -> float:
    """Seconds since 1970."""
    return path.stat().st_mtime
