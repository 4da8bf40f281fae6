from __future__ import annotations

import pytest

from charter.importing.text_likeness import likeness_of, pairs_found_again, words_to_compare
from tests.charter.importing.made import edition


def pairs(before: str, after: str) -> list[tuple[int, int]]:
    first, other = (edition(f"<h2>Article 1</h2>{text}") for text in (before, after))
    return pairs_found_again(tuple(first.provisions()), tuple(other.provisions()))


WATER, BREAD = "<p>Water is for all who live here.</p>", "<p>Bread is baked in each district by hand.</p>"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (WATER + BREAD, WATER + BREAD, [(0, 0), (1, 1)]),
        (WATER + BREAD, BREAD + WATER, [(0, 1), (1, 0)]),
        (WATER + BREAD, WATER, [(0, 0)]),
        (WATER, BREAD, []),
        (WATER, WATER.replace("who live", "who live or stay"), [(0, 0)]),
        (WATER + WATER, WATER + WATER, [(0, 0), (1, 1)]),
        (WATER, "<h3>Water is for all who live here.</h3>", []),
        (WATER + BREAD, BREAD + WATER.replace("all", "everybody"), [(0, 1), (1, 0)]),
    ],
)
def test_provisions_are_found_again_by_their_words(before: str, after: str, expected: list) -> None:
    assert pairs(before, after) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The city’s well-being, 30.", ("the", "city’s", "well-being", "30")),
        ("第三十条", ("第", "三", "十", "条")),
        ("المادة ٣", ("المادة", "3")),
        ("…", ()),
    ],
)
def test_words_as_they_are_compared(text: str, expected: tuple[str, ...]) -> None:
    assert words_to_compare(text) == expected


@pytest.mark.parametrize(("first", "other", "share"), [("ab", "ab", 1.0), ("ab", "cd", 0.0), ("ab", "ac", 0.5)])
def test_likeness_is_the_share_in_common(first: str, other: str, share: float) -> None:
    assert likeness_of(tuple(first), tuple(other)) == share
