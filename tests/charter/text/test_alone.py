"""The core stands alone: it runs where nothing but its three dependencies is."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import lxml
import rapidfuzz
import regex

import charter.text

SOURCE = Path(charter.text.__file__).parent
PROGRAM = """
import sys
from charter.text import *
old, new = parse("<p>One two.</p>"), parse("<p>One three.</p>")
merged = merge(old, {"a": new})
assert merged.document == new and rebase(new, old, new).state == "adopted"
assert origins([("x", old), merged]) and diff(old, new).html and diff(old, new).sentences("fr")
known = set(sys.stdlib_module_names) | {"charter", "rapidfuzz", "regex", "lxml", "__main__"}
found = {name.partition(".")[0] for name in sys.modules} - known
# What compiled modules register for themselves comes with the dependencies.
print(sorted(name for name in found if not name.lstrip("_").startswith("cython")))
"""


def test_the_core_runs_with_its_three_dependencies_alone(tmp_path):
    shutil.copytree(SOURCE, tmp_path / "charter" / "text")
    (tmp_path / "charter" / "__init__.py").touch()
    for module in (lxml, rapidfuzz, regex):
        (tmp_path / module.__name__).symlink_to(Path(module.__file__).parent)
    command = [sys.executable, "-S", "-E", "-s", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{PROGRAM}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (run.stderr, run.stdout.strip()) == ("", "[]")


def test_no_file_of_the_core_names_another_package():
    allowed = {"charter.text", "rapidfuzz", "regex", "lxml", "__future__"}
    for path in SOURCE.glob("*.py"):
        for name in re.findall(r"^\s*(?:from|import) ([\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            is_allowed = any(name == package or name.startswith(package + ".") for package in allowed)
            assert is_allowed or name.partition(".")[0] in sys.stdlib_module_names, (path.name, name)


def test_the_public_names_are_those_of_the_contract():
    functions = ["parse", "retype", "diff", "merge", "rebase", "origins", "read_clauses", "share_of_clauses"]
    values = ["Document", "UnreadableText", "Diff", "Merge", "Conflict", "Credit", "Notice", "Rebase", "Origin"]
    values += ["ClauseReading", "ReadClause"]
    assert sorted(charter.text.__all__) == sorted([*functions, *values, "UnknownLanguage"])


ANSWERS = """
import hashlib
from charter.text import diff, merge
from tests.charter.text.test_laws import drawn
said = hashlib.sha256()
for seed in range(25):
    base, proposals = drawn(seed)
    merged = merge(base, proposals)
    conflicts = [(c.id, c.kind, c.base, c.pairs, [(s.text, s.marks) for s in c.sides]) for c in merged.conflicts]
    said.update(repr((merged.document.html, conflicts, merged.credits, merged.notices)).encode())
    said.update(diff(base, proposals["A"]).html.encode())
print(said.hexdigest())
"""


def test_law_12_no_order_of_a_hash_is_in_the_answer():
    root = str(SOURCE.parents[1])
    answers = {
        subprocess.run(
            [sys.executable, "-c", ANSWERS],
            capture_output=True,
            text=True,
            check=True,
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": root},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
