"""The calls as JSON: what the schema says, what the worked cases say, and what is refused."""

from __future__ import annotations

import doctest
import importlib
import json
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

import charter.text
from charter.text.calls import CALLS, answer
from charter.text.kinds import ConflictKind, NoticeKind
from tests.charter.text.conformance import FILE, cases, comparable

FOLDER = Path(charter.text.__file__).parent
SCHEMA = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
VALID = jsonschema_rs.validator_for(SCHEMA)
CASES = json.loads(FILE.read_text(encoding="utf-8"))


def test_each_worked_case_is_in_the_conformance_suite():
    assert cases() == CASES, "write it anew: python -m tests.charter.text.conformance"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_of_the_conformance_suite_is_as_the_schema_says(case):
    reply = answer({"id": 1, **case["request"]})
    VALID.validate({"request": case["request"], "answer": reply})
    assert comparable(reply["result"]) == case["result"]


def test_every_call_and_every_kind_is_in_the_schema():
    calls = [request_schema["properties"]["call"]["const"] for request_schema in SCHEMA["$defs"]["request"]["oneOf"]]
    assert calls == list(CALLS)
    for name, kinds in (("conflict", ConflictKind), ("notice", NoticeKind)):
        assert sorted(SCHEMA["$defs"][name]["properties"]["kind"]["enum"]) == sorted(
            request_schema.name for request_schema in kinds
        )


WRONG = [
    ("no object", "a request is an object"),
    ({"call": "guess"}, "the calls are parse, diff, merge, rebase, origins"),
    ({"call": "diff", "old": "<p>One.</p>"}, "diff needs new"),
    ({"call": "parse", "html": 1}, "a text is a string of HTML"),
    ({"call": "merge", "base": "", "proposals": ["<p>One.</p>"]}, "proposals are an object of names and texts"),
    ({"call": "origins", "versions": ["<p>One.</p>"]}, "versions and resolutions are lists of pairs"),
    ({"call": "diff", "old": "", "new": "<p>One.</p>", "lang": "de"}, "no amending clauses in 'de'"),
    ({"call": "parse", "html": "<video></video>"}, "the element video"),
]


@pytest.mark.parametrize(("request_", "message"), WRONG, ids=[case[1] for case in WRONG])
def test_a_wrong_request_is_answered_with_an_error(request_, message):
    reply = answer(request_)
    assert message in reply["error"]["message"]
    VALID.validate({"answer": reply})


def test_a_conflict_is_settled_by_its_id():
    request = {"call": "merge", "base": "<p>Ten.</p>", "proposals": {"p": "<p>Nine.</p>", "q": "<p>Six.</p>"}}
    [conflict] = answer(request)["result"]["conflicts"]
    settled = answer({**request, "resolutions": [[conflict["id"], "<p>Seven</p>"]]})["result"]
    assert (settled["html"], settled["conflicts"]) == ("<p>Seven.</p>", [])
    VALID.validate({"answer": {"id": None, "result": settled}})


@pytest.mark.parametrize("name", charter.text.__all__)
def test_every_public_name_has_an_example_that_holds(name):
    value = getattr(charter.text, name)
    module = importlib.import_module(value.__module__)
    [example_set] = doctest.DocTestFinder(recurse=False).find(
        value, name, module=module, globs=vars(charter.text).copy()
    )
    assert example_set.examples
    assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example_set).failed == 0


def test_the_examples_of_the_calls_and_of_the_page_about_the_package_hold():
    from charter.text import calls

    assert doctest.testmod(calls).failed == 0
    failed, tried = doctest.testfile(str(FOLDER / "README.md"), module_relative=False)
    assert tried > 5 and failed == 0


def test_importing_the_core_loads_neither_the_command_nor_a_dictionary():
    """What is loaded is what takes time: docs/benchmarks.md has the seconds."""
    program = "import sys, charter.text; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=FOLDER.parents[1]
    )
    late = {"charter.text.command", "charter.text.calls", "argparse", "json", "icu", "budoux", "markdown_it", "django"}
    assert not late & set(loaded.stdout.split())
