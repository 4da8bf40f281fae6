"""The database of a test process: a copy of a template that is migrated once for each hash of what makes it.

SQLite copies a file, PostgreSQL uses `CREATE DATABASE … TEMPLATE`. After a test that commits, its process gets a new
copy, so tests that commit and tests that roll back may run in any order.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import psycopg
from django.db import connections

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "var" / "templates"
SQLITE_FILES = ("", "-wal", "-shm")
# Triggers are no migration, but a migrated database has them.
SOURCES = ("*/migrations/*.py", "requirements.txt", "accounts/triggers.py", "charter/receivers.py")


def hash_sources() -> str:
    """16 hexadecimal digits over migrations, triggers, the lock file and the version of Django that is installed."""
    digest = hashlib.sha256(metadata.version("Django").encode())
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def migrate(url: str) -> None:
    """Migrates the database at that address from nothing, in a process of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url, "REDIS_URL": ""}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


@contextmanager
def one_process_at_a_time(name: str) -> Iterator[None]:
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sqlite_template() -> Path:
    """The migrated file of today's sources; it is made if it does not exist yet."""
    template = TEMPLATES / f"{hash_sources()}.sqlite3"
    with one_process_at_a_time("sqlite"):
        if not template.exists():
            unfinished = template.with_suffix(".unfinished")
            remove_sqlite(unfinished)
            migrate(f"sqlite:///{unfinished}")
            unfinished.rename(template)
    return template


def remove_sqlite(path: Path) -> None:
    for ending in SQLITE_FILES:
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def postgresql_server(url: str) -> Iterator[psycopg.Connection]:
    """A connection to the server's own database `postgres`, where databases are made and dropped."""
    with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True, connect_timeout=2) as server:
        yield server


def postgresql_template(server: psycopg.Connection, url: str) -> str:
    """The name of the migrated database of today's sources; it is made if it does not exist yet."""
    template = f"consultation_{hash_sources()}"
    with one_process_at_a_time("postgresql"):
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            unfinished = f"{template}_unfinished"
            server.execute(f"DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {unfinished}")
            migrate(f"{url.rpartition('/')[0]}/{unfinished}")
            server.execute(f"ALTER DATABASE {unfinished} RENAME TO {template}")
    return template


class SQLiteCopy:
    """The file that this process tests on.

    Each copy has a name of its own. The thread of a page may close its connection after its test has ended, and SQLite
    then deletes the files `-wal` and `-shm` by their names: they must not be those of the next copy.
    """

    def __init__(self, folder: Path) -> None:
        self.template = sqlite_template()
        self.folder = folder
        self.number = 0
        self.renew()

    @property
    def file(self) -> Path:
        return self.folder / f"test-{self.number}.sqlite3"

    def renew(self) -> None:
        self.drop()
        self.number += 1
        shutil.copyfile(self.template, self.file)
        connections.settings["default"]["NAME"] = str(self.file)

    def drop(self) -> None:
        connections.close_all()
        remove_sqlite(self.file)


class PostgreSQLCopy:
    """The database that this process tests on."""

    def __init__(self, worker: str) -> None:
        self.url = os.environ["DATABASE_URL"]
        self.name = f"test_{connections.settings['default']['NAME']}_{worker}"
        with postgresql_server(self.url) as server:
            self.template = postgresql_template(server, self.url)
        connections.settings["default"]["NAME"] = self.name
        self.renew()

    def renew(self) -> None:
        self.drop()
        with postgresql_server(self.url) as server:
            server.execute(f"CREATE DATABASE {self.name} TEMPLATE {self.template}")

    def drop(self) -> None:
        connections.close_all()
        with postgresql_server(self.url) as server:
            server.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


Copy = SQLiteCopy | PostgreSQLCopy
