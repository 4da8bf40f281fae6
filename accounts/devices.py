"""Devices from which a person has signed in before, known by a signed cookie of long life."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "device"
AGE = timedelta(days=365)


def is_known(request: HttpRequest, person: int) -> bool:
    """Whether this person has signed in here before."""
    try:
        value = request.get_signed_cookie(COOKIE, default="", salt="accounts.device", max_age=AGE)
    except signing.BadSignature:
        return False
    return value == str(person)


def remember(response: HttpResponse, person: int) -> None:
    """Leaves the cookie by which the device is known at the next sign-in."""
    response.set_signed_cookie(
        COOKIE,
        str(person),
        salt="accounts.device",
        max_age=int(AGE.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
