"""A change needs the long checks that could find a fault of it; what is unknown needs all."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

import pytest

from tests import selection
from tests.conftest import draw_variants
from tests.selection import ACCESS, CHECKS, DATA, INSTALL, KILLS, LAWS, PAGES, ROOT


@pytest.mark.parametrize(
    ("path", "checks"),
    [
        ("charter/text/merging.py", {LAWS, DATA, ACCESS}),
        ("charter/actions/merging/merges.py", {KILLS, DATA, ACCESS}),
        ("accounts/migrations/0099_more.py", {KILLS, DATA, INSTALL}),
        ("charter/tasks.py", {KILLS, DATA}),
        ("consultation/settings.py", {KILLS, PAGES, ACCESS, INSTALL, DATA}),
        ("templates/charter/article.html", {PAGES, ACCESS}),
        ("consultation/static/site.css", {PAGES}),
        ("charter/middleware.py", {PAGES, ACCESS}),
        ("deploy/Caddyfile", {INSTALL}),
        ("deploy/README.md", {INSTALL}),
        ("docs/operation.md", set()),
        ("README.md", set()),
        ("requirements.txt", set(CHECKS)),
        ("Makefile", set(CHECKS)),
        ("a/folder/nobody/knows.txt", set(CHECKS)),
    ],
)
def test_a_changed_file_needs_its_checks(path, checks):
    assert set(selection.select([path]).reasons) == checks


def test_where_nobody_knows_what_changed_everything_runs():
    assert set(selection.select(None).reasons) == set(CHECKS)


def test_each_reason_names_the_file():
    assert selection.select(["docs/writing.md", "deploy/Caddyfile"]).reasons == {INSTALL: "deploy/Caddyfile changed"}


def test_a_commit_that_is_no_ancestor_counts_as_unknown(monkeypatch, tmp_path):
    checked = tmp_path / "checked"
    checked.write_text("0" * 40)
    monkeypatch.setattr(selection, "CHECKED", checked)
    assert selection.changed_paths() is None
    monkeypatch.setattr(selection, "CHECKED", tmp_path / "missing")
    assert selection.changed_paths() is None


def test_paths_that_differ_from_the_checked_commit_are_listed(monkeypatch, tmp_path):
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    checked = tmp_path / "checked"
    checked.write_text(head)
    monkeypatch.setattr(selection, "CHECKED", checked)
    dirty = subprocess.run(
        ["git", "diff", "--name-only", "--no-renames", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert selection.changed_paths() == dirty.stdout.splitlines()


def test_every_long_test_belongs_to_one_check():
    whole = selection.Selection(dict.fromkeys(CHECKS, "all"))
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("test_*.py"))
    assert whole.paths() == files
    assert {selection.check_of(file) for file in files} <= set(CHECKS)
    kills = selection.Selection({KILLS: "all"}).paths()
    assert kills and all(path.startswith("tests/crash/") for path in kills)


@dataclass(frozen=True)
class Item:
    nodeid: str


def test_each_test_keeps_a_third_of_its_variants_and_over_some_seeds_every_one_is_drawn():
    names = [f"a.py::test_roles[{role}]" for role in ("officer", "delegate", "reader", "editor")] + ["a.py::test_once"]
    items = [Item(name) for name in names]
    drawn = [{item.nodeid for item in draw_variants(items, str(seed))} for seed in range(40)]
    assert {len(row) for row in drawn} == {3}
    assert all("a.py::test_once" in row for row in drawn)
    assert set().union(*drawn) == set(names)
