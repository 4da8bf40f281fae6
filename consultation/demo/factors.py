"""Second factors of the demonstration's secretariat, where DEMO_SECOND_FACTOR asks for them."""

from __future__ import annotations

import base64
from hashlib import sha256

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings

from accounts.models import Person, Role
from accounts.states import ADMINISTRATION_ROLES


def secret_of(email: str) -> str:
    """The same secret for a person at every start; it guards invented data alone."""
    return base64.b32encode(sha256(f"demonstration {email}".encode()).digest())[:32].decode()


def people_with_second_factor() -> list[Person]:
    """The demonstration's people who need a second factor."""
    holders = Role.objects.filter(kind__in=sorted(ADMINISTRATION_ROLES)).values("person")
    return list(Person.objects.filter(pk__in=holders, is_demonstration=True))


def settle_second_factors() -> None:
    """Gives second factors where the setting asks for them, and takes them away where it does not."""
    for person in people_with_second_factor():
        authenticators = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
        if settings.DEMO_SECOND_FACTOR and not authenticators.exists():
            TOTP.activate(person, secret_of(person.email))
        elif not settings.DEMO_SECOND_FACTOR:
            authenticators.delete()
