"""What waits for a person: the menu and the room say the same number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from charter.actions.deciding import compromises
from charter.models import Change
from charter.queries.amending import counts, member_tasks
from tests import factories


@pytest.fixture
def compromise(round_, charter, city, officer, moderator):
    place = factories.provision(charter, 6)
    proposed = [factories.under_review(round_, city, officer, place, html) for html in ("Soon.", "At once.")]
    return compromises.propose_compromise(
        round_=round_,
        amendments=proposed,
        provision=place,
        language="en",
        html="Within days.",
        reason={"en": "It lies between."},
        by=moderator,
        answer_by=timezone.now() + timedelta(days=10),
    )


def test_all_that_waits_in_the_room_is_counted_in_one_question(
    round_, charter, city, officer, delegate, compromise, django_assert_num_queries
):
    factories.sent(round_, city, officer)
    moved = factories.under_review(round_, city, officer, factories.provision(charter, 5), "One third.")
    Change.objects.filter(text=moved.text).update(carry="check")
    assert counts.waiting_for(delegate) == 3
    with django_assert_num_queries(1):
        assert member_tasks.count_pending_items([city]) == 3
    assert [
        len(member_tasks.amendments_to_confirm(city, timezone.now())),
        len(member_tasks.amendments_to_check(city)),
        len(member_tasks.compromises_to_answer(city)),
    ] == [
        1,
        1,
        1,
    ]


def test_what_is_answered_waits_no_more(city, delegate, compromise):
    compromises.answer_compromise(compromise=compromise, organisation=city, by=delegate, answer="yes")
    assert counts.waiting_for(delegate) == 0


def test_nothing_waits_for_who_cannot_bind_the_member(city, officer, compromise):
    assert counts.waiting_for(officer) == 0
