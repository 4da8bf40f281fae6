"""A version and an article in every format, opened again by another program and compared with the words."""

from __future__ import annotations

import pytest

from charter.exports import files, office_details
from charter.exports.texts import Text
from charter.importing.reading import read_file
from charter.importing.structure import understand_document
from tests import factories

LANGUAGES = ("en", "fr", "es", "ar")
READERS = {"docx": "docx", "odt": "odt", "epub": "epub", "md": "gfm", "html": "html"}


def whole(version, language):
    return Text(version.charter, version, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", READERS)
def test_every_word_comes_back_in_order(everywhere, opened, language, ending):
    text = opened(files.write_file(whole(everywhere, language), ending), READERS[ending])
    place = 0
    for words in factories.WORDS[language]:
        place = text.index(words, place) + len(words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_what_was_taken_away_can_be_taken_in_again(everywhere, language, ending):
    document = files.write_file(whole(everywhere, language), ending)
    edition = understand_document(read_file(document, f"charter.{ending}"), language)
    kept = [provision.html for provision in edition.provisions()][-len(factories.WORDS[language]) :]
    assert kept == factories.WORDS[language]


@pytest.mark.parametrize("ending", sorted({*Text.extensions} - {"pdf"}))
def test_the_same_paper_has_the_same_bytes(everywhere, ending):
    assert files.write_file(whole(everywhere, "fr"), ending) == files.write_file(whole(everywhere, "fr"), ending)


def test_a_paper_says_its_version_its_address_and_its_fingerprint(everywhere, opened, settings):
    text = opened(files.write_file(Text(everywhere.charter, everywhere, "fr", "II"), "docx"), "docx")
    assert f"{settings.SITE_URL}/fr/charter/1/II/" in text
    assert everywhere.digest in text and everywhere.record_head in text
    assert factories.WORDS["fr"][8] in text and factories.WORDS["fr"][5] not in text


def test_arabic_runs_from_right_to_left_in_every_format(everywhere):
    paper = whole(everywhere, "ar")
    word = office_details.parts_of(files.write_file(paper, "docx"))
    assert word["word/document.xml"].count(b"<w:bidi/>") >= len(factories.WORDS["ar"])
    assert b'w:bidi="ar"' in word["word/styles.xml"]
    assert b'style:writing-mode="rl-tb"' in office_details.parts_of(files.write_file(paper, "odt"))["styles.xml"]
    book = office_details.parts_of(files.write_file(paper, "epub"))
    assert b'page-progression-direction="rtl"' in book["EPUB/content.opf"]
    assert all(b'dir="rtl"' in part for name, part in book.items() if name.endswith(".xhtml"))
    assert b'<html lang="ar" dir="rtl">' in files.write_file(paper, "html")


def test_archives_have_no_hour_and_their_media_type_first(everywhere):
    import io
    import zipfile

    for ending in ("odt", "epub"):
        with zipfile.ZipFile(io.BytesIO(files.write_file(whole(everywhere, "en"), ending))) as archive:
            first = archive.infolist()[0]
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_web_page_needs_nothing_beside_it(everywhere):
    page = files.write_file(whole(everywhere, "en"), "html").decode()
    assert "<style>" in page and "data:font/woff2;base64," in page
    assert "<link" not in page and "<script" not in page and "src=" not in page


def test_words_of_another_language_say_so(db, opened):
    charter = factories.charter(languages=("en",))
    factories.language_without(charter, "fr", 5)
    factories.excepted(charter, "fr", 5)
    version = factories.version(charter)
    page = files.write_file(Text(charter, version, "fr", "I"), "html").decode()
    assert '<div class="provision" id="I.1.1" lang="en" dir="ltr">' in page
    word = office_details.parts_of(files.write_file(Text(charter, version, "fr", "I"), "docx"))
    assert b'<w:lang w:val="en"/>' in word["word/document.xml"]
