"""Open work as a file, and the words that come back in it."""

from __future__ import annotations

import io

import pytest

from charter.actions.languages import alignments, structure
from charter.actions.languages.structure import Why
from charter.actions.languages.worksheets import SentTranslation
from charter.files import pandoc
from charter.files.refusals import Unreadable
from charter.importing import sent_lines, settled_lines, word, worksheets
from charter.queries.languages import ledger
from tests import factories
from tests.charter.importing.made import docx, paragraph

THIRD = "The city keeps one third of new homes & flats for people with low incomes."


@pytest.fixture
def work(charter, moderator):
    factories.adopt(factories.provision(charter, 5), THIRD, by=moderator)
    return ledger.lines_to_do(charter, "fr")


def unchanged(line, number=0):
    """A line of a file that nobody changed."""
    short, source = line.provision.short, line.source.pk
    return SentTranslation(short, source, factories.WORDS["fr"][5], number, f"{short}.{source}")


@pytest.mark.parametrize(("ending", "number"), [("docx", 2), ("xlf", 0)])
def test_a_file_comes_back_as_it_went_out(work, ending, number, pandoc_here):
    data = worksheets.write_worksheet(work, {}, "en", "fr", ending)
    assert worksheets.read_upload(io.BytesIO(data), f"work.{ending}") == [unchanged(work[0], number)]


SOURCE_PARTS = ("The city keeps one fifth of new homes", "for people with low incomes.")
PARTS = ("La ville réserve un cinquième des logements neufs", "aux personnes à faibles revenus.")


@pytest.fixture
def split_work(charter, moderator):
    place = factories.provision(charter, 5)
    base = factories.working(place).wording
    arguments = {"words": "\n\n".join(SOURCE_PARTS), "by": moderator, "why": Why("Two duties.")}
    structure.split_provision(provision=place, language="en", base=base, **arguments)
    charter.refresh_from_db()
    return ledger.lines_to_do(charter, "fr")


FILES = [("docx", "2.0"), ("xlf", "2.0"), ("xlf", "1.2")]


@pytest.mark.parametrize(("ending", "version"), FILES)
def test_a_split_that_is_not_followed_comes_back_as_it_went_out(split_work, ending, version, pandoc_here):
    data = worksheets.write_worksheet(split_work[:1], {}, "en", "fr", ending, version)
    number = 2 if ending == "docx" else 0
    assert worksheets.read_upload(io.BytesIO(data), f"work.{ending}") == [unchanged(split_work[0], number)]


@pytest.mark.parametrize(("ending", "version"), FILES)
def test_the_place_of_a_split_in_preparation_comes_back(split_work, ending, version, pandoc_here, charter):
    editor = factories.holder("language_editor", "fr")
    division = ledger.split_to_follow(split_work[0])
    alignments.split_alignment(division=division, language="fr", words="\n\n".join(PARTS), by=editor)
    line = ledger.lines_to_do(charter, "fr")[0]
    data = worksheets.write_worksheet([line], {}, "en", "fr", ending, version)
    [sent] = worksheets.read_upload(io.BytesIO(data), f"work.{ending}")
    assert sent.words == "\n\n".join(PARTS)


def test_both_parts_of_the_source_are_in_the_file_with_a_sentence_that_tells_what_to_do(split_work, pandoc_here):
    line = split_work[0]
    labels = {str(line.provision.key): "I.1.1"}
    xliff = worksheets.write_worksheet(split_work[:1], labels, "en", "fr", "xlf").decode()
    assert f"<source>{SOURCE_PARTS[0]}</source>" in xliff and f"<source>{SOURCE_PARTS[1]}</source>" in xliff
    assert "I.1.1. Move the second part to the second segment." in xliff and 'canResegment="no"' in xliff
    older = worksheets.write_worksheet(split_work[:1], labels, "en", "fr", "xlf", "1.2").decode()
    assert "<source>{}\n\n{}</source>".format(*SOURCE_PARTS) in older
    table = worksheets.write_worksheet(split_work[:1], labels, "en", "fr", "docx")
    rows = list(settled_lines.table_rows(word.read_word(table, "accept"), "accept"))
    assert rows[1][2] == "\n\n".join(SOURCE_PARTS)
    assert rows[1][1].startswith("I.1.1. Insert an empty line")


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
    assert worksheets.read_upload(io.BytesIO(data), "work.xlf") == [unchanged(line)]


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
    assert sent_lines.read_sent_lines(data, "work.xlf") == [(0, "abc.12", "Une ville.")]


def test_a_table_for_word_is_read_without_pandoc(monkeypatch):
    monkeypatch.setattr(pandoc, "find_pandoc", lambda: None)
    cell = "<w:tc>{}</w:tc>".format
    row = "".join(cell(paragraph(words)) for words in ("abc.12", "I.1", "A city.", "Une ville."))
    sent = docx(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>", **{"word__media__a.png": "a picture"})
    assert sent_lines.read_sent_lines(sent, "work.docx") == [(1, "abc.12", "Une ville.")]


@pytest.mark.parametrize(
    "cell",
    [
        paragraph("La ville") + paragraph("le pays."),
        paragraph("La ville") + paragraph("") + paragraph("le pays."),
        "<w:p><w:r><w:t>La ville</w:t><w:br/><w:br/><w:t>le pays.</w:t></w:r></w:p>",
    ],
)
def test_two_paragraphs_in_a_cell_stay_two(cell):
    names = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in ("abc.12", "I.1", "A city."))
    sent = docx(f"<w:tbl><w:tr>{names}<w:tc>{cell}</w:tc></w:tr></w:tbl>")
    assert sent_lines.read_sent_lines(sent, "work.docx") == [(1, "abc.12", "La ville\n\nle pays.")]


def row(*words):
    return "<w:tr>{}</w:tr>".format("".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in words))


def test_a_row_whose_name_is_damaged_is_read_with_its_number():
    titles, empty = row("Ligne", "Endroit", "Source", "Texte"), row("", "", "", "")
    damaged, whole = row("abc12", "I.1", "A city.", "Une ville."), row("abc.13", "I.2", "A land.", "Un pays.")
    sent = docx(f"<w:tbl>{titles}{damaged}{empty}{whole}{row('abc.14', 'Sans colonnes')}</w:tbl>")
    assert worksheets.read_upload(io.BytesIO(sent), "work.docx") == [
        SentTranslation("", 0, "Une ville.", 2, "abc12"),
        SentTranslation("abc", 13, "Un pays.", 4, "abc.13"),
        SentTranslation("", 0, "abc.14 Sans colonnes", 5, ""),
    ]


TWO_SEGMENTS = (
    "<file><unit id='abc.12'><segment id='{}'><source>A.</source><target>La ville.</target></segment>"
    "<ignorable><source> </source></ignorable>"
    "<segment id='{}'><source>B.</source><target>Le pays.</target></segment></unit></file>"
)


@pytest.mark.parametrize(
    ("names", "words"),
    [(("s1", "s2"), "La ville. Le pays."), (("first", sent_lines.SECOND), "La ville. \n\nLe pays.")],
)
def test_only_the_second_segment_of_a_split_begins_a_part(names, words):
    data = f"<xliff xmlns='{sent_lines.XLIFF}'>{TWO_SEGMENTS.format(*names)}</xliff>".encode()
    assert sent_lines.read_sent_lines(data, "work.xlf") == [(0, "abc.12", words)]


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
