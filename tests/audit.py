"""Looks up the known holes of every pinned package, and fails where nobody answered: `make audit`.

pip-audit leaves out each package that its service does not know or does not answer for, and then says that it found
none. Here that is a failure of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FILES = ("requirements.txt", "tests/requirements-dev.txt")
SERVICES = ("pypi", "osv")
Said = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """`holes` are lines for people; `unanswered` are names of packages that no service spoke about."""

    packages: int
    holes: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return self.packages > 0 and not self.holes and not self.unanswered

    def __str__(self) -> str:
        if self.holes:
            return "\n".join(("Known holes:", *self.holes))
        if self.unanswered or not self.packages:
            return (
                f"Whether there are known holes was not found out: neither PyPI nor OSV answered for "
                f"{len(self.unanswered)} of {self.packages} packages. Run this on a machine that reaches one of them."
            )
        return f"No known holes in {self.packages} packages."


def judged(reports: list[Said]) -> Verdict:
    """Of what pip-audit said by each service: a package is known where one of them spoke about it."""
    said = [one for report in reports for one in report.get("dependencies", ())]
    answered = {one["name"] for one in said if "skip_reason" not in one}
    holes = {_line(one, hole) for one in said for hole in one.get("vulns", ())}
    names = {one["name"] for one in said}
    return Verdict(len(names), tuple(sorted(holes)), tuple(sorted(names - answered)))


def _line(one: Said, hole: Said) -> str:
    mended = ", ".join(hole["fix_versions"]) or "no version yet"
    return f"{one['name']} {one['version']}: {hole['id']}, mended in {mended}"


def together(verdicts: list[Verdict]) -> Verdict:
    """Of several files; what both name counts in each."""
    return Verdict(
        sum(one.packages for one in verdicts),
        tuple(sorted({hole for one in verdicts for hole in one.holes})),
        tuple(name for one in verdicts for name in one.unanswered),
    )


def looked_up(ask: Callable[[str], Said]) -> Verdict:
    """Asks the second service only where the first one left something open."""
    reports: list[Said] = []
    for service in SERVICES:
        reports.append(ask(service))
        found = judged(reports)
        if found.packages and not found.unanswered:
            break
    return judged(reports)


def asking(program: str, file: str) -> Callable[[str], Said]:
    """How pip-audit is asked about a file; where it breaks off unanswered, it has said nothing of any package."""
    say = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]

    def ask(service: str) -> Said:
        words = [program, *say, "--vulnerability-service", service, "--requirement", str(ROOT / file)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        try:
            return json.loads(done.stdout)
        except ValueError:
            print(f"{service}, {file}: {(done.stderr.strip() or 'no answer').splitlines()[-1]}", file=sys.stderr)
            return {}

    return ask


if __name__ == "__main__":
    verdict = together([looked_up(asking(sys.argv[1], file)) for file in FILES])
    print(verdict)
    sys.exit(not verdict.sound)
