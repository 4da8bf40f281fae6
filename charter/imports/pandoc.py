"""Pandoc as a process of its own: without network or files of ours, with limits on time, memory and output."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from charter.imports.refusals import BROKEN, NO_PANDOC, TOO_MUCH_WORK, Sentence, Unreadable

SECONDS = 60
CPU_SECONDS = 40
HEAP = "700M"
# Address space, above the heap: the run time system reserves more than it uses.
MEMORY = 2 * 1024**3
OUTPUT = 50 * 1024**2
# A paragraph in the style Title is no part of the body for pandoc.
PAGE = "<title>$title$</title>$body$"


@cache
def find() -> str | None:
    """Where pandoc is: the one of the Python package first, else the one on the path."""
    try:
        from pypandoc import get_pandoc_path  # not at the top: the package is optional and large
    except ImportError:
        return shutil.which("pandoc")
    try:
        return str(get_pandoc_path())
    except OSError:
        return shutil.which("pandoc")


def to_html(data: bytes, reader: str, *options: str) -> str:
    """The HTML that pandoc makes of a file."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(PAGE, "utf-8")
        arguments = ("--wrap=none", "--to=html5", f"--template={page}", *options, f"--from={reader}")
        return _convert(data, folder, *arguments).decode("utf-8")


def from_html(page: str, writer: str, *options: str) -> bytes:
    """The file that pandoc makes of an HTML page; in its sandbox it knows no clock, so the bytes are the same.

    Spans of the classes `insertion` and `deletion` are tracked changes in a Word file; who changed what and when
    stands in their `data-author` and `data-date`.
    """
    with tempfile.TemporaryDirectory() as folder:
        arguments = ("--standalone", "--wrap=none", "--from=html", f"--to={writer}", "--output=-", *options)
        return _convert(page.encode(), folder, *arguments)


def _convert(data: bytes, folder: str, *arguments: str) -> bytes:
    program = find()
    if program is None:
        raise Unreadable(NO_PANDOC)
    source, made = Path(folder, "source"), Path(folder, "made")
    source.write_bytes(data)
    _run([program, "+RTS", f"-M{HEAP}", "-RTS", "--sandbox", *arguments, str(source)], made, folder)
    return made.read_bytes()


def _run(command: list[str], made: Path, folder: str) -> None:
    environment = {"PATH": os.defpath, "HOME": folder, "LANG": "C.UTF-8"}
    with made.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  words of our own; what came in is a file, read in Pandoc's sandbox
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, cwd=folder, env=environment,
            start_new_session=True, preexec_fn=_limit,
        )  # fmt: skip
        try:
            _stdout, complaint = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
            raise Unreadable(TOO_MUCH_WORK) from None
    if process.returncode:
        raise Unreadable(_why(process.returncode, complaint))


def _why(code: int, complaint: bytes) -> Sentence:
    exhausted = code < 0 or code == 251 or b"heap" in complaint.lower() or b"memory" in complaint.lower()
    return TOO_MUCH_WORK if exhausted else BROKEN


def _end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
