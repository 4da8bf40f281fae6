from __future__ import annotations

import pytest
from lxml import html

from charter.importing.lists import open_list


def labels(written: str) -> list[str]:
    element = html.fromstring(written)
    numbering = open_list(element)
    return [numbering.label(item).text for item in element]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<ol><li>x<li>y</ol>", ["1", "2"]),
        ("<ol start=4><li>x<li>y</ol>", ["4", "5"]),
        ("<ol><li value=3>x<li>y</ol>", ["3", "4"]),
        ("<ol start=-2><li>x</ol>", ["1"]),
        ("<ol start=99999><li>x</ol>", ["1"]),
        ("<ol type=a><li>x<li>y</ol>", ["a", "b"]),
        ("<ol type=A start=26><li>x<li>y</ol>", ["z", "27"]),
        ("<ol type=i><li>x<li>y</ol>", ["i", "ii"]),
        ('<ol style="list-style-type: lower-alpha"><li>x</ol>', ["a"]),
        ('<ol style="list-style: upper-roman"><li>x<li>y</ol>', ["i", "ii"]),
        ('<ol style="list-style-type: arabic-abjad"><li>x<li>y</ol>', ["أ", "ب"]),
    ],
)
def test_items_have_the_label_that_a_browser_draws(written: str, expected: list[str]) -> None:
    assert labels(written) == expected


def test_bullets_have_no_place() -> None:
    element = html.fromstring("<ul><li>x</ul>")
    assert (open_list(element).label(element[0]).style, open_list(element).label(element[0]).ordinal) == ("bullet", 0)
