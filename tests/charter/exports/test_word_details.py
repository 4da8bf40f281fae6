"""Every kind of Word file that the site writes: its main language, and nothing about who wrote it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.utils.translation import override

from charter.actions.comments import comments
from charter.actions.merging import merges
from charter.actions.papers import clean_copies, issued_papers
from charter.exports import drafts, files, merge_papers, paper_names, working_papers
from charter.files import pandoc
from charter.importing import worksheets
from charter.models import Article
from charter.queries.amending import amendments
from charter.queries.languages import ledger
from charter.queries.merging import merge_views
from tests import factories

pytestmark = pytest.mark.skipif(pandoc.find_pandoc() is None, reason="pandoc is not here")
LANGUAGES = re.compile(rb"<(?:w:lang|w:themeFontLang) [^>]*>")
TEXT = "تخصص المدينة ثلث المساكن الجديدة لذوي الدخل المنخفض."


@pytest.fixture
def round_(db, city, officer):
    """An open round of a charter in two languages, with a pending amendment in Arabic."""
    round_ = factories.round_(factories.version(factories.charter(languages=("en", "ar"))))
    factories.under_review(round_, city, officer, factories.provision(round_.charter, 5), TEXT, language="ar")
    return round_


def paper(round_, name):
    return files.write_file(paper_names.find_paper(name, "ar"), "docx")


def text(round_, **_people):
    return paper(round_, "charter/1/I")


def proposed(round_, **_people):
    return paper(round_, "proposed/1/I")


def decisions(round_, moderator, **_people):
    factories.accepted(factories.deciding_now(round_).amendments.get(), moderator)
    return paper(round_, "decisions/1")


def comparison(round_, moderator, **_people):
    factories.accepted(factories.deciding_now(round_).amendments.get(), moderator, outcome="not_accepted")
    factories.reword(factories.provision(round_.charter, 5), TEXT, by=moderator, language="ar")
    factories.confirm_differences(round_.charter, by=factories.holder("moderator"))
    factories.next_version(round_.charter, by=moderator)
    return paper(round_, "charter/1..2")


def comment_table(round_, stranger, **_people):
    post = {"text": "One third is not enough.", "language": "en", "round_": round_}
    comments.post_comment(target=factories.provision(round_.charter, 5), by=stranger, **post)
    return paper(round_, "comment-table")


def to_work_in(round_, city, officer, **_people):
    article = Article.objects.get(slug="a-home-one-can-keep")
    issued = issued_papers.issue_paper(
        version=round_.version, article=article, language="ar", organisation=city, by=officer
    )
    return working_papers.docx(issued)


def draft(round_, city, officer, **_people):
    begun = factories.draft(round_, city, officer, TEXT, language="ar")
    [text_] = amendments.texts_with_changes([begun.text])
    labels = amendments.labels_of(round_, "ar")
    return drafts.write_draft_docx(begun, text_, amendments.shown_changes(text_, labels, "ar"), "ar")


def merge(round_, moderator, **_people):
    amendment = factories.accepted(factories.deciding_now(round_).amendments.get(), moderator)
    article = Article.objects.get(slug="a-home-one-can-keep")
    begun = merges.begin_merge(article=article, language="ar", round_=round_, by=moderator)
    begun = merges.choose_amendments(merge=begun, amendments=[amendment], by=moderator)
    issued = clean_copies.issue_merge_paper(view=merge_views.view_of_merge(begun), by=moderator)
    return merge_papers.write_merge_docx(issued)


def worksheet(round_, moderator, **_people):
    factories.adopt(factories.provision(round_.charter, 6), "The city answers within ten days.", by=moderator)
    return worksheets.write_worksheet(ledger.lines_to_do(round_.charter, "ar"), {}, "en", "ar", "docx")


@pytest.mark.parametrize(
    "write", [text, proposed, decisions, comparison, comment_table, to_work_in, draft, merge, worksheet]
)
def test_an_arabic_file_is_arabic_and_names_no_session_of_a_writer(write, round_, city, officer, stranger, moderator):
    with override("ar"):
        data = write(round_, city=city, officer=officer, stranger=stranger, moderator=moderator)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stated = LANGUAGES.findall(parts["word/styles.xml"] + parts["word/settings.xml"])
    assert len(stated) == 2
    assert all(b'w:val="ar"' in language and b'w:bidi="ar"' in language for language in stated)
    assert b"en-US" not in b"".join(parts.values())
    body = parts["word/document.xml"]
    assert body.count(b"<w:tblPr>") == body.count(b"<w:bidiVisual")
    assert not any("people" in name for name in parts)
    assert not any(b"rsid" in part for part in parts.values())
