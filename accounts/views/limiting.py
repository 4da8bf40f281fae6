"""How often one may ask: by address of the network, kept by allauth in the cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def limit_posts(action: str) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Answers 429 to who posts more often than `settings.LIMITS[action]` allows."""

    def wrapper(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            rate = settings.LIMITS[action]
            if request.method == "POST" and not _may(request, action, rate):
                return ratelimit.respond_429(request)
            return view(request, *args, **kwargs)

        return wrapped

    return wrapper


def _may(request: HttpRequest, action: str, rate: str) -> bool:
    return bool(ratelimit.consume(request, app="accounts", action=action, config={action: rate}))
