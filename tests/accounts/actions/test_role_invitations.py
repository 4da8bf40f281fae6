"""A role is given to an address; a new address gets an account and one email with a link to set the password."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.actions import role_invitations
from accounts.models import Letter, Person, Record
from accounts.rules import Refused
from tests import factories


@pytest.fixture
def administrator(db):
    return factories.holder("administrator")


def test_a_new_address_gets_an_account_a_role_and_a_link(client, administrator):
    fields = {"kind": "language_editor", "language": "fr", "name": "Nadia", "mail_language": "fr"}
    invitation = role_invitations.invite_to_role(email="New@Example.org", by=administrator, **fields)
    person = Person.objects.get(email="new@example.org")
    assert (person.name, person.language, person.is_invited, invitation.is_mailed) == ("Nadia", "fr", True, True)
    assert [(role.kind, role.language) for role in person.roles.all()] == [("language_editor", "fr")]
    letter = Letter.objects.get(address="new@example.org")
    assert letter.language == "fr" and letter.link.startswith("/fr/")
    page = client.get(letter.link, follow=True).content.decode()
    assert "Définir le mot de passe" in page and "Changer le mot de passe" not in page
    assert Record.objects.filter(act="role invitation sent").count() == 1


def test_an_account_that_is_in_use_gets_the_role_and_no_link(administrator, officer):
    invitation = role_invitations.invite_to_role(email=officer.email, kind="drafter", by=administrator)
    assert (invitation.is_mailed, Letter.objects.count()) == (False, 0)
    assert [role.kind for role in officer.roles.all()] == ["drafter"]


def test_the_same_invitation_again_sends_a_new_link_and_gives_no_second_role(administrator):
    for _time in range(2):
        role_invitations.invite_to_role(email="new@example.org", kind="body_member", by=administrator)
    person = Person.objects.get(email="new@example.org")
    assert (person.roles.count(), Letter.objects.filter(address=person.email).count()) == (1, 2)


def test_a_moderator_cannot_invite_an_administrator(moderator):
    with pytest.raises(Refused):
        role_invitations.invite_to_role(email="new@example.org", kind="administrator", by=moderator)
    assert not Person.objects.filter(email="new@example.org").exists()


def test_a_closed_account_gets_no_role(administrator, officer):
    Person.objects.filter(pk=officer.pk).update(is_active=False)
    with pytest.raises(Refused, match="closed"):
        role_invitations.invite_to_role(email=officer.email, kind="drafter", by=administrator)


def test_the_page_invites_and_says_who_has_not_signed_in(client, db):
    client.force_login(factories.secretariat("administrator"))
    typed = {"person": "new@example.org", "name": "Nadia", "kind": "moderator", "token": "a"}
    answer = client.post(reverse("desk_roles"), typed, follow=True).content.decode()
    assert "The invitation was created: new@example.org. The email will be sent within minutes." in answer
    assert "The person was invited but has not signed in yet." in answer
