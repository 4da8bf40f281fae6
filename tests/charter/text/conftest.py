"""Profiles for the property tests: `quick` in make test, `large` in make check."""

import os
from pathlib import Path

from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
settings.register_profile("quick", max_examples=200, deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.register_profile("large", max_examples=2000, deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_collection_modifyitems(items):
    """In the large profile the property tests are what `-m large` runs."""
    if os.environ.get("HYPOTHESIS_PROFILE") == "large":
        for item in items:
            if item.path.name == "test_laws.py" and item.path.parent == HERE:
                item.add_marker("large")
