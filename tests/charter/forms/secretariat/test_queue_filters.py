"""What the filters of the desk ask for, for whom and on which day."""

from __future__ import annotations

from datetime import date

import pytest

from charter.forms.secretariat.queue_filters import QueueForm
from charter.queries.secretariat.queue_filters import NOBODY, QueueFilter

TODAY = date(2026, 11, 25)


def asked(given, moderator, moderators=None):
    form = QueueForm(
        given,
        articles=[("I", "I. A home one can keep")],
        languages=["en"],
        cities=[("tamanrit", "Tamanrit")],
        rounds=[1],
        moderators=[moderator] if moderators is None else moderators,
    )
    return form.wanted(moderator, TODAY), form.uses_more


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, QueueFilter()),
        ({"state": "all", "article": "I"}, QueueFilter(state="all", article="I")),
        ({"state": "nonsense", "article": "IX", "city": "nowhere"}, QueueFilter()),
        ({"assigned": "nobody"}, QueueFilter(assigned=NOBODY)),
        ({"due": "overdue"}, QueueFilter(due_until=date(2026, 11, 24))),
        ({"due": "week"}, QueueFilter(due_from=TODAY, due_until=date(2026, 12, 1))),
        ({"words": "x" * 201}, QueueFilter()),
    ],
)
def test_an_address_becomes_what_is_asked_of_the_queue(moderator, given, wanted):
    assert asked(given, moderator)[0] == wanted


def test_me_is_who_asks(moderator):
    assert asked({"assigned": "me"}, moderator)[0] == QueueFilter(assigned=str(moderator.pk))


def test_who_does_not_moderate_cannot_ask_who_has_it(moderator):
    assert asked({"assigned": "me", "due": "overdue"}, moderator, [])[0] == QueueFilter()


@pytest.mark.parametrize(("given", "open_"), [({"article": "I"}, False), ({"kind": "delete"}, True)])
def test_the_rarer_filters_unfold_when_one_is_used(moderator, given, open_):
    assert asked(given, moderator)[1] is open_
