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
DATABASES = ("sqlite", "postgresql")
ROOT = Path(__file__).resolve().parents[2]
SITE = {
    "DJANGO_SETTINGS_MODULE": "consultation.settings",
    "DEBUG": "1",  # static files need not be gathered
    "DEMONSTRATION": "1",
    "SITE_URL": "http://testserver",
}
Machine = Callable[..., str]


@pytest.fixture
def on(tmp_path: Path) -> Machine:
    """Runs a command on a machine: a database, and a folder of its own for what is uploaded."""

    def running(url: str, *arguments: str) -> str:
        folder = tmp_path / url.rpartition("/")[2]
        env = {**os.environ, **SITE, "DATABASE_URL": url, "VAR_DIR": str(folder), "REDIS_URL": ""}
        done = subprocess.run([sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return running


def pages(on: Machine, url: str, moment: str) -> dict[str, Any]:
    return json.loads(on(url, "-m", "tests.crash.restores", moment).splitlines()[-1])


@pytest.mark.parametrize("first", DATABASES)
def test_every_public_page_is_the_same_after_a_restore(first, on, tmp_path, request):
    fresh, file = request.getfixturevalue(first), str(tmp_path / "backup.zip")
    begun, moment = fresh(), datetime.now(UTC).isoformat()
    on(begun, "manage.py", "load_demo")
    on(begun, "manage.py", "backup", file)
    before = pages(on, begun, moment)
    assert (len(before["hashes"]) > 300, before["faults"]) == (True, {})
    for second in targets(first, request):
        restored = second()
        on(restored, "manage.py", "restore", file)
        assert pages(on, restored, moment) == before


def targets(first: str, request: pytest.FixtureRequest) -> list[Callable[[], str]]:
    """From SQLite to both, from PostgreSQL to itself; without a server, what can be done is done."""
    if first == "postgresql":
        return [request.getfixturevalue("postgresql")]
    try:
        return [request.getfixturevalue("sqlite"), request.getfixturevalue("postgresql")]
    except pytest.skip.Exception:
        return [request.getfixturevalue("sqlite")]
