"""Looks up the known holes of every pinned package, and fails where nobody answered: `make audit`.

pip-audit leaves out each package that its service does not know or does not answer for, and then says that it found
none. Here that is a failure of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FILES = ("requirements.txt", "tests/requirements-dev.txt")
SERVICES = ("pypi", "osv")
LocalizedText = dict[str, Any]


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
        lines = ["Known holes:", *self.holes] if self.holes else []
        if self.unanswered or not self.packages:
            lines += [
                f"Whether there are known holes was not found out: neither PyPI nor OSV answered for "
                f"{len(self.unanswered)} of {self.packages} packages. Run this on a machine that reaches one of them.",
                *(f"not looked up: {name}" for name in self.unanswered),
            ]
        return "\n".join(lines) or f"No known holes in {self.packages} packages."


def pinned(lock: str) -> set[str]:
    """The names of the packages that a lock pins for this machine, as pip-audit writes them."""
    lines = (line.rstrip("\\ ") for line in lock.splitlines() if line and line[0].isalnum())
    requirements = (Requirement(line) for line in lines)
    return {
        canonicalize_name(requirement.name)
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate()
    }


def judged(reports: list[LocalizedText], names: Collection[str] = ()) -> Verdict:
    """The verdict from the reports of pip-audit, one for each service; one report of a package is enough.

    `names` are the packages to look up; a package that is in no report was not looked up.
    """
    dependencies = [dependency for report in reports for dependency in report.get("dependencies", ())]
    answered = {dependency["name"] for dependency in dependencies if "skip_reason" not in dependency}
    holes = {_line(dependency, hole) for dependency in dependencies for hole in dependency.get("vulns", ())}
    names = {*names, *(dependency["name"] for dependency in dependencies)}
    return Verdict(len(names), tuple(sorted(holes)), tuple(sorted(names - answered)))


def _line(dependency: LocalizedText, hole: LocalizedText) -> str:
    mended = ", ".join(hole["fix_versions"]) or "no version yet"
    return f"{dependency['name']} {dependency['version']}: {hole['id']}, mended in {mended}"


def together(verdicts: list[Verdict]) -> Verdict:
    """Of several files; what both name counts in each."""
    return Verdict(
        sum(verdict.packages for verdict in verdicts),
        tuple(sorted({hole for verdict in verdicts for hole in verdict.holes})),
        tuple(sorted({name for verdict in verdicts for name in verdict.unanswered})),
    )


def looked_up(ask: Callable[[str], LocalizedText], names: Collection[str] = ()) -> Verdict:
    """Asks the second service only where the first one left something open."""
    reports: list[LocalizedText] = []
    for service in SERVICES:
        reports.append(ask(service))
        verdict = judged(reports, names)
        if verdict.packages and not verdict.unanswered:
            break
    return judged(reports, names)


def asking(program: str, file: str) -> Callable[[str], LocalizedText]:
    """How pip-audit is asked about a file; where it breaks off unanswered, it has said nothing of any package."""
    say = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]

    def ask(service: str) -> LocalizedText:
        words = [program, *say, "--vulnerability-service", service, "--requirement", str(ROOT / file)]
        process = subprocess.run(words, capture_output=True, text=True, check=False)
        try:
            return json.loads(process.stdout)
        except ValueError:
            print(f"{service}, {file}: {(process.stderr.strip() or 'no answer').splitlines()[-1]}", file=sys.stderr)
            return {}

    return ask


if __name__ == "__main__":
    locks = {file: pinned((ROOT / file).read_text(encoding="utf-8")) for file in FILES}
    verdict = together([looked_up(asking(sys.argv[1], file), names) for file, names in locks.items()])
    print(verdict)
    sys.exit(not verdict.sound)
