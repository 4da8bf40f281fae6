"""An uploaded file is read in a child process with limits, so that no file takes the memory or the time of the site.

The parent keeps the file on disk and gets an answer of limited size. The child is a fresh Python, not a fork: threads
of the parent cannot disturb it, and it knows neither the settings nor the database. Two children run at once on the
machine; each holds a locked file of its own until it has ended, with all that it started.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from accounts.imports.refusals import BROKEN, BUSY, TOO_MUCH_WORK, Unreadable

MEMORY = 512 * 1024**2
PROCESSOR_SECONDS = 20
# Longest file that the child may write, its answer among them.
LONGEST_OUTPUT = 50 * 1024**2
LONGEST_ANSWER = 20 * 1024**2
CHILDREN = 2
# Both together stay below the minute after which gunicorn ends a process that does not answer.
SECONDS_TO_WAIT = 20
SECONDS_TO_READ = 35
PAUSE = 0.05
OUT_OF_MEMORY = 9

logger = logging.getLogger("work")


def read_in_child(reader: str, file: IO[bytes], **options: Any) -> Any:
    """What a function of ours makes of a file: what JSON can say, or bytes. Raises `Unreadable`.

    `reader` is "package.module:function". The function gets the bytes of the file and the options.
    """
    with tempfile.TemporaryDirectory() as folder, _place() as place:
        source, answer = Path(folder, "source"), Path(folder, "answer")
        file.seek(0)
        with source.open("wb") as copy:
            shutil.copyfileobj(file, copy)
        file.seek(0)
        command = [sys.executable, "-P", "-m", "accounts.imports.child", reader, json.dumps(options)]
        _run(command, source, answer, folder, place)
        return _understood(answer)


@contextmanager
def _place() -> Iterator[int]:
    """A locked file. The lock ends when the last process that inherited it has ended."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + SECONDS_TO_WAIT
    while True:
        for number in range(CHILDREN):
            place = os.open(settings.VAR_DIR / f"reading-{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(place)
                continue
            try:
                yield place
            finally:
                os.close(place)
            return
        if time.monotonic() > until:
            raise Unreadable(BUSY)
        time.sleep(PAUSE)


def _run(command: list[str], source: Path, answer: Path, folder: str, place: int) -> None:
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    complaint = Path(folder, "complaint")
    with source.open("rb") as source_file, answer.open("wb") as answer_file, complaint.open("wb") as complaints:
        process = subprocess.Popen(  # noqa: S603  a command of our own; what came in is its standard input
            command, stdin=source_file, stdout=answer_file, stderr=complaints, cwd=folder, env=environment,
            start_new_session=True, pass_fds=[place],
        )  # fmt: skip
        try:
            code = process.wait(timeout=SECONDS_TO_READ)
        except subprocess.TimeoutExpired:
            code = -signal.SIGKILL
        if code < 0:
            # What the child had started ends with it.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code < 0 or code == OUT_OF_MEMORY:
        raise Unreadable(TOO_MUCH_WORK)
    if code:
        logger.error("A file could not be read: %s", complaint.read_text("utf-8", "replace")[-4000:])
        raise Unreadable(BROKEN)


def _understood(answer: Path) -> Any:
    """The answer of a child: a line that says what follows, then that."""
    if answer.stat().st_size > LONGEST_ANSWER:
        raise Unreadable(TOO_MUCH_WORK)
    with answer.open("rb") as file:
        head = json.loads(file.readline())
        if refused := head.get("refused"):
            raise Unreadable(refused["sentence"], offers=tuple(refused["offers"]), **refused["details"])
        return file.read() if head["bytes"] else json.load(file)


def _limit() -> None:
    set_limit(resource.RLIMIT_AS, MEMORY)
    set_limit(resource.RLIMIT_CPU, PROCESSOR_SECONDS)
    set_limit(resource.RLIMIT_FSIZE, LONGEST_OUTPUT)
    set_limit(resource.RLIMIT_CORE, 0)


def set_limit(which: int, most: int) -> None:
    """Lowers a limit; one that is lower already stays."""
    _soft, hard = resource.getrlimit(which)
    lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (lowest, lowest))


def main(reader: str, options: str) -> int:
    """Reads standard input in this process and writes the answer to standard output, in English."""
    _limit()
    settings.configure(USE_I18N=False)
    module, _colon, name = reader.partition(":")
    try:
        value = getattr(import_module(module), name)(sys.stdin.buffer.read(), **json.loads(options))
        body = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        head: dict[str, Any] = {"bytes": isinstance(value, bytes)}
    except Unreadable as refused:
        refusal = {"sentence": str(refused.sentence), "offers": refused.offers, "details": refused.details}
        head, body = {"refused": refusal}, b""
    except (MemoryError, RecursionError):
        return OUT_OF_MEMORY
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
