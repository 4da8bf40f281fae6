"""Imports go down the picture in `docs/architecture.md`, those inside functions too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "accounts": {"accounts"},
    "charter": {"charter", "accounts"},
    "cms": {"cms", "charter", "accounts"},
    "consultation": {"consultation", "cms", "charter", "accounts"},
}
OURS = set(PACKAGES)
CORE_MAY = {"rapidfuzz", "regex", "lxml"}
LAYERS = [
    {"states", "citations", "folding"},
    {"models", "migrations"},
    {"rules", "triggers"},
    {"messages", "queries", "clean", "texts", "tracing"},
    {"actions"},
    {"forms", "exports", "imports", "receivers", "tasks", "templatetags", "comments", "api"},
    {"views", "admin", "management", "middleware", "adapter", "context", "wagtail_hooks"},
    {"urls"},
]
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}
WAGTAIL_FREE = {"accounts", "charter"}


def files() -> list[Path]:
    found = [p for package in PACKAGES for p in (ROOT / package).rglob("*.py")]
    return [p for p in found if "migrations" not in p.parts]


def imports(path: Path) -> Iterator[str]:
    """Full names of what a file imports, `from a import b` as `a.b`."""
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def faults(path: Path) -> Iterator[str]:
    where = path.relative_to(ROOT)
    package = where.parts[0]
    mine = RANK.get(where.with_suffix("").parts[1])
    for name in imports(path):
        top = name.split(".")[0]
        if top in OURS and top not in PACKAGES[package]:
            yield f"{where} imports {name}: {package} may not know {top}"
        if package in WAGTAIL_FREE and top == "wagtail":
            yield f"{where} imports {name}: only cms knows wagtail"
        if top == package and mine is not None and RANK.get(room(name), -1) > mine:
            yield f"{where} imports {name}: a layer above it"


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path):
    assert list(faults(path)) == []


@pytest.mark.parametrize("path", sorted((ROOT / "charter" / "text").glob("*.py")), ids=lambda p: p.name)
def test_the_text_core_knows_no_django(path):
    import sys

    allowed = CORE_MAY | set(sys.stdlib_module_names) | {"charter"}
    outside = [n for n in imports(path) if n.split(".")[0] not in allowed or n.startswith("charter.models")]
    assert outside == []
    assert all(n.startswith("charter.text") for n in imports(path) if n.startswith("charter"))


def test_no_room_is_called_by_an_empty_name():
    forbidden = {"core", "common", "utils", "helpers", "services"}
    assert [p for p in files() if p.stem in forbidden or p.parent.name in forbidden] == []
