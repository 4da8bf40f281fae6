"""What follows from signing in: when it was, whether the device was known, and that no machine's address is kept."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils import timezone

from accounts import devices
from accounts.models import Person

NO_MACHINE = "0.0.0.0"  # noqa: S104  stands for no address; nothing listens on it


def note_signing_in(sender: type, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Keeps the moment in the session, from which its end is counted."""
    request.session["signed_in_at"] = timezone.now().timestamp()
    request.session["known_device"] = devices.is_known(request, user.pk)


def forget_machine(sender: type, instance: UserSession, **kwargs: Any) -> None:
    """Where somebody is signed in is told by browser and day; the package would keep the machine's address too."""
    instance.ip = NO_MACHINE
