"""Long citations are shown by what the headings above them do not say."""

from __future__ import annotations

import pytest

from consultation.templatetags.look import cite_parts


@pytest.mark.parametrize(
    ("cite", "parts"),
    [
        ("VI.2.2", ("", "VI.2.2")),
        ("VI, heading 1", ("", "VI, heading 1")),
        ("VI.3, plan, b", ("VI.3, ", "plan, b")),
        ("VI.3, plan, short-term, a", ("VI.3, plan, ", "short-term, a")),
        ("", ("", "")),
    ],
)
def test_the_shown_part_ends_the_citation(cite, parts):
    assert cite_parts(cite) == parts
