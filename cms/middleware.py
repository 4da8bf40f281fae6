"""How Wagtail's administration answers where a rule said no."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.addresses import address
from accounts.rules import Refused

# The rich text editor writes style elements whose text differs each time, so that no hash can name them.
ADMIN_STYLES = {"style-src-elem": ["'self'", "'unsafe-inline'"]}


class AdminStyleMiddleware:
    """Below `/admin/` alone style elements may stand within a page; scripts may not, there or anywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(address("wagtailadmin_home")):
            response._csp_update = ADMIN_STYLES  # type: ignore[attr-defined]  # django-csp reads this one
            config = getattr(settings, "SECURE_CSP", None)
            if config:  # and Django, from 6.0 on, this one
                response._csp_config = {**config, **ADMIN_STYLES}  # type: ignore[attr-defined]
        return response


class RefusalMiddleware:
    """Below `/admin/` a refusal is said at the head of the page one came from; what was saved stays saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused) or not request.path.startswith(address("wagtailadmin_home")):
            return None
        messages.error(request, str(exception.refusal.why))
        match = request.resolver_match
        page = match.kwargs.get("page_id") or (match.args[0] if match.args else None) if match else None
        return redirect(address("wagtailadmin_pages:edit", page) if page else address("wagtailadmin_home"))
