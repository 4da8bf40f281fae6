from __future__ import annotations

from dataclasses import replace

import pytest

from charter.importing.alignment import align_editions
from charter.importing.drafts import Edition
from charter.importing.language_parity import find_disparities
from charter.importing.placements import Placement, apply_placements
from tests.charter.importing.made import edition


def found(english: str, spanish: str) -> list[tuple[str, str, str, str]]:
    base = edition(f"<h2>Article 1</h2>{english}")
    other = edition(f"<h2>Artículo 1</h2>{spanish}", "es")
    return [
        (disparity.kind, disparity.citation, disparity.base, disparity.incoming)
        for disparity in find_disparities(align_editions(base, other))
    ]


@pytest.mark.parametrize(
    ("english", "spanish", "differences"),
    [
        ("<p>Water for all.</p>", "<p>Agua para todos.</p>", []),
        ("<p>Within 30 days.</p>", "<p>En 60 días.</p>", [("numbers", "1.1", "30", "60")]),
        ("<p>Within 30 days.</p>", "<p>En treinta días.</p>", []),
        ("<p>Over 1,000 homes.</p>", "<p>Más de 1.000 casas.</p>", []),
        ("<p>See article VI now.</p>", "<p>Véase el artículo VII.</p>", [("articles", "1.1", "6", "7")]),
        ("<p>On 3 May 2024.</p>", "<p>El 4 de mayo de 2024.</p>", [("dates", "1.1", "2024-05-03", "2024-05-04")]),
        (
            '<p>The <a href="https://a.example/x">list</a>.</p>',
            "<p>La lista.</p>",
            [("links", "1.1", "https://a.example/x", "")],
        ),
        (
            "<p>1. Both of these:</p><p>a) water;</p><p>b) bread.</p>",
            "<p>1. Ambas cosas:</p><p>a) agua;</p>",
            [("points", "1.1", "2", "1"), ("missing", "1.1.b", "bread.", "")],
        ),
        (
            "<h3>Action plan</h3><ol><li>Open a desk.</ol>",
            "<h3>Plan de acción</h3><ol type=a><li>Abrir oficina.</ol>",
            [("label", "1, plan, a", "1", "a")],
        ),
    ],
)
def test_differences(english: str, spanish: str, differences: list[tuple[str, str, str, str]]) -> None:
    assert found(english, spanish) == differences


@pytest.mark.parametrize("lang", ["fr", "es"])
def test_the_demonstration_charter_has_no_false_difference(demo: dict[str, Edition], lang: str) -> None:
    aligned = align_editions(demo["en"], demo[lang])
    assert (find_disparities(aligned), aligned.complete) == ((), True)


def test_articles_in_arabic_only_lack_the_others(demo: dict[str, Edition]) -> None:
    aligned = align_editions(demo["en"], demo["ar"])
    assert {disparity.kind for disparity in find_disparities(aligned)} == {"missing_article"}
    assert aligned.complete


def test_an_article_is_not_missing_where_a_person_placed_one_of_its_provisions() -> None:
    english = "<h2>Article 1</h2><p>One.</p><h2>Article 2</h2><p>The city opens 14 schools in 2030.</p><p>Three.</p>"
    spanish = "<h2>Artículo 1</h2><p>Uno.</p><p>La ciudad abre 14 escuelas en 2030.</p>"
    aligned = align_editions(edition(english), edition(spanish, "es"))
    assert ("missing_article", "2.1") in [(finding.kind, finding.citation) for finding in find_disparities(aligned)]
    placed = apply_placements(aligned, [Placement("1.2", "", "2.1")])
    kinds = {finding.citation: finding.kind for finding in find_disparities(placed)}
    assert "missing_article" not in kinds.values() and kinds["2.2"] == "missing"


def without_ids(text: Edition) -> Edition:
    articles = (
        replace(
            article,
            source_id="",
            provisions=tuple(replace(provision, source_id="") for provision in article.provisions),
        )
        for article in text.articles
    )
    return replace(text, articles=tuple(articles))


@pytest.mark.parametrize("lang", ["fr", "es", "ar"])
def test_ids_are_not_needed_to_align_the_demonstration(demo: dict[str, Edition], lang: str) -> None:
    aligned = align_editions(without_ids(demo["en"]), without_ids(demo[lang]))
    ids = [{provision.citation: provision.source_id for provision in demo[code].provisions()} for code in ("en", lang)]
    assert [pair for pair in aligned.pairs if ids[0][pair.base.citation] != ids[1][pair.incoming.citation]] == []
