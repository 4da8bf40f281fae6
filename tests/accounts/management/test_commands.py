"""Commands of who runs the server."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from accounts import rules
from accounts.models import Letter, Person, Record
from tests import factories


def said(command, *args, **options):
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


def test_reset_second_factor_takes_all_away_and_is_recorded_and_told(db):
    moderator = factories.secretariat()
    assert "removed: 1" in said("reset_second_factor", moderator.email.upper())
    assert Authenticator.objects.filter(user=moderator).count() == 0
    assert Record.objects.get(act="second factor reset").about == f"person:{moderator.pk}"
    assert Letter.objects.get(to=moderator).kind == "security"


def test_new_admin_makes_an_account_whose_link_sets_a_password(client, db):
    output = said("new_admin", "jordi@example.org", name="Jordi")
    person = Person.objects.get(email="jordi@example.org")
    assert rules.is_administrator(person)
    assert set(Record.objects.values_list("act", flat=True)) == {"person enrolled", "role given"}
    path = output.split("http://localhost:8000")[1].strip()
    assert client.get(path, follow=True).status_code == 200


def test_new_admin_said_twice_makes_one(db):
    said("new_admin", "jordi@example.org")
    said("new_admin", "jordi@example.org")
    assert Person.objects.get().roles.count() == 1


@pytest.mark.parametrize("name", ["reset_second_factor", "export_person", "erase_person"])
def test_an_unknown_address_is_said(db, name):
    with pytest.raises(CommandError, match="No account has"):
        said(name, "nobody@example.org")


def test_export_person_prints_json(officer):
    copy = json.loads(said("export_person", officer.email))
    assert copy["person"]["email"] == officer.email


def test_erase_person_shows_first(officer):
    said("erase_person", officer.email)
    assert Person.objects.get(pk=officer.pk).email == officer.email
    said("erase_person", officer.email, apply=True)
    assert Person.objects.get(pk=officer.pk).email == f"erased-{officer.pk}@erased.invalid"


def test_delete_old_shows_first(db):
    assert "joining forms: 0" in said("delete_old")
