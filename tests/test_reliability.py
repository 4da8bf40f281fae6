"""`docs/reliability.md` names tests that are there, and says something of each of its 124 rows."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TEXT = (ROOT.parent / "docs" / "reliability.md").read_text(encoding="utf-8")
ROWS = {"A": 6, "B": 15, "C": 17, "D": 13, "E": 8, "F": 10, "G": 11, "H": 10, "J": 10, "K": 7, "L": 7, "M": 10}


def test_each_row_is_there_once():
    rows = [f"{letter}{number:02}" for letter, count in ROWS.items() for number in range(1, count + 1)]
    assert re.findall(r"^\| ([A-M]\d\d) \| .+ \| .+ \|$", TEXT, re.MULTILINE) == rows


def test_each_named_test_is_there():
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT))
    missing = {test for test in named if f"def {test[1]}(" not in (ROOT / test[0]).read_text(encoding="utf-8")}
    assert (len(named) > 60, missing) == (True, set())
