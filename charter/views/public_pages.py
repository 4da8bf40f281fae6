"""Pages that are the same for all readers without an account: a minute old at most, and not sent twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from charter.actions.reading.kept_pages import FRESH


def publicly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Takes reading alone. Adds `max-age=60` and a strong ETag over the body for readers without an account.

    `charter.middleware.KeptPagesMiddleware` keeps such a page and answers who has it already. `Vary: Cookie` stays,
    so that nobody who signs in is shown the page kept for readers.
    """

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or response.streaming:
            return response
        patch_vary_headers(response, ["Cookie"])
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return response  # `NotStoredMiddleware` says that nobody keeps it
        patch_cache_control(response, public=True, max_age=int(FRESH.total_seconds()))
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return response

    return wrapped
