"""Citations and labels, counted from kinds and depths, in the words of each language."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from charter.citations import article_numeral, labels_of_blocks, point_letter, small_roman
from charter.states import ArticleKind, Numerals, PointStyle, ProvisionKind
from charter.structure import PartNames, TextStructure

P, S, A, B = "paragraph", "subparagraph", "point", "plan_point"
LANGUAGES = ("en", "fr", "es", "ar")
CASES: dict[str, tuple[list[str | tuple[str, int]], list[str]]] = {
    "numbered paragraphs and their points": (["title", P, A, A, P, A], ["title", "1", "1.a", "1.b", "2", "2.a"]),
    "paragraphs without number under one": ([P, S, S, P, S], ["1", "1.1", "1.2", "2", "2.1"]),
    "paragraphs without number alone": ([S, S, A], ["1", "2", "2.a"]),
    "paragraphs without number before the first": ([S, A, S, P, S], ["0.1", "0.1.a", "0.2", "1", "1.1"]),
    "a heading counted as a number": (["heading", S, S, "heading", P], ["heading 1", "1.1", "1.2", "heading 2", "2"]),
    "one before a heading counted so": ([S, "heading", S], ["0.1", "heading 1", "1.1"]),
    "points right under a heading": (
        [P, A, "heading", A, A, P],
        ["1", "1.a", "heading 1", "heading 1, a", "heading 1, b", "2"],
    ),
    "letters that restart after words": ([P, A, A, S, A], ["1", "1.a", "1.b", "1.1", "1.1.a"]),
    "points under points": (
        [P, (A, 1), (A, 2), (A, 2), (A, 3), (A, 1), (A, 2)],
        ["1", "1.a", "1.a.i", "1.a.ii", "1.a.ii.1", "1.b", "1.b.i"],
    ),
    "points that come back by uneven steps": (
        [P, (A, 1), (A, 3), (A, 2), (A, 1), (A, 0)],
        ["1", "1.a", "1.a.i", "1.a.ii", "1.b", "1.c"],
    ),
    "points that begin nested": ([P, (A, 2), (A, 1), (A, 2)], ["1", "1.a", "1.b", "1.b.i"]),
    "a plan with terms": (
        [P, P, "plan", "short_term", B, B, "mid_term", B, B, "long_term", B],
        ["1", "2", "heading 1", "heading 2", "2, plan, short-term, a", "2, plan, short-term, b", "heading 3",
         "2, plan, mid-term, a", "2, plan, mid-term, b", "heading 4", "2, plan, long-term, a"],
    ),
    "a plan in an article without numbers": ([S, "plan", B], ["1", "heading 1", ", plan, a"]),
    "two plans without terms": (
        [P, "plan", B, "plan", B, "mid_term", B],
        ["1", "heading 1", "1, plan, a", "heading 2", "1, plan 2, a", "heading 3", "1, plan 2, mid-term, a"],
    ),
    "plans under two numbers": (
        [P, "plan", B, P, "plan", B],
        ["1", "heading 1", "1, plan, a", "2", "heading 2", "2, plan, a"],
    ),
    "a term that comes back": (
        [P, "plan", "mid_term", B, "mid_term", B],
        ["1", "heading 1", "heading 2", "1, plan, mid-term, a", "heading 3", "1, plan, mid-term, b"],
    ),
    "headings inside a plan": (
        [P, "plan", "heading", B, "heading", B],
        ["1", "heading 1", "heading 2", "1, plan, a", "heading 3", "1, plan, b"],
    ),
    "points of a plan under points": (
        [P, "plan", (B, 1), (B, 2), (B, 1)],
        ["1", "heading 1", "1, plan, a", "1, plan, a.i", "1, plan, b"],
    ),
    "two titles": (["title", "title"], ["title", "title 2"]),
}  # fmt: skip


def cited(kinds: list[str | tuple[str, int]], language: str = "en", article: str = "article") -> list[str]:
    blocks = [block_kind if isinstance(block_kind, tuple) else (block_kind, 0) for block_kind in kinds]
    block_labels = labels_of_blocks(
        article, "XI", [kind for kind, _d in blocks], language, [depth for _k, depth in blocks]
    )
    return [label.citation for label in block_labels]


def whole(short: str, language: str) -> str:
    """`2, plan, mid-term, b` as it is cited in article XI, in the words of a language."""
    with override(language):
        parts = short.split(", ")
        words = {"heading": gettext("heading %(number)s").partition("%")[0].rstrip()}
        cited_parts = [_said(part, words) for part in parts if part]
    number = bool(parts[0]) and parts[0][0].isdigit()
    return f"XI.{', '.join(cited_parts)}" if number else f"XI, {', '.join(cited_parts)}"


def _said(part: str, words: dict[str, str]) -> str:
    word, _space, number = part.partition(" ")
    if word == "heading":
        return gettext("heading %(number)s") % {"number": number}
    return (
        f"{gettext(word)} {number}".rstrip()
        if word in ("title", "plan", "short-term", "mid-term", "long-term")
        else part
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_citations(case: str, language: str) -> None:
    kinds, citations = CASES[case]
    assert cited(kinds, language) == [whole(short, language) for short in citations]


def test_the_example_of_the_design() -> None:
    assert cited([P, P, "plan", "mid_term", B, B])[-1] == "XI.2, plan, mid-term, b"


@pytest.mark.parametrize(
    ("article", "kind", "citation"),
    [
        ("preamble", "recital", "Preamble.2"),
        ("general", "clause", "General.2"),
        ("general", "definition", "General.2"),
        ("final", "clause", "Final.2"),
        ("article", "paragraph", "XI.2"),
    ],
)
def test_parts_without_number_are_cited_by_name(article: str, kind: str, citation: str) -> None:
    assert cited([kind, kind], article=article)[1] == citation


@pytest.mark.parametrize(
    ("kinds", "printed", "style", "ordinal"),
    [
        ([P, P], "2.", "number", 2),
        ([P, (A, 1), (A, 1)], "b)", "letter", 2),
        ([P, (A, 1), (A, 2), (A, 2), (A, 2), (A, 2)], "iv)", "roman", 4),
        ([P, (A, 1), (A, 2), (A, 3)], "1)", "number", 1),
        ([P, "plan", B, B, B], "c)", "letter", 3),
        (["recital"], "", "", 0),
        ([P, S], "", "", 0),
        (["heading"], "", "", 0),
    ],
)
def test_what_is_printed_before_the_words(kinds: list, printed: str, style: str, ordinal: int) -> None:
    blocks = [block_kind if isinstance(block_kind, tuple) else (block_kind, 0) for block_kind in kinds]
    last = labels_of_blocks("article", "XI", [kind for kind, _d in blocks], depths=[depth for _k, depth in blocks])[-1]
    assert (last.printed, last.style, last.ordinal) == (printed, style, ordinal)


@pytest.mark.parametrize(("number", "letters"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba")])
def test_letters(number: int, letters: str) -> None:
    assert point_letter(number) == letters


@pytest.mark.parametrize(("number", "roman"), [(1, "I"), (4, "IV"), (29, "XXIX"), (40, "XL"), (1994, "MCMXCIV")])
def test_roman_numbers(number: int, roman: str) -> None:
    assert (article_numeral(number), small_roman(number), article_numeral(number, "arabic")) == (
        roman,
        roman.lower(),
        str(number),
    )


STRUCTURES = st.builds(
    TextStructure,
    numerals=st.sampled_from(Numerals.values),
    points=st.tuples(*[st.sampled_from(PointStyle.values)] * 3),
    names=st.sampled_from([(), (("en", PartNames("Rule", "Recitals", "Scope", "Closing clauses")),)]),
)


@given(
    st.sampled_from(ArticleKind.values),
    st.lists(st.tuples(st.sampled_from(ProvisionKind.values), st.integers(0, 4)), max_size=40),
    STRUCTURES,
)
def test_no_two_provisions_have_one_citation(
    article: str, blocks: list[tuple[str, int]], structure: TextStructure
) -> None:
    kinds, depths = [kind for kind, _depth in blocks], [depth for _kind, depth in blocks]
    number = article_numeral(11, structure.numerals)
    block_labels = labels_of_blocks(article, number, kinds, depths=depths, structure=structure)
    citations = [label.citation.casefold() for label in block_labels]
    assert len(set(citations)) == len(citations)


@given(st.lists(st.sampled_from(ProvisionKind.values), max_size=40), STRUCTURES)
def test_without_depths_citations_differ_too(kinds: list[str], structure: TextStructure) -> None:
    citations = [label.citation for label in labels_of_blocks("article", "XI", kinds, structure=structure)]
    assert len(set(citations)) == len(citations)


@pytest.mark.parametrize(
    ("points", "cited_points"),
    [
        (("letter", "roman", "number"), ["a", "a.i", "a.i.1", "a.i.1.a"]),
        (("number", "letter", "roman"), ["(1)", "(1).a", "(1).a.i", "(1).a.i.1"]),
        (("capital", "number", "none"), ["A", "A.1", "A.1.1", "A.1.1.A"]),
        (("none", "none", "none"), ["(1)", "(1).1", "(1).1.1", "(1).1.1.1"]),
    ],
)
def test_points_of_other_structures(points: tuple[str, ...], cited_points: list[str]) -> None:
    kinds = ["paragraph", *["point"] * 4]
    structure = TextStructure(points=points)
    labels = labels_of_blocks("article", "XI", kinds, depths=[0, 1, 2, 3, 4], structure=structure)
    assert [label.citation for label in labels[1:]] == [f"XI.1.{cited_point}" for cited_point in cited_points]
    printed = [cited_point.rpartition(".")[2].strip("()") for cited_point in cited_points]
    levels = [points[level % 3] for level in range(4)]
    expected = [f"{text})" if level != "none" else "" for text, level in zip(printed, levels, strict=True)]
    assert [label.printed for label in labels[1:]] == expected


@pytest.mark.parametrize(("language", "citation"), [("en", "Scope.1"), ("fr", "Général.1"), ("es", "Ámbito.1")])
def test_a_part_is_cited_by_its_own_name(language: str, citation: str) -> None:
    names = (("en", PartNames(general="Scope")), ("es", PartNames(general="Ámbito")))
    labels = labels_of_blocks("general", "", ["clause"], language, structure=TextStructure(names=names))
    assert labels[0].citation == citation
