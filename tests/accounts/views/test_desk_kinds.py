"""The list of kinds at the desk."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import kinds
from accounts.models import OfficialKind
from tests import factories

TYPED = {"name_en": "Port city", "name_fr": "Ville portuaire", "kind": "government", "place": "5", "is_offered": "on"}


@pytest.fixture
def desk(client, db):
    client.force_login(factories.secretariat())
    return client


def test_a_kind_is_added_once_and_offered_in_the_joining_form(desk):
    for _time in range(2):
        desk.post(reverse("desk_kinds"), {**TYPED, "token": "a"})
    assert OfficialKind.objects.filter(code__startswith="port").count() == 1
    assert '<option value="port_city">Port city</option>' in desk.get(reverse("join")).content.decode()


def test_two_kinds_of_forms_without_a_token_are_both_added(desk):
    for name in ("Port city", "Port town"):
        desk.post(reverse("desk_kinds"), {**TYPED, "name_en": name})
    assert OfficialKind.objects.filter(code__startswith="port").count() == 2


def test_a_kind_is_changed_and_members_show_its_new_name(desk, client, charter):
    factories.organisation("Aville", official_kind_id="city")
    page = desk.get(reverse("desk_kind", args=["city"])).content.decode()
    assert 'value="Ville"' in page
    desk.post(reverse("desk_kind", args=["city"]), {"name_en": "City or town", "place": "1", "is_offered": "on"})
    client.logout()
    assert "City or town" in client.get(reverse("members")).content.decode()


def test_without_a_name_it_comes_back_with_what_was_typed(desk):
    answer = desk.post(reverse("desk_kinds"), {**TYPED, "name_en": "", "name_fr": "", "place": "42"})
    page = answer.content.decode()
    assert (answer.status_code, "Give the name in at least one language." in page) == (422, True)
    assert 'value="42"' in page
    assert desk.post(reverse("desk_kind", args=["city"]), {"name_fr": "Ville", "place": "1"}).status_code == 422


@pytest.mark.parametrize("address", [["desk_kinds"], ["desk_kind", "city"]])
def test_it_is_not_there_for_others(client, officer, address):
    client.force_login(officer)
    assert client.get(reverse(address[0], args=address[1:])).status_code == 404
    assert client.post(reverse(address[0], args=address[1:]), TYPED).status_code == 404


def test_the_list_asks_no_more_for_three_new_kinds_than_for_one(desk, moderator):
    def asked():
        desk.get(reverse("desk_kinds"))
        with CaptureQueriesContext(connection) as caught:
            desk.get(reverse("desk_kinds"))
        return len(caught)

    few = asked()
    for number in range(3):
        kinds.add_kind(names={"en": f"Kind {number}", "fr": f"Type {number}"}, by=moderator, kind="government")
    assert asked() == few
