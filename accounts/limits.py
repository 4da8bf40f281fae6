"""How often one may try to sign in, and how many mails one address may be sent. All processes share the counts.

An attempt is counted before it is looked at and given back where it was right: many at once are no way around.
Failures count for each pair of account and network address. A limit over all addresses only makes each pair wait
longer, so nothing that others do keeps an owner out. A device where the person signed in before has its own count.
"""

from __future__ import annotations

import time
from datetime import timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.connection import ConnectionProxy
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import devices
from accounts.models import Count, Person
from accounts.queries.people import person_by_address

COUNTS = "limits"
LONGEST = timedelta(days=1)
TOO_MANY = _(
    "Too many failed attempts. Wait 15 minutes. You can still use a passkey, a code by email or a device on "
    "which you signed in before."
)
TOO_MANY_CODES = _(
    "Too many wrong codes. Wait 15 minutes. You can still use a security key or a device on which you signed in "
    "before. If you set a new password by email, you can also try again at once."
)
TOO_MANY_MAILS = _(
    "We have sent several emails to this address. Look for them, also in the spam folder, or ask again in an hour."
)


class Attempt:
    """One attempt and where it was counted; what is given back was never made."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.counted: list[ratelimit.RateLimitUsage] = []

    def count(self, limit: str, key: str | None = None) -> bool:
        """Counts it under `settings.ATTEMPTS[limit]`; False where that is used up."""
        usage = ratelimit.consume(self.request, app="accounts", action=limit, config=settings.ATTEMPTS, key=key)
        if usage is not None:
            self.counted.append(usage)
        return usage is not None

    def give_back(self) -> None:
        while self.counted:
            self.counted.pop().rollback()


def share_counts() -> None:
    """Lets allauth count in the store of all processes; it would count in the default cache, which each may have."""
    ratelimit.cache = ConnectionProxy(caches, COUNTS)


def hide(key: str, prefix: str, version: int) -> str:
    """The name under which a count is kept: nobody reads a network address or an account from it."""
    return salted_hmac("accounts.limits", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def begin_attempt(request: HttpRequest, email: str, *, second_factor: bool = False) -> Attempt | None:
    """Counts an attempt to open the account of that address; None where it must not be looked at yet."""
    attempt, account, device = Attempt(request), *_account_and_device(request, email)
    if device:
        allowed = attempt.count("device", f"{account} {device}")
    else:
        pair = f"{account} {ratelimit.get_ip(request)}"
        allowed = (
            attempt.count("address")
            and attempt.count("pair", pair)
            and (attempt.count("account", account) or attempt.count("slowed pair", pair))
            and (not second_factor or attempt.count("second factor", account))
        )
    if allowed:
        return attempt
    attempt.give_back()
    require_store()
    return None


def require_store() -> None:
    """Raises `DatabaseError` where nothing can be stored, as on a full disk: Django's cache hides that fault."""
    Count.objects.update_or_create(cache_key="store", defaults={"value": "", "expires": timezone.now()})


def count_mail(request: HttpRequest, email: str) -> bool:
    """Counts a mail to that address that anybody can cause, whether it has an account or not; False: send none."""
    attempt, account, device = Attempt(request), *_account_and_device(request, email)
    asker = device or ratelimit.get_ip(request)
    if attempt.count("mails asked", f"{account} {asker}") and attempt.count("mails sent", f"{account} {device}"):
        return True
    attempt.give_back()
    return False


def clear_failures(person: Person) -> None:
    """Begins every count of this account anew, wherever it was counted: attempts, codes and mails."""
    caches[COUNTS].set(_clearing(person), time.time(), LONGEST.total_seconds())


def _account_and_device(request: HttpRequest, email: str) -> tuple[str, str]:
    """The account under all its addresses, since it was last cleared; the device where its person is known, or ""."""
    person = person_by_address(email)
    if person is None:
        return f"address {email.strip().lower()}", ""
    since = caches[COUNTS].get(_clearing(person), "")
    return f"person {person.pk} {since}", devices.device_name(request) if devices.is_known(request, person.pk) else ""


def _clearing(person: Person) -> str:
    return f"cleared {person.pk}"
