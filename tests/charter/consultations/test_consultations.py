"""Random consultations without an untrue line: a change that lands draws 20 of these 60.

They are the same for every change, so that a change answers for its own faults. Those of the night are always new.
"""

from __future__ import annotations

import pytest

from tests.charter.consultations import whole


@pytest.mark.large
@pytest.mark.parametrize("number", range(60))
def test_a_consultation_states_nothing_untrue(db, number):
    whole.play(f"consultation {number}")
