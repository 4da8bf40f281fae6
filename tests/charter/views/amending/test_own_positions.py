"""A member's own positions: what holds, what lapsed with the words and is said again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Mandate
from charter.actions.amending import amendments, positions
from charter.models import Amendment, Position, Round
from charter.queries.amending import own_positions
from tests import factories

NEW = "The city keeps one quarter of new homes for people with low incomes."


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


@pytest.fixture
def said(amendment, other_city, other_delegate):
    """A reservation of the other city, with a line."""
    arguments = {
        "organisation": other_city,
        "by": other_delegate,
        "stance": "reservation",
        "line": "A third is too much.",
    }
    return positions.take_position(text=amendment.text, **arguments)


def moved(round_):
    factories.adopt(factories.provision(round_.charter, 5), NEW, by=factories.holder("moderator"))


def page(client, person, **query):
    client.force_login(person)
    return client.get(reverse("city_positions"), query).content.decode()


def places(city):
    return [(position.stance, position.place) for position in own_positions.last_positions(city, timezone.now())]


def test_what_we_say_stands_with_line_day_and_the_words(client, said, amendment, stranger):
    html = page(client, stranger)
    assert (
        "<h2>Our position</h2>" in html and "<strong>Reservation</strong>" in html and "A third is too much." in html
    )
    assert reverse("amendment", args=[1, amendment.number]) in html
    assert amendment.text.changes.get().html in html
    assert "The text changed" not in html


def test_an_empty_page_says_what_to_do(client, other_delegate, round_):
    html = page(client, other_delegate)
    assert "On the page of an amendment, state whether your" in html and reverse("amendments") in html


def test_what_lapsed_stands_first_and_is_said_again_there(client, round_, said, amendment, other_city, other_delegate):
    third = factories.organisation("Ostrel")
    other = factories.confirmed(
        round_, third, factories.member(third, "delegate"), "Every family has a home.", place=6
    )
    positions.take_position(organisation=other_city, text=other.text, by=other_delegate, stance="support")
    moved(round_)
    html = page(client, other_delegate)
    assert html.index("The text changed: confirm 1 position again") < html.index("<h2>Our position</h2>")
    assert html.count('value="support"') == 1
    amendment.refresh_from_db()
    form = {"organisation": other_city.slug, "text": amendment.text_id, "stance": "objection", "token": "a"}
    client.post(reverse("position", args=[round_.number, amendment.number]), form)
    assert "The text changed" not in page(client, other_delegate)
    assert sorted(places(other_city)) == [("objection", own_positions.HELD), ("support", own_positions.HELD)]


@pytest.mark.parametrize(("language", "times"), [("en", 2), ("fr", 1)])
def test_the_line_stands_in_the_form_where_it_is_in_the_language_of_the_page(
    client, round_, said, other_delegate, language, times
):
    Position.objects.update(language=language)
    moved(round_)
    assert page(client, other_delegate).count("A third is too much.") == times


def test_an_officer_is_led_to_suggest_it(client, round_, said, other_delegate, stranger):
    moved(round_)
    html = page(client, stranger)
    assert f"{other_delegate} decides on positions. Open an amendment to suggest a position." in html
    assert 'name="stance"' not in html


def test_the_room_leads_there_with_what_lapsed(client, round_, said, other_delegate):
    moved(round_)
    client.force_login(other_delegate)
    room = client.get(reverse("city")).content.decode()
    assert "1 position has lapsed because the text changed." in room and "Confirm these positions again" in room
    assert f"{reverse('city_positions')}?as=" in room


def test_what_one_took_back_oneself_did_not_lapse(round_, said, amendment, other_city, other_delegate):
    positions.retire_position(organisation=other_city, text=amendment.text, by=other_delegate)
    moved(round_)
    assert places(other_city) == []


def test_what_was_taken_back_later_is_not_asked_again(round_, said, amendment, other_city, other_delegate):
    moved(round_)
    text = Amendment.objects.get(pk=amendment.pk).text
    positions.take_position(organisation=other_city, text=text, by=other_delegate, stance="support")
    positions.retire_position(organisation=other_city, text=text, by=other_delegate)
    assert places(other_city) == []


def test_who_joins_is_not_asked_for_a_position(round_, said, amendment, other_city, other_delegate):
    positions.join_amendment(amendment=amendment, organisation=other_city, by=other_delegate)
    moved(round_)
    assert places(other_city) == []


def test_after_the_time_for_positions_it_is_only_told(client, round_, said, other_city, other_delegate):
    moved(round_)
    ended = timezone.now() - timedelta(minutes=1)
    Round.objects.update(proposals_until=ended, confirm_until=ended, support_until=ended)
    assert places(other_city) == [("reservation", own_positions.OVER)]
    html = page(client, other_delegate)
    assert "Lapsed because the text changed; not confirmed again" in html and 'name="stance"' not in html


def test_what_became_of_the_amendment_is_told(client, said, amendment, delegate, other_delegate):
    assert "Under review" in page(client, other_delegate)
    amendments.withdraw_amendment(amendment=amendment, by=delegate)
    assert "Withdrawn" in page(client, other_delegate)


def test_who_belongs_to_several_chooses(client, said, other_delegate, city, other_city):
    Mandate.objects.create(organisation=city, person=other_delegate, kind="officer", since=timezone.now())
    assert f"?as={city.slug}" in page(client, other_delegate)
    assert "A third is too much." in page(client, other_delegate, **{"as": other_city.slug})
    assert "A third is too much." not in page(client, other_delegate, **{"as": city.slug})


def test_it_asks_no_more_for_more_of_them(client, round_, said, other_city, other_delegate):
    client.force_login(other_delegate)

    def asked():
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("city_positions"))
        return len(caught)

    asked()
    for_one = asked()
    for number in range(3):
        third = factories.organisation(f"Third {number}")
        more = factories.confirmed(
            round_, third, factories.member(third, "delegate"), "Every family has a home.", place=6
        )
        positions.take_position(organisation=other_city, text=more.text, by=other_delegate, stance="support")
    assert (Position.objects.count(), asked()) == (4, for_one)
