"""Imports go down the picture in `docs/architecture.md`, those inside functions too."""

from __future__ import annotations

import ast
import sys
from collections.abc import Container, Iterator
from graphlib import CycleError, TopologicalSorter
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
# The first set is the lowest layer. A module imports from its own layer and from those before it.
LAYERS = {
    "accounts": [
        {
            "addresses",
            "canonical",
            "causes",
            "colours",
            "countries",
            "dates",
            "devices",
            "folding",
            "interface_texts",
            "locales",
            "numbers",
            "own_names",
            "patience",
            "prepared",
            "stamps",
            "states",
            "text_checks",
        },
        {"models", "migrations", "sessions"},
        {"rules", "triggers"},
        {"email_texts", "letter_texts", "messages", "queries"},
        {"limits"},
        {"actions"},
        {"exports", "forms", "imports", "receivers", "tasks"},
        {"adapter", "checks", "management", "middleware", "providers", "views"},
        {"apps", "mail_urls", "templatetags", "urls"},
    ],
    "charter": [
        {"citations", "facts", "observances", "states", "structure", "text"},
        {"models", "migrations"},
        {"rules"},
        {"clean", "messages", "queries", "texts", "tracing"},
        {"files", "wording"},
        {"actions"},
        {"importing"},
        {"api", "exports", "forms", "quality", "receivers"},
        {"checks", "management", "middleware", "tasks", "views"},
        {"apps", "templatetags", "urls"},
    ],
    "cms": [
        {"blocks", "pictures", "previewing", "quotations", "rebasing", "repacking"},
        {"models", "migrations"},
        {"calendars", "drafters", "events", "finding", "initiatives", "page_data", "places", "processes"},
        {"actions", "policies"},
        {"forms", "middleware", "receivers", "views", "wagtail_hooks"},
        {"apps", "urls"},
    ],
    "consultation": [
        {
            "addresses",
            "caching",
            "catalogues",
            "cookies",
            "founding",
            "interpreter",
            "logs",
            "lost_tasks",
            "maps",
            "materials",
        },
        {"models", "migrations", "outages", "permissions", "serving", "statics", "statistics"},
        {"settings"},
        {"archives", "demonstrations", "first_steps"},
        {"archiving", "context", "demo", "formats", "middleware", "receivers", "sitemaps", "watching"},
        {"secretariat_views", "views"},
        {"apps", "management", "templatetags", "urls", "web_worker", "wsgi"},
    ],
}
RANK = {
    (package, room): rank for package, layers in LAYERS.items() for rank, rooms in enumerate(layers) for room in rooms
}
# The first subject is the lowest.
SUBJECTS = (
    "reading",
    "amending",
    "deciding",
    "languages",
    "merging",
    "versions",
    "comments",
    "papers",
    "city",
    "secretariat",
)
# Layers with a folder for each subject. An action and a query are in one order; each of the others has its own.
ORDERED = {"queries": "acts", "actions": "acts", "forms": "forms", "views": "views"}
# Files of these layers that several subjects use. They import no subject of their layer.
SHARED = {
    "charter/forms/acting.py",
    "charter/views/desk_frame.py",
    "charter/views/excerpts.py",
    "charter/views/own_organisations.py",
    "charter/views/public_pages.py",
    "charter/views/text_frame.py",
    "charter/views/ticked_rows.py",
    "charter/views/typed_text.py",
}
WAGTAIL_FREE = {"accounts", "charter"}


def files() -> list[Path]:
    paths = [p for package in PACKAGES for p in (ROOT / package).rglob("*.py")]
    return [p for p in paths if "migrations" not in p.parts]


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


def layer_of(name: str) -> tuple[str, str]:
    """The package and the layer of a full name, such as `charter` and `queries`."""
    package, _, rest = name.partition(".")
    return package, rest.partition(".")[0]


