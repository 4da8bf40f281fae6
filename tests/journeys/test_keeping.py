"""What was typed is there again: after a reload, and when the sign-in has ended meanwhile."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from tests import factories
from tests.journeys.walking import CHECK, TEXT, act, enter, press

pytestmark = pytest.mark.browser
THIRD = factories.WORDS["en"][5].replace("fifth", "third")


def act_of(value):
    """The button that rearranges the form."""
    return f"button[name=act][value='{value}']"


@pytest.fixture
def writer(transactional_db, reader):
    """An officer who has typed into the form and saved nothing."""
    round_ = factories.round_(factories.version(factories.charter()))
    visitor = enter(reader(), factories.member(factories.organisation("Tamanrit"), "officer"))
    visitor.go(f"/en/provisions/{factories.provision(round_.charter, 5).short}/propose/")
    visitor.page.locator(TEXT).fill(THIRD)
    visitor.page.locator("textarea[name=reason]").fill("One fifth is too few.")
    return visitor


def typed(page):
    return page.locator(TEXT).input_value(), page.locator("textarea[name=reason]").input_value()


def test_it_is_there_after_a_reload_and_the_page_says_where_it_was_kept(writer):
    writer.page.reload()
    assert typed(writer.page) == (THIRD, "One fifth is too few.")
    assert "not yet on the site" in writer.page.locator("[data-kept-said]").inner_text()


def test_it_can_be_put_back_to_what_the_site_has(writer):
    writer.page.reload()
    writer.page.locator("[data-kept-undo]").click()
    assert typed(writer.page) == (factories.WORDS["en"][5], "")


def test_it_comes_back_when_the_sign_in_has_ended(writer):
    Session.objects.all().delete()
    with writer.page.expect_navigation():
        writer.page.locator(CHECK).click()
    assert typed(writer.page) == (THIRD, "One fifth is too few.")


def test_what_the_site_has_is_forgotten_by_the_browser(writer):
    press(writer, CHECK)
    kept = "Object.keys(localStorage).filter(key => key.startsWith('kept:')).length"
    writer.page.wait_for_selector(act("send"))
    assert writer.page.evaluate(kept) == 0


def test_the_text_in_another_language_replaces_only_a_text_that_nobody_typed(writer):
    page, language = writer.page, "select[name=language]"
    page.locator(TEXT).fill(factories.WORDS["en"][5])
    page.locator(language).select_option("fr")
    press(writer, act_of("load"))
    assert typed(page) == (factories.WORDS["fr"][5], "One fifth is too few.")
    page.locator(TEXT).fill("La ville garde un tiers.")
    page.locator(language).select_option("en")
    press(writer, act_of("load"))
    assert typed(page) == ("La ville garde un tiers.", "One fifth is too few.")


def test_the_current_text_stays_restored_and_what_else_was_typed_survives_leaving_the_page(writer):
    press(writer, act_of("present:0"))
    assert typed(writer.page) == (factories.WORDS["en"][5], "One fifth is too few.")
    writer.page.goto(writer.page.url)
    assert typed(writer.page) == (factories.WORDS["en"][5], "One fifth is too few.")


def test_what_is_typed_on_the_answer_is_there_after_the_answer_is_loaded_again(writer):
    page = writer.page
    page.locator("select[name=language]").select_option("fr")
    page.locator(TEXT).fill(factories.WORDS["en"][5])
    press(writer, act_of("load"))
    page.locator(TEXT).fill("La ville garde un tiers.")
    page.reload()
    assert typed(page) == ("La ville garde un tiers.", "One fifth is too few.")
