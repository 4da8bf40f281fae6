"""What narrows the queue: each filter alone, and words however they are spelt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from charter.actions.secretariat import handling
from charter.models import Change
from charter.queries.secretariat import queue
from charter.queries.secretariat.queue_filters import ALL, NOBODY, QueueFilter
from tests import factories

TODAY = date(2026, 11, 25)
HOMES = "The city keeps one third of new homes for people with low incomes."
ANSWERS = "The city answers each request at the café within ten days."


@pytest.fixture
def asked(round_, charter, city, officer, stranger, moderator):
    """One on homes, for a moderator and due yesterday; one on answers, of a city in Africa, for nobody."""
    far = factories.organisation("Nørreå", sections=["africa"])
    first = factories.under_review(round_, city, officer, factories.provision(charter, 5), HOMES)
    factories.under_review(round_, far, stranger, factories.provision(charter, 6), ANSWERS, kind="delete")
    due = TODAY - timedelta(days=1)
    handling.assign_amendment(amendment=first, to=moderator, due_on=due, by=moderator)
    return round_


def found(round_, **filters):
    ids = queue.queued_changes(round_, QueueFilter(**filters))
    return list(Change.objects.filter(pk__in=ids).values_list("text__amendment__number", flat=True))


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, [1, 2]),
        ({"state": "decided"}, []),
        ({"state": ALL, "article": "I"}, [1, 2]),
        ({"article": "II"}, []),
        ({"language": "fr"}, []),
        ({"kind": "delete"}, [2]),
        ({"section": "africa"}, [2]),
        ({"section": "europe"}, []),
        ({"assigned": NOBODY}, [2]),
        ({"due_until": TODAY}, [1]),
        ({"due_from": TODAY}, []),
        ({"words": "CAFE"}, [2]),
        ({"words": "norrea"}, [2]),
        ({"words": "norrea third"}, []),
        ({"words": "third fifth"}, [1]),
        ({"words": "request"}, [2]),
    ],
)
def test_each_filter_narrows_by_what_it_names(asked, filters, numbers):
    assert found(asked, **filters) == numbers


def test_the_queue_is_narrowed_to_a_member_and_to_a_person(asked, city, moderator, second_moderator):
    assert found(asked, city=city.slug) == [1]
    assert found(asked, assigned=str(moderator.pk)) == [1]
    assert found(asked, assigned=str(second_moderator.pk)) == []
