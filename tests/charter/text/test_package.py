"""The text core as a distribution of its own runs under its own name, where nothing but its dependencies is."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import lxml
import rapidfuzz
import regex

from tests.package import NAME, write_package


def test_it_runs_with_its_three_dependencies_alone(tmp_path):
    package = write_package(tmp_path)
    named = [path.name for path in package.rglob("*.py") if "charter" in path.read_text(encoding="utf-8")]
    assert named == []
    for module in (lxml, rapidfuzz, regex):
        (tmp_path / module.__name__).symlink_to(Path(module.__file__).parent)
    (tmp_path / "a.html").write_text("<p>Ten euros.</p>", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>Nine euros.</p>", encoding="utf-8")
    program = f"import sys; sys.path.insert(0, '.'); from {NAME}.command import main; sys.exit(main())"
    command = [sys.executable, "-S", "-E", "-s", "-c", program, "diff", "a.html", "b.html"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "[-Ten-] {+Nine+} euros.\n", "")


def test_the_description_of_the_distribution_names_what_is_there(tmp_path):
    package = write_package(tmp_path)
    about = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))
    assert about["project"]["license"] == "Apache-2.0"
    assert "Apache License" in (tmp_path / "LICENSE").read_text(encoding="utf-8")
    assert all((package / name).exists() for name in about["tool"]["setuptools"]["package-data"][NAME])
    assert {name.partition(">")[0] for name in about["project"]["dependencies"]} == {"lxml", "rapidfuzz", "regex"}
