"""The draft of an article in Wagtail's editor, by the keyboard alone: words, reason, publish."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cms.models import SectionPage
from tests import factories
from tests.journeys.hands import Keyboard

pytestmark = [
    pytest.mark.large,
    pytest.mark.browser,
]
PLACE, MORE = 5, " Each home has a window."


FAR = 300
HERE = "words => document.activeElement.isContentEditable && document.activeElement.innerText.includes(words)"
NAMED = "selector => document.activeElement.matches(selector)"


def come_to(page, target: str, how: str = NAMED) -> None:
    """Tab after tab until the focus is there; Wagtail draws it in its own ways."""
    for _turn in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate(how, target):
            return
    pytest.fail(f"Tab never comes to {target}")


@pytest.fixture
def section(transactional_db, settings):
    settings.DEMONSTRATION = True
    charter = factories.charter()
    factories.version(charter)
    factories.site(charter)
    return SectionPage.objects.get(slug="a-home-one-can-keep", locale__language_code="en")


def test_words_are_changed_and_published(section, reader):
    moderator = factories.holder("moderator")
    type(moderator).objects.update(is_demonstration=True)
    page = Keyboard(reader(), moderator).page
    page.goto(reverse("wagtailadmin_pages:edit", args=[section.pk]))
    page.wait_for_load_state("networkidle")
    come_to(page, factories.WORDS["en"][PLACE], HERE)
    page.keyboard.press("Control+End")
    page.keyboard.type(MORE)
    come_to(page, "textarea[name=reason]")
    page.keyboard.type("A home without light is none.")
    come_to(page, "input[name=asked_by_words]")
    page.keyboard.type("The secretariat")
    come_to(page, "footer .w-dropdown__toggle")
    page.keyboard.press("Enter")
    come_to(page, "button[name=action-publish]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "The text is now in the working text." in page.inner_text("body")
    stands = factories.working(factories.provision(section.article.charter, PLACE)).wording
    assert stands.text.endswith(MORE)
