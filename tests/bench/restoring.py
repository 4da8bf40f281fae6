"""Measures how long a file of everything takes to be made and restored where 10,000 amendments stand; writes its part.

Run as `python -m tests.bench.restoring`. Seconds on the clock, on SQLite.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.bench.pages import ROOT, environment
from tests.bench.writing import machine, put, table

AMENDMENTS = 10_000
MARK = 15 * 60


def fill() -> None:
    """A congress of thirty versions in whose last round so many amendments stand that there are 10,000 in all."""
    from django.db import transaction

    from consultation.demo.congress.play import build_congress
    from consultation.demo.congress.size import CONGRESS

    with transaction.atomic():
        waiting = CONGRESS.pending + AMENDMENTS - CONGRESS.amendments
        build_congress(replace(CONGRESS, pending=waiting, amendments=AMENDMENTS), print)


def seconds(database: str, *words: str) -> float:
    """Of a command on that database."""
    began = time.monotonic()
    environment_ = {**os.environ, "DATABASE_URL": database}
    subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=environment_
    )
    return time.monotonic() - began


def main() -> None:
    """Fills a database of its own, packs it, restores it beside it, looks whether all holds, writes."""
    began = machine()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(folder))
        source, target = os.environ["DATABASE_URL"], f"sqlite:///{folder}/there.sqlite3"
        seconds(source, "migrate")
        import django

        django.setup()
        fill()
        file = Path(folder, "everything.zip")
        backup_seconds, restored = seconds(source, "backup", str(file)), seconds(target, "restore", str(file))
        rows = [
            ("making the file", f"{backup_seconds:.0f} s", "–", "–"),
            ("its size", f"{file.stat().st_size / 1e6:.0f} MB", "–", "–"),
            (
                "restoring it, all rows and hashes checked",
                f"{restored:.0f} s",
                f"{MARK} s",
                "yes" if restored <= MARK else "no",
            ),
            ("`check_consultation` after the restore", f"{seconds(target, 'check_consultation'):.0f} s", "–", "–"),
        ]
    sentence = (
        f"Measured by `python -m tests.bench.restoring` on {began}, SQLite: {AMENDMENTS:,} amendments, 30 versions."
    )
    put(
        "restoring",
        "\n\n".join(["## Backup and restore", sentence, table(("What", "measured", "mark", "kept"), rows)]),
    )


if __name__ == "__main__":
    main()
