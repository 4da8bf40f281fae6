"""What is new in a room since the last visit: by others, and no more than the person may know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from charter.actions.amending import amendments, drafting, positions
from charter.actions.deciding import decisions
from charter.queries.city import unread_news
from tests import factories

AGO = timezone.now() - timedelta(minutes=1)


@pytest.fixture
def seen(city):
    """Kinds of what is new to a person."""
    return lambda reader: [
        e.kind for e in unread_news.news_since(city, reader, AGO, timezone.now() + timedelta(seconds=1))
    ]


def test_what_a_colleague_did_is_new_and_what_one_did_oneself_is_not(round_, city, officer, delegate, seen):
    amendment = factories.sent(round_, city, officer)
    assert (seen(delegate), seen(officer)) == (["sent"], [])
    amendments.send_back(amendment=amendment, by=delegate, word="Say which decision.")
    assert seen(officer) == ["sent_back"]
    assert seen(delegate) == ["saved", "sent"] or seen(delegate) == ["sent", "saved"]


def test_the_newest_stands_first_and_names_who(round_, city, officer, delegate):
    amendment = factories.sent(round_, city, officer)
    amendments.confirm_amendment(amendment=amendment, by=delegate, seen_text=amendment.text_id)
    [first] = unread_news.news_since(city, officer, AGO, timezone.now())
    assert (first.kind, first.values["person"], first.values["amendment"]) == ("confirmed", delegate, amendment)


def test_what_is_older_is_not_new(round_, city, officer, delegate):
    factories.sent(round_, city, officer)
    assert unread_news.news_since(city, delegate, timezone.now(), timezone.now()) == []


def test_what_the_secretariat_enters_is_new_when_it_is_sent_and_unknown_before(
    round_, city, moderator, delegate, seen
):
    factories.entered(round_, city, moderator)
    assert seen(delegate) == []
    factories.laid_before(round_, city, moderator)
    assert seen(delegate) == ["sent"]


def test_another_member_sees_nothing_of_it(round_, city, officer, other_city, other_delegate):
    drafting.add_note(amendment=factories.sent(round_, city, officer), by=officer, text="Ours.")
    assert unread_news.news_since(other_city, other_delegate, AGO, timezone.now()) == []


def test_a_decision_is_new_when_it_is_released_and_not_before(version, city, officer, delegate, moderator, seen):
    round_ = factories.deciding(version)
    place = factories.provision(round_.charter, 5)
    amendment = factories.under_review(round_, city, officer, place, "The city keeps one third.")
    decisions.decide_amendment(amendment=amendment, by=moderator, outcome="accepted", reason={"en": "It is clear."})
    assert seen(delegate) == []
    decisions.release_decisions(round_=round_, by=moderator)
    assert seen(delegate) == ["decided"]


def test_positions_are_counted_an_amendment(round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, city, delegate)
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    [event] = unread_news.news_since(city, delegate, AGO, timezone.now())
    assert (event.kind, event.values["count"]) == ("positions", 1)


def test_a_text_that_moved_is_new(round_, city, delegate):
    factories.confirmed(round_, city, delegate)
    now = "The city keeps one quarter of new homes for people with low incomes."
    factories.adopt(factories.provision(round_.charter, 5), now, by=factories.holder("moderator"))
    before = timezone.now() - timedelta(days=2)
    assert "moved" in [event.kind for event in unread_news.news_since(city, delegate, before, timezone.now())]


def test_a_colleagues_note_and_a_new_colleague_are_new(round_, city, officer, delegate, seen):
    draft = factories.draft(round_, city, officer)
    drafting.add_note(amendment=draft, by=officer, text="Which decision do we name?")
    factories.member(city, "officer", since=timezone.now())
    assert sorted(seen(delegate)) == ["came", "note", "saved"]


def test_windows_that_ended_since_are_told(round_):
    end = round_.proposals_until
    kinds = [e.kind for e in unread_news.windows_of_round(round_, end - timedelta(days=1), end)]
    assert kinds == ["proposals_ended"]
    assert unread_news.windows_of_round(round_, end, end + timedelta(hours=1)) == []


def test_it_asks_as_often_for_three_as_for_one(round_, city, officer, delegate, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def grow():
        drafting.add_note(amendment=factories.sent(round_, city, officer), by=officer, text="Look.")
        factories.draft(round_, city, officer)

    grow()
    with CaptureQueriesContext(connection) as queries:
        unread_news.news_since(city, delegate, AGO, timezone.now())
    grow()
    grow()
    with django_assert_num_queries(len(queries)):
        unread_news.news_since(city, delegate, AGO, timezone.now())
