"""The database, its migrations and its clock; the disk; the backups."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultation.archives import sending
from consultation.models import Beat
from consultation.watching.findings import Finding, fail, ok, warn

CLOCKS = {
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400",
    "postgresql": "SELECT EXTRACT(EPOCH FROM clock_timestamp())",
}
APART, FAR_APART = 5, 60
GIGABYTE = 10**9
LITTLE, ALMOST_NOTHING = 2 * GIGABYTE, GIGABYTE // 4
BACKUP_HOURS = 48


def check_database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ok(_("The database answers (%(engine)s)."), engine=connection.vendor)


def check_migrations() -> Finding:
    pending = len(_migration_names() - set(MigrationRecorder(connection).applied_migrations()))
    if pending:
        return fail(_("Migrations that were not run: %(pending)s."), _("Run manage.py upgrade."), pending=pending)
    return ok(_("All migrations were run."), pending=0)


@cache
def _migration_names() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).graph.nodes)


def check_clock() -> Finding:
    """Of this machine against the database's: hours of rounds are computed from both."""
    with connection.cursor() as cursor:
        cursor.execute(CLOCKS[connection.vendor])
        apart = round(abs(float(cursor.fetchone()[0]) - time.time()), 1)
    words = _("The clocks of this machine and the database differ by %(seconds)s seconds.")
    if apart < APART:
        return ok(words, seconds=apart)
    remedy = _("Set both machines to network time (NTP).")
    return (fail if apart > FAR_APART else warn)(words, remedy, seconds=apart)


def check_disk() -> Finding:
    free = min(shutil.disk_usage(place).free for place in _places())
    size = round(free / GIGABYTE, 1)
    words = _("Free disk space: %(gigabytes)s GB.")
    if free > LITTLE:
        return ok(words, gigabytes=size)
    remedy = _("Delete old backups and logs, or use a larger disk. Nothing can be saved on a full disk.")
    return (fail if free < ALMOST_NOTHING else warn)(words, remedy, gigabytes=size)


def _places() -> set[Path]:
    """The nearest folders that are there, of the data and of the uploads."""
    places = {Path(settings.VAR_DIR), Path(settings.MEDIA_ROOT)}
    if connection.vendor == "sqlite":
        places.add(Path(str(connection.settings_dict["NAME"])).resolve().parent)
    return {next(folder for folder in (place, *place.parents) if folder.exists()) for place in places}


def check_backups() -> Finding:
    """The newest one that `manage.py backup` left in its folder."""
    written = [file.stat().st_mtime for file in Path(settings.VAR_DIR, "backups").glob("*.zip")]
    if not written:
        words = _("There is no backup in var/backups.")
        remedy = _("Run manage.py backup every night, and store a copy on another machine.")
        return (warn if _is_new() else fail)(words, remedy)
    hours = int((time.time() - max(written)) / 3600)
    words = _("Age of the newest backup in hours: %(hours)s.")
    if hours < BACKUP_HOURS:
        return ok(words, hours=hours)
    return fail(words, _("Check why the nightly backup does not run: systemctl status charter-backup."), hours=hours)


def _is_new() -> bool:
    """Whether the tables were made so recently that no night has passed yet."""
    made_at = MigrationRecorder(connection).migration_qs.order_by("applied").values_list("applied", flat=True).first()
    return made_at is None or timezone.now() - made_at < timedelta(hours=BACKUP_HOURS)


def check_copies() -> Finding:
    """The encrypted copy of the backup on another machine."""
    if not settings.BACKUP_COPY_TO:
        return ok(_("The site sends no copy of its backups to another machine: BACKUP_COPY_TO is empty."))
    age = Beat.objects.age(sending.SENT, timezone.now())
    remedy = _("Run manage.py send_backup. The command states the problem.")
    if age is None:
        return fail(_("No copy of a backup has been sent to another machine yet."), remedy)
    hours = int(age.total_seconds() / 3600)
    words = _("Hours since the newest copy of a backup was sent to another machine: %(hours)s.")
    return ok(words, hours=hours) if hours < BACKUP_HOURS else fail(words, remedy, hours=hours)
