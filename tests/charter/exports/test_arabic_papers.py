"""Papers in Arabic: commas of citations, the address in the foot, and texts in other languages."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.exports import paper
from accounts.locales import in_quotes
from charter.actions.comments import comments
from charter.actions.merging import merges
from charter.actions.papers import issued_papers
from charter.exports import pages, paper_names, working_papers
from charter.exports.city_letters import CityLetter
from charter.exports.papers import speak_language
from charter.importing.returned_changes import BaseLine, find_changes
from charter.importing.returned_lines import read
from charter.models import Article
from charter.queries.papers.working_papers import lines_in
from tests import factories
from tests.charter.exports.test_layouts import long_charter

PLAN_POINT, LAST_PLAN_POINT = 10, 13
PLAN = "الخطة"
NEW_TEXT = "نص جديد للبند."
REASON = "It is clear."
QUOTE = factories.WORDS["ar"][5]
PAPERS = ("charter/2", "charter/1..2", "charter/1..2/I", "edition/2", "decisions/1", "referred/1", "commented/1/I")
TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


@pytest.fixture
def round_on_plans(db, city, other_city, officer, stranger, moderator):
    """A round in Arabic: a point of a plan is changed by an amendment, another one is referred to the body."""
    charter = long_charter("ar")
    round_ = factories.round_(factories.version(charter))
    comments.post_comment(
        target=factories.provision(charter, PLAN_POINT),
        by=stranger,
        text="تعليق",
        language="ar",
        round_=round_,
        organisation=other_city,
        quote=QUOTE,
    )
    factories.deciding_now(round_)
    proposed = [
        factories.under_review(round_, city, officer, factories.provision(charter, place), NEW_TEXT, language="ar")
        for place in (PLAN_POINT, LAST_PLAN_POINT)
    ]
    accepted = factories.accepted(proposed[0], moderator)
    factories.accepted(proposed[1], moderator, outcome="referred")
    merge = merges.begin_merge(article=Article.objects.get(slug="one"), language="ar", round_=round_, by=moderator)
    merges.apply_merge(merge=merges.choose_amendments(merge=merge, amendments=[accepted], by=moderator), by=moderator)
    return round_


@pytest.fixture
def papers(round_on_plans, city, moderator):
    """Each paper by its name, with a second version that changes a point of a plan."""
    charter = round_on_plans.charter
    factories.next_version(charter, by=moderator)
    by_name = {name: paper_names.find_paper(name, "ar") for name in PAPERS}
    assert all(by_name.values()), by_name
    return by_name | {"letter": CityLetter(charter, round_on_plans, "ar", city)}


def text_of(html):
    return TAGS.sub("", html)


@pytest.mark.parametrize("name", [*PAPERS, "letter"])
def test_citations_in_arabic_papers_have_arabic_commas(papers, name):
    with override("ar"):
        text = text_of(papers[name].page())
    assert f"، {PLAN}" in text
    assert re.findall(rf"[^\s]*, {PLAN}[^<\n]{{0,20}}", text) == []
    assert re.findall(r"[^\n]{0,20}[\u0600-\u06ff], [^\n]{0,20}", text) == []


def test_the_margin_of_a_word_file_has_arabic_commas(papers):
    with speak_language("ar"):
        page = papers["commented/1/I"].margin_page()
    assert f"، {PLAN}، " in page
    assert f", {PLAN}" not in page


def test_the_address_in_the_foot_of_an_arabic_pdf_ends_with_its_slash(papers):
    pypdf = pytest.importorskip("pypdf", reason="pypdf, which reads PDF back, is not here")
    if not paper.is_ready():
        pytest.skip("the libraries that draw PDF are not here")
    with override("ar"):
        pdf = pypdf.PdfReader(io.BytesIO(pages.write_pdf(papers["referred/1"])))
    text = pdf.pages[0].extract_text()
    assert text.count("/referred/") == 2, text
    assert "/http" not in text


def test_a_reason_in_another_language_is_marked_in_the_referred_paper(papers):
    with override("ar"):
        page = papers["referred/1"].page()
    assert f'<p><bdi lang="en" dir="ltr">{REASON}</bdi></p>' in page


def test_a_quotation_in_a_comment_has_the_marks_of_its_page(papers):
    with override("ar"):
        page = papers["commented/1/I"].page()
        quotation = in_quotes(QUOTE)
    assert f'<q dir="auto">{quotation}</q>' in page


def test_a_word_file_with_arabic_commas_returns_without_a_change(round_on_plans, city, officer):
    version = round_on_plans.version
    issued = issued_papers.issue_paper(version=version, article=None, language="ar", organisation=city, by=officer)
    returned = read(working_papers.docx(issued), "returned.docx")
    sent = "".join(stretch.text for paragraph in returned.paragraphs for stretch in paragraph.stretches)
    assert f"، {PLAN}، " in sent
    lines = lines_in(version, None, "ar", None)
    base = [
        BaseLine(line.provision.key.hex, line.html, line.wording.text, line.citation, line.is_heading)
        for line in lines
    ]
    changes = find_changes(base, returned, ())
    assert changes.changes == () and changes.unplaced == ()
    assert not any(PLAN in note.text for note in changes.left_out)


def test_pages_in_arabic_write_the_same_citations(client, papers, round_on_plans):
    short = factories.provision(round_on_plans.charter, PLAN_POINT).short
    with override("ar"):
        addresses = [
            reverse("provision", args=[short]),
            reverse("decisions"),
            reverse("round_referred", args=[round_on_plans.number]),
            reverse("compare", args=[1, 2]),
            reverse("amendment", args=[round_on_plans.number, 1]),
        ]
    for address in addresses:
        text = text_of(client.get(address, follow=True).content.decode())
        assert f"، {PLAN}" in text, address
        assert f", {PLAN}" not in text, address


def test_a_citation_that_begins_with_latin_letters_runs_from_right_to_left(papers):
    with override("ar"):
        page = papers["referred/1"].page()
    assert f'<bdi dir="rtl">I.2، {PLAN}، ' in page
