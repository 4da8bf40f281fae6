"""Word lists that the code must keep to."""

from __future__ import annotations

import ast
from pathlib import Path

from accounts.states import MailKind

ROOT = Path(__file__).resolve().parents[2]
WRITERS = {"write_letter", "write_letters"}


def literal_kinds():
    """Kinds that are written as words in calls which write letters."""
    for package in ("accounts", "charter", "cms"):
        for path in (ROOT / package / "actions").rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in WRITERS:
                    yield from kinds_of(node, package)


def kinds_of(call, package):
    named = [
        word.value for word in call.keywords if word.arg == "kind" and any(k.arg == "subject" for k in call.keywords)
    ]
    place = 2 if package == "cms" else 1
    return [
        node.value
        for node in [*named, *call.args[place : place + 1]]
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_every_kind_of_letter_stands_in_the_list():
    written = set(literal_kinds())
    assert {"to_confirm", "comment_answered", "section_met"} <= written
    assert written <= set(MailKind.values)
