"""The database, its migrations and its clock; the disk; the backups."""

from __future__ import annotations

import shutil
import time
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from consultation.watching.findings import Finding, fail, ok, warn

CLOCKS = {
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400",
    "postgresql": "SELECT EXTRACT(EPOCH FROM clock_timestamp())",
}
APART, FAR_APART = 5, 60
GIGABYTE = 10**9
LITTLE, ALMOST_NOTHING = 2 * GIGABYTE, GIGABYTE // 4
DAY = 24 * 60 * 60


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ok(_("The database answers (%(engine)s)."), engine=connection.vendor)


def migrations() -> Finding:
    pending = len(_known() - set(MigrationRecorder(connection).applied_migrations()))
    if pending:
        return fail(_("Migrations that were not run: %(pending)s."), _("Run manage.py upgrade."), pending=pending)
    return ok(_("All migrations were run."), pending=0)


@cache
def _known() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).graph.nodes)


def clock() -> Finding:
    """Of this machine against the database's: hours of rounds are computed from both."""
    with connection.cursor() as cursor:
        cursor.execute(CLOCKS[connection.vendor])
        apart = round(abs(float(cursor.fetchone()[0]) - time.time()), 1)
    words = _("The clocks of this machine and the database are %(seconds)s seconds apart.")
    if apart < APART:
        return ok(words, seconds=apart)
    remedy = _("Let both machines take the time from the network (NTP).")
    return (fail if apart > FAR_APART else warn)(words, remedy, seconds=apart)


def disk() -> Finding:
    free = min(shutil.disk_usage(place).free for place in _places())
    size = round(free / GIGABYTE, 1)
    words = _("Free on the disk: %(gigabytes)s GB.")
    if free > LITTLE:
        return ok(words, gigabytes=size)
    remedy = _("Delete old backups and logs, or take a larger disk. A full disk stops every writing.")
    return (fail if free < ALMOST_NOTHING else warn)(words, remedy, gigabytes=size)


def _places() -> set[Path]:
    """The nearest folders that are there, of the data and of the uploads."""
    places = {Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)}
    if connection.vendor == "sqlite":
        places.add(Path(str(connection.settings_dict["NAME"])).resolve().parent)
    return {next(folder for folder in (place, *place.parents) if folder.exists()) for place in places}


def backups() -> Finding:
    """The newest one that `manage.py backup` left in its folder."""
    found = [file.stat().st_mtime for file in Path(settings.VAR_DIR, "backups").glob("*.zip")]
    if not found:
        return warn(
            _("There is no backup in var/backups."), _("Run manage.py backup every night, and keep a copy away.")
        )
    hours = int((time.time() - max(found)) / 3600)
    words = _("The newest backup is %(hours)s hours old.")
    if hours * 3600 < 2 * DAY:
        return ok(words, hours=hours)
    return warn(words, _("Look why the nightly backup does not run."), hours=hours)
