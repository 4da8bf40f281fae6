"""How often one address of the network, or one person, may ask in a minute or an hour. Counted in the cache alone."""

from __future__ import annotations

from math import ceil

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle


class ByAddress(SimpleRateThrottle):
    """Counts by the same address as every other limit of the site."""

    def get_cache_key(self, request: HttpRequest) -> str:
        try:
            address = ratelimit.get_ip(request)
        except PermissionDenied:  # a server behind a socket was told no address: all are counted together
            address = ""
        return f"api:{self.rate}:{address}"


class ByPerson(SimpleRateThrottle):
    """Counts what one person asks of a page while typing."""

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"typing:{self.rate}:{request.user.pk}"


def may_ask_while_typing(request: HttpRequest) -> bool:
    """Whether the person who is signed in may ask now; counts it."""
    return bool(ByPerson(settings.TYPING_LIMIT).allow_request(request))


def seconds_to_wait(request: HttpRequest) -> int:
    """0 where one may ask now, else how long to wait until one may ask again."""
    counter = ByAddress(settings.API_LIMIT)
    return 0 if counter.allow_request(request) else max(1, ceil(counter.wait() or 1))
