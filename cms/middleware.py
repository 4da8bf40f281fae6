"""Who enters Wagtail's administration, which files it gets, and how it answers where a rule said no."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request

from accounts import rules
from accounts.addresses import address_of
from accounts.imports import sheets
from accounts.imports.child import read_in_child
from accounts.imports.refusals import Unreadable
from accounts.models import Person
from accounts.rules import Answer, Refusal, Refused
from cms import drafters

# The rich text editor writes style elements whose text differs each time, so that no hash can name them.
ADMIN_STYLES = {"style-src-elem": ["'self'", "'unsafe-inline'"]}


class AdminStyleMiddleware:
    """Below `/admin/` alone style elements may stand within a page; scripts may not, there or anywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(address_of("wagtailadmin_home")):
            response._csp_update = ADMIN_STYLES  # type: ignore[attr-defined]  # django-csp reads this one
            config = getattr(settings, "SECURE_CSP", None)
            if config:  # and Django, from 6.0 on, this one
                response._csp_config = {**config, **ADMIN_STYLES}  # type: ignore[attr-defined]
        return response


class AdministrationMiddleware:
    """Lets into `/admin/` who holds a role for it now, whatever flags and groups the account has.

    A drafter enters the addresses that `cms.drafters` lists.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        person, match = request.user, request.resolver_match
        inside = request.path.startswith(address_of("wagtailadmin_home"))
        if not inside or not isinstance(person, Person) or match is None:
            return None
        opens = rules.may_open_administration(person)
        if not opens:
            return _turn_away(request, opens)
        if not rules.is_secretariat(person) and not drafters.may_enter(request, person, match):
            return permission_denied(request)  # type: ignore[no-any-return]
        return None


def _turn_away(request: HttpRequest, refusal: Answer) -> HttpResponse:
    """To signing in, without a way back here: who is signed in would be led round in a circle."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        raise PermissionDenied
    if isinstance(refusal, Refusal):
        messages.error(request, str(refusal.why))
    return redirect(address_of(settings.LOGIN_URL))


class RefusalMiddleware:
    """Below `/admin/` a refusal is said at the head of the page one came from; what was saved stays saved.

    A form that lacks a field which its page has is a bad request: Wagtail takes it for a fault of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path.startswith(address_of("wagtailadmin_home")):
            return None
        if isinstance(exception, MultiValueDictKeyError):
            return bad_request(request, exception)
        if not isinstance(exception, Refused):
            return None
        messages.error(request, str(exception.refusal.why))
        match = request.resolver_match
        page = match.kwargs.get("page_id") or (match.args[0] if match.args else None) if match else None
        return redirect(address_of("wagtailadmin_pages:edit", page) if page else address_of("wagtailadmin_home"))


def _table(sent: UploadedFile) -> SimpleUploadedFile:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(sheets.read_cells(sent, sent.name or ""))
    return SimpleUploadedFile("redirects.csv", out.getvalue().encode(), "text/csv")


def _translation(sent: UploadedFile) -> SimpleUploadedFile:
    return SimpleUploadedFile("translation.po", read_in_child("cms.repacking:repack_translation", sent))


class UploadsMiddleware:
    """Wagtail's views that read a file in their own process get it as a child process wrote it again.

    Pictures have a form of their own (`cms/forms.py`), and documents are stored unread.
    """

    FIELDS = {
        "wagtailredirects:start_import": ("import_file", _table, "wagtailredirects:start_import"),
        "wagtail_localize:upload_pofile": ("file", _translation, "wagtailadmin_home"),
    }

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name not in self.FIELDS or request.method != "POST":
            return None
        field, repack, back = self.FIELDS[match.view_name]
        if field not in request.FILES or not request.user.has_perm("wagtailadmin.access_admin"):
            return None
        sent = request.FILES[field]
        assert isinstance(sent, UploadedFile)
        try:
            request.FILES[field] = repack(sent)
        except Unreadable as refused:
            messages.error(request, str(refused))
            return redirect(get_valid_next_url_from_request(request) or address_of(back))
        return None
