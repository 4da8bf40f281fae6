"""The site as gunicorn serves it, on the data of a test that commits; and how one asks it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.crash.standing import free

PATIENCE = 60
SECRET = "c" * 32
LISTENS = "Listening at"
HEADERS = {"Host": "localhost"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Served:
    """A running site; `log` is the file of all that it wrote to standard error."""

    port: int
    log: Path
    process: subprocess.Popen[bytes]
    cookies: str = f"csrftoken={SECRET}"

    def sign_in(self, person: Any) -> None:
        self.cookies = session_of(person)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **fields: Any) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": SECRET})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> Answer:
        line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = {"Cookie": self.cookies} if self.cookies else {}
        line.request(method, path, body, {**HEADERS, **cookies, **(headers or {})})
        response = line.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read().decode())
        line.close()
        return answer


def session_of(person: Any) -> str:
    """The cookies of a browser in which the person has signed in."""
    client = Client()
    client.force_login(person)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={SECRET}"


def database_url() -> str:
    """The address of the database that the tests use."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    address = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    return f"postgres://{address}/{database['NAME']}"


def environment(folder: Path, **env: str) -> dict[str, str]:
    """What a process of the site is told."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "consultation.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": "",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": "http://localhost",
        "VAR_DIR": str(folder),
        "MAIL_URL": f"filemail:///{folder}/mail",
        **env,
    }


@contextmanager
def served(folder: Path, *, workers: int = 1, **env: str) -> Iterator[Served]:
    """The site as long as it is needed, started as the unit of systemd starts it."""
    port, log = free(), folder / "log"
    command = [sys.executable, "-m", "gunicorn", "consultation.wsgi", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "--workers", str(workers), "--no-control-socket"],
            cwd=settings.BASE_DIR,
            env=environment(folder, **env),
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    try:
        _wait(process, log)
        yield Served(port, log, process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    turn = threading.Event()
    for _ in range(PATIENCE * 10):
        if LISTENS in log.read_text() or process.poll() is not None:
            break
        turn.wait(0.1)
    assert process.poll() is None, log.read_text()[-3000:]
