import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.citations import article_numeral
from charter.facts.numerals import Label, fold_digits, read_chinese, read_label, read_number, read_roman, to_chinese


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("VI", 6),
        ("xiv", 14),
        ("29", 29),
        ("٢٩", 29),
        ("1er", 1),
        ("premier", 1),
        ("第", None),
        ("二十九", 29),
        ("三十", 30),
        ("十", 10),
        ("السادسة", 6),
        ("الأولى", 1),
        ("الحادية عشرة", 11),
        ("الثانية عشرة", 12),
        ("الحادية والعشرون", 21),
        ("الثلاثين", 30),
        ("IIII", None),
        ("", None),
        ("right", None),
    ],
)
def test_number_in_every_form(printed: str, value: int | None) -> None:
    assert read_number(printed) == value


@given(st.integers(1, 100))
def test_roman_is_read_as_it_is_written(value: int) -> None:
    assert read_roman(article_numeral(value)) == value


@given(st.integers(1, 99))
def test_chinese_is_read_as_it_is_written(value: int) -> None:
    assert read_chinese(to_chinese(value)) == value


def test_digits_of_every_script_are_folded() -> None:
    assert fold_digits("٣ ۴ ५ 6 ７") == "3 4 5 6 7"


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("1. Everyone", Label("number", 1, "1"), "Everyone"),
        ("12) Everyone", Label("number", 12, "12"), "Everyone"),
        ("(3) Everyone", Label("number", 3, "3"), "Everyone"),
        ("٢- لكل", Label("number", 2, "2"), "لكل"),
        ("a) water", Label("letter", 1, "a"), "water"),
        ("(b) water", Label("letter", 2, "b"), "water"),
        ("c.\u00a0water", Label("letter", 3, "c"), "water"),
        ("ب) ماء", Label("letter", 2, "ب"), "ماء"),
        ("ج. ماء", Label("letter", 3, "ج"), "ماء"),
        ("ii) water", Label("roman", 2, "ii"), "water"),
        ("IV. water", Label("roman", 4, "IV"), "water"),
        ("（一）水", Label("number", 1, "1"), "水"),
        ("二、水", Label("number", 2, "2"), "水"),
        ("• water", Label("bullet", 0, ""), "water"),
        ("– water", Label("bullet", 0, ""), "water"),
    ],
)
def test_label_before_a_paragraph(text: str, label: Label, rest: str) -> None:
    found = read_label(text)
    assert found is not None
    assert (found[0], text[found[1] :]) == (label, rest)


@pytest.mark.parametrize(
    "text", ["Everyone", "1948 was a year", "a right", "3.5 million people", "A. Purpose", "-5 degrees"]
)
def test_words_that_are_no_label(text: str) -> None:
    assert read_label(text) is None


def test_i_after_h_is_a_letter_and_alone_a_numeral() -> None:
    after_h = read_label("i) water", Label("letter", 8, "h"))
    alone = read_label("i) water")
    assert after_h is not None and alone is not None
    assert (after_h[0].style, alone[0].style) == ("letter", "roman")
