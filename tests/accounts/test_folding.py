"""Folding: what is written differently and read alike is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.folding import fold_text, has_all_terms, places_of_terms, search_terms


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
    assert fold_text(written) == folded


@given(st.text(), st.text())
def test_two_texts_fold_together_as_they_do_apart(first, second):
    assert fold_text(first + second) == fold_text(first) + fold_text(second)


@pytest.mark.parametrize(
    ("query", "is_held"), [("paulo SÃO", True), ("sao pa", True), ("santos", False), ("", False), ("paulo rio", False)]
)
def test_a_name_holds_each_part_of_what_was_typed(query, is_held):
    assert has_all_terms("São Paulo", query) is is_held


def test_a_query_is_split_into_words():
    assert search_terms("Clean water, CLEAN") == ("clean", "water")


def test_han_is_searched_by_pairs_of_signs():
    assert search_terms("住房权利") == ("住房", "房权", "权利")


def test_nothing_but_signs_is_no_query():
    assert search_terms("… ? !") == ()


def test_places_are_those_of_the_unfolded_text():
    text = "Chaque École a l’eau."
    assert [text[a:b] for a, b in places_of_terms(text, search_terms("ecole eau"))] == ["École", "eau"]


def test_places_that_touch_are_one():
    assert places_of_terms("住房权利", search_terms("住房权利")) == [(0, 4)]
