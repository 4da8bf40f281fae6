"""A backup of the demonstration makes the same site again on an empty machine: every public page, byte by byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.large
ROOT = Path(__file__).resolve().parents[2]
SITE = {
    "DJANGO_SETTINGS_MODULE": "consultation.settings",
    "DEBUG": "1",  # static files need not be gathered
    "DEMONSTRATION": "1",
    "SITE_URL": "http://testserver",
}
MOMENT = datetime.now(UTC).isoformat()
Machine = Callable[..., str]


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Runs a command on a machine: a database, and a folder of its own for what is uploaded."""
    folder = tmp_path_factory.mktemp("machines")

    def running(url: str, *arguments: str) -> str:
        env = {**os.environ, **SITE, "DATABASE_URL": url, "VAR_DIR": str(folder / url.rpartition("/")[2])}
        env["REDIS_URL"] = ""
        result = subprocess.run([sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr[-3000:]
        return result.stdout

    return running


@pytest.fixture(scope="module")
def demonstration(on: Machine, sqlite: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """On SQLite: its backup, and its pages."""
    url, file = sqlite(), str(tmp_path_factory.mktemp("backups") / "sqlite.zip")
    on(url, "manage.py", "load_demo")
    on(url, "manage.py", "backup", file)
    return {"backup": file, "pages": pages(on, url)}


def pages(on: Machine, url: str) -> dict[str, Any]:
    """The hashes of the answers that readers get, at one moment, because pages count days."""
    return json.loads(on(url, "-m", "tests.crash.restores", MOMENT).splitlines()[-1])


def test_there_is_much_to_compare_and_nothing_is_broken(demonstration):
    assert (len(demonstration["pages"]["hashes"]) > 300, demonstration["pages"]["faults"]) == (True, {})


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_public_page_is_the_same_after_a_restore(database, on, demonstration, request):
    url = request.getfixturevalue(database)()
    assert "no fault." in on(url, "manage.py", "restore", demonstration["backup"])
    assert pages(on, url) == demonstration["pages"]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_was_restored_on_postgresql_can_go_on_to_either(
    database, on, demonstration, postgresql, request, tmp_path
):
    first, file = postgresql(), str(tmp_path / "postgresql.zip")
    on(first, "manage.py", "restore", demonstration["backup"])
    on(first, "manage.py", "backup", file)
    second = request.getfixturevalue(database)()
    assert "no fault." in on(second, "manage.py", "restore", file)
    assert pages(on, second) == demonstration["pages"]
