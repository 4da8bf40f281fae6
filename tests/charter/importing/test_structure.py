import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.files.inline import Run
from charter.files.refusals import NO_ARTICLES, TOO_LONG_ARTICLE, TOO_MANY_ARTICLES, Unreadable
from charter.importing.blocks import Block, Blocks
from charter.importing.headings import article_opening
from charter.importing.plan import group_headings
from charter.importing.structure import understand_document
from tests.charter.importing.made import edition

ARTICLE = """
<h1>Charter</h1>
<h2>Preamble</h2><p>Whereas one,</p><p>Convinced of two,</p>
<h2>Article VI. A home one can keep</h2>
<h3>The right</h3>
<p>1. Everyone has the right:</p><p>a) to a lease;</p><p>b) to notice.</p><p>This holds for all.</p>
<h3>Obligations</h3>
<p>2. The city leaves no one without a roof.</p><p>It keeps a register.</p><p>It supplies water.</p>
<h3>Suggested action plan</h3>
<h4>Short term</h4><ol type="a"><li>Open a desk.</li></ol>
<h4>Mid term</h4><p>a) Build homes.</p><p>b) Mend them.</p>
<h2>Final provisions</h2><p>It comes into force.</p>
"""


def cited(html: str, lang: str = "en") -> list[tuple[str, str]]:
    return [(provision.citation, provision.kind) for provision in edition(html, lang).provisions()]


def test_an_article_with_all_its_parts() -> None:
    assert cited(ARTICLE) == [
        ("Preamble, title", "title"),
        ("Preamble.1", "recital"),
        ("Preamble.2", "recital"),
        ("VI, title", "title"),
        ("VI, heading 1", "heading"),
        ("VI.1", "paragraph"),
        ("VI.1.a", "point"),
        ("VI.1.b", "point"),
        ("VI.1.1", "subparagraph"),
        ("VI, heading 2", "heading"),
        ("VI.2", "paragraph"),
        ("VI.2.1", "subparagraph"),
        ("VI.2.2", "subparagraph"),
        ("VI, heading 3", "plan"),
        ("VI, heading 4", "short_term"),
        ("VI.2, plan, short-term, a", "plan_point"),
        ("VI, heading 5", "mid_term"),
        ("VI.2, plan, mid-term, a", "plan_point"),
        ("VI.2, plan, mid-term, b", "plan_point"),
        ("Final, title", "title"),
        ("Final.1", "clause"),
    ]


def test_title_number_and_words_are_taken_apart() -> None:
    article = edition(ARTICLE).articles[1]
    assert (article.kind, article.number, article.ordinal, article.title) == (
        "article",
        "VI",
        6,
        "A home one can keep",
    )


def test_labels_leave_the_words() -> None:
    points = [provision for provision in edition(ARTICLE).provisions() if provision.kind == "point"]
    assert [(provision.label, provision.depth, provision.html) for provision in points] == [
        ("a", 1, "to a lease;"),
        ("b", 1, "to notice."),
    ]


@pytest.mark.parametrize(
    ("heading", "ordinal", "title"),
    [
        ("Article VI. A home one can keep", 6, "A home one can keep"),
        ("ARTICLE 6: A home", 6, "A home"),
        ("Article 6 – A home", 6, "A home"),
        ("Article premier", 1, ""),
        ("Article 1er", 1, ""),
        ("Artículo VI. Una vivienda", 6, "Una vivienda"),
        ("Artículo 6.º Una vivienda", 6, "Una vivienda"),
        ("المادة السادسة. مسكن يدوم", 6, "مسكن يدوم"),
        ("المادة الحادية عشرة: مَن سيأتون", 11, "مَن سيأتون"),
        ("المادة ٦", 6, ""),
        ("المادة (6)", 6, ""),
        ("第六条", 6, ""),
        ("第二十九条 义务", 29, "义务"),
        ("Articles of faith", None, ""),
        ("Preamble", None, ""),
    ],
)
def test_headings_of_articles(heading: str, ordinal: int | None, title: str) -> None:
    opening = article_opening(heading)
    assert (opening.ordinal if opening else None) == ordinal
    assert not opening or heading[opening.title_at :] == title


def test_bare_roman_numbers_head_articles_where_no_word_does() -> None:
    parsed = edition(
        "<h1>Charter</h1><h2>I. The right to the city</h2><p>1. One.</p><h2>II. Taking part</h2><p>1. Two.</p>"
    )
    assert [(article.number, article.title) for article in parsed.articles] == [
        ("I", "The right to the city"),
        ("II", "Taking part"),
    ]


