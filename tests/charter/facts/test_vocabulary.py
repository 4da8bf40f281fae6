from __future__ import annotations

import pytest

from charter.facts.vocabulary import fold_words, opens_a_definition, section_kind, time_label


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Preamble", "preamble"),
        ("PRÉAMBULE", "preamble"),
        ("Preámbulo", "preamble"),
        ("الديباجة", "preamble"),
        ("序言", "preamble"),
        ("General provisions", "general"),
        ("Dispositions\u00a0générales", "general"),
        ("Disposiciones generales", "general"),
        ("أحكام عامة", "general"),
        ("Final provisions", "final"),
        ("Dispositions finales", "final"),
        ("附则", "final"),
        ("Suggested action plan", "plan"),
        ("Plan d’action proposé", "plan"),
        ("Plan de acción sugerido", "plan"),
        ("خطة العمل المقترحة", "plan"),
        ("The right to the city", None),
        ("After the preamble", None),
        ("", None),
    ],
)
def test_headings_of_parts(title: str, kind: str | None) -> None:
    assert section_kind(title) == kind


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Short term", "short-term"),
        ("In the medium\u00a0term:", "mid-term"),
        ("Mid‑term", "mid-term"),
        ("À long terme", "long-term"),
        ("A corto plazo", "short-term"),
        ("A mediano plazo", "mid-term"),
        ("على المدى الطويل", "long-term"),
        ("中期", "mid-term"),
        ("Terms of office", None),
    ],
)
def test_terms_of_a_plan(title: str, name: str | None) -> None:
    assert time_label(title) == name


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("“City” means any public body.", True),
        ("« Ville » désigne toute collectivité.", True),
        ("«Ciudad» es todo gobierno local.", True),
        ("„Stadt“ ist jede.", True),
        ("「城市」是指…", True),
        ("City means any public body.", False),
        ("The “city” means any body.", False),
    ],
)
def test_definitions_begin_with_a_word_in_quotation_marks(words: str, is_one: bool) -> None:
    assert opens_a_definition(words) is is_one


def test_words_are_compared_without_case_spaces_and_kinds_of_hyphen() -> None:
    assert fold_words("  Mid‑Term\u202f\n plan ") == "mid-term plan"
