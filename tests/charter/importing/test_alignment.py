from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.importing.alignment import Alignment, align_editions
from charter.importing.drafts import Edition
from charter.importing.shape_matching import match_rows
from tests.charter.importing.made import edition

LONG = "Every person who lives in the city has the right to take part in each decision that concerns the place."
LARGA = "Toda persona que vive en la ciudad tiene derecho a tomar parte en cada decisión que concierne al lugar."
SHORT = "The city says why."
CORTA = "La ciudad dice por qué."


def pairs(alignment: Alignment) -> list[tuple[str, str, str]]:
    citations = [(pair.base.citation, pair.incoming.citation, pair.how) for pair in alignment.pairs]
    return sorted(citations)


def article(*paragraphs: str, word: str = "Article") -> str:
    return f"<h2>{word} 1</h2>" + "".join(f"<p>{words}</p>" for words in paragraphs)


def test_equal_ids_come_first_wherever_they_stand() -> None:
    base = edition('<h2>Article 1</h2><p id="a">One is here.</p><p id="b">Two is there.</p>')
    other = edition('<h2>Artículo 1</h2><p id="b">Dos está allí.</p><p id="a">Uno está aquí.</p>', "es")
    assert pairs(align_editions(base, other)) == [("1.1", "1.2", "id"), ("1.2", "1.1", "id")]


def test_an_id_that_contradicts_the_labels_is_no_sign() -> None:
    base = edition('<h2>Article 1</h2><p id="p1">1. One.</p><p id="p2">2. Two.</p>')
    other = edition('<h2>Artículo 1</h2><p id="p2">1. Uno.</p><p id="p3">2. Dos.</p>', "es")
    assert [(base_label, other_label) for base_label, other_label, _how in pairs(align_editions(base, other))] == [
        ("1.1", "1.1"),
        ("1.2", "1.2"),
    ]


def test_numbered_paragraphs_pair_by_number() -> None:
    base = edition(article("1. " + LONG, "2. " + SHORT))
    other = edition(article("1. " + CORTA, "2. " + LARGA, word="Artículo"), "es")
    assert pairs(align_editions(base, other)) == [("1.1", "1.1", "place"), ("1.2", "1.2", "place")]


@pytest.mark.parametrize(
    ("left", "right", "missing"),
    [
        ([LONG, SHORT], [LARGA], ["1.2"]),
        ([LONG, SHORT], [CORTA], ["1.1"]),
        ([LONG, SHORT, LONG], [LARGA, LARGA], ["1.2"]),
        (["1. " + LONG, "a) water;", "b) bread;"], ["1. " + LARGA, "a) agua;"], ["1.1.b"]),
    ],
)
def test_a_missing_provision_is_found_by_shape(left: list[str], right: list[str], missing: list[str]) -> None:
    aligned = align_editions(edition(article(*left)), edition(article(*right, word="Artículo"), "es"))
    assert ([provision.citation for provision in aligned.only_base], aligned.suggested) == (missing, ())


def test_what_is_in_doubt_is_suggested_and_not_taken() -> None:
    aligned = align_editions(edition(article(SHORT, SHORT)), edition(article(CORTA, word="Artículo"), "es"))
    assert (aligned.pairs, len(aligned.suggested), aligned.complete) == ((), 1, False)


def test_plan_labels_lost_in_one_language_are_missing_headings() -> None:
    plan = "<h3>{}</h3><h4>{}</h4><ol type=a><li>{}</ol><h4>{}</h4><ol type=a><li>{}</ol>"
    spanish = plan.format("Plan de acción", "Corto plazo", "Abrir una oficina.", "Medio plazo", "Construir viviendas.")
    english = "<h3>Action plan</h3><ol type=a><li>Open a desk now.</ol><ol type=a><li>Build many homes.</ol>"
    base = edition("<h2>Artículo 1</h2><p>1. Uno y dos.</p>" + spanish, "es")
    aligned = align_editions(base, edition("<h2>Article 1</h2><p>1. One and two.</p>" + english))
    assert [provision.kind for provision in aligned.only_base] == ["short_term", "mid_term"]


def test_articles_that_one_language_lacks_need_no_placing() -> None:
    base = edition("<h2>Article 1</h2><p>One.</p><h2>Article 2</h2><p>Two.</p>")
    aligned = align_editions(base, edition("<h2>المادة 2</h2><p>اثنان.</p>", "ar"))
    assert ([missing.number for missing in aligned.missing_articles], aligned.complete) == (["1"], True)


def test_a_later_edition_is_found_again_by_its_words() -> None:
    before = edition(article("1. " + LONG, "2. " + SHORT, "3. Nobody sleeps outside against their will."))
    after = edition(article("1. " + SHORT, "2. A wholly new rule about parks.", "3. " + LONG.replace("city", "town")))
    aligned = align_editions(before, after)
    assert pairs(aligned) == [("1.1", "1.3", "words"), ("1.2", "1.1", "words")]
    assert [provision.citation for provision in aligned.only_base] == ["1.3"]


def test_a_provision_that_moves_to_another_article_keeps_its_identity() -> None:
    before = edition("<h2>Article 1</h2><p>" + LONG + "</p><p>Stays here.</p><h2>Article 2</h2><p>Other words.</p>")
    after = edition("<h2>Article 1</h2><p>Stays here.</p><h2>Article 2</h2><p>Other words.</p><p>" + LONG + "</p>")
    assert ("1.1", "2.2", "words") in pairs(align_editions(before, after))


@given(st.lists(st.integers(1, 60), max_size=8), st.lists(st.integers(1, 60), max_size=8))
def test_pairs_keep_the_order_and_use_nothing_twice(left: list[int], right: list[int]) -> None:
    matched = [(pair.left, pair.right) for pair in match_rows(left, right, lambda a, b: abs(a - b) / 5)]
    assert matched == sorted(matched)
    assert len({i for i, _j in matched}) == len({j for _i, j in matched}) == len(matched)


@given(st.lists(st.integers(1, 60), max_size=8, unique=True))
def test_a_row_beside_itself_is_paired_whole(row: list[int]) -> None:
    assert [(pair.left, pair.right) for pair in match_rows(row, row, lambda a, b: float(a != b) * 9)] == [
        (place, place) for place in range(len(row))
    ]


@given(st.lists(st.sampled_from([LONG, SHORT, "a) water;", "1. bread", "Other words"]), min_size=1, max_size=6))
def test_every_provision_is_in_a_pair_or_among_the_rest(words: list[str]) -> None:
    base: Edition = edition(article(*words))
    other = edition(article(*words[1:], CORTA, word="Artículo"), "es")
    aligned = align_editions(base, other)
    assert len(aligned.pairs) + len(aligned.only_base) == len(list(base.provisions()))
    assert len(aligned.pairs) + len(aligned.only_incoming) == len(list(other.provisions()))


def test_lines_after_the_last_article_are_suggested_for_an_article_that_the_file_lacks() -> None:
    left = edition(article("1. " + LONG) + "<h2>Article 2 Final clauses</h2><p>1. Ten cities sign.</p>")
    right = edition(article("1. " + LARGA, word="Artículo") + "<h3>Fin</h3><p>a) Diez ciudades firman.</p>", "es")
    aligned = align_editions(left, right)
    assert [(pair.base.citation, pair.incoming.text) for pair in aligned.suggested] == [
        ("2, title", "Fin"),
        ("2.1", "Diez ciudades firman."),
    ]
