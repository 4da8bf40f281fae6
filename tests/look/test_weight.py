"""The first view of an article with everything on it: light, and nothing in it moves once it is there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.actions.comments import comments
from tests import factories
from tests.look.sending import seen, weights

MOST = 60_000


@pytest.fixture
def article(client, db, city, officer, moderator):
    """An article that was changed, is being amended and is talked about, with the note of who asked open."""
    version = factories.version(factories.charter(languages=("en",)))
    first = factories.provision(version.charter, 4)
    latest = factories.second_version(version, {4: "Everyone has a home."}, by=moderator, city=city, proposer=officer)
    round_ = factories.round_(latest)
    factories.under_review(round_, city, officer, first, "Other words.")
    comments.post_comment(target=first, text="Too short.", by=officer, organisation=city, language="en", round_=round_)
    return client.get(reverse("article", args=[latest.number, "I"]) + "?who=I.1").content.decode()


def test_it_weighs_60_kilobytes_at_most_with_its_style_script_and_letters(article):
    sizes = weights(article)
    assert {name.rpartition(".")[2] for name in sizes} >= {"page", "css", "js", "woff2"}
    assert sum(sizes.values()) <= MOST, sizes


@pytest.mark.large
@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_on_a_slow_line_and_no_more_is_sent(browser, article, width):
    result = seen(browser, article, width)
    print(f"{width} px: words after {result.text_ms:.0f} ms, {result.sent} bytes")
    assert result.text_ms > 0, "no words were drawn"
    assert (result.shift, result.sent <= MOST) == (0, True), result
