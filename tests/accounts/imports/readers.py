"""Readers for the tests of the child process: what the child sees, and what a bad file could make it do."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from accounts.imports.refusals import Unreadable


def length(data: bytes) -> int:
    return len(data)


def turned(data: bytes) -> bytes:
    return data[::-1]


def limits(data: bytes) -> dict[str, int]:
    names = {"memory": resource.RLIMIT_AS, "seconds": resource.RLIMIT_CPU, "written": resource.RLIMIT_FSIZE}
    return {name: resource.getrlimit(which)[1] for name, which in names.items()}


def surroundings(data: bytes) -> dict[str, Any]:
    return {"environment": dict(os.environ), "django": "django.db" in sys.modules}


def take_memory(data: bytes) -> int:
    return len(bytearray(600 * 1024**2))


def run_for_ever(data: bytes, process: str) -> None:
    """Starts a program that runs for ever too, and says which."""
    program = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    Path(process).write_text(str(program.pid))
    program.wait()


def wait(data: bytes, started: str, go_on: str) -> str:
    """Says that it has started and goes on when it is told to; both are named pipes."""
    Path(started).write_text("started")
    return Path(go_on).read_text()


def answer_at_length(data: bytes) -> bytes:
    return bytes(25 * 1024**2)


def refuse(data: bytes) -> None:
    raise Unreadable("The file has more than %(n)s rows. Send the rows in several files.", offers=("accept",), n=7)


def fail(data: bytes) -> None:
    raise ZeroDivisionError("of the reader")
