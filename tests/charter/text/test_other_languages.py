"""The examples in PHP and Ruby of the page about the package, run against the command."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import charter.text

SOURCE = Path(charter.text.__file__).parent
# The language of the example, the command that runs it, and the end of its file.
LANGUAGES = [("php", "php", "php"), ("ruby", "ruby", "rb")]


@pytest.fixture
def command(tmp_path, monkeypatch):
    """`clausemerge` as a command that can be called by its name."""
    path = tmp_path / "bin" / "clausemerge"
    path.parent.mkdir()
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m charter.text "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent), prepend=":")
    monkeypatch.setenv("PYTHONPATH", str(SOURCE.parents[1]))


@pytest.mark.parametrize(("language", "program", "suffix"), LANGUAGES, ids=[name for name, *_ in LANGUAGES])
def test_the_example_in_another_language_shows_a_merge(command, tmp_path, language, program, suffix):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: it runs the example of the page about the package")
    [example] = re.findall(rf"```{language}\n(.*?)```", (SOURCE / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(example.splitlines()) <= 30
    (tmp_path / f"merge.{suffix}").write_text(example, encoding="utf-8")
    ran = subprocess.run(
        [program, f"merge.{suffix}"], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Ten => Nine | Six\n", "")
