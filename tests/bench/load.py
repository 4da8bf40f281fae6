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


def pressed(site: Server, worker: int, there: World, seconds: float) -> tuple[Tally, Rows]:
    """All of them at once for so long, a storm of searches and an export between; their waits, and what was held."""
    tally, turns, held = Tally(), count(), []

    def somebody(deed: Any) -> Any:
        return partial(deed, there, Visitor(site.port, tally), random.Random(next(turns)))

    writing = [partial(write, there, site.port, tally, turns, random.Random(n)) for n in range(WRITERS)]
    with going(*(somebody(read) for _ in range(READERS)), *writing):
        for part in range(PARTS):
            ends = time.monotonic() + seconds / PARTS
            if part == EXPORT:
                tally.note("everything exported, beside it", _exported())
            with going(*(somebody(search) for _ in range(SEARCHERS))) if part == STORM else nullcontext():
                time.sleep(max(0, ends - time.monotonic()))
            held.append((sum(map(megabytes, site.workers)) / len(site.workers), megabytes(worker)))
            print(
                f"{part + 1} of {PARTS}:",
                sum(map(len, tally.waits.values())),
                "answers",
                dict(tally.faults),
                flush=True,
            )
    return tally, _memory(held)


def _exported() -> float:
    """Seconds that one file of everything takes."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "manage.py", "backup", f"{folder}/everything.zip"]
        subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _memory(held: list[tuple[float, float]]) -> Rows:
    return [
        (f"{name} after a tenth of the time, and at the end", f"{early:.0f} MB", f"{late:.0f} MB")
        for name, early, late in zip(("a web process", "the worker"), held[0], held[-1], strict=True)
    ]


def released(site: Server, there: World) -> tuple[Tally, Rows]:
    """Decides all that is asked in the round, releases it by its form while others read, waits for the last letter."""
    from django.utils import timezone

    from accounts.models import Letter
    from charter.models import Round

    round_, tally = Round.objects.get(closed_at=None), Tally()
    decided = decide_the_rest()
    readers = [partial(read, there, Visitor(site.port, tally), random.Random(n)) for n in range(2)]
    moderator, address = Visitor(site.port, tally, there.moderator), f"/en/desk/release/{round_.number}/"
    page = moderator.ask("the page of a release", address)
    with going(*readers):
        began, before = time.monotonic(), timezone.now()
        moderator.send("release", page, "body", {"act": "now"})
        while _waiting():
            time.sleep(1)
        out = time.monotonic() - began
    letters = Letter.objects.filter(kind="decisions", written_at__gte=before)
    cities = letters.values("organisation").distinct().count()
    said = f"{letters.count():,} letters to {cities:,} cities, {letters.exclude(state='sent').count()} not sent"
    return tally, [
        (f"a release of {decided:,} decisions until its last letter was in a file of mails", f"{out:.0f} s", said)
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
    for kind, found in sorted(tally.waits.items(), key=lambda one: -len(one[1])):
        ordered = sorted(found)
        shown = (ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], ordered[-1])
        rows.append((kind, f"{len(found):,}", *(f"{one * 1000:,.0f} ms" for one in shown)))
    return rows


def main() -> None:
    """Fills where it is empty, serves, presses, releases, looks whether all holds, writes."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    began = machine()
    with tempfile.TemporaryDirectory() as made:
        folder = os.environ.get("BENCH_FOLDER", made)
        told = {"DATABASE_URL": f"sqlite:///{folder}/load.sqlite3", **os.environ}
        os.environ.update({**environment(folder), "BEHIND_PROXY": "1", "MAIL_URL": f"filemail:///{folder}/mail"})
        os.environ["DATABASE_URL"] = told["DATABASE_URL"]
        prepare()
        subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
        import django

        django.setup()
        fill()
        mail_at_once()
        with serving(SITE, workers=2) as site, working() as worker:
            there = world()
            tally, held = pressed(site, worker, there, minutes * 60)
            after, letters = released(site, there)
        sound = subprocess.run([sys.executable, "manage.py", "check_consultation"], cwd=ROOT, check=False).returncode
    put("load", "\n\n".join(_said(began, minutes, tally, after, [*held, *letters], not sound)))


def _said(began: str, minutes: float, tally: Tally, after: Tally, rows: Rows, sound: bool) -> list[str]:
    from django.db import connection

    faults = {**tally.faults, **after.faults}
    many = sum(map(len, tally.waits.values()))
    wrong = "; ".join(f"{what}, {times} times" for what, times in faults.items()) or "none"
    return [
        "## A congress under load",
        f"Measured by `python -m tests.bench.load` on {began}, {connection.vendor}: {READERS} readers and {WRITERS} "
        f"who write, each as fast as two web processes and a worker answer, for {minutes:g} minutes. "
        f"{SEARCHERS} more search for a tenth of that time, and a file of everything is made beside them. "
        "Those who ask are on the same processors, so the waits are those of a machine without rest.",
        f"{many:,} answers, {many / minutes / 60:.0f} a second. Answers that were none: {wrong}. "
        f"Afterwards `check_consultation` {'finds no fault' if sound else 'FINDS FAULTS'}.",
        table(("What", "times", "middle", "p99", "longest"), waits(tally)),
        table(("What", "", ""), rows),
        "While the release went out, two readers went on:",
        table(("What", "times", "middle", "p99", "longest"), waits(after)),
    ]


if __name__ == "__main__":
    main()
