"""What follows from signing in and from a new password; and that no machine's address is kept."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.utils import timezone

from accounts import devices, limits
from accounts.models import Person

NO_MACHINE = "0.0.0.0"  # noqa: S104  stands for no address; nothing listens on it


def note_signing_in(sender: type, request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Keeps the moment in the session, from which its end is counted."""
    request.session["signed_in_at"] = request.session["used_at"] = timezone.now().timestamp()
    request.session["known_device"] = devices.is_known(request, user.pk)
    _count_as_confirmed(request)


def note_password(request: HttpRequest, person: Person) -> None:
    """Notes that the person has just set the password, as a form that asks for it would."""
    record_authentication(request, person, method="password", reauthenticated=True)


def _count_as_confirmed(request: HttpRequest) -> None:
    """Who signed in by password or second factor is not asked for it again while a confirmation is valid."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    if not records:
        return
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**record, "reauthenticated": True} if record["method"] in app_settings.REAUTHENTICATION_METHODS else record
        for record in records
    ]


def begin_counts_anew(sender: type, user: Person, **kwargs: Any) -> None:
    """Who set a new password by a mailed link owns the account: what others tried before counts no more."""
    limits.clear_failures(user)


def forget_machine(sender: type, instance: UserSession, **kwargs: Any) -> None:
    """Where somebody is signed in is told by browser and day; the package would keep the machine's address too."""
    instance.ip = NO_MACHINE
