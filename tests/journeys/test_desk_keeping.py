"""A decision that was half typed when the tab closed is there when the moderator comes back, in any browser."""

from __future__ import annotations

import pytest

from tests import factories
from tests.journeys.walking import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
HERE = "/en/desk/amendments/1/1/"
REASON = "textarea[name=reason_en]"


@pytest.fixture
def moderator(guarded_tables, settings):
    settings.DEMONSTRATION = True
    round_ = factories.round_(factories.version(factories.charter()))
    city = factories.organisation("Tamanrit")
    officer = factories.member(city, "officer")
    factories.under_review(round_, city, officer, factories.provision(round_.charter, 5), "Other words.")
    who = factories.holder("moderator")
    who.is_demonstration = True
    who.save()
    return who


def test_a_half_typed_decision_survives_a_closed_tab(moderator, reader):
    one = enter(reader(), moderator)
    one.go(HERE)
    one.page.locator(REASON).fill("Half a reas")
    with one.page.expect_response(lambda answer: answer.url.endswith("/typed/")) as kept:
        pass
    assert kept.value.ok
    one.page.close()
    other = enter(reader(), moderator)
    other.go(HERE)
    assert other.page.locator(REASON).input_value() == "Half a reas"


def test_two_moderators_at_one_decision_are_told_of_each_other_while_they_type(moderator, reader):
    second = factories.holder("moderator")
    second.name, second.is_demonstration = "Nadia Ben", True
    second.save()
    one = enter(reader(), moderator)
    one.go(HERE)
    enter(reader(), second).go(HERE)
    assert one.page.locator("[data-others]").inner_text() == ""
    with one.page.expect_response(lambda answer: answer.url.endswith("/typed/")):
        one.page.locator(REASON).fill("Half")
    one.page.get_by_text("Nadia Ben has this open too.").wait_for()
