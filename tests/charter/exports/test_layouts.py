"""Every kind of PDF as it is laid out: no text over text or beside the page, no last page for one line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from accounts.exports import paper
from accounts.views.joining_paper import TEMPLATES, paper_context
from charter.actions.comments import comments
from charter.actions.languages import editions
from charter.actions.languages.editions import Edition, NewBlock, NewSection, Origin
from charter.actions.merging import merges
from charter.exports import pages, paper_names
from charter.exports.city_letters import CityLetter
from charter.models import Article
from tests import factories
from tests.charter.exports.layouts import LEAST_LINES, count_lines, lay_out, layout_faults, margin_texts

pytestmark = pytest.mark.skipif(not paper.is_ready(), reason="the libraries that draw PDF are not here")

SHAPE = [
    *["title", "heading", "paragraph", "subparagraph", "point", "point", "paragraph", "subparagraph"],
    *["plan", "short_term", "plan_point", "plan_point", "mid_term", "plan_point", "long_term", "plan_point"],
]
PLACES = (2, 6)
PAPERS = (
    *("charter/2", "charter/2/I", "charter/1..2", "charter/1..2/I", "edition/2", "edition/2/I"),
    *("decisions/1", "referred/1", "commented/1/I", "campaign-report"),
)


def words(language, place):
    """Text of a few lines in most places, of a word or two in headings."""
    text = factories.WORDS[language]
    return text[3 + place % 8] if "paragraph" not in SHAPE[place % len(SHAPE)] else " ".join([*text[4:8], text[5]])


def long_charter(language):
    """A charter of two articles with plans, of several pages."""
    articles = tuple(
        NewSection("article", slug, tuple(NewBlock(kind, words(language, n)) for n, kind in enumerate(SHAPE)))
        for slug in ("one", "two")
    )
    title = factories.WORDS[language][4]
    edition = Edition(language, title, articles, Origin("a.html", "0" * 64))
    return editions.create_charter(slug="charter", edition=edition, by=None, at=timezone.now() - timedelta(days=300))


@pytest.fixture
def consultation(db, city, other_city, officer, stranger, moderator):
    """Two versions in one language, with a round of comments, decisions and a question that its body decides."""

    def made(language):
        factories.organisation("Ashmere", joined_wave=factories.wave(), joined_on=date(2022, 7, 7))
        charter = long_charter(language)
        round_ = factories.round_(factories.version(charter))
        for place in (*PLACES, PLACES[0]):
            comments.post_comment(
                target=factories.provision(charter, place),
                by=stranger,
                text=words(language, 2),
                language=language,
                round_=round_,
                organisation=other_city,
            )
        factories.deciding_now(round_)
        proposals = [(city, 2, 5), (city, 3, 5), (city, 7, 5), (other_city, 7, 6)]
        chosen = [
            factories.accepted(
                factories.under_review(
                    round_,
                    member,
                    officer,
                    factories.provision(charter, place),
                    f"{words(language, place)} {factories.WORDS[language][added]}",
                    language=language,
                ),
                moderator,
            )
            for member, place, added in proposals
        ]
        article = Article.objects.get(slug="one")
        merge = merges.begin_merge(article=article, language=language, round_=round_, by=moderator)
        merge = merges.choose_amendments(merge=merge, amendments=chosen, by=moderator)
        for conflict in merges.preview_merge(merge).conflicts:
            merges.refer_conflict(merge=merge, conflict_id=conflict.id, reason="The body decides.", by=moderator)
        merges.apply_merge(merge=merge, by=moderator)
        factories.next_version(charter, by=moderator)
        return round_

    return made


def documents(round_, city, language):
    """Every PDF of the consultation as a page by its name, with its style sheets."""
    found = {name: paper_names.find_paper(name, language) for name in PAPERS}
    assert all(found.values()), found
    letter = CityLetter(round_.charter, round_, language, city)
    sheets = {name: (pages.pdf_page(paper_),) for name, paper_ in {**found, "letter": letter}.items()}
    style = finders.find(paper.STYLE)
    with open(style, encoding="utf-8") as file:
        style = file.read()
    forms = {name: (render_to_string(template, paper_context()), style) for name, template in TEMPLATES.items()}
    return {**sheets, **forms}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_are_numbered_and_no_text_is_over_another_or_outside(consultation, city, language):
    round_ = consultation(language)
    with override(language):
        found = documents(round_, city, language)
    for name, parts in found.items():
        laid = lay_out(*parts)
        assert layout_faults(laid) == [], name
        shown = [[(text.text, text.direction) for text in margin_texts(page)] for page in laid]
        assert all((f"{n} / {len(laid)}", "ltr") in texts for n, texts in enumerate(shown, 1)), (name, shown)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_last_page_has_three_lines_wherever_it_begins(consultation, city, language):
    round_ = consultation(language)
    with override(language):
        found = documents(round_, city, language)
    lines = {
        (name, margin): count_lines(laid[-1])
        for name, (page, *sheets) in found.items()
        for margin in (30, 42, 54)  # mm
        if len(laid := lay_out(page, *sheets, f"@page {{ margin-bottom: {margin}mm !important }}")) > 1
    }
    assert len(lines) > 30
    assert {which: count for which, count in lines.items() if count < LEAST_LINES} == {}


def test_faults_of_a_layout_are_reported():
    style = "<style>p { orphans: 1; widows: 1; margin: 0 }</style>"
    over = lay_out(f"{style}<p>One</p><p style='margin-top: -1em'>Another</p>")
    outside = lay_out(f"{style}<p style='margin-left: -900px'>One</p>")
    alone = lay_out(f"{style}<p>One</p><p style='break-before: page'>Another</p>")
    faults = ["page 1: 'One' over 'Another'", "page 1: outside: One", "last page: 1 lines"]
    assert [layout_faults(laid)[0] for laid in (over, outside, alone)] == faults
