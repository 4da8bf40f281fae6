"""Words are cut where a reader would cut them, and a redline never marks half a word."""

import pytest

from charter.text import diff, parse
from charter.text.tokens import count_words, token_keys, token_weight, tokens

# The name, the two texts, the redline.
REDLINES = [
    ("a hyphen", "city-owned land", "state-owned land", "[-city-owned-] {+state-owned+} land"),
    ("many hyphens", "his mother-in-law", "his brother-in-law", "his [-mother-in-law-] {+brother-in-law+}"),
    (
        "an elision",
        "sur l’article premier",
        "sur l’annexe première",
        "sur [-l’article premier-] {+l’annexe première+}",
    ),
    ("a genitive", "the city's park", "the town's park", "the [-city's-] {+town's+} park"),
    ("a middle dot", "per col·laborar bé", "per col·laborem bé", "per [-col·laborar-] {+col·laborem+} bé"),
    ("gershayim", "צה״ל כאן", "צה״ד כאן", "[-צה״ל-] {+צה״ד+} כאן"),
    ("an abbreviation", "Use e.g. a lamp.", "Use i.e. a lamp.", "Use [-e.g.-] {+i.e.+} a lamp."),
    ("initials", "The U.S. rule.", "The U.K. rule.", "The [-U.S.-] {+U.K.+} rule."),
    ("an abbreviation with a hyphen", "soit c.-à-d. ici", "soit p.-ê. ici", "soit [-c.-à-d.-] {+p.-ê.+} ici"),
    ("a point of a paragraph", "See 3.a below.", "See 3.b below.", "See [-3.a-] {+3.b+} below."),
    ("a point in brackets", "See 3(a)(ii) below.", "See 3(a)(iv) below.", "See [-3(a)(ii)-] {+3(a)(iv)+} below."),
    ("a letter in brackets", "(a) the fee", "(b) the fee", "[-(a)-] {+(b)+} the fee"),
    ("a Roman number", "Annex II.3 holds.", "Annex II.4 holds.", "Annex [-II.3-] {+II.4+} holds."),
    ("a number of a list", "1. The fee", "2. The fee", "[-1-] {+2+}. The fee"),
    ("a number with spaces", "Costs 10 000 euros.", "Costs 12 000 euros.", "Costs [-10 000-] {+12 000+} euros."),
    (
        "a decimal with spaces",
        "10\u202f000,50 a year",
        "12\u202f000,50 a year",
        "[-10\u202f000,50-] {+12\u202f000,50+} a year",
    ),
    ("a date", "on 12.05.2026 we", "on 13.05.2026 we", "on [-12.05.2026-] {+13.05.2026+} we"),
    ("an address", "Write a@city.org now.", "Write b@city.org now.", "Write [-a@city.org-] {+b@city.org+} now."),
    ("a web address", "See https://c.org/a.", "See https://c.org/b.", "See [-https://c.org/a-] {+https://c.org/b+}."),
    ("a choice", "and/or more", "or more", "[-and/-]or more"),
    ("a comma that goes", "The fee, and the cost.", "The fee and the cost.", "The fee[-,-] and the cost."),
    ("a comma that comes", "The fee and the cost.", "The fee, and the cost.", "The fee{+,+} and the cost."),
    ("an aside that goes", "The city, if able, pays.", "The city pays.", "The city[-, if able,-] pays."),
    ("a part of a list that goes", "Fees, costs, and rent.", "Fees and rent.", "Fees[-, costs,-] and rent."),
    (
        "a new end of a sentence",
        "The city pays the fee.",
        "The city pays the fee, too.",
        "The city pays the fee{+, too+}.",
    ),
    ("a word with its comma replaced", "In red, in blue.", "In green; in blue.", "In [-red,-] {+green;+} in blue."),
]


@pytest.mark.parametrize(("old", "new", "shown"), [case[1:] for case in REDLINES], ids=[case[0] for case in REDLINES])
def test_a_redline_marks_whole_words(old, new, shown):
    assert diff(parse(f"<p>{old}</p>"), parse(f"<p>{new}</p>")).plain == shown


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("the fee ends.The next", "the| |fee| |ends|.|The| |next"),
        ("in 2020 500 people", "in| |2020| |500| |people"),
        ("He is I. B said", "He| |is| |I|.| |B| |said"),
        ("a (good) law", "a| |(|good|)| |law"),
        ("No. 5. Next 5.", "No|.| |5|.| |Next| |5|."),
        ("www.city.org, now", "www.city.org|,| |now"),
        ("第3(a)条", "第|3(a)|条"),
    ],
)
def test_a_text_is_cut_into_tokens_that_spell_it(text, cut):
    assert "|".join(tokens(text)) == cut


def test_a_number_is_the_same_with_any_kind_of_space_in_it():
    assert token_keys("10\u00a0000") == token_keys("10 000") == token_keys("10\u202f000")
    old, new = parse("<p>Pay 10 000 now.</p>"), parse("<p>Pay 10\u00a0000 now.</p>")
    assert [change.kind for change in diff(old, new).changes] == ["spacing"]


def test_a_label_in_brackets_is_a_word_as_its_letter_was():
    assert (count_words("(a) the fee"), token_weight("(a)"), token_weight("(")) == (3, 0.4, 0.0)


def test_texts_of_latin_letters_are_cut_as_all_others():
    """The faster rule for Latin letters and the general one agree; a sign from afar brings the general one in."""
    for _, old, new, _ in REDLINES:
        for text in (old, new):
            assert tokens(text + " ☃")[:-2] == tokens(text)
