"""Corrections to what was read of a file: each gives the lines that a person expects, and the last is undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.importing import repairs
from charter.importing.repairs import Repair, Unrepairable
from tests.charter.importing.made import edition

FILE = edition(
    "<h1>Charter</h1><h2>Article 1. Water</h2><p>1. Water is <b>for all</b>.</p><p>Everyone</p>"
    "<p>drinks. Nobody pays.</p><h2>Article 2. Homes</h2><p>a) A home is more than a roof.</p>"
)


def lines(*steps: Repair) -> list[tuple[str, str, str]]:
    """Citation, label and words of each line after the corrections."""
    provisions = repairs.repair_edition(FILE, steps).edition.provisions()
    return [(provision.citation, provision.label, provision.html) for provision in provisions]


def test_without_a_correction_the_file_stays_as_it_was_read() -> None:
    assert repairs.repair_edition(FILE, ()).edition == FILE


def test_the_title_is_what_was_typed() -> None:
    assert (
        repairs.repair_edition(FILE, [Repair("title", value="Charter of Water")]).edition.title == "Charter of Water"
    )


def test_a_line_is_combined_with_the_one_before() -> None:
    assert lines(Repair("combine", 3))[1:3] == [
        ("1.1", "1", "Water is <b>for all</b>."),
        ("1.1.1", "", "Everyone drinks. Nobody pays."),
    ]


def test_a_line_is_split_where_an_empty_line_stands() -> None:
    steps = (Repair("combine", 3), Repair("split", 2, "Everyone drinks.\n\nNobody pays."))
    assert lines(*steps)[2:4] == [("1.1.1", "", "Everyone drinks."), ("1.1.2", "", "Nobody pays.")]


def test_formats_stay_on_both_sides_of_a_split() -> None:
    split = Repair("split", 1, "Water is\n\nfor all.")
    assert [html for _cite, _label, html in lines(split)[1:3]] == ["Water is", "<b>for all</b>."]


def test_a_line_left_out_is_named() -> None:
    repaired = repairs.repair_edition(FILE, [Repair("leave_out", 2)])
    assert [(item.what, item.words) for item in repaired.left_out] == [("chosen", "Everyone")]
    assert "Everyone" not in [item.text for item in repaired.edition.provisions()]


def test_an_article_without_its_title_stays_an_article() -> None:
    repaired = repairs.repair_edition(FILE, [Repair("leave_out", 0)]).edition
    assert [(article.kind, article.number, article.title) for article in repaired.articles] == [
        ("article", "1", ""),
        ("article", "2", "Homes"),
    ]


def test_a_line_begins_an_article_and_a_title_ends_being_one() -> None:
    repaired = repairs.repair_edition(FILE, [Repair("type", 2, "article"), Repair("type", 4, "heading")]).edition
    assert [(article.number, article.title, len(article.provisions)) for article in repaired.articles] == [
        ("1", "Water", 2),
        ("2", "Everyone", 4),
    ]


def test_a_heading_in_bold_becomes_the_next_article_with_its_paragraphs() -> None:
    typed = edition(
        "<h2>Article 5. Homes</h2><p>5.1 A home is more than a roof.</p><p><b>Final clauses</b></p>"
        "<p>6.1 Ten cities sign.</p><p>6.2 All languages are authentic.</p>"
    )
    place = [provision.text for provision in typed.provisions()].index("Final clauses")
    repaired = repairs.repair_edition(typed, [Repair("type", place, "article")]).edition
    assert [(provision.citation, provision.kind) for provision in repaired.provisions()][2:] == [
        ("6, title", "title"),
        ("6.1", "paragraph"),
        ("6.2", "paragraph"),
    ]


def test_a_number_that_the_file_has_is_not_given_to_another_article() -> None:
    repaired = repairs.repair_edition(FILE, [Repair("type", 2, "article")])
    assert [(article.number, article.title) for article in repaired.edition.articles] == [
        ("1", "Water"),
        ("", "Everyone"),
        ("2", "Homes"),
    ]
    citations = [provision.citation for provision in repaired.edition.provisions()]
    assert citations[2:] == ["Everyone, title", "Everyone.1", "2, title", "2.a"]


def test_type_and_level_are_changed() -> None:
    repaired = repairs.repair_edition(FILE, [Repair("type", 3, "point", 2)]).edition
    assert [(provision.kind, provision.depth) for provision in repaired.provisions()][3] == ("point", 2)


def test_a_number_is_text_and_a_number_again() -> None:
    assert lines(Repair("number_off", 1))[1][1:] == ("", "1 Water is <b>for all</b>.")
    typed = edition("<h2>Article 1</h2><p>x</p><p>Vide</p>")
    with pytest.raises(Unrepairable):
        repairs.repair_edition(typed, [Repair("number_on", 1)])


@pytest.mark.parametrize(
    ("repair", "sentence"),
    [
        (Repair("combine", 0), repairs.NO_PREVIOUS),
        (Repair("combine", 99), repairs.NO_LINE),
        (Repair("unknown", 1), repairs.NO_LINE),
        (Repair("split", 1, "Water is for all."), repairs.NO_CUT),
        (Repair("split", 1, "Water is\n\nfor some."), repairs.NO_CUT),
        (Repair("type", 1, "title"), repairs.NO_TYPE),
        (Repair("title"), repairs.NO_TITLE),
        (Repair("number_on", 2), repairs.NO_NUMBER),
    ],
)
def test_what_cannot_be_corrected_is_refused_with_a_sentence(repair: Repair, sentence: object) -> None:
    with pytest.raises(Unrepairable) as refusal:
        repairs.repair_edition(FILE, [repair])
    assert refusal.value.sentence is sentence


KINDS = ["article", "preamble", "paragraph", "subparagraph", "point", "heading", "recital"]
ACTS = ["type", "combine", "leave_out", "number_off", "number_on"]
STEPS = st.builds(Repair, st.sampled_from(ACTS), st.integers(0, 8), st.sampled_from(KINDS), st.integers(1, 3))


@given(st.lists(STEPS, max_size=12))
def test_no_correction_loses_a_word_that_was_not_left_out(steps: list[Repair]) -> None:
    accepted: tuple[Repair, ...] = ()
    for step in steps:
        try:
            repairs.repair_edition(FILE, (*accepted, step))
        except Unrepairable:
            continue
        accepted = (*accepted, step)
    after = repairs.repair_edition(FILE, accepted)
    kept = " ".join([*(item.text for item in after.edition.provisions()), *(item.words for item in after.left_out)])
    assert {word for item in FILE.provisions() for word in item.text.split()} <= set(kept.split())
    assert repairs.from_json(repairs.as_json(accepted)) == accepted
