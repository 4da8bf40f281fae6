"""Proposing, confirming, supporting and deciding in a browser that runs no script."""

from __future__ import annotations

import pytest

from charter.models import Amendment
from tests import factories
from tests.journeys.walking import SUPPORT, act, enter, press, propose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
THIRD = factories.WORDS["en"][5].replace("fifth", "third")


def test_from_the_first_word_to_a_decision(guarded_tables, reader):
    round_ = factories.round_(factories.version(factories.charter()))
    city, other = factories.organisation("Tamanrit"), factories.organisation("Velmora")
    people = {
        "officer": factories.member(city, "officer"),
        "delegate": factories.member(city, "delegate"),
        "other": factories.member(other, "delegate"),
        "moderator": factories.secretariat(),
    }
    officer, delegate, supporter, moderator = (
        enter(reader(java_script_enabled=False), person) for person in people.values()
    )
    propose(officer, "en", factories.provision(round_.charter, 5).short, THIRD, "One fifth is too few.")
    delegate.go("/en/city/")
    press(delegate, act("confirm"))
    supporter.go("/en/amendments/1/1/")
    press(supporter, SUPPORT)
    moderator.go("/en/desk/amendments/1/1/")
    moderator.page.locator("input[name=outcome][value=accepted]").check()
    moderator.page.locator("textarea[name^=reason]").first.fill("Most can bear it.")
    moderator.press("Decide", exact=True)
    amendment = Amendment.objects.get()
    assert (amendment.number, amendment.state, amendment.decision.outcome) == (1, "decided", "accepted")
    assert [one.stance for one in amendment.text.positions.all()] == ["support"]
    assert amendment.text.changes.get().html == THIRD
