"""No page asks the database more often when there is more to show."""

from __future__ import annotations

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from tests.site import asking
from tests.site import stage as stages


def asked(stage, role):
    """How often each page of the site asks."""
    client, counts = asking.client_of(stage, role), {}
    for name, url in asking.addresses(stage).items():
        reset_queries()  # the log holds 9,000, and all pages together ask more
        with asking.undone(client), CaptureQueriesContext(connection) as caught:
            if asking.answer_of(client.get(url)) == "in":
                counts[name] = len(caught)
    return counts


@pytest.mark.parametrize("role", ["anonymous", pytest.param("delegate", marks=pytest.mark.large), "moderator"])
def test_no_page_asks_more_for_three_of_everything_than_for_one(stage, role):
    stages.grow(stage)
    asked(stage, role)
    for_one = asked(stage, role)
    stages.grow(stage)
    stages.grow(stage)
    for_three = asked(stage, role)
    assert {name: (for_one[name], count) for name, count in for_three.items() if count > for_one[name]} == {}
