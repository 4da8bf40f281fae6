"""Measures a small machine: one processor, 1 GB, no swap; members, readers and all long commands at once.

Run as `python -m tests.bench.small [MEGABYTES]`, as root; 1,000 without a number. Control groups of the kernel set
the limits. In the group are the processes of the site, as the units start them, and the commands. Those who ask are
outside, on all processors.
"""

from __future__ import annotations

import os
import random
import shlex
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from tests.bench.cgroups import Group, grouped
from tests.bench.crowd import Tally, Visitor, World, going, read, write
from tests.bench.load import waits
from tests.bench.load_world import world
from tests.bench.pages import ROOT, environment, prepare
from tests.bench.serving import _free, _wait
from tests.bench.writing import machine, put, table

LIMIT, MARK = 1_000, 800
MEMBERS, READERS = 120, 20
# Seconds that somebody reads or writes before the next page.
MEMBERS_PAUSE, READERS_PAUSE = 30, 5
BEFORE, PATIENCE = 60, 1800
LANGUAGES = ("en", "fr")


def fill() -> None:
    """A consultation of 120 members whose round is open, and settings of a real site's size."""
    from django.db import transaction

    from consultation import statistics
    from consultation.demo import factors
    from consultation.demo.congress.play import build_congress
    from consultation.demo.congress.size import READING

    with transaction.atomic():
        build_congress(replace(READING, governments=MEMBERS, people=3 * MEMBERS), print)
    statistics.renew_statistics()
    factors.settle_second_factors()


def services(port: int) -> list[list[str]]:
    """The commands of the units that run all the time."""
    commands = []
    for path in sorted((ROOT / "deploy" / "systemd").glob("*.service")):
        text = path.read_text(encoding="utf-8")
        if "\nType=oneshot\n" not in text:
            [line] = [line.partition("=")[2] for line in text.splitlines() if line.startswith("ExecStart=")]
            program, *words = shlex.split(line.replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
            name = Path(program).name
            commands.append([sys.executable, *([] if name == "python" else ["-m", name]), *words])
    return commands


@contextmanager
def running(group: Group) -> Iterator[int]:
    """The site within the group; its port."""
    port = _free()
    commands = services(port)
    processes = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, preexec_fn=group.join) for command in commands
    ]
    try:
        _wait(port, processes[[command[2] for command in commands].index("gunicorn")])
        yield port
        assert all(process.poll() is None for process in processes), "A service has ended."
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(120)


def timed(group: Group, words: list[str]) -> tuple[str, float, int]:
    """A command within the group: its name, its seconds, its exit status."""
    began = time.monotonic()
    command = ["sh", "-c", f'echo $$ > {group.folder}/cgroup.procs && exec taskset -c {group.processor} "$@"', "sh"]
    process = subprocess.run(
        [*command, sys.executable, "manage.py", *words], cwd=ROOT, capture_output=True, check=False
    )
    if process.returncode:
        print(process.stderr.decode()[-2000:], flush=True)
    return words[0], time.monotonic() - began, process.returncode


def documents(folder: Path) -> Path:
    """A charter in Word, made of the demonstration's."""
    import pypandoc

    path = folder / "charter.docx"
    source = ROOT / "consultation" / "demo" / "charter.en.html"
    pypandoc.convert_file(str(source), "docx", outputfile=str(path))
    return path


def somebody(port: int, tally: Tally, world_: World, turns: Iterator[int], number: int) -> Callable[[], None]:
    """A member's officer and delegate: mostly they read, one time in ten they write an amendment."""
    rand, own = random.Random(number), world_.cities[number % len(world_.cities)]
    visitor = Visitor(port, tally, own.officer)

    def act() -> None:
        time.sleep(rand.uniform(0, 2 * MEMBERS_PAUSE))
        if rand.random() < 0.1:
            write(world_, port, tally, turns, rand)
        else:
            read(world_, visitor, rand)

    return act


def reader(port: int, tally: Tally, world_: World, number: int) -> Callable[[], None]:
    rand, visitor = random.Random(f"reader {number}"), Visitor(port, tally)

    def act() -> None:
        time.sleep(rand.uniform(0, 2 * READERS_PAUSE))
        read(world_, visitor, rand)

    return act


@contextmanager
def watched(group: Group) -> Iterator[list[float]]:
    """What the group holds, in megabytes, five times a second."""
    seen: list[float] = []
    end = threading.Event()

    def look() -> None:
        while not end.wait(0.2):
            seen.append(group.held())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        end.set()
        thread.join()