def test_groups_of_articles_are_parts() -> None:
    parsed = edition(
        "<h1>C</h1><h2>Group 1. Land</h2><h3>Article 1</h3><p>x</p><h3>Article 2</h3><p>y</p>"
        "<h2>Sea</h2><h3>Article 3</h3><p>z</p>"
    )
    assert [(article.number, article.part) for article in parsed.articles] == [
        ("1", "Group 1. Land"),
        ("2", "Group 1. Land"),
        ("3", "Sea"),
    ]


def test_a_group_within_a_group_keeps_both_headings() -> None:
    parsed = edition(
        "<p><b>Charter</b></p><p><b>TITLE II. BODIES</b></p><p><b>Chapter 1. The assembly</b></p>"
        "<p><b>Article 1. Meetings</b></p><p>x</p>"
        "<p><b>Chapter 2. The board</b></p><p><b>Article 2. Members</b></p><p>y</p>"
    )
    assert [article.part for article in parsed.articles] == [
        "TITLE II. BODIES\nChapter 1. The assembly",
        "Chapter 2. The board",
    ]
    assert [note.words for note in group_headings(parsed)] == [
        "TITLE II. BODIES",
        "Chapter 1. The assembly",
        "Chapter 2. The board",
    ]


def test_a_title_in_bold_before_the_text_is_the_title_of_the_article() -> None:
    parsed = edition(
        "<p><b>Artículo 1.- Denominación. </b>Se constituye una red de ciudades.</p>"
        "<p><b>Artículo 2.-</b> <i>Fines.</i> Son fines de la red:</p><p>a) Proteger los ríos.</p>"
        "<p><b>Artículo 3.-</b> <b>La red</b> tiene su sede en Leticia.</p>",
        "es",
    )
    assert [(article.number, article.title) for article in parsed.articles] == [
        ("1", "Denominación"),
        ("2", "Fines"),
        ("3", ""),
    ]
    assert [provision.text for provision in parsed.provisions() if provision.kind != "title"] == [
        "Se constituye una red de ciudades.",
        "Son fines de la red:",
        "Proteger los ríos.",
        "La red tiene su sede en Leticia.",
    ]


@pytest.mark.parametrize(
    "heading, number",
    [
        ("Artículo 1 bis.- Incompatibilidades.", "1 bis"),
        ("Article 1er ter – Incompatibilités", "1 ter"),
        ("Artigo 1º-A. Incompatibilidades", "1 A"),
        ("Article 1A. Incompatibility", "1 A"),
        ("Article I bis. Incompatibility", "I bis"),
    ],
)
def test_an_inserted_article_is_an_article_of_its_own(heading: str, number: str) -> None:
    first = "I" if number.startswith("I") else "1"
    parsed = edition(
        f"<p><b>Article {first}. Board</b></p><p>x</p><p>{heading} Nobody has two seats.</p>"
        f"<p><b>Article {first}I. End</b></p><p>y</p>".replace("1I", "2")
    )
    assert [article.number for article in parsed.articles] == [first, number, "2" if first == "1" else "II"]
    assert parsed.articles[0].provisions[-1].text == "x"


def test_closing_provisions_in_the_singular_are_one_section() -> None:
    parsed = edition(
        "<p><b>Artículo 1. Red</b></p><p>x</p><p><b>DISPOSICIÓN ADICIONAL ÚNICA</b></p><p>y</p>"
        "<p><b>DISPOSICIÓN FINAL</b></p><p>z</p>",
        "es",
    )
    assert [(article.kind, article.title) for article in parsed.articles] == [
        ("article", "Red"),
        ("final", "DISPOSICIÓN ADICIONAL ÚNICA"),
    ]
    assert [(provision.kind, provision.text) for provision in parsed.articles[1].provisions][1:] == [
        ("clause", "y"),
        ("heading", "DISPOSICIÓN FINAL"),
        ("clause", "z"),
    ]


@pytest.mark.parametrize(
    "preamble, final",
    [("Preàmbul", "Disposicions finals"), ("Preambuła", "Przepisy końcowe"), ("Lời nói đầu", "Điều khoản thi hành")],
)
def test_sections_in_every_language_whose_articles_are_known(preamble: str, final: str) -> None:
    parsed = edition(f"<h1>C</h1><h2>{preamble}</h2><p>x</p><h2>Article 1</h2><p>y</p><h2>{final}</h2><p>z</p>")
    assert [article.kind for article in parsed.articles] == ["preamble", "article", "final"]


def test_bold_lines_head_articles_where_a_file_has_no_headings() -> None:
    parsed = edition(
        "<p><b>Article 1. Water</b></p><p>Article 5 of the law applies here.</p><p>Article 2</p><p>More.</p>"
    )
    assert [(article.number, article.title, len(article.provisions)) for article in parsed.articles] == [
        ("1", "Water", 2),
        ("2", "", 1),
    ]


