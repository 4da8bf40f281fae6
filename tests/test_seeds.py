"""The seed that a run prints at its end draws the same examples again."""

from __future__ import annotations

import pytest


def test_a_worker_draws_by_the_seed_that_the_run_prints(pytestconfig):
    if not hasattr(pytestconfig, "workerinput"):
        pytest.skip("Only a run with several workers has to share its seed: pytest -n 2.")
    assert pytestconfig.option.hypothesis_seed == pytestconfig.workerinput.get("hypothesis_seed")
