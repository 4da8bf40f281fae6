"""A draft on paper: its words, its change and its reason, black on white, and nothing to press."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.actions.languages import glossary
from charter.actions.languages.glossary import NewTerm
from tests import factories
from tests.look.browsing import page_of

pytestmark = pytest.mark.browser


@pytest.fixture
def printed(client, browser, round_, city, officer):
    """The page on which a draft is checked, as a printer gets it from a reader with dark screens."""
    client.force_login(officer)
    draft = factories.draft(round_, city, officer)
    html = client.get(reverse("draft_check", args=[draft.key])).content.decode()
    page = page_of(browser, html, scheme="dark")
    page.emulate_media(media="print")
    yield page
    page.context.close()


def test_a_draft_prints_its_change_its_sentence_and_its_reason(printed):
    for words in ("Families still leave the city.", "As an amending clause", "Tamanrit. Prepared by"):
        assert printed.get_by_text(words).first.is_visible()
    assert printed.locator("main del").first.is_visible() and printed.locator("main ins").first.is_visible()


def test_nothing_to_press_and_nothing_of_the_way_is_printed(printed):
    assert printed.locator("button, .button, nav, aside, footer, .skip").count() > 5
    assert printed.locator("button:visible, .button:visible, nav:visible, aside:visible, .skip:visible").count() == 0


def test_it_is_black_on_white_on_a_dark_screen_too(printed):
    colours = printed.evaluate(
        "() => { const of = (what) => getComputedStyle(document.querySelector(what)); const del = of('main del');"
        " return [of('body').color, of('html').backgroundColor, del.color, del.textDecorationLine] }"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgb(0, 0, 0)", "line-through"]


@pytest.fixture
def article(client, browser, round_, officer, moderator):
    """An article with a term of the glossary, as a member who may propose prints it."""
    glossary.save_term(charter=round_.charter, new=NewTerm("en", "home"), by=moderator)
    client.force_login(officer)
    page = page_of(browser, client.get("/en/charter/1/I/").content.decode())
    yield page
    page.context.close()


def test_an_article_prints_its_text_without_links_and_notices_of_the_site(article):
    aids = ".version a:visible, .article-head .may:visible"
    assert article.locator(aids).count() > 0
    article.emulate_media(media="print")
    assert article.locator(aids).count() == 0
    assert article.locator(".version").is_visible()
    lines = "terms => terms.map((term) => getComputedStyle(term).textDecorationLine)"
    assert set(article.locator(".words a.term").evaluate_all(lines)) == {"none"}
