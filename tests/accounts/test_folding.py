"""Folding: what is written differently and read alike is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.folding import fold, holds, places, terms


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Préambule", "preambule"),
        ("ÉCOLE", "ecole"),
        ("Straße", "strasse"),
        ("Cœur", "coeur"),
        ("الحَقُّ في السَّكَن", "الحق في السكن"),
        ("أإآا", "اااا"),
        ("مدينة", "مدينه"),
        ("على", "علي"),
        ("l’eau", "l'eau"),
    ],
)
def test_marks_case_and_variant_letters_are_folded(written, folded):
    assert fold(written) == folded


@given(st.text(), st.text())
def test_two_texts_fold_together_as_they_do_apart(one, other):
    assert fold(one + other) == fold(one) + fold(other)


@pytest.mark.parametrize(
    ("query", "held"), [("paulo SÃO", True), ("sao pa", True), ("santos", False), ("", False), ("paulo rio", False)]
)
def test_a_name_holds_each_part_of_what_was_typed(query, held):
    assert holds("São Paulo", query) is held


def test_a_query_is_split_into_words():
    assert terms("Clean water, CLEAN") == ("clean", "water")


def test_han_is_searched_by_pairs_of_signs():
    assert terms("住房权利") == ("住房", "房权", "权利")


def test_nothing_but_signs_is_no_query():
    assert terms("… ? !") == ()


def test_places_are_those_of_the_unfolded_text():
    text = "Chaque École a l’eau."
    assert [text[a:b] for a, b in places(text, terms("ecole eau"))] == ["École", "eau"]


def test_places_that_touch_are_one():
    assert places("住房权利", terms("住房权利")) == [(0, 4)]
