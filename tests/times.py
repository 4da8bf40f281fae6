"""A table of the tests by folder: their number, seconds and planted faults that they found, and the slowest tests.

`python -m tests.times RESULTS.xml…` reads what `pytest --junitxml` writes, and `var/mutants.json` where
`python -m tests.mutants` wrote it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

MUTANTS = Path(__file__).resolve().parent.parent / "var" / "mutants.json"
SLOWEST = 15


@dataclass(frozen=True)
class Case:
    """A test that ran: its file below the repository, its name, its seconds with those of its fixtures."""

    file: str
    name: str
    seconds: float

    @property
    def folder(self) -> str:
        """Two or three parts of the path, such as `tests/charter/views`; a file directly in `tests` is a rule."""
        parts = self.file.split("/")[:-1][:3]
        return "/".join(parts) if len(parts) > 1 else "tests (rules over all files)"


def cases(paths: list[Path]) -> Iterator[Case]:
    for path in paths:
        for case in etree.parse(path).iter("testcase"):
            yield Case(f"{case.get('classname').replace('.', '/')}.py", case.get("name"), float(case.get("time")))


def faults_by_folder(outcomes: list[dict]) -> Counter[str]:
    """How many planted faults each folder of tests found; a fault counts for each folder that found it."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts.update({Case(test.partition("::")[0], "", 0).folder for test in outcome["failed"]})
    return counts


def table(ran: list[Case], faults: Counter[str]) -> Iterator[str]:
    """The lines of a Markdown table, the slowest folder first."""
    number, seconds = Counter(case.folder for case in ran), Counter[str]()
    for case in ran:
        seconds[case.folder] += case.seconds
    yield "| Tests | Number | Seconds | Planted faults found | Faults per 100 s |"
    yield "|---|---|---|---|---|"
    for folder, spent in seconds.most_common():
        rate = f"{100 * faults[folder] / spent:.1f}" if spent >= 0.1 else ""
        yield f"| `{folder}` | {number[folder]} | {spent:.1f} | {faults[folder]} | {rate} |"
    yield f"| all | {len(ran)} | {sum(seconds.values()):.1f} | | |"


def main(paths: list[str]) -> None:
    ran = list(cases([Path(path) for path in paths]))
    outcomes = json.loads(MUTANTS.read_text(encoding="utf-8")) if MUTANTS.exists() else []
    print("\n".join(table(ran, faults_by_folder(outcomes))))
    print("\nThe slowest:")
    for case in sorted(ran, key=lambda case: -case.seconds)[:SLOWEST]:
        print(f"{case.seconds:7.1f} s  {case.file}::{case.name}")


if __name__ == "__main__":
    main(sys.argv[1:])
