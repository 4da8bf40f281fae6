"""A real database stays as it is, byte by byte, whatever path or variable leads a command to it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.crash.upgrades import packed

pytestmark = pytest.mark.large
ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]
LEFT_ALONE = ("DATABASE_URL", "VAR_DIR", "ENV_FILE", "DEBUG", "DEMONSTRATION", "SITE_URL", "REDIS_URL", "MAIL_URL")
BARE = {name: value for name, value in os.environ.items() if name not in LEFT_ALONE}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A command, in an environment with these settings and those that every site needs."""

    def running(*arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        needed = {"DJANGO_SETTINGS_MODULE": "consultation.settings", "ALLOWED_HOSTS": "localhost", "SECRET_KEY": "x"}
        words = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(words, env={**BARE, **needed, **env}, cwd=ROOT, capture_output=True, text=True)

    return running


def of_a_site(sqlite: Callable[[], str], run: Run) -> Path:
    """With an administrator."""
    url = sqlite()
    assert run("new_admin", "real@example.org", DATABASE_URL=url).returncode == 0
    return Path(url.removeprefix("sqlite:///"))


def of_a_site_that_was_killed(sqlite: Callable[[], str], run: Run) -> Path:
    """What was written last stands in the log beside the file alone."""
    file = of_a_site(sqlite, run)
    copy = file.with_name("killed.sqlite3")
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE accounts_person SET name = 'Only in the log'")
        database.commit()
        for end in ("", "-wal"):
            shutil.copy(f"{file}{end}", f"{copy}{end}")
    return copy


def without_anybody(sqlite: Callable[[], str], run: Run) -> Path:
    """With tables alone, as `upgrade` makes them."""
    return Path(sqlite().removeprefix("sqlite:///"))


def of_another_program(sqlite: Callable[[], str], run: Run) -> Path:
    file = Path(sqlite().removeprefix("sqlite:///")).with_name("other.sqlite3")
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE notes (words text)")
    return file


def no_database(sqlite: Callable[[], str], run: Run) -> Path:
    file = Path(sqlite().removeprefix("sqlite:///"))
    file.write_text("A letter, and no database. " * 100)
    return file


KINDS = [of_a_site, of_a_site_that_was_killed, without_anybody, of_another_program, no_database]


# Tables without a row of anybody are what a backup is restored into.
WITH_WORK = [kind for kind in KINDS if kind is not without_anybody]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def real(request: pytest.FixtureRequest, sqlite: Callable[[], str], run: Run, tmp_path: Path) -> Path:
    """The file of a database that is no demonstration, in a folder of its own, under the name that sites give it."""
    return placed(request.param(sqlite, run), tmp_path)


@pytest.fixture(params=WITH_WORK, ids=lambda kind: kind.__name__)
def worked(request: pytest.FixtureRequest, sqlite: Callable[[], str], run: Run, tmp_path: Path) -> Path:
    """One in which something would be lost."""
    return placed(request.param(sqlite, run), tmp_path)


def placed(original: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "a real site"
    folder.mkdir()
    for end in ("", "-wal"):
        if Path(f"{original}{end}").exists():
            shutil.copy(f"{original}{end}", f"{folder}/consultation.sqlite3{end}")
    return folder / "consultation.sqlite3"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def state(file: Path) -> tuple[int, str, list[str]]:
    """Inode, content, and what stands beside it."""
    beside = sorted(path.name for path in file.parent.iterdir() if not path.name.endswith("-shm"))
    return file.stat().st_ino, hashlib.sha256(file.read_bytes()).hexdigest(), beside


def test_the_demonstration_refuses_it_at_every_path(real, run, tmp_path):
    before, folder = state(real), tmp_path / "demonstration"
    by_variable = run("demo", "--port", free_port(), "--data", folder, DATABASE_URL=f"sqlite:///{real}")
    beside_it = run("demo", "--data", real.parent)
    of_the_file = run("demo", "--data", real)
    for refused in (by_variable, beside_it, of_the_file):
        assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
        assert "a demonstration. Nothing was changed." in refused.stderr or "no database of SQLite" in refused.stderr
    assert state(real) == before
    assert not (folder / "demonstration.env").exists()


def test_settings_of_a_demonstration_beside_it_make_it_none(real, run):
    (real.parent / "demonstration.env").write_text("DEMONSTRATION=1\n")
    before = state(real)
    refused = run("demo", "--port", free_port(), "--data", real.parent)
    assert "a demonstration. Nothing was changed." in refused.stderr or "no database of SQLite" in refused.stderr
    assert (refused.returncode, state(real)) == (1, before)


def test_a_demonstration_is_not_loaded_over_it(worked, run, tmp_path):
    before, file = state(worked), tmp_path / "other.env"
    file.write_text(f'DEMONSTRATION=1\nSECRET_KEY=x\nALLOWED_HOSTS=x\nVAR_DIR="{worked.parent}"\n')
    tried = [
        run("load_demo", DEMONSTRATION="1", DATABASE_URL=f"sqlite:///{worked}"),
        run("load_demo", DEMONSTRATION="1", VAR_DIR=str(worked.parent)),
        run("load_demo", ENV_FILE=str(file)),
    ]
    for refused in tried:
        assert refused.returncode == 1
        assert "There is data already" in refused.stderr or "no database of SQLite" in refused.stderr
    assert state(worked) == before


def test_a_backup_is_not_restored_over_it(worked, run, tmp_path):
    before, backup = state(worked), packed(tmp_path)
    tried = [
        run("restore", backup, DATABASE_URL=f"sqlite:///{worked}"),
        run("restore", backup, VAR_DIR=str(worked.parent)),
    ]
    for refused in tried:
        assert (refused.returncode, "Nothing was changed in the database." in refused.stderr) == (1, True)
    assert state(worked) == before


@pytest.mark.parametrize("kind", [of_another_program, no_database])
def test_an_upgrade_makes_no_tables_beside_others(kind, sqlite, run, tmp_path):
    file = placed(kind(sqlite, run), tmp_path)
    before = state(file)
    assert run("upgrade", "--no-static", DATABASE_URL=f"sqlite:///{file}").returncode == 1
    assert state(file) == before


def test_no_file_is_written_over_it(real, run, tmp_path):
    before, environment = state(real), {"DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}"}
    words = tmp_path / "charter.html"
    words.write_text("<h1>Charter</h1><h2>Article 1. Water</h2><p>1. Water is a right.</p>")
    importing = ("import_charter", "--charter", "charter", "--lang", "en", "--report", real, words)
    assert "is not written over" in run("backup", real, **environment).stderr
    assert "Choose another name" in run(*importing, **environment).stderr
    assert "exists already" in run("setup", "--no-input", "--file", real, **environment).stderr
    assert "is not empty" in run("export_site", real.parent, **environment).stderr
    assert state(real) == before


def test_setup_by_force_keeps_what_was_there(real, run):
    before = state(real)
    assert run("setup", "--no-input", "--force", "--file", real).returncode == 0
    [aside] = real.parent.glob("consultation.sqlite3.2*")
    assert state(aside)[:2] == before[:2]


@pytest.fixture(params=["of_a_site", "of_another_program"])
def real_on_postgresql(request, postgresql, run):
    """Its address, and what tells whether anything there was written or made anew."""
    url = postgresql()
    with psycopg.connect(url, autocommit=True) as database:
        if request.param == "of_a_site":
            assert run("new_admin", "real@example.org", DATABASE_URL=url).returncode == 0
        else:
            database.execute("DROP SCHEMA public CASCADE")
            database.execute("CREATE SCHEMA public")
            database.execute("CREATE TABLE notes (words text)")
    return url


def rows(url: str) -> str:
    """Of every table: the file it stands in, and each row with the transaction that wrote it."""
    rows_by_table = {}
    with psycopg.connect(url) as database:
        tables = database.execute(
            "SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r' AND relname !~ '^pg_|^sql_'"
        )
        for name, file in tables.fetchall():
            rows_by_table[name] = [
                file,
                sorted(map(str, database.execute(f'SELECT xmin, t.* FROM "{name}" t').fetchall())),
            ]
    return json.dumps(rows_by_table, sort_keys=True)


def test_on_postgresql_no_command_writes_over_it(real_on_postgresql, run, tmp_path):
    url, before = real_on_postgresql, rows(real_on_postgresql)
    refused = [
        run("demo", "--port", free_port(), "--data", tmp_path / "demonstration", DATABASE_URL=url),
        run("load_demo", DEMONSTRATION="1", DATABASE_URL=url),
        run("restore", packed(tmp_path), DATABASE_URL=url),
    ]
    assert [result.returncode for result in refused] == [1, 1, 1]
    assert "is not marked as a demonstration. Nothing was changed." in refused[0].stderr
    assert rows(url) == before
