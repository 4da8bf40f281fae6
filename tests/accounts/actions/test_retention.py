"""What is older than the settings say goes; what is younger stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import pledges, retention, tokens
from accounts.models import Invitation, Letter, Pledge, RequestToken
from tests import factories


def later(days):
    return timezone.now() + timedelta(days=days)


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
def test_joining_forms(db, days, left):
    pledges.begin(language="en", name="Tamanrit", name_language="en", email="a@example.org")
    retention.delete_old(at=later(days))
    assert Pledge.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(14 + 89, 1), (14 + 91, 0)])
def test_invitations_that_nobody_accepted(city, delegate, days, left):
    factories.invited(city, delegate)
    retention.delete_old(at=later(days))
    assert Invitation.objects.count() == left


@pytest.mark.parametrize(("state", "left"), [("sent", 0), ("kept", 0), ("waiting", 1)])
def test_letters(city, delegate, state, left):
    factories.invited(city, delegate)
    Letter.objects.update(state=state)
    retention.delete_old(at=later(366))
    assert Letter.objects.count() == left


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_tokens_of_forms(officer, days, left):
    tokens.use("once", officer)
    retention.delete_old(at=later(days))
    assert RequestToken.objects.count() == left
