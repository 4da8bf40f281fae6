"""One consultation with one of everything, made anew for each test."""

from __future__ import annotations

import pytest

from tests.site import stage as stages


@pytest.fixture
def stage(db) -> stages.Stage:
    return stages.build()
