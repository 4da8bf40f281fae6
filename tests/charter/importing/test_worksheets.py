"""Open work as a file, and the words that come back in it."""

from __future__ import annotations

import io

import pytest

from charter.actions.languages.worksheets import SentTranslation
from charter.files import pandoc
from charter.files.refusals import Unreadable
from charter.importing import sent_lines, worksheets
from charter.queries.languages import ledger
from tests import factories
from tests.charter.importing.made import docx, paragraph

THIRD = "The city keeps one third of new homes & flats for people with low incomes."


@pytest.fixture
def work(charter, moderator):
    factories.adopt(factories.provision(charter, 5), THIRD, by=moderator)
    return ledger.lines_to_do(charter, "fr")


@pytest.mark.parametrize("ending", ["docx", "xlf"])
def test_a_file_comes_back_as_it_went_out(work, ending, pandoc_here):
    [line] = work
    data = worksheets.write_worksheet(work, {}, "en", "fr", ending)
    assert worksheets.read_upload(io.BytesIO(data), f"work.{ending}") == [
        SentTranslation(line.provision.short, line.source.pk, factories.WORDS["fr"][5])
    ]


def test_xliff_says_its_languages_and_the_words_to_follow(work):
    data = worksheets.write_worksheet(work, {str(work[0].provision.key): "I.1.1"}, "en", "fr", "xlf").decode()
    assert '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="fr">' in data
    assert "<note>I.1.1</note>" in data
    assert "<source>The city keeps one third of new homes &amp; flats" in data


def test_xliff_of_version_1_2_comes_back_as_it_went_out(work):
    [line] = work
    data = worksheets.write_worksheet(work, {str(line.provision.key): "I.1.1"}, "en", "fr", "xlf", "1.2")
    text = data.decode()
    assert '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">' in text
    assert 'datatype="plaintext" source-language="en" target-language="fr"' in text
    assert "<note>I.1.1</note>" in text and "<source>The city keeps one third of new homes &amp; flats" in text
    assert worksheets.read_upload(io.BytesIO(data), "work.xlf") == [
        SentTranslation(line.provision.short, line.source.pk, factories.WORDS["fr"][5])
    ]


PROPOSAL = "<match><source>A city.</source><target>Une cité.</target></match>"
VERSION_1 = (
    "<file><body><trans-unit id='abc.12'><source>A city.</source>"
    "<target>Une <bpt id='1'>&lt;b></bpt><mrk mtype='seg'>ville</mrk><ept id='1'>&lt;/b></ept>.</target>"
    "<alt-trans><target>Une cité.</target></alt-trans></trans-unit></body></file>"
)
VERSION_2 = (
    f"<file><unit id='abc.12'><matches>{PROPOSAL}</matches><segment><source>A city.</source>"
    "<target>Une <pc id='1'>ville</pc>.</target></segment></unit></file>"
)


@pytest.mark.parametrize(("space", "body"), [(sent_lines.XLIFF_1, VERSION_1), (sent_lines.XLIFF, VERSION_2)])
def test_codes_and_proposals_of_a_program_for_translators_are_no_text(space, body):
    data = f"<xliff xmlns='{space}'>{body}</xliff>".encode()
    assert sent_lines.read_sent_lines(data, "work.xlf") == [("abc", 12, "Une ville.")]


def test_a_table_for_word_is_read_without_pandoc(monkeypatch):
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    cell = "<w:tc>{}</w:tc>".format
    row = "".join(cell(paragraph(words)) for words in ("abc.12", "I.1", "A city.", "Une ville."))
    sent = docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>", **{"word__media__a.png": "a picture"})
    assert sent_lines.read_sent_lines(sent, "work.docx") == [("abc", 12, "Une ville.")]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<xliff", "a.xlf"),
        (b"no archive", "a.docx"),
        (b"<x/>", "a.xlf"),
        (b'<!DOCTYPE x [<!ENTITY e "e">]><x/>', "a.xlf"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(data, name):
    with pytest.raises(Unreadable):
        sent_lines.read_sent_lines(data, name)
