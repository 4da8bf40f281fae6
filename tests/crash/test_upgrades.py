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
    def running(*arguments: str, settings: str = "tests.settings", **values: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": empty, "REDIS_URL": "", **values}
        env |= {"VAR_DIR": str(tmp_path)}
        return subprocess.run([sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True)

    return running


def test_the_database_of_the_first_day_comes_up_to_date(run, tmp_path):
    first_run = run("-m", "tests.crash.upgrades", str(tmp_path), "then")
    assert first_run.returncode == 0, first_run.stderr[-2000:]
    upgraded = run("manage.py", "upgrade", "--no-static")
    lines = [line for line in upgraded.stderr.splitlines() if '"level": "info"' not in line]  # pages it makes are work
    assert (upgraded.returncode, lines) == (0, [])
    assert run("manage.py", "migrate", "--check").returncode == 0
    assert run("manage.py", "verify_record").stdout.strip() == FIRST_HEAD


@pytest.mark.nightly
def test_in_an_empty_database_it_makes_the_tables(run, tmp_path):
    result = run("manage.py", "upgrade", "--no-static")
    assert result.returncode == 0
    assert result.stdout.splitlines()[-1] == "The tables are ready. Start the web server and the worker."
    assert (run("manage.py", "migrate", "--check").returncode, (tmp_path / "backups").exists()) == (0, False)


@pytest.mark.nightly
def test_an_upgrade_that_fails_goes_back_and_keeps_the_failed_one(run, tmp_path):
    run("-m", "tests.crash.upgrades", str(tmp_path))
    before = run("manage.py", "dumpdata", "charter", "accounts").stdout
    failed = run("manage.py", "upgrade", "--no-static", "--rehearsed", settings="tests.crash.broken.settings")
    assert failed.returncode == 1
    assert "RuntimeError: This migration goes wrong." in failed.stderr
    assert "The data stand as before" in failed.stderr
    assert run("manage.py", "dumpdata", "charter", "accounts").stdout == before
    assert run("manage.py", "migrate", "--check").returncode == 0
    assert "this row never changes" in run("manage.py", "shell", "-c", UNGUARDED).stderr


@pytest.mark.nightly
def test_an_upgrade_that_is_killed_names_its_backup_until_that_is_restored(run, tmp_path):
    run("-m", "tests.crash.upgrades", str(tmp_path))
    before = run("manage.py", "dumpdata", "charter", "accounts").stdout
    arguments = ("manage.py", "upgrade", "--no-static", "--rehearsed")
    killed = run(*arguments, settings="tests.crash.broken.settings", KILLED="1")
    assert killed.returncode == -9
    (backup,) = (tmp_path / "backups").glob("*.zip")
    again = run(*arguments)
    assert again.returncode == 1
    assert f"restore {backup} --set-aside" in again.stderr and "Nothing was changed." in again.stderr
    assert list((tmp_path / "backups").glob("*.zip")) == [backup]
    assert run("manage.py", "restore", str(backup), "--set-aside").returncode == 0
    assert run("manage.py", "dumpdata", "charter", "accounts").stdout == before
    assert run(*arguments).returncode == 0


@pytest.mark.nightly
def test_the_first_tables_of_a_killed_run_are_made_by_the_next(run, empty, tmp_path):
    killed = run("manage.py", "upgrade", "--no-static", settings="tests.crash.broken.settings", KILLED="1")
    assert killed.returncode == -9
    again = run("manage.py", "upgrade", "--no-static")
    assert again.stdout.splitlines()[-1] == "The tables are ready. Start the web server and the worker."
    assert (run("manage.py", "migrate", "--check").returncode, (tmp_path / "backups").exists()) == (0, False)
    assert run("manage.py", "upgrade", "--no-static").returncode == 0


@pytest.mark.nightly
def test_a_migration_that_fails_is_found_by_the_rehearsal_and_nothing_is_changed(run, empty, tmp_path):
    run("-m", "tests.crash.upgrades", str(tmp_path))
    before = run("manage.py", "dumpdata", "charter", "accounts").stdout
    failed = run("manage.py", "upgrade", "--no-static", settings="tests.crash.broken.settings")
    assert (failed.returncode, "Nothing was changed." in failed.stderr) == (1, True)
    assert "RuntimeError: This migration goes wrong." in failed.stderr
    assert run("manage.py", "dumpdata", "charter", "accounts").stdout == before
    assert left_over(empty, tmp_path) == []


@pytest.mark.nightly
def test_a_rehearsal_changes_nothing_and_leaves_a_backup(run, empty, tmp_path):
    run("-m", "tests.crash.upgrades", str(tmp_path), "then")
    before = run("manage.py", "showmigrations", "--plan").stdout
    result = run("manage.py", "upgrade", "--rehearse")
    assert (result.returncode, result.stdout.splitlines()[-1]) == (0, "The rehearsal succeeded. Nothing was changed.")
    assert run("manage.py", "showmigrations", "--plan").stdout == before
    assert (len(list((tmp_path / "backups").glob("*.zip"))), left_over(empty, tmp_path)) == (1, [])


@pytest.mark.nightly
def test_a_restore_sets_the_present_database_aside(run, empty, tmp_path):
    run("-m", "tests.crash.upgrades", str(tmp_path))
    run("manage.py", "backup", str(tmp_path / "before.zip"))
    before = run("manage.py", "dumpdata", "charter", "accounts").stdout
    run("manage.py", "shell", "-c", "from accounts.models import Organisation as o; o.objects.update(slug='changed')")
    assert "not empty" in run("manage.py", "restore", str(tmp_path / "before.zip")).stderr
    result = run("manage.py", "restore", str(tmp_path / "before.zip"), "--set-aside")
    assert (result.returncode, "The present database is kept as" in result.stdout) == (0, True)
    assert run("manage.py", "dumpdata", "charter", "accounts").stdout == before


@pytest.mark.nightly
def test_a_backup_of_the_first_day_can_be_restored(run, tmp_path):
    run("-m", "tests.crash.upgrades", str(tmp_path), "then")
    result = run("manage.py", "restore", str(tmp_path / "first.zip"), "--set-aside")
    assert result.returncode == 0, result.stderr
    assert run("manage.py", "migrate", "--check").returncode == 0
    assert run("manage.py", "verify_record").stdout.strip() == FIRST_HEAD


def test_an_upgrade_ends_the_flags_of_a_former_administrator_and_names_the_account(run, tmp_path):
    run("-m", "tests.crash.upgrades", str(tmp_path))
    run("manage.py", "shell", "-c", FORMER_ADMINISTRATOR)
    result = run("manage.py", "upgrade", "--no-static", "--rehearsed")
    ended = "Removed from the account former@example.org: is_staff, is_superuser. The account has no role"
    assert (result.returncode, ended in result.stdout) == (0, True), result.stdout + result.stderr
    assert run("manage.py", "shell", "-c", FLAGGED).stdout.splitlines()[-1] == "0"


def left_over(url: str, folder: Path) -> list[str]:
    """Folders and schemas of a rehearsal that are still there."""
    names = [path.name for path in folder.glob("rehearsal_*")]
    if url.startswith("postgres"):
        with psycopg.connect(url) as server:
            rows = server.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rehearsal%'").fetchall()
            names += [str(name) for (name,) in rows]
    return names


FIRST_HEAD = "10 acts, head 757177cbb76e6560787375d4a5ebe0d4e15743e7fc868cce95d172431dec288e."
UNGUARDED = "from accounts.models import Record; Record.objects.update(act='nothing')"
# As an earlier version of the site left the account: the query changes the row and runs no receiver.
FORMER_ADMINISTRATOR = """
from accounts.models import Person
Person.objects.create(email="former@example.org", name="Former Administrator", language="en")
Person.objects.filter(email="former@example.org").update(is_staff=True, is_superuser=True)
"""
FLAGGED = "from accounts.models import Person; print(Person.objects.filter(is_superuser=True).count())"
