"""A row is locked so that what refers to it can still be written.

PostgreSQL looks at foreign keys when a transaction ends, and waits there for who locked the row as one that may get
another key. The record has one writer at a time until its transaction ends, so the two waited for each other.
"""

from __future__ import annotations

import ast

from tests.test_layers import ROOT, files


def locks(tree: ast.AST) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if getattr(call.func, "attr", "") == "select_for_update"]


def keeps_keys(call: ast.Call) -> bool:
    return any(word.arg == "no_key" and getattr(word.value, "value", None) is True for word in call.keywords)


def test_no_lock_makes_rows_that_refer_to_the_locked_row_wait():
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in files()
        for call in locks(ast.parse(path.read_text(encoding="utf-8")))
        if not keeps_keys(call)
    ]
    assert wrong == []
