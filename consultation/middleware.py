"""What each request meets first: its line in the log, a method that no page takes, a second try, the language."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path

from accounts import causes
from charter.queries.reading import charters
from consultation.addresses import borrowed_locale
from consultation.interpreter import with_deeper_stack
from consultation.outages import Outage, outage_of

log = logging.getLogger("requests")
CAUSE = re.compile(r"[0-9A-Za-z-]{8,36}")


class HealthMiddleware:
    """Lets `/health/` be asked under any name: a front server asks a web process by its address, as 127.0.0.1:8000.

    Stands above everything that compares the name with `ALLOWED_HOSTS`. No answer below `/health/` repeats the name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    @with_deeper_stack
    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/health/"):
            request.get_host = request._get_raw_host  # type: ignore[attr-defined, method-assign]
        return self.get_response(request)


class OwnPagesMiddleware:
    """Pages are for this site alone to take in; files, pictures and the interface for machines are for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class MethodsMiddleware:
    """Refuses PUT, PATCH and DELETE: no page takes them.

    Django's form views take PUT for a POST that lost its fields, and its views that delete take DELETE without a form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("PUT", "PATCH", "DELETE"):
            return HttpResponseNotAllowed(["GET", "HEAD", "OPTIONS", "POST"])
        return self.get_response(request)


class LogMiddleware:
    """One line a request, under an id that the answer carries as `X-Request-ID`. A front server may give the id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        with causes.begin_cause(self._given(request)) as cause:
            response = self.get_response(request)
            fields = {"method": request.method, "route": _route(request, response), "status": response.status_code}
            log.info("request", extra={"fields": {**fields, "ms": round((time.monotonic() - began) * 1000)}})
        response["X-Request-ID"] = cause
        return response

    def _given(self, request: HttpRequest) -> str:
        cause = request.headers.get("X-Request-ID", "") if settings.SECURE_PROXY_SSL_HEADER else ""
        return cause if CAUSE.fullmatch(cause) else ""


class SizeMiddleware:
    """Refuses what is too large before any of it is read. What names no length is read by nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= settings.LARGEST_REQUEST:
            return self.get_response(request)
        return HttpResponse(render_to_string("413.html"), status=413)


def _route(request: HttpRequest, response: HttpResponse) -> str:
    """The pattern and not the address itself, which may hold a private link."""
    match = request.resolver_match
    if match is None:
        return "a kept page" if "Age" in response else "no such address"
    return match.route


class WordsLanguageMiddleware:
    """Says `request.words_language`; lends the interface a language where it has no catalogue for that one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        words = get_language_from_path(request.path_info)
        request.words_language = words or translation.get_language()  # type: ignore[attr-defined]
        if words is None or words in settings.INTERFACE_LANGUAGES:
            return self.get_response(request)
        with translation.override(borrowed_locale(charters.interface_for(words), words)):
            return self.get_response(request)


class SecondTryMiddleware:
    """Runs a view once more where the database undid its first run: after a deadlock, or with its connection lost.

    That is safe where the first run committed nothing. An error that no statement raised came from a commit, of which
    nobody knows whether it was done. Wagtail's own forms are left alone, since they write in many steps.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return self.get_response(request)
        request.statements = Statements()  # type: ignore[attr-defined]
        with connection.execute_wrapper(request.statements):  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or outage_of(exception) not in _undone() or not is_repeatable(request, exception):
            return None
        log.warning("The database undid a request, which is done once more: %s", type(exception).__name__)
        connection.close_if_unusable_or_obsolete()
        return match.func(request, *match.args, **match.kwargs)  # type: ignore[no-any-return]


class Statements:
    """What became of the statements of a request: whether anything was committed, and which error one raised."""

    def __init__(self) -> None:
        self.committed = False
        self.error: BaseException | None = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        try:
            result = execute(sql, params, many, context)
        except Exception as error:
            self.error = error
            raise
        if not sql.startswith("SELECT"):
            connection.on_commit(self._note_commit)
        return result

    def _note_commit(self) -> None:
        self.committed = True


def _undone() -> set[Outage]:
    """SQLite has waited for its lock as long as a person may wait, so it is not asked again."""
    return {Outage.GONE} if connection.vendor == "sqlite" else {Outage.GONE, Outage.BUSY}


def is_repeatable(request: HttpRequest, exception: Exception) -> bool:
    """Whether a view that raised this left nothing behind."""
    if connection.in_atomic_block:
        return False
    statements: Statements | None = getattr(request, "statements", None)
    if statements is None:
        return True
    is_own = not request.path.startswith("/admin/")
    return is_own and not statements.committed and statements.error is exception and not request.FILES
