"""What follows from signing in: when it was, and whether the device was known."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts import devices
from accounts.models import Person


def note_signing_in(sender: type, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Keeps the moment in the session, from which its end is counted."""
    request.session["signed_in_at"] = timezone.now().timestamp()
    request.session["known_device"] = devices.is_known(request, user.pk)
