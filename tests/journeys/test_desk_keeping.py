"""A decision that was half typed when the tab closed is there when the moderator comes back, in any browser."""

from __future__ import annotations

import pytest

from tests import factories
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser
HERE = "/en/desk/amendments/1/1/"
REASON = "textarea[name=reason_en]"


@pytest.fixture
def moderator(transactional_db, settings):
    settings.DEMONSTRATION = True
    round_ = factories.round_(factories.version(factories.charter()))
    city = factories.organisation("Tamanrit")
    officer = factories.member(city, "officer")
    factories.under_review(round_, city, officer, factories.provision(round_.charter, 5), "Other words.")
    person = factories.holder("moderator")
    person.is_demonstration = True
    person.save()
    return person


def test_a_half_typed_decision_survives_a_closed_tab(moderator, reader):
    visitor = enter(reader(), moderator)
    visitor.go(HERE)
    visitor.page.locator(REASON).fill("Half a reas")
    with visitor.page.expect_response(lambda answer: answer.url.endswith("/typed/")) as kept:
        pass
    assert kept.value.ok
    visitor.page.close()
    other = enter(reader(), moderator)
    other.go(HERE)
    assert other.page.locator(REASON).input_value() == "Half a reas"


def test_two_moderators_at_one_decision_are_told_of_each_other_while_they_type(moderator, reader):
    second = factories.holder("moderator")
    second.name, second.is_demonstration = "Nadia Ben", True
    second.save()
    visitor = enter(reader(), moderator)
    visitor.go(HERE)
    enter(reader(), second).go(HERE)
    assert visitor.page.locator("[data-others]").inner_text() == ""
    with visitor.page.expect_response(lambda answer: answer.url.endswith("/typed/")):
        visitor.page.locator(REASON).fill("Half")
    visitor.page.get_by_text("Nadia Ben also has this page open.").wait_for()
