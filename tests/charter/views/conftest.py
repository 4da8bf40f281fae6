"""The desk as a moderator sees it, with two amendments that conflict."""

from __future__ import annotations

import pytest

from tests import factories

FIFTH = "The city keeps one fifth of new homes for people with low incomes."
THIRD = FIFTH.replace("fifth", "third")
QUARTER = FIFTH.replace("fifth", "quarter")


@pytest.fixture
def homes(charter):
    return factories.provision(charter, 5)


@pytest.fixture
def asked(round_, homes, city, other_city, officer, stranger):
    return [
        factories.under_review(round_, city, officer, homes, THIRD),
        factories.under_review(round_, other_city, stranger, homes, QUARTER),
    ]


@pytest.fixture
def desk(client, moderator, settings):
    settings.DEMONSTRATION = True
    moderator.is_demonstration = True
    moderator.save()
    client.force_login(moderator)
    return client
