"""The worked cases that lie beside the project, run by their own tool."""

import importlib.util
import json
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[4] / "shared"
CASES = SHARED / "data" / "text_cases.json"

if not CASES.exists():
    pytest.skip("the worked cases do not lie beside the project", allow_module_level=True)

spec = importlib.util.spec_from_file_location("text_cases", SHARED / "tools" / "text_cases.py")
assert spec and spec.loader
tool = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tool)


@pytest.mark.parametrize("case", json.loads(CASES.read_text(encoding="utf-8")), ids=lambda case: case["id"])
def test_the_preferred_outcome_comes_out(case):
    assert tool.run(case, strict=True) == ""
