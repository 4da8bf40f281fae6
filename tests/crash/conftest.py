"""Databases of their own for what is killed: a file of SQLite, and PostgreSQL where one answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests import databases

POSTGRES = os.environ.get("CI_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
Run = Callable[[str, str], dict[str, Any]]


def python(*arguments: str, url: str, mail: Path, **more: str) -> str:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url, "REDIS_URL": ""}
    run = subprocess.run(
        [sys.executable, *arguments],
        env={**env, "MAIL_URL": f"filemail:///{mail}", **more},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return run.stdout


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Gives the address of a copy of a migrated file."""
    folder = tmp_path_factory.mktemp("sqlite")
    template = databases.sqlite_template()

    def copy() -> str:
        file = folder / f"{len(list(folder.iterdir()))}.sqlite3"
        shutil.copyfile(template, file)
        return f"sqlite:///{file}"

    return copy


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Gives the address of a copy of a migrated database; all are dropped in the end."""
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        pytest.skip(f"No PostgreSQL answers at {POSTGRES}: {error}")
    names: list[str] = []
    template = databases.postgresql_template(server, POSTGRES)

    def copy() -> str:
        names.append(f"crash_{os.getpid()}_{len(names)}")
        server.execute(f"CREATE DATABASE {names[-1]} TEMPLATE {template}")
        return f"{POSTGRES.rpartition('/')[0]}/{names[-1]}"

    try:
        yield copy
    finally:
        for name in names:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def run(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Runs a module of this folder on a fresh database and reads what it says."""
    fresh = request.getfixturevalue(request.param)

    def running(module: str, name: str) -> dict[str, Any]:
        output = python("-m", f"tests.crash.{module}", name, url=fresh(), mail=tmp_path)
        return json.loads(output.splitlines()[-1])

    return running
