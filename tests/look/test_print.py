"""A draft on paper: its words, its change and its reason, black on white, and nothing to press."""

from __future__ import annotations

import pytest
from django.urls import reverse

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
