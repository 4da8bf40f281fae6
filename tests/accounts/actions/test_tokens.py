"""A form that is sent twice counts once; two forms count twice."""

from __future__ import annotations

import pytest

from accounts.actions.tokens import SentTwice, counted_once
from accounts.models import RequestToken


def send(token, person):
    with counted_once(token, person) as sent:
        sent.outcome = "/there"


def test_a_form_sent_twice_is_led_to_where_the_first_sending_led(officer):
    send("a", officer)
    with pytest.raises(SentTwice) as twice:
        send("a", officer)
    assert (twice.value.outcome, RequestToken.objects.count()) == ("/there", 1)


def test_forms_without_a_token_count_each_time(officer, delegate):
    for person in (officer, officer, delegate):
        send("", person)
    assert RequestToken.objects.count() == 3


def test_a_form_that_was_refused_can_be_sent_again(officer):
    with pytest.raises(ZeroDivisionError), counted_once("a", officer):
        raise ZeroDivisionError
    send("a", officer)
    assert RequestToken.objects.get().outcome == "/there"


def test_the_token_of_another_person_leads_nowhere(officer, delegate):
    send("a", officer)
    with pytest.raises(SentTwice) as twice:
        send("a", delegate)
    assert twice.value.outcome == ""
