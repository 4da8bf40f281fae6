"""Members renamed, merged, leaving, withheld: their acts stay, and the record says who."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from accounts.actions import organisations
from accounts.models import FormerName, Mandate, Organisation, Record, load_names
from accounts.rules import Refused


def test_renamed_it_keeps_the_name_of_its_day(city, moderator):
    organisations.rename_organisation(organisation=city, name="Greater Tamanrit", language="en", by=moderator)
    assert str(city) == "Greater Tamanrit"
    assert str(FormerName.objects.get(organisation=city)) == "Tamanrit"


def test_the_name_on_a_day(city, moderator):
    before = FormerName.objects.count()
    then = timezone.now()
    organisations.rename_organisation(organisation=city, name="Greater Tamanrit", language="en", by=moderator)
    assert before == 0
    assert city.name_on(then) == "Tamanrit"
    assert city.name_on(timezone.now()) == "Greater Tamanrit"


def test_the_first_name_that_any_member_gives_up_is_read_at_once(city, other_city, moderator):
    load_names([city, other_city])
    then = timezone.now()
    organisations.rename_organisation(organisation=city, name="Greater Tamanrit", language="en", by=moderator)
    renamed = Organisation.objects.select_related("name").get(pk=city.pk)
    load_names([renamed, other_city])
    assert renamed.name_on(then) == "Tamanrit"


def test_names_of_members_that_were_never_renamed_cost_one_query(city, other_city, django_assert_num_queries):
    load_names([city])
    with django_assert_num_queries(1):
        members = list(Organisation.objects.select_related("name"))
    with django_assert_num_queries(1):
        load_names(members)
        assert [list(member.former_names.all()) for member in members] == [[], []]


def test_merged_its_mandates_end_and_its_row_stays(city, other_city, delegate, moderator):
    organisations.leave_network(organisation=city, on=date(2026, 5, 1), into=other_city, by=moderator)
    assert (city.left_on, city.merged_into) == (date(2026, 5, 1), other_city)
    assert Mandate.objects.get(person=delegate).ended is not None
    assert Record.objects.get(act="member left").content == {"on": "2026-05-01", "into": other_city.pk}


def test_it_cannot_merge_into_itself(city, moderator):
    with pytest.raises(Refused, match="into itself"):
        organisations.leave_network(organisation=city, on=date(2026, 5, 1), into=city, by=moderator)


def test_a_name_is_withheld_by_a_decision_with_a_reason_of_which_the_record_keeps_the_digest(city, moderator):
    with pytest.raises(Refused, match="Give the reason"):
        organisations.withhold_name(organisation=city, by=moderator, because=" ")
    organisations.withhold_name(organisation=city, by=moderator, because="Threats")
    act = Record.objects.get(act="name withheld")
    assert (act.person, "Threats" in str(act.content)) == (moderator.pk, False)


def test_only_the_secretariat(city, delegate):
    with pytest.raises(Refused):
        organisations.withhold_name(organisation=city, by=delegate, because="x")
    with pytest.raises(Refused):
        organisations.rename_organisation(organisation=city, name="X", language="en", by=delegate)
