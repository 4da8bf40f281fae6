"""Names on public pages: of the day of what was done, or none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import organisations
from accounts.models import Organisation
from charter.actions.amending import positions
from charter.wording.charter_text import proposer_of, public_name_of
from tests import factories


@pytest.fixture
def renamed(round_, city, delegate, other_city, other_delegate, moderator):
    """An amendment and a position of two cities that have another name since."""
    amendment = factories.confirmed(round_, city, delegate)
    positions.take_position(organisation=other_city, text=amendment.text, by=other_delegate, stance="support")
    for one, name in ((city, "Greater Tamanrit"), (other_city, "Velmora upon Sea")):
        organisations.rename_organisation(organisation=one, name=name, language="en", by=moderator)
    return amendment


def test_the_name_of_each_of_several_days(city, moderator):
    day = timezone.now()
    for number in (1, 2):
        at = day + timedelta(days=number)
        organisations.rename_organisation(
            organisation=city, name=f"Tamanrit {number}", language="en", by=moderator, at=at
        )
    found = Organisation.objects.with_names().get(pk=city.pk)
    said = [public_name_of(found, day + timedelta(days=n, hours=1)) for n in range(3)]
    assert said == ["Tamanrit", "Tamanrit 1", "Tamanrit 2"]
    assert public_name_of(found) == "Tamanrit 2"


def test_who_withholds_its_name_withholds_the_names_it_bore(renamed, city, moderator):
    organisations.withhold_name(organisation=city, by=moderator, because="threats")
    renamed.organisation = city
    assert proposer_of(renamed) == "A member whose name is withheld"


@pytest.mark.parametrize("address", ["amendments", "amendment"])
def test_pages_say_the_name_that_was_borne_when_it_was_done(client, renamed, address):
    args = [renamed.round.number, renamed.number] if address == "amendment" else []
    page = client.get(reverse(address, args=args)).content.decode().split("<main")[1]
    assert "<bdi>Tamanrit</bdi>" in page and "<bdi>Greater Tamanrit</bdi>" not in page
    assert "Velmora upon Sea" not in page


def test_a_list_asks_no_more_for_three_renamed_members_than_for_one(client, round_, city, delegate, moderator):
    def asked():
        client.get(reverse("amendments"))
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("amendments"))
        return len(caught)

    def one_more(member, who):
        factories.confirmed(round_, member, who)
        organisations.rename_organisation(organisation=member, name=f"New {member}", language="en", by=moderator)

    one_more(city, delegate)
    few = asked()
    for _number in range(2):
        member = factories.organisation()
        one_more(member, factories.member(member, "delegate"))
    assert asked() == few


@pytest.mark.parametrize("address", ["/api/v1/amendments", "/api/v1/amendments/1/1", "/feeds/en/rounds/1.atom"])
def test_machines_read_the_name_of_the_day_too(client, renamed, address):
    text = client.get(address, follow=True).content.decode()
    assert "Tamanrit" in text
    assert "Greater Tamanrit" not in text and "Velmora upon Sea" not in text
