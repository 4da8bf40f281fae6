"""The whole consultation on one machine: data, worker and server, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from accounts.models import Person
from consultation.demo import factors

STALE = timedelta(days=1)
# Seconds in which a request may end after Ctrl-C, and those until whoever is still there is ended.
GRACE = 10
MARGIN = 5


class Command(BaseCommand):
    help = "Builds the demonstration where it is missing or old, then serves it with its worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("The demonstration needs DEMONSTRATION=1.")
        self._say("Preparing the database …")
        settings.VAR_DIR.mkdir(exist_ok=True)
        self._forget_old_data()
        call_command("migrate", verbosity=0)
        self._say("Gathering static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Person.objects.filter(is_demonstration=True).exists():
            call_command("load_demo")
        factors.settle()
        call_command("demo_people")
        self._serve(options["port"])

    def _forget_old_data(self) -> None:
        """Dates of the demonstration are relative to today, so data older than a day is built anew."""
        path = Path(str(connection.settings_dict["NAME"]))
        if connection.vendor != "sqlite" or not path.exists() or is_fresh(settings.VAR_DIR / "demo.made"):
            return
        self._say("The demonstration is older than a day, or was not finished: building it anew …")
        connection.close()
        forget(path)

    def _serve(self, port: int) -> None:
        here = [sys.executable, "manage.py"]
        gunicorn = [
            sys.executable,
            "-m",
            "gunicorn",
            "consultation.wsgi",
            "--workers",
            "2",
            "--bind",
            f"0.0.0.0:{port}",
            "--graceful-timeout",
            str(GRACE),
        ]
        self._say(f"\nOpen http://localhost:{port}/ in a browser. Ctrl-C stops everything.\n")
        commands = ([*here, "worker"], [*gunicorn, "--log-level", "warning"])
        children = [subprocess.Popen(command) for command in commands]  # noqa: S603  words of our own
        self._wait(children)

    def _wait(self, children: list[subprocess.Popen[bytes]]) -> None:
        """Until a signal, or until one of them ends; then all of them end."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: ask_to_end(children))
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        end(children, GRACE + MARGIN)
        self._say("Stopped.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
        os.environ.setdefault("PYTHONUNBUFFERED", "1")


def is_fresh(made: Path) -> bool:
    """Whether the data are no older than a day, by the file that says when they were made."""
    if not made.exists():
        return False
    return timezone.now() - datetime.fromisoformat(made.read_text(encoding="utf-8")) < STALE


def forget(database: Path) -> None:
    for part in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        part.unlink(missing_ok=True)


def ask_to_end(children: Iterable[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()


def end(children: list[subprocess.Popen[bytes]], grace: float) -> None:
    """Asks all to end and waits that many seconds for all of them; what is still there then is ended."""
    ask_to_end(children)
    until = time.monotonic() + grace
    for child in children:
        try:
            child.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
