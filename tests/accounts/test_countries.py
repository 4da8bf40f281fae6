"""Countries have the names that the United Nations uses, in the four languages of the site."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from accounts import countries

# UNTERM puts articles in brackets and marks some names; other lists put a mark in place of a word.
MARKS_OF_THE_SOURCE = re.compile(r"\((the|les?|la|l’|los?|las?)\)|\*|_")


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("TR", "en", "Türkiye"),
        ("CZ", "fr", "Tchéquie"),
        ("SZ", "es", "Eswatini"),
        ("CI", "en", "Côte d’Ivoire"),
        ("KR", "en", "Republic of Korea"),
        ("KR", "fr", "République de Corée"),
        ("NL", "en", "Netherlands (Kingdom of the)"),
        ("NL", "ar", "مملكة هولندا"),
        ("PS", "es", "Estado de Palestina"),
        ("US", "ar", "الولايات المتحدة الأمريكية"),
    ],
)
def test_a_country_has_its_short_name_of_the_united_nations(code, language, name):
    with override(language):
        assert countries.country_name(code) == name


def test_every_country_has_a_name_in_each_language_without_an_article_in_brackets():
    for language in ("en", "fr", "es", "ar"):
        names = countries.country_names(language)
        assert len(names) == 249
        assert [
            name for name in names.values() if not name or re.search(r"\((the|les?|la|l’|los?|las?)\)|\*|_", name)
        ] == []


def test_names_are_english_in_a_language_that_the_table_lacks():
    with override("pt"):
        assert countries.country_name("TR") == "Türkiye"


def test_text_that_is_no_code_stays_as_it_was_typed():
    assert countries.country_name("Bahria") == "Bahria"


def test_countries_are_offered_in_the_order_of_their_names():
    with override("fr"):
        names = [name for _, name in countries.country_choices()]
    assert names[:2] == ["Afghanistan", "Afrique du Sud"]
