"""The second half of the consultations that are too many for a change; a file runs in a process of its own."""

from __future__ import annotations

import pytest

from tests.charter.consultations import whole


@pytest.mark.large
@pytest.mark.nightly
@pytest.mark.parametrize("number", range(280, 500))
def test_a_consultation_states_nothing_untrue(db, request, number):
    whole.play(f"{request.config.option.hypothesis_seed}:{number}")
