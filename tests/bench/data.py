"""Data for measuring, and ten times as much of each kind: `python -m tests.bench.data NAME` fills a database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]


def databases(folder: str, names: list[str]) -> dict[str, str]:
    """The address of the database of each name, made where it does not stand yet."""
    empty, paths = Path(folder, "empty.sqlite3"), {name: Path(folder, f"{name}.sqlite3") for name in names}
    missing = [name for name, path in paths.items() if not path.exists()]
    if missing and not empty.exists():
        _run(empty, "manage.py", "migrate")
    for name in missing:
        shutil.copy(empty, paths[name])
        _run(paths[name], "-m", "tests.bench.data", name)
    return {name: f"sqlite:///{path}" for name, path in paths.items()}


def _run(path: Path, *words: str) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{path}"}
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=environment)


def main(name: str) -> None:
    """Plays a consultation of the size of that name."""
    import django

    django.setup()
    from django.db import transaction

    from consultation.demo import factors
    from consultation.demo.congress.play import build_congress
    from consultation.demo.congress.size import READING

    sizes = {
        "reading": READING,
        "comments": replace(READING, comments=READING.comments * 10, said_on_first=READING.said_on_first * 10),
        "amendments": replace(
            READING,
            amendments=READING.amendments - READING.pending + READING.pending * 10,
            pending=READING.pending * 10,
            on_first=READING.on_first * 10,
        ),
        "versions": replace(READING, versions=READING.versions * 10),
        "volumes": replace(READING, articles=36, amendments=100, pending=60, comments=700),
    }
    with transaction.atomic():
        build_congress(sizes[name], print)
    factors.settle_second_factors()


if __name__ == "__main__":
    main(sys.argv[1])
