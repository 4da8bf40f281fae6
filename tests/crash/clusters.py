"""A PostgreSQL of one's own, made from the machine's programs, which can be killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.crash.standing import free

PATIENCE = 600  # turns of a tenth of a second
OWNER = "postgres"


def programs() -> Path | None:
    """The folder with the newest server's programs: Debian keeps them apart from what everybody runs."""
    if program := shutil.which("initdb"):
        return Path(program).parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


def _as_owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}


class Cluster:
    """Its folder, its port and its processes."""

    def __init__(self, bin_: Path, folder: Path) -> None:
        self.bin, self.data, self.port = bin_, folder / "data", free()
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER, OWNER)
        words = [bin_ / "initdb", "-D", self.data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(words, check=True, capture_output=True, cwd=folder, **_as_owner())
        self.start()

    @property
    def url(self) -> str:
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{OWNER}"

    def start(self) -> None:
        """Comes back when it answers; a start after a kill reads again what was written ahead."""
        say = ["-p", str(self.port), "-k", str(self.data.parent), "-c", "listen_addresses=127.0.0.1"]
        with (self.data.parent / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "postgres", "-D", self.data, *say], cwd=self.data, stdout=log, stderr=log, **_as_owner()
            )
        turn = threading.Event()
        for _ in range(PATIENCE):
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                turn.wait(0.1)
        raise AssertionError((self.data.parent / "log").read_text()[-2000:])

    def kill(self) -> None:
        """All at once, as when the machine goes: the first process and each that it started."""
        first = self.process.pid
        started = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in (first, *map(int, started)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue  # it ended by itself, having missed the first one
        self.process.wait()

    def recoveries(self) -> int:
        """How often it came up after it had not been shut down."""
        return (self.data.parent / "log").read_text().count("was not properly shut down")


@contextmanager
def cluster(bin_: Path) -> Iterator[Cluster]:
    """As long as it is needed. Its folder is not pytest's, in which nobody but its owner looks."""
    with tempfile.TemporaryDirectory(prefix="postgresql") as folder:
        cluster_ = Cluster(bin_, Path(folder))
        try:
            yield cluster_
        finally:
            cluster_.kill()
