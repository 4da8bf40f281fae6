"""How Wagtail's administration answers where a rule said no."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.rules import Refused


class RefusalMiddleware:
    """Below `/admin/` a refusal is said at the head of the page one came from; what was saved stays saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused) or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        messages.error(request, str(exception.refusal.why))
        match = request.resolver_match
        page = match.kwargs.get("page_id") or (match.args[0] if match.args else None) if match else None
        return redirect(reverse("wagtailadmin_pages:edit", args=[page]) if page else reverse("wagtailadmin_home"))
