"""The demonstration: played through people's acts, whole and sound, and never beside real data."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person
from charter.models import Amendment, Decision, Provision, Remark, Round, Version
from charter.states import Outcome
from consultation.demo import factors, files
from tests import factories

ROLES = {
    *("officer", "delegate", "substitute", "moderator1", "moderator2", "drafter", "body1", "partner1", "admin"),
    *(f"editor_{code}{n}" for code in ("en", "fr", "es") for n in (1, 2)),
}


def listed() -> list[dict[str, str]]:
    out = StringIO()
    call_command("demo_people", "--json", stdout=out)
    return json.loads(out.getvalue())


def test_it_does_not_load_where_the_site_is_no_demonstration(db):
    with pytest.raises(CommandError, match="DEMONSTRATION=1"):
        call_command("load_demo")


def test_it_does_not_load_beside_data(db, settings):
    settings.DEMONSTRATION = True
    factories.person()
    with pytest.raises(CommandError, match="There is data already"):
        call_command("load_demo")
    assert Person.objects.count() == 1


def test_everybody_who_is_promised_is_listed(settings):
    settings.DEMONSTRATION = True
    assert {person["role"] for person in listed()} >= ROLES
    assert {person["email"].rpartition("@")[2] for person in listed()} == {"demo.example"}


def test_a_secret_is_listed_where_a_second_factor_is_asked(settings):
    settings.DEMONSTRATION, settings.DEMO_SECOND_FACTOR = True, True
    secrets = {person["role"]: person.get("secret") for person in listed()}
    assert secrets["moderator1"] == factors.secret_of("nadia.rahmani@demo.example")
    assert secrets["officer"] is None


@pytest.mark.parametrize("number", [-30, -1, 0])
def test_no_day_of_the_past_is_later_than_now(number):
    from django.utils import timezone

    assert files.day(number, 23, 59) <= timezone.now()


@pytest.mark.large
def test_the_whole_demonstration_is_sound(db, settings):
    settings.DEMONSTRATION = True
    call_command("load_demo", stdout=StringIO())
    call_command("check_consultation", stdout=StringIO())
    call_command("verify_record", stdout=StringIO())
    assert list(Version.objects.values_list("number", flat=True)) == [1, 2]
    assert list(Round.objects.values_list("number", flat=True)) == [1, 2]
    assert Provision.objects.count() >= 110
    assert set(Decision.objects.values_list("outcome", flat=True)) == set(Outcome.values)
    assert {"withdrawn", "not_confirmed", "sent", "draft"} <= set(Amendment.objects.values_list("state", flat=True))
    assert set(Remark.objects.values_list("language", flat=True)) >= {"en", "fr", "es", "ar"}
