"""On a phone the delegate reads the whole amendment before the button that makes it binding."""

from __future__ import annotations

import pytest

from charter.actions.amending.amendments import ChangeInput
from tests import factories

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
HOME, FIFTH, THIRTY = factories.WORDS["en"][4:7]
WATER = factories.WORDS["en"][8]


@pytest.fixture
def amendment(transactional_db):
    round_ = factories.round_(factories.version(factories.charter()))
    city = factories.organisation("Tamanrit")
    factories.member(city, "delegate")
    place = lambda n: factories.provision(round_.charter, n)  # noqa: E731
    changes = [
        ChangeInput("replace", place(5), FIFTH.replace("fifth", "third")),
        ChangeInput("delete", place(6)),
        ChangeInput("move", place(8), after=place(4)),
    ]
    return factories.sent(round_, city, factories.member(city, "officer"), changes=changes)


def test_the_page_to_confirm_shows_the_whole_amendment_on_a_phone(amendment, reader):
    phone = reader(**PHONE)
    delegate = amendment.organisation.mandates.get(kind="delegate").person
    phone.sign_in(delegate)
    for path in ("/en/city/", f"/en/city/drafts/{amendment.key}/check/"):
        page = phone.go(path)
        main = page.locator("main")
        for words in ("third", THIRTY, WATER, "Everyone has the right to a home"):
            assert main.get_by_text(words).first.is_visible(), (path, words)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        assert page.get_by_role("button", name="Confirm for Tamanrit").is_visible()
