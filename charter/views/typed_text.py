"""Typed text is not lost when a sign-in expires: the page returns with it, and nothing is done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt


def keeps_text(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Sets `request.must_not_act` if the person is signed out, or if the form is from before the last sign-in.

    Signing in changes the form's secret, so a page left open would be answered with a bare 403 and its text lost. The
    check is Django's own; the view shows such a form again with a fresh secret and does not act on it.
    """

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        forged = CsrfViewMiddleware(_nothing).process_view(request, _nothing, (), {}) is not None
        request.must_not_act = forged or not request.user.is_authenticated  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return wrapped


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
