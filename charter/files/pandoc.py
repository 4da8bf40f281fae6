"""Pandoc as a process of its own: without network or files of ours, with limits on time, memory and output."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from accounts.imports import child
from charter.files.refusals import BROKEN, NO_PANDOC, TOO_MUCH_WORK, Sentence, Unreadable

SECONDS = 60
OUTPUT = 50 * 1024**2


@dataclass(frozen=True)
class Limits:
    """Bytes of heap and of address space, and seconds of processor time. Pandoc reserves more than it uses."""

    heap: int
    memory: int
    seconds: int


WRITING = Limits(700 * 1024**2, 2 * 1024**3, 40)


@cache
def find_pandoc() -> str | None:
    """Where pandoc is: the one of the Python package first, else the one on the path."""
    package = find_spec("pypandoc")
    packaged = Path(package.origin).parent / "files" / "pandoc" if package and package.origin else None
    return str(packaged) if packaged and packaged.is_file() else shutil.which("pandoc")


def from_html(page: str, writer: str, *options: str) -> bytes:
    """The file that pandoc makes of an HTML page; in its sandbox it knows no clock, so the bytes are the same.

    Spans of the classes `insertion` and `deletion` are tracked changes in a Word file; `data-author` and `data-date`
    have their author and their time.
    """
    with tempfile.TemporaryDirectory() as folder:
        arguments = ("--standalone", "--wrap=none", "--from=html", f"--to={writer}", "--output=-", *options)
        return _convert(page.encode(), folder, WRITING, *arguments)


def _convert(data: bytes, folder: str, limits: Limits, *arguments: str) -> bytes:
    program = find_pandoc()
    if program is None:
        raise Unreadable(NO_PANDOC)
    source, target = Path(folder, "source"), Path(folder, "made")
    source.write_bytes(data)
    command = [program, "+RTS", f"-M{limits.heap}", "-RTS", "--sandbox", *arguments, str(source)]
    _run(command, target, folder, limits)
    return target.read_bytes()


def _run(command: list[str], target: Path, folder: str, limits: Limits) -> None:
    environment = {"PATH": os.defpath, "HOME": folder, "LANG": "C.UTF-8"}
    with target.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  words of our own; what came in is a file, read in Pandoc's sandbox
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE, cwd=folder, env=environment,
            preexec_fn=partial(_limit, limits),
        )  # fmt: skip
        try:
            _stdout, complaint = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Unreadable(TOO_MUCH_WORK) from None
    if process.returncode:
        raise Unreadable(_why(process.returncode, complaint))


def _why(code: int, complaint: bytes) -> Sentence:
    exhausted = code < 0 or code == 251 or b"heap" in complaint.lower() or b"memory" in complaint.lower()
    return TOO_MUCH_WORK if exhausted else BROKEN


def _limit(limits: Limits) -> None:
    child.set_limit(resource.RLIMIT_CPU, limits.seconds)
    child.set_limit(resource.RLIMIT_AS, limits.memory)
    child.set_limit(resource.RLIMIT_FSIZE, OUTPUT)
    child.set_limit(resource.RLIMIT_CORE, 0)
