"""The page of a version: a line for each article, as the contents of a book."""

from __future__ import annotations

import pytest

from tests import factories
from tests.look.browsing import page_of


def test_each_entry_is_a_link_with_its_number_and_title_alone(client, db):
    factories.version(factories.charter(languages=("en", "fr")))
    page = client.get("/en/charter/1/").content.decode()
    contents = page.split('class="rows close contents-rows"')[1].split("</ol>")[0]
    assert contents.count('class="entry"') == 3
    assert "Everyone has the right" not in contents


@pytest.mark.browser
def test_fifteen_entries_fit_on_a_page_of_1400_pixels(client, db, browser):
    factories.version(factories.charter(languages=("en",)))
    html = client.get("/en/charter/1/").content.decode()
    before, contents, after = html.partition('<ol class="rows close contents-rows">')
    entries, end, rest = after.partition("</ol>")
    entry = "<li" + entries.split("<li")[1]
    page = page_of(browser, before + contents + entry * 15 + end + rest)
    assert page.evaluate("document.documentElement.scrollHeight") <= 1400
    page.context.close()
