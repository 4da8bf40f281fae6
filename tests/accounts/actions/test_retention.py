"""What is older than the settings say goes; what is younger stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.actions import members, pledges, retention, tokens
from accounts.models import Invitation, Letter, Mandate, Pledge, RequestToken, Role
from tests import factories


def later(days):
    return timezone.now() + timedelta(days=days)


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
def test_joining_forms(db, days, left):
    pledges.begin_pledge(language="en", name="Tamanrit", name_language="en", email="a@example.org")
    retention.delete_outdated_rows(at=later(days))
    assert Pledge.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(729, 1), (731, 0)])
def test_people_on_accepted_joining_forms(city, days, left):
    fields = {"organisation": city, "state": "accepted", "head_name": "Salma Idrissi", "decided_at": timezone.now()}
    Pledge.objects.create(name="Tamanrit", begun_at=timezone.now(), changed_at=timezone.now(), **fields)
    assert retention.delete_outdated_rows(at=later(days))["accepted joining forms"] == 1 - left
    assert (Pledge.objects.count(), Pledge.objects.with_people().count()) == (1, left)
    assert retention.outdated_rows(later(days))["accepted joining forms"].count() == 0


@pytest.mark.parametrize(("days", "left"), [(14 + 89, 1), (14 + 91, 0)])
def test_invitations_that_nobody_accepted(city, delegate, days, left):
    factories.invited(city, delegate)
    retention.delete_outdated_rows(at=later(days))
    assert Invitation.objects.count() == left


@pytest.mark.parametrize(("state", "left"), [("sent", 0), ("kept", 0), ("waiting", 1)])
def test_letters(city, delegate, state, left):
    factories.invited(city, delegate)
    Letter.objects.update(state=state)
    retention.delete_outdated_rows(at=later(366))
    assert Letter.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_tokens_of_forms(officer, days, left):
    with tokens.counted_once("once", officer):
        pass
    retention.delete_outdated_rows(at=later(days))
    assert RequestToken.objects.count() == left


@pytest.mark.parametrize(("days", "status"), [(59, 200), (61, 302)])
def test_a_sign_in_that_may_last_sixty_days_is_not_ended_before(client, delegate, days, status):
    client.force_login(delegate)
    client.get(reverse("account"))
    retention.delete_outdated_rows(at=later(days))
    assert client.get(reverse("account")).status_code == status


@pytest.mark.parametrize(("days", "erased"), [(1094, False), (1096, True)])
def test_addresses_of_who_takes_no_part_any_more(officer, moderator, days, erased):
    members.end_mandate(mandate=officer.mandates.get(), by=moderator)
    retention.delete_outdated_rows(at=later(days))
    officer.refresh_from_db()
    assert (officer.erased_at is not None, officer.name == "") == (erased, erased)
    assert str(Mandate.objects.get(person=officer).organisation) == "Tamanrit"


@pytest.mark.parametrize("left", ["a mandate", "a role", "a visit"])
def test_the_account_of_who_still_takes_part_stays(city, left):
    person = factories.person()
    if left == "a mandate":
        Mandate.objects.create(organisation=city, person=person, kind="officer", since=timezone.now())
    if left == "a role":
        Role.objects.create(person=person, kind="drafter", since=timezone.now())
    if left == "a visit":
        person.last_login = later(1000)
        person.save()
    retention.delete_outdated_rows(at=later(1096))
    person.refresh_from_db()
    assert person.erased_at is None


def test_what_is_old_is_only_counted_until_it_is_applied(officer, moderator):
    members.end_mandate(mandate=officer.mandates.get(), by=moderator)
    assert [person.pk for person in retention.outdated_rows(later(1096))["addresses"]] == [officer.pk]
    officer.refresh_from_db()
    assert officer.erased_at is None


@pytest.mark.parametrize("statement", ["DELETE FROM accounts_mandate", "DELETE FROM accounts_role"])
def test_no_mandate_or_role_can_be_deleted_past_our_code(officer, moderator, statement):
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert (Mandate.objects.count(), Role.objects.count()) == (1, 1)
