"""The structure of a text as a value: what it stores and how it names the parts."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from charter.states import ArticleKind, Numerals, PointStyle
from charter.structure import DEFAULT_STRUCTURE, PartNames, TextStructure, read_structure

NAMES = st.builds(PartNames, *[st.sampled_from(["", "Section"])] * 4).filter(lambda names: names != PartNames())
STRUCTURES = st.builds(
    TextStructure,
    numerals=st.sampled_from(Numerals.values),
    points=st.tuples(*[st.sampled_from(PointStyle.values)] * 3),
    names=st.dictionaries(st.sampled_from(["ar", "en", "fr"]), NAMES).map(lambda names: tuple(sorted(names.items()))),
)


def test_nothing_stored_is_the_default() -> None:
    assert read_structure("roman", {}) == DEFAULT_STRUCTURE


@given(STRUCTURES)
def test_what_is_stored_is_read_again(structure: TextStructure) -> None:
    assert read_structure(structure.numerals, structure.as_json()) == structure


@pytest.mark.parametrize(
    ("language", "kind", "number", "name"),
    [
        ("en", ArticleKind.ARTICLE, "VI", "Rule VI"),
        ("es", ArticleKind.ARTICLE, "VI", "Artículo VI"),
        ("en", ArticleKind.PREAMBLE, "", "Recitals"),
        ("en", ArticleKind.FINAL, "", "Final provisions"),
        ("fr", ArticleKind.PREAMBLE, "", "Préambule"),
        ("en-x-pt", ArticleKind.ARTICLE, "2", "Seção 2"),
        ("en-x-pt", ArticleKind.PREAMBLE, "", "Recitals"),
    ],
)
def test_a_blank_name_is_the_one_of_the_interface(language: str, kind: str, number: str, name: str) -> None:
    structure = TextStructure(
        names=(("en", PartNames(article="Rule", preamble="Recitals")), ("pt", PartNames(article="Seção")))
    )
    with override(language):
        assert structure.name_of_part(kind, number) == name
