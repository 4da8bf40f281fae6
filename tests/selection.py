"""Which of the long checks a change needs: `python -m tests.selection` prints one line for each, with its reason.

It compares today's files with those of the commit that `.ci/checked` names, where `make check` last passed. A file
whose kind this script does not know needs every check.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKED = ROOT / ".ci" / "checked"
EVERYTHING = "CI_EVERYTHING"

LAWS, KILLS, PAGES, ACCESS, DATA, INSTALL = "laws", "kills", "pages", "access", "data", "install"
CHECKS = (LAWS, KILLS, PAGES, ACCESS, DATA, INSTALL)

# Long tests by check; the first pattern that fits decides. What fits none belongs to DATA.
TESTS = (
    ("tests/charter/text/*", LAWS),
    ("tests/crash/*", KILLS),
    ("tests/install/*", INSTALL),
    ("tests/journeys/*", PAGES),
    ("tests/look/*", PAGES),
    ("tests/site/test_lighthouse.py", PAGES),
    ("tests/site/test_links.py", PAGES),
    ("tests/site/test_looking.py", PAGES),
    ("tests/site/test_observatory.py", PAGES),
    ("tests/site/test_own_host.py", PAGES),
    ("tests/site/test_validity.py", PAGES),
    ("tests/site/*", ACCESS),
    ("tests/charter/api/*", ACCESS),
    ("tests/*", DATA),
)

# Which checks a changed file needs; the first pattern that fits decides. A file that fits none needs all of them.
NEEDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("deploy/*", (INSTALL,)),
    ("docs/*", ()),
    ("LICENSE", ()),
    ("*.md", ()),
    ("*/locale/*", ()),
    (".ci/checked", ()),
    ("tests/bench/*", ()),
    ("tests/mutants/*", ()),
    ("tests/charter/text/*", (LAWS,)),
    ("tests/crash/*", (KILLS,)),
    ("tests/journeys/*", (PAGES,)),
    ("tests/look/*", (PAGES,)),
    ("tests/site/*", (PAGES, ACCESS)),
    ("tests/install/*", (INSTALL,)),
    ("tests/*/test_*.py", (DATA,)),
    ("tests/test_*.py", ()),
    ("charter/text/*", (LAWS, DATA, ACCESS)),
    ("*/migrations/*", (KILLS, DATA, INSTALL)),
    ("*/actions/*", (KILLS, DATA, ACCESS)),
    ("*/models/*", (KILLS, DATA, ACCESS)),
    ("*/models.py", (KILLS, DATA, ACCESS)),
    ("*/triggers.py", (KILLS, DATA)),
    ("*/receivers.py", (KILLS, DATA)),
    ("*/tasks.py", (KILLS, DATA)),
    ("*/queries/*", (DATA, ACCESS)),
    ("*/rules/*", (DATA, ACCESS)),
    ("*/rules.py", (DATA, ACCESS)),
    ("*/states.py", (DATA, ACCESS)),
    ("templates/*", (PAGES, ACCESS)),
    ("consultation/static/*", (PAGES,)),
    ("*/templatetags/*", (PAGES, DATA)),
    ("charter/wording/*", (PAGES, ACCESS, DATA)),
    ("*/middleware.py", (PAGES, ACCESS)),
    ("*/urls.py", (PAGES, ACCESS, DATA)),
    ("*/views/*", (PAGES, ACCESS, DATA)),
    ("*/forms/*", (PAGES, ACCESS, DATA)),
    ("*/api/*", (ACCESS, DATA)),
    ("*/exports/*", (DATA,)),
    ("*/imports/*", (DATA,)),
    ("charter/files/*", (DATA,)),
    ("charter/facts/*", (DATA,)),
    ("charter/importing/*", (DATA,)),
    ("charter/quality/*", (DATA,)),
    ("gunicorn.conf.py", (INSTALL, PAGES)),
    ("consultation/settings.py", (KILLS, PAGES, ACCESS, INSTALL, DATA)),
    ("consultation/demo/*", (DATA,)),
    ("consultation/management/*", (KILLS, INSTALL, DATA)),
    ("consultation/archives/*", (KILLS, INSTALL, DATA)),
    ("consultation/founding/*", (INSTALL, DATA)),
    ("consultation/watching/*", (INSTALL, DATA)),
    ("cms/*", (PAGES, ACCESS, DATA)),
)


@dataclass(frozen=True)
class Selection:
    """Per check the reason why it runs; a check without a reason does not run."""

    reasons: dict[str, str]

    def __contains__(self, check: str) -> bool:
        return check in self.reasons

    def paths(self) -> list[str]:
        """The files of long tests that belong to the selected checks, relative to the repository."""
        files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
        return [file for file in files if check_of(file) in self]


def check_of(test_file: str) -> str:
    """The check that a long test belongs to, by its path below the repository."""
    return next(check for pattern, check in TESTS if fnmatch(test_file, pattern))


def needs_of(path: str) -> tuple[str, ...] | None:
    """The checks that a changed file needs, or None where the file is of no known kind."""
    return next((checks for pattern, checks in NEEDS if fnmatch(path, pattern)), None)


def select(changed: list[str] | None) -> Selection:
    """Selects by the changed paths; None means that nobody knows what changed."""
    if changed is None:
        return Selection(dict.fromkeys(CHECKS, "it is not known what changed since everything was checked"))
    reasons: dict[str, str] = {}
    for path in changed:
        checks = needs_of(path)
        for check in CHECKS if checks is None else checks:
            reasons.setdefault(check, f"{path} changed" + ("" if checks is not None else ", of no known kind"))
    return Selection(reasons)


def changed_paths() -> list[str] | None:
    """Paths that differ from the commit in `.ci/checked`, or None where Git cannot tell."""
    if not CHECKED.exists():
        return None
    commit = CHECKED.read_text(encoding="utf-8").strip()
    git = ["git", "-C", str(ROOT)]
    process = subprocess.run([*git, "merge-base", "--is-ancestor", commit, "HEAD"], capture_output=True, check=False)
    if process.returncode:
        return None
    # Without renames, both the old and the new path of a moved file are listed.
    listed = subprocess.run(
        [*git, "diff", "--name-only", "--no-renames", commit], capture_output=True, text=True, check=True
    )
    return listed.stdout.splitlines()


def main() -> None:
    """Prints the files of the selected long tests, or with `--laws` the size of the laws; reasons go to stderr."""
    everything = os.environ.get(EVERYTHING) == "1"
    selection = Selection(dict.fromkeys(CHECKS, f"{EVERYTHING}=1")) if everything else select(changed_paths())
    if "--laws" in sys.argv:
        print("large" if LAWS in selection else "tenth")
        return
    for check in CHECKS:
        print(f"{check}: {selection.reasons.get(check, 'not needed')}", file=sys.stderr)
    print(" ".join(selection.paths()))


if __name__ == "__main__":
    main()
