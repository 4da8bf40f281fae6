"""A database of the first day comes up to date, whatever was migrated since; an upgrade that fails goes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.crash.conftest import POSTGRES

pytestmark = pytest.mark.large
ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database in which nothing was ever made."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        pytest.skip(f"No PostgreSQL answers at {POSTGRES}: {error}")
    name = f"upgrade_{os.getpid()}"
    server.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{POSTGRES.rpartition('/')[0]}/{name}"
    finally:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.close()


@pytest.fixture
def run(empty: str, tmp_path: Path) -> Run:
    def running(*arguments: str, settings: str = "tests.settings") -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": empty, "REDIS_URL": ""}
        env |= {"VAR_DIR": str(tmp_path)}
        return subprocess.run([sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True)

    return running


def test_the_database_of_the_first_day_comes_up_to_date(run, tmp_path):
    made = run("-m", "tests.crash.upgrades", str(tmp_path), "then")
    assert made.returncode == 0, made.stderr[-2000:]
    done = run("manage.py", "upgrade", "--no-static")
    told = [line for line in done.stderr.splitlines() if '"level": "info"' not in line]  # pages it makes are work
    assert (done.returncode, told) == (0, [])
    assert run("manage.py", "migrate", "--check").returncode == 0
    assert run("manage.py", "verify_record").stdout.strip() == FIRST_HEAD


def test_in_an_empty_database_it_makes_the_tables(run, tmp_path):
    done = run("manage.py", "upgrade", "--no-static")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The tables are made. Start web server and worker.")
    assert (run("manage.py", "migrate", "--check").returncode, (tmp_path / "backups").exists()) == (0, False)


def test_an_upgrade_that_fails_goes_back_and_keeps_the_failed_one(run, tmp_path):
    run("-m", "tests.crash.upgrades", str(tmp_path))
    before = run("manage.py", "dumpdata", "charter", "accounts").stdout
    failed = run("manage.py", "upgrade", "--no-static", settings="tests.crash.broken.settings")
    assert failed.returncode == 1
    assert "RuntimeError: This migration goes wrong." in failed.stderr
    assert "The data stand as before" in failed.stderr
    assert run("manage.py", "dumpdata", "charter", "accounts").stdout == before
    assert run("manage.py", "migrate", "--check").returncode == 0
    assert "this row never changes" in run("manage.py", "shell", "-c", UNGUARDED).stderr


FIRST_HEAD = "10 acts, head 757177cbb76e6560787375d4a5ebe0d4e15743e7fc868cce95d172431dec288e."
UNGUARDED = "from accounts.models import Record; Record.objects.update(act='nothing')"