def test_letters_that_restart_keep_citations_apart() -> None:
    html = "<h2>Article I</h2><p>1. Both:</p><p>a) x;</p><p>b) y;</p><p>And also:</p><p>a) z;</p>"
    assert [citation for citation, _kind in cited(html)] == ["I.1", "I.1.a", "I.1.b", "I.1.1", "I.1.1.a"]


def test_plan_lists_without_term_labels_keep_citations_apart() -> None:
    html = "<h2>Article I</h2><p>1. x</p><h3>Action plan</h3><ol type=a><li>a<li>b</ol><ol type=a><li>c</ol>"
    citations = [citation for citation, _kind in cited(html)]
    assert len(set(citations)) == len(citations)


def test_a_short_line_in_a_plan_is_the_heading_of_its_term() -> None:
    html = "<h2>Artículo I</h2><p>1. x</p><h3>Plan de acción</h3><p><b>A corto plazo:</b></p><p>a) y</p>"
    assert cited(html, "es")[-2:] == [("I, heading 2", "short_term"), ("I.1, plan, short-term, a", "plan_point")]


def test_definitions_are_told_from_clauses() -> None:
    html = "<h2>General provisions</h2><h3>B. Scope</h3><p>“City” means any city.</p><p>This is a clause.</p>"
    assert [kind for _citation, kind in cited(html)] == ["title", "heading", "definition", "clause"]


def test_a_line_in_title_style_is_the_title() -> None:
    assert edition("<p>The Charter</p><h1>Article 1</h1><p>x</p>").title == "The Charter"


def test_a_centred_line_of_signs_is_no_heading() -> None:
    rows = (Block("text", 0, (Run(words),), set_off=words == "~ ~ ~") for words in ("Article 1", "a", "~ ~ ~", "b"))
    understood = understand_document(Blocks(tuple(rows), "", ()), "en")
    assert [provision.kind for provision in understood.provisions()] == ["subparagraph"] * 3


def test_the_style_of_a_title_used_again_makes_a_heading() -> None:
    roles = (
        ("title", "Charter"),
        ("title", "of Water"),
        ("text", "Whereas,"),
        ("title", "Water"),
        ("text", "All."),
    )
    rows = tuple(Block(role, 0, (Run(words),)) for role, words in roles)
    understood = understand_document(Blocks(rows, "", ()), "en")
    assert (understood.title, [article.title for article in understood.articles]) == (
        "Charter of Water",
        ["", "Water"],
    )


def test_words_before_the_first_heading_are_a_preamble() -> None:
    assert [article.kind for article in edition("<p>Whereas it is so,</p><h2>Article 1</h2><p>x</p>").articles] == [
        "preamble",
        "article",
    ]


def test_headings_alone_are_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        edition("<h1>Charter</h1><h2>Article 1</h2>")
    assert refusal.value.sentence is NO_ARTICLES


def test_no_word_of_the_file_is_lost() -> None:
    parsed = edition(
        "<p>before.</p><h1>Charter</h1><h2>Odd</h2><p>one</p><h4>Deep</h4><p>two</p><h2>Action plan</h2><p>three</p>"
    )
    text = " ".join([parsed.title, *(item.text for item in parsed.provisions())])
    assert set(text.split()) == {"before.", "Charter", "Odd", "one", "Deep", "two", "Action", "plan", "three"}


PIECES = [
    "<p>",
    "</p>",
    "<h1>",
    "<h2>",
    "</h2>",
    "<h3>",
    "</h3>",
    "<ol>",
    "</ol>",
    "<ul>",
    "<li>",
    "<b>",
    "</b>",
    "<br>",
    "<div>",
    "</div>",
    "<table><td>",
    "<!--",
    "-->",
    "<script>",
    "Article ",
    "VI",
    "المادة ",
    "第",
    "条",
    "1. ",
    "a) ",
    "(i) ",
    "Preamble",
    "Action plan",
    "short term",
    "words",
    ".",
    "“City” ",
    "&#x202e;",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_mark_up_is_understood_or_refused(pieces: list[str]) -> None:
    try:
        parsed = edition("".join(pieces))
    except Unreadable:
        return
    citations = [provision.citation for provision in parsed.provisions()]
    assert len(set(citations)) == len(citations)


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<h2>Article 1</h2>" + "<p>a</p>" * 501, TOO_LONG_ARTICLE),
        ("".join(f"<h2>Article {n}</h2><p>a</p>" for n in range(1, 502)), TOO_MANY_ARTICLES),
    ],
)
def test_more_than_can_be_set_side_by_side_is_refused(html: str, sentence: object) -> None:
    with pytest.raises(Unreadable) as refusal:
        edition(html)
    assert refusal.value.sentence is sentence


