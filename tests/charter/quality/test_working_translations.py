"""Facts of a working translation that its original does not state."""

from __future__ import annotations

import pytest

from charter.quality.working_translations import facts_that_differ


@pytest.mark.parametrize(
    ("source", "text", "values"),
    [
        ("In 14 days.", "Dans 41 jours.", ("14", "41")),
        ("Within fourteen days.", "Sous quarante et un jours.", ("fourteen", "quarante et un")),
        ("At least 14 %.", "Au moins 41 %.", ("14", "41")),
        ("On 3 May 2027.", "Le 3 juin 2027.", ("05-03", "06-03")),
        ("See article 3.", "Voir l’article 4.", ("3", "4")),
    ],
)
def test_each_fact_that_differs_is_named_once_with_both_values(source, text, values):
    (sentence,) = facts_that_differ("en", source, "fr", text).values()
    assert all(value in sentence for value in values), sentence


@pytest.mark.parametrize("text", ["Dans quatorze jours.", "Dans 14 jours.", ""])
def test_the_same_number_in_words_and_no_text_are_no_difference(text):
    assert facts_that_differ("en", "In 14 days.", "fr", text) == {}


def test_another_text_has_another_identity():
    one, other = (facts_that_differ("en", "In 14 days.", "fr", text) for text in ("En 41 jours.", "Dans 41 jours."))
    assert one.keys().isdisjoint(other)
    assert list(one.values()) == list(other.values())
