"""The time zone, how long one stays signed in, a second factor set up first, and words typed by who is signed out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import devices, rules
from accounts.addresses import address_of
from accounts.interface_texts import recorded_texts
from accounts.models import Person
from accounts.patience import waiting_briefly
from accounts.queries.interface_texts import refresh_corrections
from accounts.queries.site_settings import site_time_zone
from accounts.views import kept, page_texts

log = logging.getLogger(__name__)
VISIT = timedelta(minutes=5)
NOTED = timedelta(minutes=1)


class TimeZoneMiddleware:
    """Pages show dates and times in the time zone of the site.

    What needs no database, such as `/health/`, is answered without one in the time zone of the installation.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            zone = site_time_zone()
        except DatabaseError:
            zone = None
        with timezone.override(zone):
            return self.get_response(request)


class CorrectedTextsMiddleware:
    """Every answer has the interface texts as editors last corrected them.

    Where the database does not answer, the texts stay as they are known.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with suppress(DatabaseError):
            refresh_corrections()
        return self.get_response(request)


class PageTextsMiddleware:
    """Lists the interface texts of a page in its place, where somebody who is signed in asks for `?texts=`.

    Stands below all that decides who may read a page: the page is made for its reader as always, and then left out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or page_texts.PARAMETER not in request.GET or not request.user.is_authenticated:
            return self.get_response(request)
        typed = page_texts.take_parameter(request)
        with recorded_texts(get_language() or settings.LANGUAGE_CODE) as record:
            response = self.get_response(request)
        return page_texts.show_instead(request, response, record, typed)


class VisitsMiddleware:
    """Notes when a session was last used, once in five minutes: noted with each page it cost more than the page.

    Where nothing can be written, the page is answered without the note.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"visit:{key}", True, VISIT.total_seconds()):
            self._note(request)
        return self.get_response(request)

    def _note(self, request: HttpRequest) -> None:
        try:
            with waiting_briefly():
                UserSession.objects.create_from_request(request)
        except DatabaseError as error:
            log.warning("A visit could not be noted: %s", type(error).__name__)


class NotStoredMiddleware:
    """Nothing that somebody signed in is answered stays in a store: on a shared computer *Back* would show it.

    Stands above the session, whose cookie says that somebody is signed in, or is by this very answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        cookie = settings.SESSION_COOKIE_NAME
        if cookie in request.COOKIES or cookie in response.cookies:
            response["Cache-Control"] = "private, no-store"
        return response


class SessionAgeMiddleware:
    """Signs out whose time is over, and remembers the device of who is signed in.

    The time counts from signing in; for moderators and administrators from the last use too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        if self._is_over(request, person):
            logout(request)
            return self.get_response(request)
        if self._is_idle(request, person):
            logout(request)
            messages.info(request, _("You were signed out because of inactivity."))
            return self.get_response(request)
        response = self.get_response(request)
        self._note_use(request)
        if request.user.is_authenticated and not devices.is_known(request, person.pk):
            devices.remember_device(response, person.pk)
        return response

    def _is_over(self, request: HttpRequest, person: Person) -> bool:
        now = timezone.now()
        since = request.session.setdefault("signed_in_at", now.timestamp())
        length = rules.session_length(person, bool(request.session.get("known_device")))
        return now - datetime.fromtimestamp(since, UTC) > length

    def _is_idle(self, request: HttpRequest, person: Person) -> bool:
        used = request.session.get("used_at", timezone.now().timestamp())
        idle = timezone.now().timestamp() - used
        return rules.is_secretariat(person) and idle > settings.SECRETARIAT_IDLE_MINUTES * 60

    def _note_use(self, request: HttpRequest) -> None:
        """Once a minute, since each note is written to the database; asked by an open page alone it is no use."""
        match, now = request.resolver_match, timezone.now().timestamp()
        asked_by_itself = match is not None and match.view_name in settings.UNATTENDED
        recent = now - request.session.get("used_at", 0) < NOTED.total_seconds()
        if request.user.is_authenticated and rules.is_secretariat(request.user) and not asked_by_itself and not recent:
            request.session["used_at"] = now


class TypedWordsMiddleware:
    """Shows the words of a form again where it would lead to signing in and be lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        to_sign_in = response.get("Location", "").startswith(address_of(settings.LOGIN_URL))
        lost = request.method == "POST" and to_sign_in and not request.user.is_authenticated
        return kept.too_late(request) if lost and kept.typed(request) else response


class SecondFactorMiddleware:
    """Sends who may open `/admin/` and has no second factor to its set-up; account pages stay open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            messages.info(request, _("Your role requires a second factor. Set one up to open the other pages."))
            return redirect(address_of("mfa_index"))
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        person = request.user
        if not person.is_authenticated or request.path.startswith((settings.STATIC_URL, _account_pages())):
            return False
        if person.is_demonstration and settings.DEMONSTRATION and not settings.DEMO_SECOND_FACTOR:
            return False
        return bool(rules.may_open_administration(person)) and not is_mfa_enabled(person)


def _account_pages() -> str:
    return address_of(settings.LOGIN_URL).removesuffix("login/")
