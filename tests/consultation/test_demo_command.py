"""`manage.py demo`, which is `make demo`: old data are forgotten, and Ctrl-C leaves nothing running."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from consultation.management.commands import demo

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"


@pytest.mark.parametrize("hours, fresh", [(0, True), (23, True), (25, False)])
def test_data_are_fresh_for_a_day(tmp_path, hours, fresh):
    made = tmp_path / "demo.made"
    made.write_text((timezone.now() - timedelta(hours=hours)).isoformat(), encoding="utf-8")
    assert demo.is_fresh(made) is fresh


def test_data_that_were_not_finished_are_not_fresh(tmp_path):
    assert not demo.is_fresh(tmp_path / "demo.made")


def test_a_child_that_does_not_end_by_itself_is_ended():
    children = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
        for code in (STUBBORN, STUBBORN.replace("SIG_IGN", "SIG_DFL"))
    ]
    for child in children:
        child.stdout.readline()
    demo.end(children, grace=0.2)
    assert [child.returncode for child in children] == [-signal.SIGKILL, -signal.SIGTERM]
    for child in children:
        child.stdout.close()


@pytest.fixture
def old(tmp_path):
    """A folder with data of two days ago, and the environment of a demonstration there."""
    (tmp_path / "demo.sqlite3").write_bytes(b"")
    made = timezone.now() - timedelta(days=2)
    (tmp_path / "demo.made").write_text(made.isoformat(), encoding="utf-8")
    said = {"DEMONSTRATION": "1", "SECRET_KEY": "x", "ALLOWED_HOSTS": "localhost", "VAR_DIR": str(tmp_path)}
    said |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'demo.sqlite3'}", "REDIS_URL": "", "DEBUG": "0"}
    said |= {"DJANGO_SETTINGS_MODULE": "consultation.settings", "PYTHONUNBUFFERED": "1"}
    return {**os.environ, **said}


@pytest.mark.large
def test_it_builds_old_data_anew_serves_and_leaves_nothing_behind(old):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=old, **pipes) as running:
        try:
            said = _until(running, "Ctrl-C stops everything")
            assert "older than a day" in said
            assert "a city for everyone" in said
            assert "This is a demonstration." in _page(f"http://localhost:{port}/en/")
            os.killpg(running.pid, signal.SIGINT)  # what a terminal does at Ctrl-C
            assert "Stopped." in running.stdout.read()
            assert running.wait() == 0
            assert not _anybody_in(running.pid)
        finally:
            if _anybody_in(running.pid):
                os.killpg(running.pid, signal.SIGKILL)


def _until(running, words: str) -> str:
    lines = []
    for line in running.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def _page(address: str) -> str:
    """Asked again until the server listens, two minutes at most."""
    until = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(address) as page:
                return page.read().decode()
        except (ConnectionError, urllib.error.URLError):
            assert time.monotonic() < until
            time.sleep(0.2)


def _anybody_in(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
