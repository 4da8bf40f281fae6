"""An offer from its team to another member and back: written, replied to, read, closed, and read by everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Theme
from charter.actions.versions import themes
from charter.models import HelpEntry
from charter.states import HelpState
from tests import factories
from tests.journeys.walking import enter

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False])
def test_an_offer_is_written_answered_and_closed(transactional_db, reader, script):
    factories.wave()
    charter = factories.version(factories.charter()).charter
    themes.save_theme(
        charter=charter,
        names={"en": "Water"},
        typed="I.1",
        by=factories.secretariat(),
        theme=Theme.objects.get(code="water"),
    )
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    options = {"java_script_enabled": script}

    owner = enter(reader(**options), factories.member(city, "officer"))
    owner.go("/en/city/")
    owner.follow("Our offers, requests and replies")
    owner.follow("Write an offer or a request")
    owner.page.get_by_label("Offer", exact=True).check()
    owner.page.get_by_label("Theme").select_option("water")
    owner.page.get_by_label("Subject").fill("Water kiosks")
    owner.page.get_by_label("Description").fill("Forty kiosks sell water. We show them.")
    owner.page.get_by_label("English", exact=True).check()
    owner.page.get_by_label("End date").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    owner.press("Publish the entry")
    assert owner.page.get_by_role("link", name="Water kiosks", exact=True).is_visible()

    colleague = enter(reader(**options), factories.member(other, "officer"))
    colleague.go("/en/offers/")
    colleague.follow("Water kiosks")
    colleague.follow("Reply")
    colleague.page.get_by_label("Your reply").fill("May four of us visit you?")
    colleague.press("Send the reply")
    assert colleague.page.get_by_text("May four of us visit you?").is_visible()

    owner.go("/en/city/offers/")
    owner.follow("Velmora")
    assert owner.page.get_by_text("May four of us visit you?").is_visible()
    owner.page.get_by_label("Your reply").fill("Yes, in May.")
    owner.press("Send the reply")
    owner.go("/en/city/offers/")
    owner.follow("Close the entry")
    owner.page.get_by_label("Outcome").fill("Velmora visited us in May.")
    owner.press("Close with this outcome")
    assert HelpEntry.objects.get().state == HelpState.CLOSED

    visitor = reader(**options)
    visitor.go(f"/en/cities/{city.slug}/")
    assert visitor.page.get_by_text("Velmora visited us in May.").is_visible()
    for walker in (owner, colleague, visitor):
        assert walker.violations == []
