"""A comparison on paper: true tracked changes with their author, and words where a format has none."""

from __future__ import annotations

import pytest

from charter.exports import files, office_details
from charter.exports.comparisons import Changes
from charter.importing.reading import read_file
from tests import factories

from .conftest import CHANGED

KEPT = CHANGED["en"]


@pytest.fixture
def asked(db, moderator, city, officer):
    first = factories.version(factories.charter(languages=("en",)))
    return first, factories.second_version(first, {5: KEPT}, by=moderator, city=city, proposer=officer)


@pytest.mark.parametrize("language", CHANGED)
def test_a_word_processor_can_take_both_texts_out_of_it(two_versions, language):
    first, second = two_versions(language)
    document = files.write_file(Changes(first.charter, first, second, language), "docx")
    before = [block.text for block in read_file(document, "changes.docx", tracked="reject").blocks]
    after = [block.text for block in read_file(document, "changes.docx", tracked="accept").blocks]
    assert factories.WORDS[language][5] in before and CHANGED[language] not in before
    assert CHANGED[language] in after and factories.WORDS[language][5] not in after


def test_who_asked_is_the_author_of_the_change(asked):
    first, second = asked
    body = office_details.parts_of(files.write_file(Changes(first.charter, first, second, "en"), "docx"))[
        "word/document.xml"
    ]
    assert body.count(b'w:author="Tamanrit, amendment 1"') == 2
    assert b"<w:ins " in body and b"<w:delText" in body


def test_the_secretariat_signs_what_nobody_asked_for(two_versions):
    first, second = two_versions("fr")
    body = office_details.parts_of(files.write_file(Changes(first.charter, first, second, "fr"), "docx"))[
        "word/document.xml"
    ]
    assert 'w:author="le secrétariat"' in body.decode() or 'w:author="the secretariat"' in body.decode()


@pytest.mark.parametrize(("ending", "reader"), [("odt", "odt"), ("epub", "epub"), ("md", "gfm"), ("html", "html")])
def test_other_formats_say_in_words_what_came_and_what_went(asked, opened, ending, reader):
    first, second = asked
    text = opened(files.write_file(Changes(first.charter, first, second, "en"), ending), reader)
    assert "[deleted: fifth]" in text.replace("~~", "") and "[inserted: third]" in text.replace("_", "")
    assert "Proposed by Tamanrit, amendment 1." in text


def test_an_article_alone(asked, opened):
    first, second = asked
    text = opened(files.write_file(Changes(first.charter, first, second, "en", "II"), "docx"), "docx")
    assert "Nothing changed between these two versions." in text and "third" not in text


def test_a_provision_that_went_comes_back_where_its_change_is_rejected(asked):
    second = asked[1]
    charter = second.charter
    factories.without(charter, 6)
    charter.refresh_from_db()
    third = factories.version(charter)
    document = files.write_file(Changes(charter, second, third, "en"), "docx")
    gone = factories.WORDS["en"][6]
    assert gone in [block.text for block in read_file(document, "c.docx", tracked="reject").blocks]
    assert gone not in [block.text for block in read_file(document, "c.docx", tracked="accept").blocks]


def test_points_have_the_letters_of_their_language(two_versions, moderator):
    first, second = two_versions("ar")
    factories.reword(factories.provision(first.charter, 9), "صنبور بلا رسوم في كل ساحة؛", by=moderator, language="ar")
    third = factories.next_version(first.charter, by=moderator)
    page = files.write_file(Changes(first.charter, second, third, "ar"), "html").decode()
    assert "أ)" in page and "a)" not in page