def subject_of(name: str) -> tuple[str, int] | None:
    """The order that a full name belongs to and its place there, or None outside the layers with subjects."""
    package, layer, *rest = [*name.split("."), "", ""]
    if package != "charter" or layer not in ORDERED:
        return None
    return ORDERED[layer], SUBJECTS.index(rest[0]) if rest[0] in SUBJECTS else -1


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def faults(path: Path) -> Iterator[str]:
    where, module = path.relative_to(ROOT), module_of(path)
    package, _ = mine = layer_of(module)
    order = subject_of(module)
    for name in imports(path):
        top = name.split(".")[0]
        if top in OURS and top not in PACKAGES[package]:
            yield f"{where} imports {name}: {package} may not know {top}"
        if package in WAGTAIL_FREE and top == "wagtail":
            yield f"{where} imports {name}: only cms knows wagtail"
        if top == package and RANK.get(layer_of(name), -1) > RANK.get(mine, len(RANK)):
            yield f"{where} imports {name}: a layer above it"
        if name.startswith("charter.templatetags") and not module.startswith("charter.templatetags"):
            yield f"{where} imports {name}: only templates know it"
        other = subject_of(name)
        if order and other and order[0] == other[0] and other[1] > order[1]:
            yield f"{where} imports {name}: a subject above it"


def test_imports_go_down():
    assert [fault for path in files() for fault in faults(path)] == []


def test_each_module_is_in_a_layer():
    modules = {layer_of(module_of(path)) for path in files()} - {(package, "") for package in PACKAGES}
    assert sorted(modules - set(RANK)) == []


def test_each_module_with_subjects_is_in_one():
    paths = [path.relative_to(ROOT) for path in files() if path.name != "__init__.py"]
    layered = [path for path in paths if path.parts[0] == "charter" and path.parts[1] in ORDERED]
    outside = {str(path) for path in layered if path.parts[2] not in SUBJECTS}
    assert outside == SHARED


def test_no_files_import_each_other_in_a_circle():
    modules = {module_of(path): path for path in files()}
    graph = {
        module: {other for name in imports(path) if (other := _imported(name, modules)) and other != module}
        for module, path in modules.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def _imported(name: str, modules: Container[str]) -> str | None:
    """The module of ours that an import of this full name reads."""
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name or None


def test_the_text_core_imports_no_django():
    allowed = CORE_MAY | set(sys.stdlib_module_names)
    outside = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted((ROOT / "charter" / "text").glob("*.py"))
        for name in imports(path)
        if name.partition(".")[0] not in allowed and not name.startswith("charter.text")
    ]
    assert outside == []


def test_no_room_is_called_by_an_empty_name():
    forbidden = {"core", "common", "utils", "helpers", "services"}
    assert [p for p in files() if p.stem in forbidden or p.parent.name in forbidden] == []


# What makes a sentence, a link or HTML: no value of a query does. `mark_safe` stays: texts of the charter are HTML.
FOR_PAGES = (
    "django.urls",
    "django.utils.formats",
    "django.utils.text.format_lazy",
    "django.utils.html.format_html",
    "django.template",
    "django.shortcuts",
    "accounts.addresses",
    "accounts.dates",
)
SENTENCES = {"gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}


def test_queries_contain_no_url_and_no_sentence_for_a_page():
    """A query answers with values; `wording` has the sentences, views and templates have the addresses."""
    queries = [path for path in files() if path.is_relative_to(ROOT / "charter" / "queries")]
    queries += [path for path in files() if path.is_relative_to(ROOT / "accounts" / "queries")]
    uses = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in queries
        for name in imports(path)
        if name.startswith(FOR_PAGES)
        or (name.startswith("django.utils.translation.") and name.rpartition(".")[2] in SENTENCES)
    ]
    assert len(queries) > 100
    assert uses == []


def test_views_run_no_query_of_their_own():
    """What a page reads is a function of `queries`; a view asks for it and shows it."""
    views = [path for path in files() if "views" in path.parts or path.name == "views.py"]
    uses = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in views
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]
    assert len(views) > 100
    assert uses == []
