"""Suggesting on an amendment's page; answering in the room, one by one or the chosen ones at once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter.actions.city import suggested_positions
from charter.models import Position, SuggestedPosition
from tests import factories


@pytest.fixture
def amendment(round_, city, delegate):
    return factories.confirmed(round_, city, delegate)


@pytest.fixture
def two(round_, city, delegate, amendment, other_city, stranger):
    """Two suggestions to the delegate of another city."""
    second = factories.confirmed(round_, city, delegate, "The city answers within ten days.", 6)
    arguments = {"organisation": other_city, "by": stranger, "stance": "support", "word": "It is our policy."}
    return [suggested_positions.suggest_position(text=proposal.text, **arguments) for proposal in (amendment, second)]


def page(client, person, amendment):
    client.force_login(person)
    return client.get(reverse("amendment", args=[amendment.round.number, amendment.number])).content.decode()


def answer(client, city, **fields):
    return client.post(reverse("suggested_answer"), {"organisation": city.slug, **fields}, follow=True)


def test_the_buttons_of_an_officer_name_the_delegate(client, amendment, stranger, other_delegate):
    text = page(client, stranger, amendment)
    assert f"Suggest that {other_delegate} supports the amendment" in text
    assert f"Suggest that {other_delegate} states an objection" in text


def test_without_a_delegate_they_say_so_plainly(client, amendment, stranger):
    assert "Suggest that the delegate supports the amendment" in page(client, stranger, amendment)


def test_a_delegate_has_no_button_to_suggest(client, amendment, other_delegate):
    assert "supports the amendment" not in page(client, other_delegate, amendment)


def test_an_officer_suggests_with_a_word_and_a_line(client, amendment, stranger, other_city, other_delegate):
    client.force_login(stranger)
    fields = {"organisation": other_city.slug, "text": amendment.text_id, "stance": "support"}
    address = reverse("suggest", args=[amendment.round.number, amendment.number])
    response = client.post(address, {**fields, "word": "It is our policy.", "line": "It helps."}, follow=True)
    assert "Suggestion sent. The delegate of Velmora decides on it." in response.content.decode()
    suggestion = SuggestedPosition.objects.get()
    assert (suggestion.stance, suggestion.word, suggestion.line, suggestion.by) == (
        "support",
        "It is our policy.",
        "It helps.",
        stranger,
    )


def test_the_room_shows_what_is_suggested_by_whom_and_why(client, two, other_delegate, stranger):
    client.force_login(other_delegate)
    room = client.get(reverse("city")).content.decode()
    assert "2 positions are suggested to you" in room and "Action required: 2" in room
    assert "It is our policy." in room and f"Suggested by <bdi>{stranger}</bdi>" in room


def test_the_chosen_ones_are_said_at_once(client, two, other_city, other_delegate):
    client.force_login(other_delegate)
    response = answer(client, other_city, act="confirm", chosen=[suggestion.pk for suggestion in two])
    assert "2 positions of Velmora recorded." in response.content.decode()
    assert Position.objects.count() == 2


def test_one_is_said_alone_with_another_stance_and_a_line(client, two, other_city, other_delegate):
    client.force_login(other_delegate)
    first = two[0].pk
    answer(
        client, other_city, **{"act": f"confirm:{first}", f"stance-{first}": "reservation", f"line-{first}": "Cost."}
    )
    assert list(Position.objects.values_list("stance", "line")) == [("reservation", "Cost.")]


def test_one_is_declined(client, two, other_city, other_delegate):
    client.force_login(other_delegate)
    assert "Declined." in answer(client, other_city, act=f"decline:{two[0].pk}").content.decode()
    assert list(SuggestedPosition.objects.order_by("pk").values_list("state", flat=True)) == ["declined", "waiting"]


def test_none_chosen_says_so_and_keeps_what_was_typed(client, two, other_city, other_delegate):
    client.force_login(other_delegate)
    response = answer(client, other_city, act="confirm", **{f"line-{two[0].pk}": "A line half typed"})
    text = response.content.decode()
    assert (response.status_code, "Choose at least one item." in text, "A line half typed" in text) == (
        422,
        True,
        True,
    )


def test_the_enter_key_in_a_box_binds_nobody(client, two, other_city, other_delegate):
    client.force_login(other_delegate)
    typed = {f"line-{two[1].pk}": "A line half typed", "chosen": [suggestion.pk for suggestion in two]}
    response = answer(client, other_city, act="enter", **typed)
    assert (
        "Choose one of the buttons" in response.content.decode() and "A line half typed" in response.content.decode()
    )
    assert Position.objects.count() == 0


def test_an_officer_cannot_answer(client, two, other_city, stranger):
    client.force_login(stranger)
    assert answer(client, other_city, act="confirm", chosen=[two[0].pk]).status_code == 403
    assert Position.objects.count() == 0


def test_suggestions_to_another_city_are_out_of_reach(client, two, city, delegate):
    client.force_login(delegate)
    assert answer(client, city, act=f"confirm:{two[0].pk}").status_code == 422
    assert Position.objects.count() == 0


def test_with_one_of_another_city_among_them_nothing_is_said(client, two, city, officer, amendment, other_delegate):
    text = factories.confirmed(
        amendment.round, two[0].organisation, other_delegate, "The city answers at once.", 6
    ).text
    theirs = suggested_positions.suggest_position(organisation=city, text=text, by=officer, stance="support")
    client.force_login(other_delegate)
    response = answer(client, two[0].organisation, act="confirm", chosen=[two[0].pk, theirs.pk])
    assert (response.status_code, "Nothing was changed." in response.content.decode()) == (422, True)
    assert Position.objects.count() == 0


def test_sent_twice_it_is_said_once(client, two, other_city, other_delegate):
    client.force_login(other_delegate)
    for _again in range(2):
        answer(client, other_city, act="confirm", chosen=[suggestion.pk for suggestion in two], token="once")
    assert Position.objects.count() == 2


def test_the_public_line_of_a_supporter_is_shown(client, two, other_city, other_delegate, amendment):
    client.force_login(other_delegate)
    answer(client, other_city, **{"act": f"confirm:{two[0].pk}", f"line-{two[0].pk}": "It helps families."})
    client.logout()
    text = client.get(reverse("amendment", args=[amendment.round.number, amendment.number])).content.decode()
    assert "It helps families." in text and "It is our policy." not in text
