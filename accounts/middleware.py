"""Moderators and administrators set up a second factor before they do anything else."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import rules
from accounts.states import SECOND_FACTOR_ROLES


class SecondFactorMiddleware:
    """Sends who holds an obliged role and has no second factor to its set-up; account pages stay open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        person = request.user
        if not person.is_authenticated or "/accounts/" in request.path or request.path.startswith("/static/"):
            return False
        if person.is_demonstration and settings.DEMONSTRATION and not settings.DEMO_SECOND_FACTOR:
            return False
        obliged = any(role.kind in SECOND_FACTOR_ROLES for role in rules.roles_of(person))
        return obliged and not is_mfa_enabled(person)
