"""How long one stays signed in, the second factor that some set up first, and words typed by who is signed out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.contrib.auth import logout
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts import devices, rules
from accounts.addresses import address
from accounts.models import Person
from accounts.states import SECOND_FACTOR_ROLES
from accounts.views import kept

VISIT = timedelta(minutes=5)


class VisitsMiddleware(UserSessionsMiddleware):
    """Notes when a session was last used, once in five minutes: noted with each page it cost more than the page."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"visit:{key}", True, VISIT.total_seconds()):
            return super().__call__(request)  # type: ignore[no-any-return]
        return self.get_response(request)  # type: ignore[no-any-return]


class SessionAgeMiddleware:
    """Signs out whose time is over, counted from signing in, and remembers the device of who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        if self._is_over(request, person):
            logout(request)
            return self.get_response(request)
        response = self.get_response(request)
        if request.user.is_authenticated and not devices.is_known(request, person.pk):
            devices.remember(response, person.pk)
        return response

    def _is_over(self, request: HttpRequest, person: Person) -> bool:
        now = timezone.now()
        since = request.session.setdefault("signed_in_at", now.timestamp())
        length = rules.session_length(person, bool(request.session.get("known_device")))
        return now - datetime.fromtimestamp(since, UTC) > length


class TypedWordsMiddleware:
    """Shows the words of a form again where it would lead to signing in and be lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        to_sign_in = response.get("Location", "").startswith(address(settings.LOGIN_URL))
        lost = request.method == "POST" and to_sign_in and not request.user.is_authenticated
        return kept.too_late(request) if lost and kept.typed(request) else response


class SecondFactorMiddleware:
    """Sends who holds an obliged role and has no second factor to its set-up; account pages stay open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect(address("mfa_index"))
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        person = request.user
        if not person.is_authenticated or request.path.startswith((settings.STATIC_URL, _account_pages())):
            return False
        if person.is_demonstration and settings.DEMONSTRATION and not settings.DEMO_SECOND_FACTOR:
            return False
        obliged = any(role.kind in SECOND_FACTOR_ROLES for role in rules.roles_of(person))
        return obliged and not is_mfa_enabled(person)


def _account_pages() -> str:
    return address(settings.LOGIN_URL).removesuffix("login/")
