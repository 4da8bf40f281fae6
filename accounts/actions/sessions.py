"""Ending what a person has open: after a role or an account is taken away nobody stays signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from accounts.models import Person


def end_all(person: Person) -> None:
    """Signs the person out everywhere, at the next request of each device."""
    for session in UserSession.objects.filter(user=person):
        session.end()
