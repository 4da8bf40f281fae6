"""Devices from which a person has signed in before, known by a signed cookie of long life."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = f"{settings.COOKIE_PREFIX}device"
AGE = timedelta(days=365)


def is_known(request: HttpRequest, person: int) -> bool:
    """Whether this person has signed in here before."""
    return device_name(request).partition(".")[0] == str(person)


def device_name(request: HttpRequest) -> str:
    """What tells this device from others of the person who signed in here last; empty where nobody did."""
    try:
        return str(request.get_signed_cookie(COOKIE, default="", salt="accounts.device", max_age=AGE))
    except signing.BadSignature:
        return ""


def remember_device(response: HttpResponse, person: int) -> None:
    """Leaves the cookie by which the device is known at the next sign-in."""
    response.set_signed_cookie(
        COOKIE,
        f"{person}.{secrets.token_hex(8)}",
        salt="accounts.device",
        max_age=int(AGE.total_seconds()),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
