"""Where the charter contained a text, and the texts of the other languages there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from charter.actions.versions import corrigenda
from charter.queries.languages import concordance
from charter.queries.languages.concordance import WORKING
from tests import factories

FIFTH, HOMES = "one fifth of new homes", factories.WORDS["en"][5]
THIRD = HOMES.replace("fifth", "third")


def spans(charter, text, language="en"):
    return [(row.first, row.last) for row in concordance.concordance_rows(charter, language, text)]


@pytest.fixture
def first(charter):
    return factories.version(charter)


@pytest.fixture
def english(db):
    """A charter in one language, so that each change can be published at once."""
    charter = factories.charter(languages=("en",))
    factories.version(charter)
    return charter


def test_a_text_of_the_first_version_has_one_row_with_all_languages(charter, first):
    [row] = concordance.concordance_rows(charter, "en", FIFTH)
    wordings = concordance.wordings_of_rows([row])
    assert {code: wordings[pk].text for code, pk in row.wordings.items()} == {
        code: factories.WORDS[code][5] for code in ("en", "fr", "es")
    }
    assert (row.first, row.last) == (1, 1)


def test_a_version_without_a_change_has_no_row_of_its_own(english, moderator):
    factories.adopt(factories.provision(english, 6), "The city answers at once.", by=moderator)
    factories.next_version(english, by=moderator)
    assert spans(english, FIFTH) == [(1, 2)]
    assert spans(english, "city answers") == [(2, 2), (1, 1)]


def test_a_change_of_another_language_gives_a_row(charter, first, moderator):
    provision = factories.provision(charter, 5)
    factories.reword(provision, "La ville garde un cinquième.", by=moderator, language="fr")
    assert spans(charter, FIFTH) == [(WORKING, WORKING), (1, 1)]


def test_the_working_text_comes_first_and_only_if_it_differs(charter, first, moderator):
    assert spans(charter, "new homes") == [(1, 1)]
    factories.adopt(factories.provision(charter, 5), THIRD, by=moderator)
    assert spans(charter, "new homes") == [(WORKING, WORKING), (1, 1)]
    assert spans(charter, FIFTH) == [(1, 1)]


def test_a_text_that_returns_has_two_rows(english, moderator):
    provision = factories.provision(english, 5)
    for words in (THIRD, HOMES):
        factories.adopt(provision, words, by=moderator)
        factories.next_version(english, by=moderator)
    assert spans(english, FIFTH) == [(3, 3), (1, 1)]


@pytest.mark.parametrize("text", ["ONE  FIFTH of\nnew", "one fifth\u00a0of", "  ｏne fifth "])
def test_case_spaces_and_width_make_no_difference(charter, first, text):
    assert spans(charter, text) == [(1, 1)]


@pytest.mark.parametrize("text", ["", "   ", "one third of", "fifth one", "one% fifth", "%"])
def test_no_row_where_no_provision_contains_it(charter, first, text):
    assert spans(charter, text) == []


def test_the_language_is_the_one_that_was_chosen(charter, first):
    assert spans(charter, factories.WORDS["fr"][5], "fr") == [(1, 1)]
    assert spans(charter, factories.WORDS["fr"][5], "en") == []


def test_arabic_without_vowel_signs_and_with_other_letters(db, moderator):
    charter = factories.charter(languages=("en", "ar"))
    factories.version(charter)
    factories.reword(factories.provision(charter, 5), "تَضمنُ المدينةُ حقَّ الإنسان.", by=moderator, language="ar")
    assert spans(charter, "حق الانسان", "ar") == [(WORKING, WORKING)]
    assert spans(charter, "المدينه حقّ", "ar") == [(WORKING, WORKING)]


def test_the_number_of_queries_is_constant(english, moderator):
    def count(text):
        with CaptureQueriesContext(connection) as queries:
            rows = concordance.concordance_rows(english, "en", text)
            concordance.wordings_of_rows(rows)
            concordance.versions_of_rows(english, rows)
        return len(rows), len(queries)

    count(FIFTH)
    few, for_one = count(FIFTH)
    for place in (4, 5, 6):
        factories.adopt(factories.provision(english, place), f"The city {place}.", by=moderator)
    factories.next_version(english, by=moderator)
    many, for_many = count("the")
    assert many > few and for_many == for_one


def correct(version, place, language, wrong, right):
    """A corrigendum of a version that two moderators sign."""
    provision = factories.provision(version.charter, place)
    html = factories.WORDS[language][place].replace(wrong, right)
    return corrigenda.sign_corrigendum(
        version=version,
        provision=provision,
        language=language,
        html=html,
        reason="A misprint.",
        by=factories.secretariat("moderator"),
        agreed_by=factories.secretariat("moderator"),
    )


def test_the_corrected_text_of_a_version_is_found_and_its_published_text_too(charter, first):
    signed = correct(first, 5, "en", "one fifth", "one quarter")
    row, old = concordance.concordance_rows(charter, "en", "one quarter")
    assert (row.first, row.corrigenda) == (WORKING, ())
    assert (old.first, old.last, old.corrigenda) == (1, 1, (signed.pk,))
    assert concordance.wordings_of_rows([old])[old.wordings["en"]].text == HOMES
    assert concordance.corrigenda_of_rows([old])[signed.pk].wording == signed.wording
    assert [each.corrigenda for each in concordance.concordance_rows(charter, "en", FIFTH)] == [(signed.pk,)]


def test_a_corrigendum_of_another_language_is_beside_its_text_and_is_no_hit(charter, first):
    signed = correct(first, 5, "fr", "un cinquième", "un quart")
    [row] = [row for row in concordance.concordance_rows(charter, "en", FIFTH) if row.last == 1]
    assert row.corrigenda == (signed.pk,)
    assert spans(charter, "un quart") == []
    assert spans(charter, "un quart", "fr") == [(WORKING, WORKING), (1, 1)]


def test_a_corrigendum_belongs_to_the_row_of_its_version(english, moderator):
    version = english.versions.get()
    factories.adopt(factories.provision(english, 6), "The city answers at once.", by=moderator)
    later = factories.next_version(english, by=moderator)
    for each in (version, later):
        correct(each, 4, "en", "home", "dwelling")
    [row] = [row for row in concordance.concordance_rows(english, "en", "dwelling") if row.first == 1]
    assert (row.last, len(row.corrigenda)) == (2, 2)
