"""Packages that were prescribed and may end are each known to one module of ours, which could do without them."""

from __future__ import annotations

import pytest

from tests.test_layers import ROOT, files, imports

BEHIND = {
    "bleach": "charter/clean.py",
    "django_comments": "charter/models/comments.py",
    "django_comments_xtd": "charter/models/comments.py",
}


@pytest.mark.parametrize("package", BEHIND)
def test_one_module_knows_the_package(package):
    knowing = [path for path in files() if any(name.split(".")[0] == package for name in imports(path))]
    assert [str(path.relative_to(ROOT)) for path in knowing] == [BEHIND[package]]


@pytest.mark.parametrize("package", BEHIND)
def test_no_template_knows_the_package(package):
    templates = [path for path in (ROOT / "templates").rglob("*.*") if path.is_file()]
    assert len(templates) > 100
    assert [path.name for path in templates if package in path.read_text(encoding="utf-8")] == []
