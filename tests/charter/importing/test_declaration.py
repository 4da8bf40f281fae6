"""The Universal Declaration of Human Rights in five languages: what truly differs is reported and nothing else."""

from __future__ import annotations

import pytest

from charter.importing import placements
from charter.importing.alignment import align_editions
from charter.importing.drafts import Edition
from charter.importing.language_parity import find_disparities
from charter.importing.plan import plan_import

LANGUAGES = ["en", "es", "fr", "ar", "zh"]

# French has no "Now, therefore,"; Arabic no recital on friendly relations and another cut of the last three; Chinese
# says the last three in one. All else is the same in shape.
DIFFERENCES = {
    "es": [],
    "fr": [("missing", "Preamble.8")],
    "ar": [("missing", "Preamble.4"), ("doubtful", "Preamble.8"), ("doubtful", "Preamble.9")],
    "zh": [("missing", "Preamble.8"), ("missing", "Preamble.9")],
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_thirty_articles_and_a_preamble(declaration: dict[str, Edition], lang: str) -> None:
    articles = declaration[lang].articles
    assert [article.ordinal for article in articles if article.kind == "article"] == list(range(1, 31))
    assert [article.kind for article in articles][:1] == ["preamble"]


@pytest.mark.parametrize(("lang", "differences"), DIFFERENCES.items())
def test_what_differs_from_english(
    declaration: dict[str, Edition], lang: str, differences: list[tuple[str, str]]
) -> None:
    disparities = find_disparities(align_editions(declaration["en"], declaration[lang]))
    assert [(disparity.kind, disparity.citation) for disparity in disparities] == differences


@pytest.mark.parametrize("base", LANGUAGES)
@pytest.mark.parametrize("other", LANGUAGES)
def test_no_pair_of_languages_differs_outside_the_preamble(
    declaration: dict[str, Edition], base: str, other: str
) -> None:
    disparities = find_disparities(align_editions(declaration[base], declaration[other])) if base != other else ()
    assert [disparity for disparity in disparities if not disparity.citation.startswith("Preamble.")] == []


@pytest.mark.parametrize("lang", ["fr", "ar", "zh"])
def test_nothing_is_done_before_a_person_has_placed_the_rest(declaration: dict[str, Edition], lang: str) -> None:
    before = plan_import(declaration[lang], [declaration["en"]])
    after = plan_import(declaration[lang], [declaration["en"]], placements=before.to_place)
    assert (before.may_be_done, after.may_be_done) == (False, True)


def test_arabic_is_placed_as_a_person_says(declaration: dict[str, Edition]) -> None:
    aligned = align_editions(declaration["en"], declaration["ar"])
    placed = placements.apply_placements(
        aligned,
        [
            placements.Placement("Preamble.7", "", "Preamble.9"),
            placements.Placement("Preamble.8", "", "new", after="Preamble.9"),
            placements.Placement("", "Preamble.8", "missing"),
            placements.Placement("", "Preamble.4", "missing"),
        ],
    )
    assert placed.complete
    assert [(disparity.kind, disparity.citation) for disparity in find_disparities(placed)] == [
        ("missing", "Preamble.4"),
        ("missing", "Preamble.8"),
        ("new", "Preamble.8"),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_file_again_changes_nothing(declaration: dict[str, Edition], lang: str) -> None:
    again = plan_import(declaration[lang], [declaration[lang]])
    assert again.changes_nothing and again.may_be_done
