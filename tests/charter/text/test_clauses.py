"""Clauses read from outside: lists as legislatures write them, and the clauses that the core writes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.text import diff, parse, read_clauses, share_of_clauses
from charter.text.phrases import UnknownLanguage
from tests.charter.text.clause_lists import LISTS, PLACES, SINGLE, TEXTS, TRAPS
from tests.charter.text.test_sentences import pair

RECALL = 0.9
LANGUAGES = ["en", "fr", "es", "ar"]


def text_in(lang):
    """The text of the lists, with the citations of an article III."""
    keys = [f"k{n}" for n in range(len(PLACES))]
    rows = zip(keys, TEXTS[lang], strict=True)
    document = parse("".join(f'<{"h2" if key == "k0" else "p"} data-key="{key}">{text}</p>' for key, text in rows))
    cited = ("III, title" if place == "title" else f"III.{place}" for place in PLACES)
    names = dict(zip(keys, cited, strict=True))
    return document, names


def wanted(lang, results):
    texts = dict(zip(PLACES, ([text] for text in TEXTS[lang]), strict=True))
    for place, *rest in results:
        if place.startswith("+"):
            texts[place[1:]].append(rest[0])
        elif len(rest) == 2:
            old, new = rest
            assert texts[place][0].count(old) == 1, (place, old)
            texts[place][0] = texts[place][0].replace(old, new)
        else:
            texts[place][0] = rest[0]
    return tuple(text for row in texts.values() for text in row if text is not None)


def has_notice(reading):
    return bool(reading.unread) or any(clause.doubts for clause in reading.read)


def shown(texts):
    """Texts as a reader compares them, without the marks and spaces that clauses do not show."""
    return [row for text in texts if (row := re.sub(r"[\s\u00a0\u202f\u00ad\u200b-\u200f«»“”„‘’\"']+", "", text))]


@pytest.mark.parametrize("lists", [LISTS, SINGLE])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_of_legislatures_are_read_and_nothing_is_wrong_silently(lang, lists):
    document, citations = text_in(lang)
    right = 0
    for clauses, results in lists[lang]:
        reading = read_clauses(clauses, document, lang, citations)
        is_right = reading.texts == wanted(lang, results)
        assert is_right or has_notice(reading), (clauses, reading.texts)
        right += is_right and not reading.unread
    assert len(lists[lang]) >= 15
    assert right / len(lists[lang]) >= RECALL


@settings(max_examples=200)
@pytest.mark.parametrize("lang", LANGUAGES)
@given(seed=st.integers(min_value=0, max_value=10**9))
def test_clauses_that_the_core_writes_are_never_wrong_silently(lang, seed):
    base, new = pair(seed)
    reading = read_clauses(diff(base, new).sentences(lang), base, lang)
    assert has_notice(reading) or shown(reading.texts) == shown(block.text for block in new.blocks)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_clauses_that_the_core_writes_are_read_back(lang):
    right = 0
    for seed in range(200):
        base, new = pair(seed)
        reading = read_clauses(diff(base, new).sentences(lang), base, lang)
        right += shown(reading.texts) == shown(block.text for block in new.blocks)
    assert right / 200 >= RECALL


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_single_clear_act_is_not_carried_out_silently(lang):
    document, citations = text_in(lang)
    for line in TRAPS[lang]:
        reading = read_clauses([line], document, lang, citations)
        assert has_notice(reading), line
        assert reading.read or reading.texts == tuple(block.text for block in document.blocks)


@pytest.mark.parametrize(
    ("clause", "why"),
    [
        ("The council thanks the citizens.", "wording"),
        ("Delete paragraph 9.", "place"),
        ("Delete article III.", "places"),
        ("In paragraph 1, replace “dirty” with “clean”.", "quote"),
        ("In paragraph 1, replace “air” with “oil”.", "quote"),
        ("In paragraph 2, replace “price” with “tariff”.", "quotes"),
        ("In paragraph 1, make “clean” bold.", "format"),
    ],
)
def test_what_is_not_read_stays_with_its_line_and_the_reason(clause, why):
    document, citations = text_in("en")
    [unread] = read_clauses(["Delete paragraph 5.", clause], document, "en", citations).unread
    assert (unread.line, unread.text, unread.why) == (1, clause, why)


def test_two_clauses_about_the_same_words_are_not_both_carried_out():
    document, citations = text_in("en")
    lines = ["In paragraph 1, replace “fair” with “low”.", "In paragraph 1, delete “fair”."]
    reading = read_clauses(lines, document, "en", citations)
    assert [(one.line, one.why) for one in reading.unread] == [(1, "touched")]


def test_a_quotation_of_several_paragraphs_is_the_text_and_new_provisions():
    document, citations = text_in("en")
    lines = ["Paragraph 5 is replaced by the following:", "“Nobody is cut off.", "Schools pay nothing.”"]
    reading = read_clauses(lines, document, "en", citations)
    assert reading.texts[-2:] == ("Nobody is cut off.", "Schools pay nothing.")


def test_two_new_provisions_at_one_place_keep_the_order_of_the_list():
    document, citations = text_in("en")
    lines = ["After paragraph 5, insert “One.”", "After paragraph 5, insert “Two.”"]
    assert read_clauses(lines, document, "en", citations).texts[-2:] == ("One.", "Two.")


def test_words_that_stand_several_times_are_all_replaced_if_the_clause_says_so():
    document, citations = text_in("en")
    reading = read_clauses(
        ["In paragraph 2, replace “price”, wherever it occurs, with “tariff”."], document, "en", citations
    )
    assert reading.texts[2] == "The council may set another tariff for companies. The tariff is published each year."


def test_the_share_of_clauses_tells_a_list_from_a_text():
    assert share_of_clauses([line for lines, _results in LISTS["fr"] for line in lines], "fr-CA") == 1.0
    assert share_of_clauses(TEXTS["en"], "en") == 0.0
    with pytest.raises(UnknownLanguage):
        share_of_clauses(["Absatz 1 wird gestrichen."], "de")


def test_a_text_with_more_quotations_than_a_clause_has_is_not_read():
    lines = ["In paragraph 1, delete " + "“" * 200 + "free”."]
    reading = read_clauses(lines, parse("<p>Water is free.</p>"), "en")
    assert [unread.why for unread in reading.unread] == ["wording"]
