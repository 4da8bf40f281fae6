"""A member that left stays in the past under the name of its day, and counts and proposes no more."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import organisations
from accounts.actions.members import start_of_day
from accounts.models import Person
from accounts.rules import Refused
from charter import rules
from charter.actions.amending import amendments, positions
from charter.queries.city import members
from tests import factories


def leave(city, *, in_days=0):
    organisations.leave_network(organisation=city, on=timezone.localdate() + timedelta(days=in_days), by=None)


def page(client, name, *parts):
    return client.get(reverse(name, args=parts)).content.decode()


def test_its_page_stays_with_its_acts_under_the_name_of_its_day(client, round_, city, delegate):
    amendment = factories.confirmed(round_, city, delegate)
    organisations.rename_organisation(organisation=city, name="Greater Tamanrit", language="en", by=None)
    leave(city)
    own = page(client, "member", city.slug)
    assert "Greater Tamanrit" in own and "<dt>Left</dt>" in own and f"Amendment {amendment}" in own
    proposed = page(client, "amendment", round_.number, amendment.number)
    assert "Greater Tamanrit" not in proposed and "Tamanrit" in proposed


def test_it_is_listed_and_counted_no_more(client, city, other_city):
    leave(city)
    listed = page(client, "members")
    assert (members.count_members(), members.count_members_by_wave()) == (1, {10: 1})
    assert "Velmora" in listed and "Tamanrit" not in listed


def test_before_its_day_it_is_listed_and_counted(client, city):
    leave(city, in_days=2)
    assert members.count_members() == 1
    assert "Tamanrit" in page(client, "members")
    assert "<dt>Planned end of membership</dt>" in page(client, "member", city.slug)


def test_it_proposes_and_supports_no_more(round_, city, delegate, other_city, other_delegate):
    amendment = factories.confirmed(round_, other_city, other_delegate)
    draft = factories.draft(round_, city, delegate)
    leave(city)
    city.refresh_from_db()
    delegate = Person.objects.get(pk=delegate.pk)
    assert "is no longer a member" in str(rules.may_propose(city, round_).why)
    with pytest.raises(Refused):
        positions.take_position(organisation=city, text=amendment.text, by=delegate, stance="support")
    with pytest.raises(Refused):
        amendments.send_to_delegate(amendment=draft, by=delegate)


def test_until_its_day_it_may_propose_and_on_it_no_more(version, city, moderator):
    round_ = factories.round_(version)
    leave(city, in_days=2)
    day = start_of_day(city.left_on)
    before = day - timedelta(seconds=1)
    for may in (rules.may_propose, partial(rules.may_enter, moderator)):
        assert (bool(may(city, round_, before)), bool(may(city, round_, day))) == (True, False)


def test_the_secretariat_enters_nothing_for_it(round_, city, moderator):
    leave(city)
    assert "is no longer a member" in str(rules.may_enter(moderator, city, round_).why)


def test_the_desk_takes_it_back(client, city):
    client.force_login(factories.secretariat())
    leave(city)
    assert "Restore the membership" in page(client, "desk_member", city.slug)
    client.post(reverse("desk_member_change", args=[city.slug, "return"]), {"token": "a"})
    city.refresh_from_db()
    assert city.left_on is None
