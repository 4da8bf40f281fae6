"""Invitations: who invites whom, single use, expiring, taken back, sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.actions import invitations
from accounts.models import Invitation, Letter, Mandate, Person, Record
from accounts.rules import Refused
from tests import factories

PASSWORD = "a river through the town"


@pytest.fixture
def focal_point(city):
    return factories.member(city, "focal_point")


def accepted(token, **more):
    return invitations.accept_invitation(token=token, name="Ines Costa", password=PASSWORD, **more)


def test_a_focal_point_invites_an_officer_who_becomes_one(city, focal_point):
    _, token = factories.invited(city, focal_point)
    mandate = accepted(token)
    assert (mandate.kind, mandate.organisation, mandate.person.email) == ("officer", city, "colleague@example.org")
    assert mandate.person.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=mandate.person).verified


def test_the_letter_is_in_the_language_of_the_person_and_its_link_too(city, focal_point):
    invitations.invite_person(organisation=city, email="a@example.org", kind="officer", language="fr", by=focal_point)
    letter = Letter.objects.get(address="a@example.org")
    assert letter.language == "fr"
    assert letter.link.startswith("/fr/invitation/")


def test_of_the_links_secret_only_a_digest_is_kept(city, focal_point):
    invitation, token = factories.invited(city, focal_point)
    assert token not in str(vars(invitation))
    assert invitation.digest == invitations.token_digest(token)


@pytest.mark.parametrize("kind", ["focal_point", "delegate", "substitute"])
def test_a_focal_point_offers_no_other_mandate(city, focal_point, kind):
    with pytest.raises(Refused, match="Only the secretariat can enter"):
        factories.invited(city, focal_point, kind=kind, evidence="a letter")


def test_an_officer_invites_nobody(city, officer):
    with pytest.raises(Refused, match="The focal point and the delegate of Tamanrit can invite"):
        factories.invited(city, officer)


def test_a_focal_point_of_another_city_is_told_nothing(other_city, focal_point):
    with pytest.raises(Refused) as refused:
        factories.invited(other_city, focal_point)
    assert refused.value.refusal.hidden


def test_the_secretariat_invites_a_delegate_on_evidence_alone(city, moderator):
    with pytest.raises(Refused, match="State the evidence"):
        factories.invited(city, moderator, kind="delegate")
    _, token = factories.invited(city, moderator, kind="delegate", evidence="Letter of 3 May")
    assert accepted(token).evidence == "Letter of 3 May"


def test_a_second_delegate_is_not_invited(city, delegate, moderator):
    with pytest.raises(Refused, match="End that mandate first"):
        factories.invited(city, moderator, kind="delegate", evidence="a letter")


def test_a_link_works_once(city, focal_point):
    _, token = factories.invited(city, focal_point)
    accepted(token)
    with pytest.raises(Refused, match="does not open an invitation"):
        accepted(token)
    assert Mandate.objects.filter(kind="officer").count() == 1


def test_a_link_ends_after_fourteen_days(city, focal_point):
    _, token = factories.invited(city, focal_point)
    later = timezone.now() + timedelta(days=14, minutes=1)
    assert invitations.invitation_by_token(token, later) is None
    with pytest.raises(Refused, match="does not open an invitation"):
        accepted(token, at=later)


def test_what_was_taken_back_opens_nothing(city, focal_point):
    invitation, token = factories.invited(city, focal_point)
    invitations.revoke_invitation(invitation=invitation, by=focal_point)
    assert invitations.invitation_by_token(token) is None
    assert Person.objects.filter(email="colleague@example.org").count() == 0


def test_sent_again_the_old_link_opens_nothing(city, focal_point):
    invitation, token = factories.invited(city, focal_point)
    again = invitations.resend_invitation(invitation=invitation, by=focal_point)
    assert invitations.invitation_by_token(token) is None
    assert (again.sendings, Letter.objects.filter(kind="invitation").count()) == (2, 2)


def test_who_has_an_account_accepts_signed_in_with_the_invited_address_alone(
    city, focal_point, stranger, other_delegate
):
    _, token = factories.invited(city, focal_point, email=stranger.email)
    with pytest.raises(Refused, match="already has an account"):
        accepted(token)
    with pytest.raises(Refused, match="different address"):
        invitations.accept_invitation(token=token, by=other_delegate)
    assert invitations.accept_invitation(token=token, by=stranger).person == stranger


def test_one_address_is_not_invited_twice_while_it_waits(city, focal_point):
    factories.invited(city, focal_point)
    with pytest.raises(Refused, match="An invitation to this address is already pending"):
        factories.invited(city, focal_point, email="Colleague@Example.org")
    assert Invitation.objects.count() == 1


def test_the_record_says_who_invited_and_names_no_address(city, focal_point):
    invitation, token = factories.invited(city, focal_point)
    accepted(token)
    sent = Record.objects.get(act="invitation sent")
    assert (sent.person, sent.about) == (focal_point.pk, f"invitation:{invitation.pk}")
    assert sent.mandate == Mandate.objects.get(person=focal_point).pk
    assert all("example.org" not in str(record.content) for record in Record.objects.all())
