"""Measures a congress under load: readers and writers for ten minutes, a storm of searches, an export, a release.

Run as `python -m tests.bench.load [MINUTES]`. DATABASE_URL and REDIS_URL as for a site; SQLite and no Redis without
them. BENCH_FOLDER names a folder that keeps the data for the next run.
Those who ask share the processors of the site.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import count
from typing import Any

from tests.bench.crowd import Tally, Visitor, World, going, read, search, write
from tests.bench.lasting import SITE
from tests.bench.load_world import decide_the_rest, fill, mail_at_once, world
from tests.bench.pages import ROOT, environment, prepare
from tests.bench.serving import Server, megabytes, serving
from tests.bench.writing import machine, put, table

MINUTES, PARTS, STORM, EXPORT = 10, 10, 3, 6
READERS, WRITERS, SEARCHERS = 4, 2, 4
PATIENCE = 60
Rows = list[tuple[str, ...]]


@contextmanager
def working() -> Iterator[int]:
    """The worker: mail, tasks, the clock."""
    process = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)


def pressed(site: Server, worker: int, world_: World, seconds: float) -> tuple[Tally, Rows]:
    """All visitors at once for so many seconds, with a storm of searches and an export; their waits and the memory."""
    tally, turns, sizes = Tally(), count(), []

    def somebody(deed: Any) -> Any:
        return partial(deed, world_, Visitor(site.port, tally), random.Random(next(turns)))

    writing = [partial(write, world_, site.port, tally, turns, random.Random(n)) for n in range(WRITERS)]
    with going(*(somebody(read) for _ in range(READERS)), *writing):
        for part in range(PARTS):
            ends = time.monotonic() + seconds / PARTS
            if part == EXPORT:
                tally.note("export of all data, at the same time", _exported())
            with going(*(somebody(search) for _ in range(SEARCHERS))) if part == STORM else nullcontext():
                time.sleep(max(0, ends - time.monotonic()))
            sizes.append((sum(map(megabytes, site.workers)) / len(site.workers), megabytes(worker)))
            print(
                f"{part + 1} of {PARTS}:",
                sum(map(len, tally.waits.values())),
                "answers",
                dict(tally.faults),
                flush=True,
            )
    return tally, _memory(sizes)


def _exported() -> float:
    """Seconds that one file of everything takes."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "manage.py", "backup", f"{folder}/everything.zip"]
        subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _memory(sizes: list[tuple[float, float]]) -> Rows:
    return [
        (f"{name} after a tenth of the time, and at the end", f"{early:.0f} MB", f"{late:.0f} MB")
        for name, early, late in zip(("a web process", "the worker"), sizes[0], sizes[-1], strict=True)
    ]


def released(site: Server, world_: World) -> tuple[Tally, Rows]:
    """Decides every amendment of the round, releases the decisions while others read, waits for the last letter."""
    from django.utils import timezone

    from accounts.models import Letter
    from charter.models import Round

    round_, tally = Round.objects.get(closed_at=None), Tally()
    decided = decide_the_rest()
    readers = [partial(read, world_, Visitor(site.port, tally), random.Random(n)) for n in range(2)]
    moderator, address = Visitor(site.port, tally, world_.moderator), f"/en/desk/release/{round_.number}/"
    page = moderator.ask("the page of a release", address)
    with going(*readers):
        began, before = time.monotonic(), timezone.now()
        moderator.send("release", page, "body", {"act": "now"})
        while _waiting():
            time.sleep(1)
        out = time.monotonic() - began
    letters = Letter.objects.filter(kind="decisions", written_at__gte=before)
    cities = letters.values("organisation").distinct().count()
    sentence = f"{letters.count():,} emails to {cities:,} cities, {letters.exclude(state='sent').count()} not sent"
    return tally, [
        (f"a release of {decided:,} decisions until its last email was written to a file", f"{out:.0f} s", sentence)
    ]


def _waiting() -> bool:
    """Whether a letter is due that is not out."""
    from django.utils import timezone

    from accounts.models import Letter
    from accounts.states import LetterState

    wait = Letter.objects.filter(state__in=(LetterState.WAITING, LetterState.SENDING))
    return wait.filter(due_at__lte=timezone.now()).exists()


def waits(tally: Tally) -> Rows:
    """Of each kind of asking: how many, the middle wait, and the one that one in a hundred exceeds."""
    rows = []
    for kind, seconds in sorted(tally.waits.items(), key=lambda item: -len(item[1])):
        ordered = sorted(seconds)
        shown = (ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], ordered[-1])
        rows.append((kind, f"{len(seconds):,}", *(f"{second * 1000:,.0f} ms" for second in shown)))
    return rows


def main() -> None:
    """Fills where it is empty, serves, presses, releases, looks whether all holds, writes."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    began = machine()
    with tempfile.TemporaryDirectory() as temporary:
        folder = os.environ.get("BENCH_FOLDER", temporary)
        given_environment = {"DATABASE_URL": f"sqlite:///{folder}/load.sqlite3", **os.environ}
        os.environ.update({**environment(folder), "BEHIND_PROXY": "1", "MAIL_URL": f"filemail:///{folder}/mail"})
        os.environ["DATABASE_URL"] = given_environment["DATABASE_URL"]
        prepare()
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        import django

        django.setup()
        fill()
        mail_at_once()
        with serving(SITE, workers=2) as site, working() as worker:
            world_ = world()
            tally, rows = pressed(site, worker, world_, minutes * 60)
            after, letters = released(site, world_)
        sound = subprocess.run([sys.executable, "manage.py", "check_consultation"], cwd=ROOT, check=False).returncode
    put("load", "\n\n".join(_said(began, minutes, tally, after, [*rows, *letters], not sound)))


def _said(began: str, minutes: float, tally: Tally, after: Tally, rows: Rows, sound: bool) -> list[str]:
    from django.db import connection

    faults = {**tally.faults, **after.faults}
    many = sum(map(len, tally.waits.values()))
    wrong = "; ".join(f"{fault}, {times} times" for fault, times in faults.items()) or "none"
    return [
        "## A congress under load",
        f"Measured by `python -m tests.bench.load` on {began}, {connection.vendor}: {READERS} readers and {WRITERS} "
        f"writers, each as fast as two web processes and a worker respond, for {minutes:g} minutes. "
        f"{SEARCHERS} more readers search for a tenth of that time, and an export of all data runs at the same time. "
        "The clients run on the same processors, so the times are those of a machine under full load.",
        f"{many:,} responses, {many / minutes / 60:.0f} a second. Failed requests: {wrong}. "
        f"Afterwards `check_consultation` {'finds no fault' if sound else 'FINDS FAULTS'}.",
        table(("What", "times", "middle", "p99", "longest"), waits(tally)),
        table(("What", "", ""), rows),
        "Two readers continued while the decisions were published and the emails were sent:",
        table(("What", "times", "middle", "p99", "longest"), waits(after)),
    ]


if __name__ == "__main__":
    main()
