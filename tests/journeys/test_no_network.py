"""Ten minutes without network: what is typed is kept and the page says so; when it is back it is saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from charter.models import Amendment
from tests import factories
from tests.journeys.test_desk_keeping import HERE, REASON, moderator  # noqa: F401
from tests.journeys.test_keeping import THIRD, typed, writer  # noqa: F401
from tests.journeys.walking import CHECK, act, enter, press

pytestmark = pytest.mark.browser
KEPT = "not yet saved on the site"


def test_words_typed_without_network_are_kept_and_saved_when_it_is_back(writer):  # noqa: F811
    page = writer.page
    page.clock.install()
    page.reload()
    writer.context.set_offline(True)
    page.locator("textarea[name=reason]").fill("Typed on a train.")
    page.clock.run_for("10:00")
    assert KEPT in page.locator("[data-kept-quiet]").inner_text()
    assert typed(page) == (THIRD, "Typed on a train.")
    writer.context.set_offline(False)
    press(writer, CHECK)
    page.wait_for_selector(act("send"))
    saved = Amendment.objects.get().texts.get()
    assert saved.reason.text == "Typed on a train."
    assert factories.WORDS["en"][5] not in saved.changes.get().html


def test_a_decision_typed_without_network_is_said_to_be_unsaved_and_saved_when_it_is_back(moderator, reader):  # noqa: F811
    visitor = enter(reader(), moderator)
    visitor.page.clock.install()
    visitor.go(HERE)
    visitor.context.set_offline(True)
    visitor.page.locator(REASON).fill("Half a rea")
    visitor.page.clock.run_for("10:00")
    status = visitor.page.locator("[data-autosave-said]")
    expect(status).to_contain_text("could not be saved")
    assert visitor.page.locator(REASON).input_value() == "Half a rea"
    visitor.context.set_offline(False)
    with visitor.page.expect_response(lambda answer: answer.url.endswith("/typed/")) as kept:
        visitor.page.locator(REASON).fill("Half a reason")
        visitor.page.clock.run_for(2_000)
    assert kept.value.ok
    expect(status).not_to_contain_text("could not be saved")
