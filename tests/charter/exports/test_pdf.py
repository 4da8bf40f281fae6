"""PDF of papers: tagged for listeners, in the language of its words, the same text as the page."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.exports import paper
from charter.exports import files, paper_names
from charter.exports.comparisons import Changes
from charter.exports.texts import Text
from tests import factories
from tests.charter.exports import tagged

pypdf = pytest.importorskip("pypdf", reason="pypdf, which reads PDF back, is not here")
pytestmark = pytest.mark.skipif(not paper.is_ready(), reason="the libraries that draw PDF are not here")


def opened(data):
    return pypdf.PdfReader(io.BytesIO(data))


def letters(text):
    """Without spaces and signs: lines are broken and words hyphenated on paper."""
    return re.sub(r"\W", "", text)


def text_of(data):
    return " ".join(" ".join(page.extract_text() for page in opened(data).pages).split())


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_words_come_back(everywhere, language):
    text_letters = letters(text_of(files.write_file(Text(everywhere.charter, everywhere, language), "pdf")))
    for words in factories.WORDS[language]:
        assert letters(words) in text_letters


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_tagged_and_says_its_language(everywhere, language):
    document = files.write_file(Text(everywhere.charter, everywhere, language, "II"), "pdf")
    assert opened(document).trailer["/Root"]["/Lang"] == language


@pytest.mark.parametrize("name", ["charter/2", "charter/2/I", "charter/1..2", "charter/1..2/I"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_program_finds_no_fault_of_pdf_ua(two_versions, name, language):
    two_versions(language)
    with override(language):
        assert tagged.faults(opened(files.write_file(paper_names.find_paper(name, language), "pdf"))) == []


@pytest.mark.parametrize("name", ["charter/2", "charter/1..2", "edition/2", "edition/2/I"])
def test_every_link_within_it_leads_somewhere(two_versions, name, caplog):
    two_versions("en")
    files.write_file(paper_names.find_paper(name, "en"), "pdf")
    assert [record.getMessage() for record in caplog.records if record.name == "weasyprint"] == []


def test_nor_in_the_decisions_of_a_round_and_a_letter_about_them(client, db, city, officer, moderator):
    version = factories.version(factories.charter(languages=("en",)))
    factories.second_version(version, {5: "The city keeps a third."}, by=moderator, city=city, proposer=officer)
    assert tagged.faults(opened(files.write_file(paper_names.find_paper("decisions/1", "en"), "pdf"))) == []
    client.force_login(officer)
    letter = client.get(reverse("city_letter_pdf", args=[1, city.slug]))
    assert tagged.faults(opened(letter.content)) == []


def test_what_is_not_tagged_is_found():
    bare = pytest.importorskip("weasyprint").HTML(string="<h2>A</h2><p>B</p>").write_pdf(pdf_tags=True)
    assert {"it does not say that it is PDF/UA", "no language", "headings [2]"} <= set(tagged.faults(opened(bare)))


def test_what_came_and_what_went_is_said_in_words(two_versions):
    first, second = two_versions("en")
    page_text = text_of(files.write_file(Changes(first.charter, first, second, "en"), "pdf"))
    assert "[deleted: fifth]" in page_text and "[inserted: third]" in page_text


def test_the_same_paper_is_the_same_pdf(everywhere):
    paper = Text(everywhere.charter, everywhere, "en", "II")
    assert files.write_file(paper, "pdf") == files.write_file(paper, "pdf")