def measure(group: Group, folder: Path) -> tuple[Tally, list[tuple[str, float, int]], list[float], float]:
    """The crowd alone, then all commands at once: its waits, how each command ended, the memory, the idle memory."""
    tally, turns, document = Tally(), count(), documents(folder)
    with running(group) as port, watched(group) as seen:
        world_ = world()
        time.sleep(20)
        idle = seen[-1]
        crowd = [somebody(port, tally, world_, turns, n) for n in range(MEMBERS)]
        crowd += [reader(port, tally, world_, n) for n in range(READERS)]
        ended: list[tuple[str, float, int]] = []

        def note(deed: Callable[[], tuple[str, float, int]]) -> None:
            ended.append(deed())

        with going(*crowd):
            time.sleep(BEFORE)
            deeds: list[Callable[[], tuple[str, float, int]]] = [
                partial(timed, group, words)
                for words in (
                    ["import_charter", "--charter", "charter", "--lang", "en", str(document)],
                    ["backup"],
                    ["upgrade", "--rehearse"],
                )
            ]
            deeds += [partial(fetched, port, language) for language in LANGUAGES]
            threads = [threading.Thread(target=note, args=(deed,)) for deed in deeds]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
            time.sleep(20)
    return tally, ended, seen, idle


def fetched(port: int, language: str) -> tuple[str, float, int]:
    """A PDF of the newest version, asked for until the queue has made it."""
    from charter.queries.reading import articles, charters

    charter = charters.current_charter()
    assert charter is not None
    path = f"/{language}/charter/{next(iter(articles.published_versions(charter)))}.pdf"
    began = time.monotonic()
    visitor = Visitor(port, Tally())
    while time.monotonic() - began < PATIENCE:
        status, _to, body = visitor._once(path, None)
        if status == 200 and body.startswith("%PDF"):
            return f"PDF in {language}", time.monotonic() - began, 0
        time.sleep(2)
    return f"PDF in {language}", time.monotonic() - began, 1


def main() -> None:
    """Fills a database of its own, lets all of it happen within the group, looks whether all holds, writes."""
    began, limit = machine(), int(sys.argv[1]) if len(sys.argv) > 1 else LIMIT
    with tempfile.TemporaryDirectory() as temporary:
        os.environ.update({**environment(temporary), "BEHIND_PROXY": "1", "MAIL_URL": f"filemail:///{temporary}/mail"})
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        import django

        django.setup()
        fill()
        prepare()
        with grouped(limit * 10**6) as group:
            tally, ended, seen, idle = measure(group, Path(temporary))
            killed = group.killed()
        sound = (
            subprocess.run([sys.executable, "manage.py", "check_consultation"], cwd=ROOT, check=False).returncode == 0
        )
    put("small", report(began, limit, tally, ended, seen, idle, killed, sound))
    failed = [name for name, _seconds, status in ended if status]
    if failed or killed or max(seen) > MARK or not sound or tally.faults:
        sys.exit(f"Failed: {failed}, killed: {killed}, peak {max(seen):.0f} MB, faults {dict(tally.faults)}")


def report(
    began: str, limit: int, tally: Tally, ended: Any, seen: list[float], idle: float, killed: int, sound: bool
) -> str:
    answers = sum(map(len, tally.waits.values()))
    wrong = "; ".join(f"{fault}, {times} times" for fault, times in tally.faults.items()) or "none"
    rows = [
        ("held by the site at rest", f"{idle:.0f} MB", "–", "–"),
        ("the most that was held", f"{max(seen):.0f} MB", f"{MARK} MB", "yes" if max(seen) <= MARK else "no"),
        ("processes that the kernel ended", str(killed), "0", "yes" if not killed else "no"),
        *(
            (name, f"{seconds:.0f} s", "succeeds", "no" if status else "yes")
            for name, seconds, status in sorted(ended)
        ),
    ]
    return "\n\n".join(
        [
            "## A small machine",
            f"Measured by `python -m tests.bench.small` on {began}, SQLite. The kernel gave the site one processor, "
            f"{limit:,} MB and no swap (control groups): its services as the units start them, and the "
            "commands. The operating system and the front server are outside: the difference to the mark is theirs. "
            f"{MEMBERS} members who are signed in open a page about every {MEMBERS_PAUSE} s, one in ten of them "
            f"writes an amendment, and {READERS} readers open a page about every {READERS_PAUSE} s. After a minute, "
            "all at once: an import from Word, PDFs in two languages, a backup, and the part of an upgrade that runs "
            "while the site is open (backup, rehearsal on a copy). Memory is that of the programs and of the files "
            "that they have mapped.",
            table(("What", "measured", "mark", "kept"), rows),
            f"{answers:,} answers; answers that were none: {wrong}. Afterwards `check_consultation` "
            f"{'finds no fault' if sound else 'FINDS FAULTS'}.",
            table(("What", "times", "middle", "p99", "longest"), waits(tally)),
        ]
    )


if __name__ == "__main__":
    main()
