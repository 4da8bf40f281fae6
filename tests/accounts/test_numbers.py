"""Numbers as a request writes them."""

from __future__ import annotations

import pytest

from accounts.numbers import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("١٢", 12),
        ("999999999", 999999999),
        ("", None),
        ("-1", None),
        ("²", None),
        ("1.5", None),
        ("x", None),
        ("9" * 10, None),
        ("9" * 5000, None),
    ],
)
def test_only_what_can_number_a_row_is_a_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number
