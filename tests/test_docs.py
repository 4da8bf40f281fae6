"""Every file and folder that the documentation names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md"), *ROOT.glob("*.md")])
ROOMS = {"accounts", "charter", "cms", "consultation", "deploy", "docs", "templates", "tests", ".ci"}
QUOTED = re.compile(r"`([^`\s]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def named(page: Path) -> Iterator[Path]:
    """Paths in backticks, from the top of the repository; links, from the page. `file::test` is test_reliability's."""
    text = page.read_text(encoding="utf-8")
    for word in QUOTED.findall(text):
        if word.partition("/")[0] in ROOMS and "/" in word and not set(word) & set("*{<:"):
            yield ROOT / word
    for link in LINK.findall(text):
        yield page.parent / link


def test_each_file_that_a_document_names_exists():
    missing = {
        (page.relative_to(ROOT), path.relative_to(ROOT)) for page in PAGES for path in named(page) if not path.exists()
    }
    assert sorted(f"{page} names {path}" for page, path in missing) == []


def test_pages_do_name_files():
    assert len({path for page in PAGES for path in named(page)}) > 100
