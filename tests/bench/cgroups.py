"""A group of processes that may hold so much memory, no swap, and one processor, by the kernel's own limits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TOP = Path("/sys/fs/cgroup")
NAME = "small-machine"


class Group:
    """Of control groups version 2 where they have the memory controller, else of version 1. Needs root."""

    def __init__(self, limit: int) -> None:
        self.is_new = (TOP / "cgroup.controllers").exists() and "memory" in (TOP / "cgroup.controllers").read_text()
        self.folder = TOP / NAME if self.is_new else TOP / "memory" / NAME
        self.folder.mkdir()
        self._write("memory.max" if self.is_new else "memory.limit_in_bytes", limit)
        # Version 1 counts memory and swap together; where the kernel counts no swap, the machine must have none.
        swap = self.folder / ("memory.swap.max" if self.is_new else "memory.memsw.limit_in_bytes")
        if swap.exists():
            swap.write_text("0" if self.is_new else str(limit))
        elif len(Path("/proc/swaps").read_text().splitlines()) > 1:
            raise SystemExit("This machine has swap that the kernel does not count: swapoff it first.")
        self.processor = min(os.sched_getaffinity(0))

    def join(self) -> None:
        """To be called by a new process before it becomes a program."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))
        os.sched_setaffinity(0, {self.processor})

    def held(self) -> float:
        """Megabytes that cannot be given back: of the programs, and of the files that they have mapped."""
        stat = dict(line.split() for line in (self.folder / "memory.stat").read_text().splitlines())
        names = ("anon", "file_mapped") if self.is_new else ("total_rss", "total_mapped_file")
        return sum(int(stat[name]) for name in names) / 1e6

    def killed(self) -> int:
        """Processes that the kernel ended since memory was short."""
        text = (self.folder / ("memory.events" if self.is_new else "memory.oom_control")).read_text()
        return int(dict(line.split() for line in text.splitlines())["oom_kill"])

    def _write(self, name: str, value: int) -> None:
        (self.folder / name).write_text(str(value))


@contextmanager
def grouped(limit: int) -> Iterator[Group]:
    """A group as long as it is needed; all its processes must have ended by then."""
    group = Group(limit)
    try:
        yield group
    finally:
        group.folder.rmdir()
