"""A server of one worker, and what its answers cost in processor time."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server that runs; `workers` are the processes that answer."""

    port: int
    workers: tuple[int, ...]

    @property
    def worker(self) -> int:
        """The first of them, or the only one."""
        return self.workers[0]

    def ask(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """One question over a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path, headers=dict(headers or {}))
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return answer

    def memory(self) -> float:
        """Megabytes that the worker holds."""
        return megabytes(self.worker)

    def share(self) -> float:
        """Megabytes of the worker where what several processes hold together is divided among them."""
        rollup = Path(f"/proc/{self.worker}/smaps_rollup").read_text()
        return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:"))) / 1e3

    def cost(self, paths: list[str], headers: Mapping[str, str] | None = None) -> float:
        """Seconds of processor that the worker spent on each of these, so that other work does not count."""
        before = _spent(self.worker)
        for path in paths:
            answer = self.ask(path, headers)
            assert answer.status in (200, 304), f"{path} answers {answer.status}"
        return (_spent(self.worker) - before) / len(paths)


def megabytes(process: int) -> float:
    """What a process holds."""
    resident = Path(f"/proc/{process}/statm").read_text().split()[1]
    return int(resident) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serving(application: str, workers: int = 1, **environment: str) -> Iterator[Server]:
    """A server of that application as long as it is needed."""
    port = _free()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, **environment})
    try:
        _wait(port, process)
        yield Server(port, _workers(process.pid, port))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE * 10):
        with socket.socket() as tried:
            if process.poll() is None and tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The server does not answer.")


def _free() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _workers(master: int, port: int) -> tuple[int, ...]:
    """The children of the process that listens, once one has answered."""
    Server(port, ()).ask("/health/")
    return tuple(map(int, Path(f"/proc/{master}/task/{master}/children").read_text().split()))


def _spent(process: int) -> float:
    """Seconds on the processor of all threads of a process, as Linux counts them."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
