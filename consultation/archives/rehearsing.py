"""A copy of the database, and an empty folder for files, in which a change is tried beside the running site."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.utils import timezone

from consultation.settings import env

SPARE = 200 * 1024 * 1024


def missing_space() -> int:
    """Bytes that are not free on the disk and that a backup, a copy of it and a database set aside may need."""
    folder = Path(settings.VAR_DIR)
    disk = os.statvfs(folder)
    # The copy has uploads and tables once more, the backup has both compressed, and going back makes the tables again.
    needed = 3 * _size_of_database() + 2 * _size_of(Path(settings.MEDIA_ROOT)) + SPARE
    return max(0, needed - disk.f_bavail * disk.f_frsize)


@contextmanager
def environment_beside() -> Iterator[dict[str, str]]:
    """The environment of a process that uses the copy and the folder; both are deleted afterwards.

    With SQLite the copy is complete. With PostgreSQL it is an empty schema, which the process fills from a backup.
    """
    name = f"rehearsal_{timezone.now():%Y%m%d%H%M%S}"
    with (
        tempfile.TemporaryDirectory(prefix=f"{name}_", dir=settings.VAR_DIR) as folder,
        _database(name, folder) as url,
    ):
        environment = {**os.environ, **env.ENVIRON, "DATABASE_URL": url, "VAR_DIR": folder}
        environment.pop("ENV_FILE", None)
        yield environment


@contextmanager
def _database(name: str, folder: str) -> Iterator[str]:
    """Its address. A schema of the same database of PostgreSQL needs no further right."""
    if connection.vendor != "postgresql":
        connection.ensure_connection()
        with closing(sqlite3.connect(f"{folder}/copy.sqlite3")) as copy:
            connection.connection.backup(copy)
        yield f"sqlite:///{folder}/copy.sqlite3"
        return
    url = env.ENVIRON["DATABASE_URL"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
    try:
        yield f"{url}{'&' if '?' in url else '?'}options={quote(f'-c search_path={name}')}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {name} CASCADE")


def _size_of_database() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    path = Path(str(connection.settings_dict["NAME"]))
    return sum(part.stat().st_size for part in (path, Path(f"{path}-wal")) if part.exists())


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
