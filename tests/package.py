"""Writes the text core as a distribution of its own, under its own name: `python -m tests.package FOLDER`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "charter" / "text"
NAME = "clausemerge"
# What stands beside the package in a distribution, and not in it.
BESIDE = ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")


def write_package(folder: Path) -> Path:
    """Writes the package below an empty folder, with the files that stand beside it; gives the package."""
    package = folder / NAME
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE:
        shutil.move(package / name, folder / name)
    for path in package.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("charter.text", NAME), encoding="utf-8")
    readme = folder / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8").replace("charter.text", NAME), encoding="utf-8")
    return package


if __name__ == "__main__":
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    write_package(target)
