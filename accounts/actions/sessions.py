"""Ending what a person has open: after a role or an account is taken away nobody stays signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.models import Person, Role


def end_all_sessions(person: Person) -> None:
    """Signs the person out everywhere, at the next request of each device."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def end_those_before_a_role_ended() -> list[Person]:
    """Signs out people whose session began before one of their roles ended; returns these people, each once."""
    out = {}
    for role in Role.objects.filter(ended__lte=timezone.now()).select_related("person"):
        for session in UserSession.objects.filter(user=role.person, created_at__lt=role.ended):
            session.end()
            out[role.person.pk] = role.person
    return list(out.values())
