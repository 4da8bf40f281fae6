"""What tests of accounts share."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture
def no_press(monkeypatch):
    """As on a machine without Pango: the library that draws PDF is there and cannot load."""

    class Missing:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
