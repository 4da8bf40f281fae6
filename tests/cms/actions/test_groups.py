"""Rights in Wagtail follow the roles: what a role gave is gone with it, and nothing else gives rights."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.actions import members, security
from accounts.models import Person, Record
from cms.actions import groups
from consultation.management.commands.restore import end_former_rights
from consultation.watching import site as looks
from tests import factories
from tests.accounts.management.test_commands import said

CLOSED = ("wagtailadmin_home", "wagtailadmin_explore_root", "wagtailusers_users:index", "wagtailusers_groups:index")


@pytest.fixture
def former(site):
    """An administrator made as the command makes one, whose role has ended."""
    said("new_admin", "jordi@example.org", name="Jordi")
    person = Person.objects.get(email="jordi@example.org")
    members.end_role(role=person.roles.get(), by=factories.holder("administrator"))
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def editor_by_hand(site):
    """Somebody without a role whom an older version let into a group of Wagtail, with flags."""
    person = factories.person("Nadia")
    group = Group.objects.create(name="Editors of the old site")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    person.user_permissions.add(Permission.objects.get(codename="change_person"))
    Person.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True)
    return Person.objects.get(pk=person.pk)


def rights(person):
    fresh = Person.objects.get(pk=person.pk)
    return fresh.is_superuser, fresh.is_staff, fresh.groups.count(), fresh.user_permissions.count()


def test_an_administrator_opens_the_administration_by_the_role_alone(client, site):
    person, _role = security.make_administrator(email="jordi@example.org", name="Jordi", language="en")
    assert rights(person) == (False, False, 1, 0)
    factories.with_second_factor(person)
    client.force_login(person)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_who_was_administrator_keeps_no_right(client, former):
    assert rights(former) == (False, False, 0, 0)
    client.force_login(former)
    assert [name for name in CLOSED if client.get(reverse(name)).status_code == 200] == []


def test_a_former_administrator_of_an_older_version_keeps_no_right_either(client, former):
    client.force_login(former)
    Person.objects.filter(pk=former.pk).update(is_superuser=True, is_staff=True)
    assert [name for name in CLOSED if client.get(reverse(name)).status_code == 200] == []


def test_signing_in_takes_away_what_no_role_gives(client, editor_by_hand):
    client.force_login(editor_by_hand)
    assert rights(editor_by_hand) == (False, False, 0, 0)


def test_rights_without_a_role_are_found_by_name(editor_by_hand, moderator):
    [excess] = groups.excess_rights()
    assert excess.person == editor_by_hand
    assert excess.rights == ("is_staff", "is_superuser", "Editors of the old site", "change_person")


def test_a_role_that_is_held_explains_its_group_and_no_other(site, moderator):
    moderator.groups.add(Group.objects.get(name="Administrators"))
    assert [excess.rights for excess in groups.excess_rights()] == [("Administrators",)]


@pytest.mark.parametrize(("broken", "level"), [(False, "ok"), (True, "fail")])
def test_the_doctor_names_rights_without_a_role(request, site, moderator, broken, level):
    if broken:
        request.getfixturevalue("editor_by_hand")
    finding = looks.check_rights()
    assert (finding.level, finding.figures) == (level, {"count": int(broken)})


def test_an_upgrade_takes_them_away_lists_them_records_them_and_signs_out(client, editor_by_hand):
    client.force_login(editor_by_hand)
    client.get(reverse("account"))
    Person.objects.filter(pk=editor_by_hand.pk).update(is_superuser=True)
    removed = f"Removed from the account {editor_by_hand.email}: is_superuser."
    assert end_former_rights() == [f"{removed} The account has no role, and only roles give rights."]
    assert rights(editor_by_hand) == (False, False, 0, 0)
    assert Record.objects.get(act="rights without a role ended").about == f"person:{editor_by_hand.pk}"
    assert client.get(reverse("account")).status_code == 302
    assert end_former_rights() == []


@pytest.mark.parametrize(("hours", "out"), [(0, True), (1, False)])
def test_who_signed_in_before_a_role_ended_is_signed_out_by_an_upgrade(client, site, hours, out):
    person = factories.holder("language_editor", "fr")
    client.force_login(person)
    client.get(reverse("account"))
    person.roles.update(ended=timezone.now() - timedelta(hours=hours))
    assert bool(end_former_rights()) is out
    assert client.get(reverse("account")).status_code == (302 if out else 200)


def test_djangos_own_command_gives_no_rights(db):
    with pytest.raises(CommandError, match="new_admin"):
        call_command("createsuperuser", email="root@example.org", interactive=False)
    assert Person.objects.count() == 0


def test_an_upgrade_says_of_a_present_administrator_that_the_role_stays(db):
    administrator = factories.holder("administrator")
    Person.objects.filter(pk=administrator.pk).update(is_superuser=True)
    [line] = end_former_rights()
    assert line.endswith("is_superuser. The account keeps its roles and what they allow: administrator.")
