"""The citation of a provision is on its page for everybody, and one press copies it."""

from __future__ import annotations

import pytest

from tests import factories

pytestmark = pytest.mark.browser


def address(round_):
    return f"/en/provisions/{factories.provision(round_.charter, 5).short}/"


def test_one_press_copies_the_citation_with_version_and_address(walked, reader):
    visitor = reader(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.go(address(walked))
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "I.1.1, version 1 (English)" in copied and copied.endswith(address(walked))


def test_without_script_the_citation_is_shown_and_no_button(walked, reader):
    page = reader(java_script_enabled=False).go(address(walked))
    assert "version 1 (English)" in page.locator("#citation").inner_text()
    assert page.locator("[data-copy]:visible").count() == 0
