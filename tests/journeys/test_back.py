"""No page of somebody signed in is stored, and what was typed is there again after *Back* all the same."""

from __future__ import annotations

import pytest

from tests import factories
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser
WORDS = "Words that nobody wants to type twice."


def come_back(visitor, path: str, field: str) -> str:
    """The text in the field after the reader left the page by a link and came back."""
    answer = visitor.page.goto(path)
    assert "no-store" in answer.headers["cache-control"]
    visitor.page.locator(field).fill(WORDS)
    with visitor.page.expect_navigation():
        visitor.page.locator(".masthead a[href]").first.click()
    with visitor.page.expect_navigation(wait_until="load"):
        visitor.page.evaluate("history.back()")
    assert visitor.page.url.endswith(path)
    return visitor.page.locator(field).input_value()


def test_a_comment_of_an_officer(transactional_db, reader):
    round_ = factories.round_(factories.version(factories.charter()))
    visitor = enter(reader(), factories.member(factories.organisation("Tamanrit"), "officer"))
    path = f"/en/comments/provision/{factories.provision(round_.charter, 5).short}/"
    assert come_back(visitor, path, "textarea[name=comment]") == WORDS


def test_a_reason_of_a_moderator(transactional_db, reader):
    factories.version(factories.charter())
    city = factories.organisation("Tamanrit")
    visitor = enter(reader(), factories.secretariat())
    path = f"/en/desk/members/{city.slug}/change/withhold/"
    assert come_back(visitor, path, "textarea") == WORDS
