"""The list of official kinds, kept at the desk."""

from __future__ import annotations

import pytest

from accounts.actions import kinds
from accounts.models import OfficialKind, Record
from accounts.rules import Refused


@pytest.fixture
def port(moderator):
    return kinds.add_kind(names={"en": "Port city", "fr": "Ville portuaire"}, by=moderator, kind="government", place=5)


def test_a_kind_is_added_under_a_code_with_names_by_language(port, moderator):
    assert (port.code, str(port), port.name.in_language("fr").text) == ("port_city", "Port city", "Ville portuaire")
    assert Record.objects.get(act="official kind added").person == moderator.pk
    assert kinds.add_kind(names={"en": "Port city"}, by=moderator, kind="partner").code == "port_city_2"


def test_its_names_change_and_one_that_is_emptied_goes(port, moderator):
    names = {"en": "Harbour city", "fr": "", "es": "Ciudad portuaria"}
    kinds.change_kind(official_kind=port, names=names, by=moderator, place=7, is_offered=False)
    port = OfficialKind.objects.get(code="port_city")
    assert {translation.language: translation.text for translation in port.name.translations.all()} == {
        "es": "Ciudad portuaria"
    }
    assert (str(port), port.place, port.is_offered) == ("Harbour city", 7, False)


def test_a_kind_without_a_name_and_a_keeper_without_the_right_are_refused(port, moderator, delegate):
    with pytest.raises(Refused, match="at least one language"):
        kinds.add_kind(names={"en": " "}, by=moderator, kind="government")
    with pytest.raises(Refused, match="at least one language"):
        kinds.change_kind(official_kind=port, names={"en": ""}, by=moderator, place=1, is_offered=True)
    with pytest.raises(Refused):
        kinds.add_kind(names={"en": "Village"}, by=delegate, kind="government")
    with pytest.raises(Refused):
        kinds.change_kind(official_kind=port, names={}, by=delegate, place=1, is_offered=True)
