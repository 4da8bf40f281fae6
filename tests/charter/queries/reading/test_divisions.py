"""Where an empty line may cut words, and which provision can be joined with the next."""

from __future__ import annotations

import pytest

from charter.queries.reading import divisions

TEXT = "The city\u00a0keeps homes warm. It counts them."


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ("The city\u00a0keeps homes warm.\n\nIt counts them.", "The city\u00a0keeps homes warm."),
        ("The city keeps homes warm. \r\n \r\n\r\n It counts\nthem.\n", "The city\u00a0keeps homes warm."),
        ("The\n\ncity keeps homes warm. It counts them.", "The"),
    ],
)
def test_an_empty_line_cuts_the_words(typed, before):
    cut = divisions.cut_of(TEXT, typed)
    assert TEXT[:cut] == before


@pytest.mark.parametrize(
    "typed",
    [
        TEXT,
        "",
        "\n\n" + TEXT + "\n\n",
        "The city keeps homes warm.\nIt counts them.",
        "The city keeps homes warm.\n\nIt counts\n\nthem.",
        "The city keeps homes cool.\n\nIt counts them.",
        "The city keeps homes warm.\n\nIt counts them. And more.",
        "The ci\n\nty keeps homes warm. It counts them.",
        "Thecity keeps homes warm.\n\nIt counts them.",
    ],
)
def test_other_words_and_no_one_place_cut_nothing(typed):
    assert divisions.cut_of(TEXT, typed) is None


def test_a_script_without_spaces_is_cut_between_signs():
    assert divisions.cut_of("城市保持温暖。它计算房屋。", "城市保持温暖。\n\n它计算房屋。") == 7


def test_the_next_one_is_of_the_same_kind(charter):
    first, second, third = charter.arrangement.sections[1].blocks[2:5]
    assert divisions.next_combinable_block(charter.arrangement.sections[1], second.key) == third
    assert divisions.next_combinable_block(charter.arrangement.sections[1], first.key) is None
    assert divisions.next_combinable_block(charter.arrangement.sections[1], third.key) is None