OWN_WORDS = [
    (
        "headings under a group",
        "<h1>Standards</h1><h2>Part A</h2><h3>Standard 1 — Scope</h3><p>One.</p><h3>Standard 2 — Homes</h3><p>Two.</p>"
        "<h2>Part B</h2><h3>Standard 3 — Water</h3><p>Three.</p>",
        "Standard",
        ["Scope", "Homes", "Water"],
    ),
    (
        "headings in capitals beside a preamble",
        "<h2>Preamble</h2><p>We agree.</p><h2>PRINCIPLE I. Scope</h2><p>One.</p>"
        "<h2>PRINCIPLE II. Homes</h2><p>Two.</p><h2>Final provisions</h2><p>Three.</p>",
        "Principle",
        ["Preamble", "Scope", "Homes", "Final provisions"],
    ),
    (
        "the continuous numbers below chapters",
        "<h2>Chapter 1 General</h2><h3>Section 1 Scope</h3><p>One.</p><h3>Section 2 Homes</h3><p>Two.</p>"
        "<h2>Chapter 2 Water</h2><h3>Section 3 Wells</h3><p>Three.</p>",
        "Section",
        ["Scope", "Homes", "Wells"],
    ),
    (
        "lines in bold with words for numbers",
        "<h1>Reglamento</h1><p><b>Regla primera. Objeto</b></p><p>Uno.</p>"
        "<p><b>Regla segunda. Vivienda</b></p><p>Dos.</p><p><b>Regla tercera. Agua</b></p><p>Tres.</p>",
        "Regla",
        ["Objeto", "Vivienda", "Agua"],
    ),
    (
        "a sign instead of a word",
        "<h1>Ordnung</h1><p>§ 1 Zweck</p><p>Eins.</p><p>§ 2 Wohnung</p><p>Zwei.</p><p>§ 3 Wasser</p><p>Drei.</p>",
        "§",
        ["Zweck", "Wohnung", "Wasser"],
    ),
    (
        "text behind a sign",
        "<h1>Rules</h1><p>Rule 1: All have homes.</p><p>Rule 2: All have water.</p><p>Rule 3: All have air.</p>",
        "Rule",
        ["", "", ""],
    ),
]
NO_OWN_WORDS = [
    ("annexes beside other headings", "<h2>Scope</h2><p>A.</p><h2>Annex 1</h2><p>B.</p><h2>Annex 2</h2><p>C.</p>"),
    ("numbers out of order", "<h2>Day 2</h2><p>A.</p><h2>Day 1</h2><p>B.</p>"),
    ("chapters above typed articles", "<h2>Chapter 1 A</h2><p>Article 1. X</p><p>A.</p><h2>Chapter 2 B</h2><p>B.</p>"),
    (
        "goals below bare numbers",
        "<h2>1. Homes</h2><h3>Goal 1 Roofs</h3><p>A.</p><h2>2. Wells</h2><h3>Goal 2 Pipes</h3><p>B.</p>",
    ),
    (
        "typed goals below bare numbers in bold",
        "<p><b>1. Homes</b></p><p>Goal 1: Roofs.</p><p>Goal 2: Doors.</p><p><b>2. Wells</b></p><p>Goal 3: Pipes.</p>",
    ),
    ("two captions", "<p>Table 1. Homes</p><p>A city has homes.</p><p>Table 2. Wells</p><p>It has wells.</p>"),
    ("articles", "<h2>Chapter 1 A</h2><h3>Article 1 X</h3><p>A.</p><h2>Chapter 2 B</h2><h3>Article 2 Y</h3><p>B.</p>"),
]


@pytest.mark.parametrize(("html", "word", "titles"), [row[1:] for row in OWN_WORDS], ids=[row[0] for row in OWN_WORDS])
def test_a_document_names_its_articles_by_a_word_of_its_own(html: str, word: str, titles: list[str]) -> None:
    read = edition(html)
    assert (read.article_word, [article.title for article in read.articles]) == (word, titles)
    articles = [article for article in read.articles if article.kind == "article"]
    assert [article.ordinal for article in articles] == list(range(1, len(articles) + 1))


@pytest.mark.parametrize("html", [row[1] for row in NO_OWN_WORDS], ids=[row[0] for row in NO_OWN_WORDS])
def test_other_numbered_lines_do_not_name_the_articles(html: str) -> None:
    assert edition(html).article_word == ""
