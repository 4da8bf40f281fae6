"""The laws of the text core run at full size in `make check`."""

import os
from pathlib import Path

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """In the large profile the property tests are what `-m large` runs."""
    if os.environ.get("HYPOTHESIS_PROFILE") == "large":
        for item in items:
            if item.path.name in ("test_laws.py", "test_seams.py") and item.path.parent == HERE:
                item.add_marker("large")
