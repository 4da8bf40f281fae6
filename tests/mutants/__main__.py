"""Plants each fault of this folder in a clone and runs the tests there: `python -m tests.mutants [NAME …]`.

A fault is a patch with two lines before it: `Theme:` and `Fault:`, which says what a user would suffer. The tests near
the changed files run first. Where they all pass, the whole suite of `make test` runs without browsers. Outcomes go to
`var/mutants.json`; the command fails where no test notices a fault.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent
OUTCOMES = ROOT / "var" / "mutants.json"
FAILED = re.compile(r"^(?:FAILED|ERROR) (tests/[^ ]+)", re.MULTILINE)
MOST_FAILURES = 20


@dataclass(frozen=True)
class Outcome:
    """A planted fault, the tests that failed (at most about twenty), and the seconds until then."""

    name: str
    theme: str
    failed: tuple[str, ...]
    seconds: float


def main(names: list[str]) -> int:
    patches = sorted(path for path in FOLDER.glob("*.patch") if not names or path.stem.startswith(tuple(names)))
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        (clone / ".venv").symlink_to(ROOT / ".venv")
        for patch in patches:
            outcome = try_fault(clone, patch)
            outcomes.append(outcome)
            print(
                f"{outcome.name}: {outcome.failed[0] if outcome.failed else 'NO TEST FAILED'}, {outcome.seconds} s",
                flush=True,
            )
    OUTCOMES.parent.mkdir(exist_ok=True)
    OUTCOMES.write_text(json.dumps([asdict(outcome) for outcome in outcomes], indent=1), encoding="utf-8")
    return sum(not outcome.failed for outcome in outcomes)


def try_fault(clone: Path, patch: Path) -> Outcome:
    """Plants the fault, runs the tests until some fail, and takes the fault out again."""
    started = time.monotonic()
    theme = patch.read_text(encoding="utf-8").partition("\n")[0].removeprefix("Theme: ")
    subprocess.run(["git", "apply", str(patch)], cwd=clone, check=True)
    try:
        subprocess.run(["make", "messages-compiled"], cwd=clone, check=True, capture_output=True)
        failed = run_tests(clone, near_tests(clone)) or run_tests(clone, ["tests"])
    finally:
        subprocess.run(["git", "checkout", "--quiet", "."], cwd=clone, check=True)
        subprocess.run(["git", "clean", "--quiet", "-fd", "--exclude", ".venv"], cwd=clone, check=True)
    return Outcome(patch.stem, theme, failed, round(time.monotonic() - started, 1))


def near_tests(clone: Path) -> list[str]:
    """The rules over all files, and the folder of tests that mirrors the folder of each changed file."""
    changed = subprocess.run(["git", "diff", "--name-only"], cwd=clone, capture_output=True, text=True, check=True)
    mirrored = {Path("tests") / Path(path).parent for path in changed.stdout.splitlines()}
    rules = sorted(str(path.relative_to(clone)) for path in (clone / "tests").glob("test_*.py"))
    return rules + sorted(str(folder) for folder in mirrored if len(folder.parts) > 2 and (clone / folder).is_dir())


def run_tests(clone: Path, paths: list[str]) -> tuple[str, ...]:
    """The names of the tests that fail."""
    python = [str(clone / ".venv" / "bin" / "python"), "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q"]
    options = ["-m", "not large and not browser", "--maxfail", str(MOST_FAILURES), "--hypothesis-seed", "0"]
    ended = subprocess.run([*python, *options, *paths], cwd=clone, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 1, 2):
        raise RuntimeError(ended.stdout[-2000:] + ended.stderr[-2000:])
    return tuple(dict.fromkeys(FAILED.findall(ended.stdout)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
