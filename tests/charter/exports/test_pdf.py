"""PDF of papers: tagged for listeners, in the language of its words, the same text as the page."""

from __future__ import annotations

import io
import re

import pytest

from accounts.exports import paper as press
from charter.exports import files
from charter.exports.comparisons import Changes
from charter.exports.texts import Text
from tests import factories

pypdf = pytest.importorskip("pypdf", reason="pypdf, which reads PDF back, is not here")
pytestmark = pytest.mark.skipif(not press.is_ready(), reason="the libraries that draw PDF are not here")


def opened(data):
    return pypdf.PdfReader(io.BytesIO(data))


def letters(text):
    """Without spaces and signs: lines are broken and words hyphenated on paper."""
    return re.sub(r"\W", "", text)


def text_of(data):
    return " ".join(" ".join(page.extract_text() for page in opened(data).pages).split())


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_words_come_back(everywhere, language):
    found = letters(text_of(files.write(Text(everywhere.charter, everywhere, language), "pdf")))
    for words in factories.WORDS[language]:
        assert letters(words) in found


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_tagged_and_says_its_language(everywhere, language):
    made = files.write(Text(everywhere.charter, everywhere, language, "II"), "pdf")
    root = opened(made).trailer["/Root"]
    assert root["/Lang"] == language and root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_what_came_and_what_went_is_said_in_words(two_versions):
    first, second = two_versions("en")
    found = text_of(files.write(Changes(first.charter, first, second, "en"), "pdf"))
    assert "[deleted: fifth]" in found and "[inserted: third]" in found


def test_the_same_paper_is_the_same_pdf(everywhere):
    paper = Text(everywhere.charter, everywhere, "en", "II")
    assert files.write(paper, "pdf") == files.write(paper, "pdf")
